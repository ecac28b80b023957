"""Properties read for the network: values with what is not known of them, and references."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Path, Unknown
from partywall.kernel.values import as_number, below, truthy
from partywall.reach.addresses import Span, span_of
from partywall.reach.model import Tri
from partywall.reach.topology.defaults import default_of, existence, name_of


class Ref(Struct, frozen=True):
    """What a reference leads to: ids, one of which it is. `doubt` says why that is not sure.

    A name of something outside the estate is its own id. `open`: it may be none of them, but
    something that is not in the estate.
    """

    ids: tuple[str, ...] = ()
    doubt: str = ""
    open: bool = False

    @property
    def only(self) -> str:
        """The one id that it surely means; "" when there is none."""
        return self.ids[0] if len(self.ids) == 1 and not self.doubt else ""


def told(resource: Resource, *path: str | int) -> object:
    """The value at a path: None when absent, Unknown when the source could not have told."""
    key = path[0]
    value: object = resource.properties.get(str(key))
    if value is None:
        if resource.partial is not None:
            return resource.partial
        if resource.covers is not None and key not in resource.covers:
            return Unknown(f"{key} is not read from {resource.source_type}")
        return None
    return below(value, path[1:]) if len(path) > 1 else value


def not_known(resource: Resource, what: str, value: object = None) -> str:
    """A doubt about a property, in the words in which answers show it."""
    why = f" ({value.why})" if type(value) is Unknown else ""
    return f"{resource.address}: {what} is not known{why}"


def flag(value: object, default: bool = False) -> Tri:
    """A boolean, or None when it is not known."""
    if value is None:
        return default
    if type(value) is Unknown:
        answers = {truthy(one) for one in value.among}
        return answers.pop() if len(answers) == 1 else None
    return truthy(value)


def whole(value: object) -> int | None:
    """A whole number, or None when it is absent, unknown or none."""
    number = as_number(value)
    return int(number) if number is not None else None


def block(value: object) -> Span | None:
    """The span of a CIDR block that is written as a text; else None."""
    return span_of(value) if isinstance(value, str) else None


def ref(estate: Estate, value: object, kind: str) -> Ref:
    """What one reference to a resource of a type leads to."""
    if value is None:
        return Ref()
    named = default_of(estate, value, kind) if type(value) is Unknown else ""
    if named:
        return Ref((named,))
    link = estate.link(value, kind)
    if link.sure:
        return Ref((name_of(estate, link.targets[0]),))
    if link.outside:
        named = default_of(estate, value, kind)
        if named:
            return Ref((named,))
        if isinstance(value, str):
            return Ref((value,))
        if type(value) is Unknown and value.refs:
            return Ref((value.refs[0],))
    why = str(value) if type(value) is Unknown else "several have this name"
    sources = value.refs if type(value) is Unknown else ()
    return Ref(
        tuple(name_of(estate, one) for one in link.targets),
        why or "not known",
        len(link.targets) != len(sources),
    )


def refs(estate: Estate, value: object, kind: str) -> tuple[list[Ref], str]:
    """What a list of references leads to, and why there may be more or fewer of them."""
    if value is None:
        return [], ""
    if isinstance(value, list):
        found = []
        doubt = ""
        for one in value:
            if type(one) is Unknown and one.many:
                doubt = one.why
                found += _each(ref(estate, one, kind), one.why)
            elif one is not None:
                found.append(ref(estate, one, kind))
        return found, doubt
    single = ref(estate, value, kind)
    if type(value) is Unknown and single.doubt:
        return _each(single, single.doubt), single.doubt
    return [single], ""


def _each(one: Ref, doubt: str) -> list[Ref]:
    """What it may be, apart; and, if it may be something else, one of which nothing is known."""
    found = [Ref((each,), doubt) for each in one.ids]
    return [*found, Ref((), doubt, True)] if one.open else found


def elements(value: object) -> Iterator[tuple[Path, object]]:
    """The elements of a list with their positions; a value that is no list is one of one."""
    if isinstance(value, list):
        yield from (((n,), one) for n, one in enumerate(value))
    elif value is not None:
        yield (), value


__all__ = [
    "Ref", "block", "elements", "existence", "flag", "not_known", "ref", "refs", "told", "whole",
]  # fmt: skip
