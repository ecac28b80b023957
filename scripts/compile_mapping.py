"""Gather the mapping tables of all services in one file that loads quickly.

Run it after every change of a table: `python scripts/compile_mapping.py`. With `--check` it
writes nothing and exits with 1 when the file is not what the tables say.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import msgspec

from partywall.sources.mapping.table import TABLES, Spec, build, properties_of, steps_of


def specs(folder: Path) -> dict[str, Spec]:
    """Every table, by source type. Raises ValueError when two files claim the same type."""
    found: dict[str, Spec] = {}
    for file in sorted(folder.glob("*.toml")):
        for source_type, written in tomllib.loads(file.read_text("utf-8")).items():
            if source_type in found:
                raise ValueError(f"{file.name}: {source_type} has a table elsewhere")
            spec = msgspec.convert(written, Spec)
            spec.service = file.stem
            build(source_type, spec)
            found[source_type] = spec
    return found


def compiled(folder: Path) -> bytes:
    """The bytes that `tables.json` must have."""
    tables = specs(folder)
    fragments: dict[str, set[str]] = {}
    for spec in tables.values():
        if spec.folds_into:
            fragments.setdefault(spec.folds_into, set()).update(properties_of(spec, steps_of(spec)))
    whole = {
        "tables": {name: tables[name] for name in sorted(tables)},
        "fragments": {name: sorted(fragments[name]) for name in sorted(fragments)},
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def main() -> int:
    """Write the file, or compare it."""
    wanted = compiled(TABLES.parent)
    if "--check" in sys.argv[1:]:
        return 0 if TABLES.read_bytes() == wanted else 1
    TABLES.write_bytes(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
