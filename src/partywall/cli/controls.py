"""`partywall controls`: every control, for people or for programs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import click

from partywall.controls import registry
from partywall.controls.control import Control
from partywall.line.layer import BY_ID


@click.command("controls", short_help="List every control.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--service", help="Only those of a service, as in s3.")
@click.option(
    "--layer",
    type=click.Choice(list(BY_ID)),
    metavar="LAYER",
    help="Only those of a layer, as in encryption-at-rest.",
)
def command(form: str, service: str | None, layer: str | None) -> None:
    """List every control: id, title, service, layer, weight, and its ids elsewhere."""
    service = service.casefold() if service else None
    if service and service not in registry.services():
        near = difflib.get_close_matches(service, registry.services(), 3, 0.4)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise click.UsageError(f"no control is for the service {service!r}{hint}")
    chosen = [
        one
        for one in registry.all_controls()
        if service in (None, one.service) and layer in (None, one.layer.id)
    ]
    click.echo(_json(chosen) if form == "json" else _table(chosen))


def _json(controls: Iterable[Control]) -> str:
    import msgspec

    rows = [
        {
            "id": one.id,
            "title": one.text.title,
            "service": one.service,
            "layer": one.layer.id,
            "weight": one.weight.word,
            "types": one.types,
            "also_known_as": one.also_known_as,
        }
        for one in controls
    ]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2).decode()


def _table(controls: list[Control]) -> str:
    if not controls:
        return "no control fits"
    width = max(len(one.id) for one in controls)
    rows = [
        f"{one.id:<{width}}  {one.weight.word:<8}  {one.layer.id:<21}  {one.text.title}"
        for one in controls
    ]
    return "\n".join([*rows, "", f"{len(controls)} control{'s' * (len(controls) != 1)}"])
