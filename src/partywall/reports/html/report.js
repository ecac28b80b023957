// Filters, keyboard and drill-down for the matrix. Everything that comes from the input is set as
// text (`textContent`), never as markup.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const grid = byId("grid"), form = byId("filters"), detail = byId("detail"), output = byId("shown");
  const FULL = (1 << data.layers.length) - 1;
  const BATCH = 300; // rows that are added to an opened type at a time
  const PARTY = { A: "AWS", S: "shared", Y: "yours", "": "no layer" };
  const PARTY_OF = { aws: "A", shared: "S", customer: "Y" };
  const VERDICT_OF = { proved: "p", refuted: "r", undecided: "u", not_applicable: "n" };
  const VERDICTS = { p: "proved", r: "refuted", u: "undecided", n: "not applicable", w: "waived" };
  const FIELDS = ["q", "party", "state", "verdict", "type", "mine"];
  const text = (n) => data.texts[n];
  const word = (state) => (data.words[state] || "no such layer").split(":")[0];

  const resources = data.resources.map((row, number) => {
    const [address, type, file, where, line, states, findings, shown] = row;
    return {
      number, address: text(address), type: text(type), file: text(file), where: text(where),
      cells: data.lines[line][2], family: text(data.lines[line][0]), kind: text(data.lines[line][1]),
      states: data.states[states], findings, shown: true, proofs: data.proofs[shown], mask: FULL, row: null,
    };
  });
  for (const one of resources) {
    one.short = one.type.split("::").slice(2).join("::") || one.type;
    one.find = `${one.address}\n${one.type}\n${one.file}`.toLowerCase();
  }
  const severalFiles = new Set(resources.map((one) => one.file)).size > 1;
  const groups = [...grid.tBodies].map((body, n) => ({
    body, members: data.groups[n].map((number) => resources[number]), open: !data.whole, limit: BATCH,
  }));
  for (const row of grid.querySelectorAll("tr[data-r]")) resources[row.dataset.r].row = row;

  // Elements

  function element(tag, className, content) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  }

  function tile(letter, state, content) {
    const cell = element("td", state === "n" ? "n" : `${letter.toLowerCase()} ${state}`);
    if (state !== "n") cell.append(content === undefined ? letter : "", element("b", "", content ?? data.signs[state]));
    return cell;
  }

  function resourceRow(one) {
    const row = element("tr"), head = element("th", "sub");
    row.dataset.r = one.number;
    head.scope = "row";
    const file = severalFiles ? ` in ${one.file.split("/").pop()}` : "";
    head.append(element("bdi", "mono", one.address), element("small", "", one.short + file));
    row.append(head);
    one.cells.forEach((cell, n) => row.append(tile(cell[0], one.states[n])));
    one.row = row;
    paint(one, FULL);
    return row;
  }

  // What a tile shows must be part of its name, for people who speak to their computer.
  function visibly(cell) {
    return [...cell.childNodes].map((part) => part.textContent).filter(Boolean).join(" ");
  }

  // Filters

  function wanted() {
    return Object.fromEntries(FIELDS.map((id) => [id, id === "mine" ? byId(id).checked : byId(id).value]));
  }

  function maskOf(one, want) {
    const party = PARTY_OF[want.party], verdict = VERDICT_OF[want.verdict];
    let judged = 0;
    if (verdict) for (const found of one.findings) if (found[1] === verdict) judged |= 1 << found[2];
    let mask = 0;
    for (let n = 0; n < data.layers.length; n++) {
      const letter = one.cells[n][0];
      if (one.states[n] === "n" && !(judged & (1 << n))) continue;
      if (party && letter !== party) continue;
      if (want.state && one.states[n] !== want.state) continue;
      if (want.mine && letter !== "Y" && letter !== "S") continue;
      if (verdict && !(judged & (1 << n))) continue;
      mask |= 1 << n;
    }
    return mask;
  }

  function paint(one, before) {
    if (one.mask === before && before === FULL) return;
    for (let n = 0; n < data.layers.length; n++) {
      one.row.cells[n + 1].classList.toggle("f", !(one.mask & (1 << n)));
    }
  }

  function apply() {
    const want = wanted(), query = want.q.trim().toLowerCase();
    const byCell = want.party || want.state || want.verdict || want.mine;
    let rows = 0, cells = 0;
    for (const one of resources) {
      const before = one.mask;
      const fits = (!query || one.find.includes(query)) && (!want.type || one.type === want.type);
      const mask = fits && byCell ? maskOf(one, want) : 0;
      one.shown = fits && (!byCell || mask !== 0);
      one.mask = one.shown && byCell ? mask : FULL;
      if (one.row && one.mask !== before) paint(one, before);
      if (!one.shown) continue;
      rows++;
      for (let n = 0; n < data.layers.length; n++) {
        if (one.mask & (1 << n) && one.states[n] !== "n") cells++;
      }
    }
    for (const group of groups) { group.limit = BATCH; draw(group); }
    output.textContent = `${rows} of ${resources.length} resources, ${cells} cells`;
    remember(want);
    keepOneInTabOrder();
  }

  function draw(group) {
    const members = group.members.filter((one) => one.shown);
    group.body.hidden = members.length === 0;
    group.button.setAttribute("aria-expanded", String(group.open));
    group.sign.textContent = group.open ? "▾" : "▸";
    if (data.whole) drawRows(group, members);
    else for (const one of group.members) one.row.hidden = !group.open || !one.shown;
    if (members.length) drawTotals(group, members);
  }

  function drawRows(group, members) {
    const rows = [group.body.rows[0]];
    if (group.open) {
      for (const one of members.slice(0, group.limit)) rows.push(one.row || resourceRow(one));
      if (members.length > group.limit) rows.push(moreRow(group, members.length - group.limit));
    } else for (const one of group.members) one.row = null;
    group.body.replaceChildren(...rows);
  }

  function moreRow(group, rest) {
    const row = element("tr"), head = element("th", "sub"), button = element("button", "", `Show more (${rest} left)`);
    head.scope = "row";
    button.type = "button";
    button.addEventListener("click", () => { group.limit += BATCH; draw(group); });
    head.append(button);
    row.append(head);
    return row;
  }

  function drawTotals(group, members) {
    const head = group.body.rows[0];
    group.count.textContent = `${members.length} resource${members.length === 1 ? "" : "s"}`;
    for (let n = 0; n < data.layers.length; n++) head.cells[n + 1].replaceWith(total(members, n));
  }

  function total(members, n) {
    const counts = {}, parties = new Set();
    for (const one of members) {
      if (!(one.mask & (1 << n))) continue;
      counts[one.states[n]] = (counts[one.states[n]] || 0) + 1;
      if (one.cells[n][0]) parties.add(one.cells[n][0]);
    }
    const worst = [...data.worst].find((state) => counts[state]);
    if (!worst || (!data.whole && worst !== "r" && worst !== "u")) return element("td");
    const letter = [...parties].sort().join("");
    const count = counts[worst] > 1 && !data.calm.includes(worst) ? compact(counts[worst]) : "";
    const cell = element("td", data.whole ? `${letter.length === 1 ? letter.toLowerCase() : "m"} ${worst}` : worst);
    cell.append(data.whole ? letter : "", element("b", "", data.signs[worst] + count));
    cell.setAttribute("aria-label", `${data.layers[n][1]}: ${counts[worst]} ${word(worst)} (${visibly(cell)})`);
    return cell;
  }

  function compact(count) {
    return count < 1000 ? String(count) : `${Math.floor(count / 1000)}k`;
  }

  // The address bar remembers the filters, so that a view can be sent to a colleague

  function remember(want) {
    const parts = new URLSearchParams();
    for (const id of FIELDS) if (want[id]) parts.set(id, id === "state" ? word(want.state) : want[id] === true ? "1" : want[id]);
    const hash = parts.toString();
    if (hash || /=/.test(location.hash)) history.replaceState(null, "", hash ? `#${hash}` : "#matrix");
  }

  function recall() {
    if (!location.hash.includes("=")) return;
    const parts = new URLSearchParams(location.hash.slice(1));
    for (const id of FIELDS) {
      const value = parts.get(id) || "";
      if (id === "mine") byId(id).checked = value === "1";
      else if (id === "state") byId(id).value = Object.keys(data.words).find((state) => word(state) === value) || "";
      else byId(id).value = value;
    }
    apply();
  }

  // Keyboard: one cell is in the tab order, arrows move within the matrix

  function placeOf(cell) {
    const row = cell && cell.parentElement;
    if (!row || row.dataset.r === undefined || cell.cellIndex < 1) return null;
    return { one: resources[row.dataset.r], layer: cell.cellIndex - 1 };
  }

  function label(cell) {
    const place = placeOf(cell);
    if (!place) return;
    const { one, layer } = place;
    const party = PARTY[one.cells[layer][0]];
    cell.setAttribute("aria-label", `${data.layers[layer][1]} of ${one.address}: ${party}, ${word(one.states[layer])} (${visibly(cell)})`);
  }

  let current = null;
  function visit(cell, focus) {
    if (current) current.tabIndex = -1;
    current = cell;
    cell.tabIndex = 0;
    label(cell);
    if (focus) { cell.focus({ preventScroll: true }); cell.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  }

  function visibleRows() {
    return [...grid.querySelectorAll("tbody:not([hidden]) > tr[data-r]:not([hidden])")];
  }

  function keepOneInTabOrder() {
    if (current && current.isConnected && !current.closest("[hidden]")) return;
    const first = visibleRows()[0];
    if (first) visit(first.cells[1], false);
  }

  const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], PageDown: [15, 0], PageUp: [-15, 0] };
  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!placeOf(cell)) return;
    const last = data.layers.length, rows = visibleRows();
    let at = rows.indexOf(cell.parentElement), column = cell.cellIndex;
    if (event.key === "Enter" || event.key === " ") open(cell);
    else if (event.key === "Home") { column = 1; if (event.ctrlKey) at = 0; }
    else if (event.key === "End") { column = last; if (event.ctrlKey) at = rows.length - 1; }
    else if (STEPS[event.key]) { at += STEPS[event.key][0]; column += STEPS[event.key][1]; }
    else return;
    event.preventDefault();
    if (event.key === "Enter" || event.key === " ") return;
    const row = rows[Math.max(0, Math.min(rows.length - 1, at))];
    visit(row.cells[Math.max(1, Math.min(last, column))], true);
  });
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (placeOf(cell)) { visit(cell, true); open(cell); }
  });
  grid.addEventListener("pointerover", (event) => {
    const cell = event.target.closest("td");
    if (placeOf(cell) && !cell.title) { label(cell); cell.title = cell.getAttribute("aria-label"); }
  });

  // Drill-down

  function open(cell) {
    const { one, layer } = placeOf(cell);
    const [party, aws, customer, because, source, read, confirmed, unresolved] = one.cells[layer].map((part, n) => (n === 0 || n === 6 ? part : text(part)));
    const state = one.states[layer];
    const close = element("button", "close", "Close");
    close.type = "button";
    close.addEventListener("click", shut);
    const head = element("p");
    head.append(element("bdi", "mono", one.address));
    const place = element("p", "quiet", `${one.type} · ${one.file}${one.where ? ` · ${one.where}` : ""}`);
    const badges = element("p"), shape = element("span", `tile ${party.toLowerCase()} ${state}`);
    shape.append(party, element("b", "", data.signs[state] || ""));
    badges.append(shape, ` ${PARTY[party]}; ${data.words[state] || "there is no such layer here"}`);
    const facts = element("dl");
    const fact = (name, content) => {
      if (!content) return;
      facts.append(element("dt", "", name));
      const value = element("dd");
      value.append(content);
      facts.append(value);
    };
    fact("AWS's part", aws);
    fact("Your part", customer);
    if (party === "S") fact("AWS's half", text(one.proofs[0]));
    fact(party === "A" ? "AWS's half" : "Behind it", text(one.proofs[1][layer]));
    fact("Because", because);
    fact("Class of service", one.family ? `${one.kind} (${one.family})` : "nobody has drawn the line of this type yet");
    if (unresolved) fact("Not settled", element("span", "doubt", `the value of ${unresolved} would settle it; until then the wider duty counts as yours`));
    if (source) fact("Source", link(source));
    if (party) fact("Read", confirmed ? read || "day not recorded" : element("span", "doubt", "not confirmed: nobody of partywall has read the page yet"));
    const found = one.findings.filter((finding) => finding[2] === layer);
    const title = element("h3", "", found.length ? "What was found" : "Nothing was judged in this cell");
    detail.replaceChildren(close, element("h2", "", data.layers[layer][1]), head, place, badges, facts, title, ...found.map(article));
    detail.hidden = false;
    for (const other of grid.querySelectorAll("[aria-selected]")) other.removeAttribute("aria-selected");
    cell.setAttribute("aria-selected", "true");
    detail.setAttribute("aria-label", `${data.layers[layer][1]} of ${one.address}`);
    detail.focus({ preventScroll: true });
  }

  function link(source) {
    if (!/^https:\/\//.test(source)) return element("span", "", source);
    const made = element("a", "", source);
    made.href = source;
    made.rel = "noreferrer noopener";
    return made;
  }

  function article([control, verdict, , note, assumes, waiver, evidence, lighter]) {
    const [id, title, weight, why, fix, undecided] = data.controls[control];
    const made = element("article"), head = element("p"), badge = element("span", `badge ${verdict}`);
    badge.append(element("b", "", data.signs[verdict] || "–"), VERDICTS[verdict]);
    head.append(badge, ` · ${lighter ? text(lighter) : weight}`);
    made.append(head, element("h3", "", title));
    if (text(note)) made.append(element("p", "", text(note)));
    if (text(assumes)) made.append(element("p", "doubt", `if ${text(assumes)}`));
    for (const [path, value, remark, where, other] of evidence) {
      const seen = element("p", "mono", `${text(path) ? `${text(path)} = ` : ""}${text(value)}`);
      const place = [text(other), text(remark), text(where)].filter(Boolean).join(" · ");
      if (place) seen.append(element("br"), element("small", "", place));
      made.append(seen);
    }
    if (!evidence.length && data.brief) made.append(element("p", "quiet", "The evidence is in the JSON report; this page would be too large with it."));
    if (waiver) made.append(element("p", "doubt", `${waiver[2] ? "The waiver expired on" : "Waived until"} ${text(waiver[1])}: ${text(waiver[0])}`));
    for (const part of why.split("\n\n")) if (part) made.append(element("p", "", part));
    if (fix && verdict !== "p" && verdict !== "n") made.append(element("p", "", `What to do: ${fix}`));
    if (undecided && verdict === "u") made.append(element("p", "", undecided));
    made.append(element("code", "quiet", `partywall explain ${id}`));
    return made;
  }

  function shut() {
    if (detail.hidden) return;
    detail.hidden = true;
    if (current) { current.removeAttribute("aria-selected"); current.focus(); }
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") shut(); });

  // Theme

  const THEMES = ["auto", "light", "dark"], theme = byId("theme");
  function setTheme(name) {
    document.documentElement.dataset.theme = name;
    theme.textContent = `Theme: ${name}`;
    try { localStorage.setItem("partywall-theme", name); } catch { /* a page opened from disk may have no storage */ }
  }
  theme.addEventListener("click", () => {
    setTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]);
  });
  let kept = null;
  try { kept = localStorage.getItem("partywall-theme"); } catch { /* as above */ }
  if (THEMES.includes(kept)) setTheme(kept);
  theme.hidden = false;

  // Start

  for (const state of Object.keys(data.words)) byId("state").append(new Option(word(state), state));
  for (const type of [...new Set(resources.map((one) => one.type))].sort()) byId("type").append(new Option(type, type));
  for (const group of groups) {
    const head = group.body.rows[0].cells[0], name = head.firstChild.textContent;
    group.count = head.querySelector("small");
    group.button = element("button");
    group.button.type = "button";
    group.sign = element("span");
    group.sign.setAttribute("aria-hidden", "true");
    group.button.append(group.sign, ` ${name.trim()}`);
    group.button.addEventListener("click", () => { group.open = !group.open; draw(group); keepOneInTabOrder(); });
    head.replaceChildren(group.button, group.count);
  }
  grid.setAttribute("role", "grid");
  grid.classList.add("live");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, resources.length > 3000 ? 200 : 30); });
  window.addEventListener("hashchange", recall);
  if (location.hash.includes("=")) recall();
  else apply();
  document.documentElement.dataset.ready = "true";
})();
