"""Write one documentation page for each control, from its docstring, and an index of them all.

Usage: write_control_pages.py FOLDER. Pages of controls that are gone are removed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from partywall.controls import registry
from partywall.controls.control import Control
from partywall.line.layer import LAYERS


def main(folder: Path) -> None:
    """The folder holds exactly the pages of today's controls, and `index.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    controls = list(registry.all_controls())
    pages = {f"{one.id}.md": page(one) for one in controls}
    pages["index.md"] = index(controls)
    for old in folder.glob("*.md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{len(controls)} controls in {folder}")


def page(control: Control) -> str:
    """The page of one control, as MyST Markdown.

    It stands outside the tree of contents, which every page repeats: with it, building hundreds
    of pages takes minutes. The index links to each.
    """
    return "---\norphan: true\n---\n\n" + "\n\n".join(_page(control)) + "\n"


def _page(control: Control) -> Iterator[str]:
    text = control.text
    types = ", ".join(f"`{name}`" for name in control.types)
    yield f"# {control.id}"
    yield f"**{text.title}**"
    yield f"{control.weight.word} · {control.layer.title} · {types}"
    yield text.why
    if text.fix:
        yield f"## What to do\n\n{sentence(text.fix)}"
    if text.undecided:
        yield f"## When it cannot be decided\n\n{text.undecided}"
    for example in text.examples:
        yield f"## {example.outcome.replace('_', ' ').capitalize()} by\n\n{fenced(example.yaml)}"
    if control.also_known_as:
        ids = ", ".join(f"`{name}`" for name in control.also_known_as)
        yield f"## Known elsewhere as\n\n{ids}"
    if text.sources:
        yield "## Sources\n\n" + "\n".join(f"- {source}" for source in text.sources)


def sentence(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def fenced(yaml: str) -> str:
    """A block of YAML."""
    return f"```yaml\n{yaml.rstrip()}\n```"


def index(controls: list[Control]) -> str:
    """All controls, by service and by layer."""
    services = sorted({one.service for one in controls})
    parts = [
        "# Controls",
        f"{len(controls)} duties of the customer's that can be decided from configuration.",
        "## By service",
        *(_table(name, [one for one in controls if one.service == name]) for name in services),
        "## By layer",
        *(
            _table(layer.title, [one for one in controls if one.layer is layer])
            for layer in LAYERS
            if any(one.layer is layer for one in controls)
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _table(title: str, controls: list[Control]) -> str:
    head = [f"### {title}", "", "| control | weight | proved when |", "|---|---|---|"]
    for one in controls:
        proved_when = one.text.title.replace("|", "\\|")
        head.append(f"| [{one.id}]({one.id}.md) | {one.weight.word} | {proved_when} |")
    return "\n".join(head)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
