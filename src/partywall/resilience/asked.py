"""What a user means by `--fail`: a zone, a Region, a resource by address or by type and name."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from partywall.kernel.errors import PartywallError
from partywall.resilience.model import Model
from partywall.resilience.outcomes import Fault
from partywall.resilience.places import REGION, ZONE, is_zone_id


class NoSuchThing(PartywallError):
    """The estate has nothing of this name that could be lost."""


def fault(model: Model, texts: Sequence[str]) -> Fault:
    """The loss of all that the texts name, at the same moment. Raises NoSuchThing."""
    return Fault(" + ".join(texts), tuple(thing(model, one) for one in texts))


def thing(model: Model, text: str) -> str:
    """The thing of the graph that a text names. Raises NoSuchThing."""
    if text.startswith(ZONE):
        return _zone(model, text[len(ZONE) :])
    if text.startswith(REGION):
        return text
    if text in model.by_address or text in model.graph:
        return text
    kind, slash, name = text.partition("/")
    if slash and kind.startswith("AWS::"):
        return _of_type(model, kind, name)
    close = difflib.get_close_matches(text, model.by_address, 3, 0.5)
    hint = f"; did you mean {', '.join(close)}?" if close else ""
    raise NoSuchThing(f"there is nothing called {text!r} to be lost{hint}")


def _zone(model: Model, text: str) -> str:
    """A zone by name or id. An id says nothing where zones are known by name only."""
    found = model.places.zone(text)
    by_name = [
        one
        for one in model.places.named_zones
        if one != found and model.places.region_of(one) == model.places.region_of(found)
    ]
    if is_zone_id(text) and by_name and found == f"{ZONE}{text}":
        known = ", ".join(one[len(ZONE) :] for one in by_name)
        raise NoSuchThing(
            f"which of {known} the zone {text} is depends on the account; say so under [zones] in "
            "dependencies.toml"
        )
    return found


def _of_type(model: Model, kind: str, name: str) -> str:
    ones = model.estate.by_type.get(kind, [])
    exact = [one.address for one in ones if name == one.address or name in one.names]
    labels = [one.address for one in ones if one.address.endswith(f".{name}")]
    if len(found := exact or labels) == 1:
        return found[0]
    link = model.estate.link(name, kind)
    if link.sure:
        return link.targets[0].address
    known = ", ".join(sorted(one.address for one in ones)[:5])
    hint = f"; of this type there are {known}" if known else "; there is none of this type"
    raise NoSuchThing(f"{kind}/{name} names no single resource{hint}")
