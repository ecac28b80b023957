"use strict";
// Filters of a map: by a text in it, and by a mark. Without this script everything is shown.
for (const map of document.querySelectorAll(".atlas")) {
  const bar = map.querySelector(".map-filter");
  if (!bar) continue;
  const [text, mark] = bar.querySelectorAll("input, select");
  const told = bar.querySelector("output");
  const areas = [...map.querySelectorAll("details.area")];
  const rows = areas.map((area) => [...area.querySelectorAll("tbody tr")]);
  const fits = (row, words) =>
    words.every((word) => row.textContent.toLowerCase().includes(word)) &&
    (!mark.value || row.dataset.mark === mark.value);
  const apply = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = !words.length && !mark.value;
    let shown = 0;
    areas.forEach((area, n) => {
      const name = area.querySelector("summary").textContent.toLowerCase();
      const named = words.length && !mark.value && words.every((word) => name.includes(word));
      let some = 0;
      for (const row of rows[n]) {
        row.hidden = !(all || named || fits(row, words));
        some += !row.hidden;
        const members = row.querySelector("details");
        if (members) members.open = words.length > 0 && !row.hidden && !named;
      }
      area.hidden = !(all || named || some);
      shown += !area.hidden;
      const table = area.querySelector(".rows");
      if (table && !all) table.open = true;
    });
    told.textContent = all ? "" : `${shown} of ${areas.length} shown`;
  };
  bar.addEventListener("input", apply);
  bar.hidden = false;
}
