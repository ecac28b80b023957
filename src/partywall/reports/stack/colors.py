"""The colours of the stack: those of the HTML report, by day and by night.

In the report the rules refer to the page's own colours, so its theme button turns the picture,
too. A picture in a file of its own carries both palettes and goes by the reader's system.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from string import Template
from typing import Final

RULES: Final = Path(__file__).with_name("stack.css")
PAGE: Final = Path(__file__).parent.parent / "html" / "report.css"

PAIR: Final = re.compile(r"--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\);")


class Names(Template):
    """A template whose names may have hyphens, as those of colours do."""

    idpattern = r"[a-z]+(?:-[a-z]+)*"


@cache
def page_rules(file: Path = RULES) -> str:
    """The rules of `file` for a picture inside of the report's page."""
    names = {**_palettes()[0], "sans": ""}
    return _rules(file).substitute({name: f"var(--{name})" for name in names})


@cache
def own_rules(file: Path = RULES) -> str:
    """The rules of `file` for a picture in a file of its own."""
    day, night = _palettes()
    sans = '-apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'
    rules = _rules(file).substitute(day, sans=sans)
    changed = [_rules_of_color(row, night) for row in file.read_text("utf-8").splitlines()]
    return f"{rules}@media (prefers-color-scheme: dark) {{\n{''.join(changed)}}}\n"


def _rules_of_color(row: str, palette: dict[str, str]) -> str:
    """The rules of a row that set a colour, and nothing but the colours they set."""
    kept = []
    for selector, body in re.findall(r"([^{}]+)\{([^}]*)\}", row):
        colors = [one.strip() for one in body.split(";") if "$" in one and "$sans" not in one]
        if colors:
            kept.append(f"{selector.strip()} {{ {'; '.join(colors)}; }}\n")
    return Names("".join(kept)).substitute(palette)


def _rules(file: Path) -> Names:
    return Names(file.read_text("utf-8"))


@cache
def _palettes() -> tuple[dict[str, str], dict[str, str]]:
    """Every colour of the report's page by name: by day, by night."""
    found = PAIR.findall(PAGE.read_text("utf-8"))
    return {name: day for name, day, _ in found}, {name: night for name, _, night in found}
