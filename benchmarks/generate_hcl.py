"""Terraform folders of any size, the same bytes for the same size and seed.

`write_estate` makes what a company keeps in one root module: six shared modules, and a module for
each team that calls them, from the texts in `hcl/`. `write_tree` makes modules in modules, five
levels deep, of little text and many instances.

    python benchmarks/generate_hcl.py estate --kilobytes 400 /tmp/estate
    python benchmarks/generate_hcl.py tree --branches 8 /tmp/tree
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from random import Random

TEXTS = Path(__file__).parent / "hcl"
LEVELS, CHILDREN = 5, 3
PER_BRANCH = sum(CHILDREN**level for level in range(LEVELS))
"""Instances of modules below each call of the root."""
SUBJECTS = ("billing", "cart", "claims", "ledger", "media", "orders", "prices", "search", "users")
STEPS = ("archive", "audit", "enrich", "export", "import", "index", "mail", "resize", "scan")
NAME = re.compile(r"z[a-z]+\d?")


def write_estate(folder: Path, kilobytes: int, seed: int = 1) -> None:
    """A root module whose texts have at least so many thousand bytes in all."""
    random = Random(seed)
    written = 0
    for shared in sorted((TEXTS / "modules").glob("*/*.tf")):
        written += _write(folder / "modules" / shared.parent.name / shared.name, _text(shared))
    written += _write(folder / "main.tf", _text(TEXTS / "root" / "main.tf"))
    number = 0
    while written < kilobytes * 1000:
        number += 1
        names = _names(f"{SUBJECTS[number % len(SUBJECTS)]}-{number:03d}", random)
        for file in sorted((TEXTS / "team").glob("*.tf")):
            written += _write(
                folder / "modules" / names["zteam"] / file.name, _filled(_text(file), names)
            )
        call = _filled(_text(TEXTS / "root" / "team.tf"), names)
        written += _write(folder / f"team-{names['zteam']}.tf", call)


def _names(team: str, random: Random) -> dict[str, str]:
    """What stands for each word with a z in the texts of a team."""
    first, second, third = random.sample(STEPS, 3)
    return {
        "zteam": team,
        "zstep1": first,
        "zstep2": second,
        "zstep3": third,
        "zcost": str(random.randint(1000, 9999)),
        "zversion": f"1.{random.randint(0, 40)}.{random.randint(0, 9)}",
        "zdesired": str(random.randint(2, 12)),
        "zstorage": str(random.choice((20, 50, 100, 500))),
        "zthreshold": str(random.choice((60, 300, 900))),
    }


def write_tree(folder: Path, branches: int) -> None:
    """A root that calls five levels of modules, each of which calls the next three times."""
    _write(
        folder / "main.tf", _text(TEXTS / "tree" / "root.tf").replace("zbranches", str(branches))
    )
    node = _text(TEXTS / "tree" / "node.tf").replace("zchildren", str(CHILDREN))
    for level in range(1, LEVELS):
        names = {"zlevel": str(level), "znext": f"level{level + 1}"}
        _write(folder / "modules" / f"level{level}" / "main.tf", _filled(node, names))
    _write(folder / "modules" / f"level{LEVELS}" / "main.tf", _text(TEXTS / "tree" / "leaf.tf"))


def _filled(text: str, names: dict[str, str]) -> str:
    return NAME.sub(lambda found: names.get(found[0], found[0]), text)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return len(text.encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("kind", choices=("estate", "tree"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kilobytes", type=int, default=400)
    parser.add_argument("--branches", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    if wanted.kind == "estate":
        write_estate(wanted.folder, wanted.kilobytes, wanted.seed)
    else:
        write_tree(wanted.folder, wanted.branches)


if __name__ == "__main__":
    main()
