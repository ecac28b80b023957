"""Answers about networks in words, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.reach.admin import Administered
from partywall.reach.answers import Answer
from partywall.reach.exposed import Exposure


def page(answer: Answer) -> Iterator[str]:
    """An answer as text: yes, no or unknown; the way, or what stands in it."""
    yield (
        f"{answer.source} → {answer.destination}{header(answer.protocol, answer.port)}: "
        f"{answer.one_way}; with replies: {answer.two_way}"
    )
    if answer.through:
        yield f"  through {answer.through}"
    if answer.state:
        yield f"  configured reachable, but now {answer.state}"
    for step in answer.hops:
        yield f"  {step.kind:<20} {step.element}" + (f"  {step.detail}" if step.detail else "")
    if answer.packet is not None:
        one = answer.packet
        port = "" if one.port is None else f" port {one.port}"
        yield f"  for example {one.protocol} from {one.source} to {one.destination}{port}"
    if answer.certificate:
        yield f"  replayed packet by packet: {answer.certificate}"
    yield from why(answer, quiet=True)


def why(answer: Answer, *, quiet: bool = False) -> Iterator[str]:
    for title, sets in (("closed by", answer.blocking), ("no reply because of",
                                                         answer.reply_blocking)):  # fmt: skip
        for n, one in enumerate(sets):
            yield f"  {title if n == 0 else 'or by'}"
            for each in one:
                yield f"    {each.code:<40} {each.element}"
    for doubt in answer.unknown:
        yield f"  not known: {doubt}"
    if not quiet and answer.two_way == "yes":
        yield "Nothing stands in the way."


def exposure(one: Exposure) -> Iterator[str]:
    yield f"{one.resource} ({one.type})"
    what = ", ".join(one.headers) if one.headers else "nothing surely"
    yield f"  {what} from {', '.join(one.sources)}, by {one.way}"
    if one.answered and one.answered != one.headers:
        yield f"  with replies only {', '.join(one.answered)}"
    elif one.headers and not one.answered and not one.condition:
        yield "  without replies"
    if one.perhaps:
        yield f"  perhaps {', '.join(one.perhaps)}"
    for doubt in one.unknown:
        yield f"  not known: {doubt}"
    for each in one.behind:
        taken = {"yes": "hands", "no": "cannot hand", "unknown": "perhaps hands"}[each.taken]
        yield f"  {taken} {each.listener} on to {each.resource} as {each.target}"
        for doubt in each.unknown:
            yield f"    not known: {doubt}"
    if one.state:
        yield f"  configured reachable, but now {one.state}"


def administered(one: Administered) -> Iterator[str]:
    yield f"{one.resource} ({one.type})"
    yield f"  only through a bastion or Session Manager: {one.only_through}"
    for way in one.ways:
        yield f"  {way.kind} from {way.source}: {way.open}; recorded: {way.recorded}"
        if way.note:
            yield f"    {way.note}"
        for doubt in way.unknown:
            yield f"    not known: {doubt}"


def header(protocol: object, port: object) -> str:
    if protocol in (None, "all") and port is None:
        return ""
    return f" {protocol or 'tcp/udp'}" + ("" if port is None else f"/{port}")
