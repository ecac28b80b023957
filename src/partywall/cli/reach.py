"""`partywall reach`: what a packet can reach, and what keeps it from arriving."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final, Unpack

import click
import msgspec

from partywall.assess import connectivity
from partywall.assess.estates import incomplete
from partywall.assess.reach import Flow, Reach
from partywall.cli import INCOMPLETE
from partywall.cli.estates import Given, InOrder, inputs_of, reading_options
from partywall.cli.maps import reach_map
from partywall.kernel.errors import ConfigError
from partywall.reach.answers import Answer, QuestionError

DEFAULT: Final = "between"


class Questions(click.Group):
    """A group whose plain form, FROM TO PATH, is a command of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is no command of the group is an end of a path, or an option of that form."""
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


def estate_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that reads an estate."""
    form = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
    return form(reading_options(function))


def header_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which packets are meant."""
    function = click.option(
        "--port", type=click.IntRange(0, 65535), help="Its port, or ICMP type."
    )(function)
    return click.option("--protocol", help="tcp, udp, icmp or a number.")(function)


@click.group("reach", cls=Questions, short_help="What a packet can reach.")
def command() -> None:
    """Say whether packets get from FROM to TO, as in: partywall reach FROM TO PATH.

    FROM and TO are a resource, an address, a block, internet, or onprem:BLOCK. PATH is what
    partywall check takes.
    """


command.add_command(reach_map)


@command.command(DEFAULT, cls=InOrder)
@click.argument("words", nargs=-1, metavar="FROM TO PATH...")
@click.option("--batch", metavar="FILE", help="Answer flows, one JSON object a line; - is stdin.")
@header_options
@estate_options
def between(
    words: tuple[str, ...], batch: str | None, protocol: str | None, port: int | None, form: str,
    **given: Unpack[Given],
) -> None:  # fmt: skip
    """Whether packets get from FROM to TO. With --batch FILE, PATH alone is named."""
    if batch is not None:
        if not words:
            raise click.UsageError("name a PATH to read")
        reach, in_part = _read(words, given)
        bad = _answer_file(reach, batch)
        raise click.exceptions.Exit(INCOMPLETE if bad or in_part else 0)
    source, to, paths = _ends(words)
    reach, in_part = _read(paths, given)
    _tell([_ask(reach, Flow(source, to, protocol, port))], form)
    raise click.exceptions.Exit(INCOMPLETE if in_part else 0)


@command.command("why-not", cls=InOrder)
@click.argument("words", nargs=-1, metavar="FROM TO PATH...")
@header_options
@estate_options
def why_not(
    words: tuple[str, ...],
    protocol: str | None,
    port: int | None,
    form: str,
    **given: Unpack[Given],
) -> None:
    """What would have to change for packets to get from FROM to TO: each smallest set of it."""
    source, to, paths = _ends(words)
    reach, in_part = _read(paths, given)
    answer = _ask(reach, Flow(source, to, protocol, port))
    if form == "json":
        _json({"one_way": answer.one_way, "two_way": answer.two_way,
               "blocking": answer.blocking, "reply_blocking": answer.reply_blocking,
               "unknown": answer.unknown})  # fmt: skip
    else:
        _say(_why(answer))
    raise click.exceptions.Exit(INCOMPLETE if in_part else 0)


@command.command("exposed", cls=InOrder)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@estate_options
def exposed(paths: tuple[str, ...], form: str, **given: Unpack[Given]) -> None:
    """Everything that the Internet reaches: ports and sources, resource by resource."""
    reach, in_part = _read(paths, given)
    found = reach.exposed()
    if form == "json":
        _json([msgspec.to_builtins(one) for one in found])
    else:
        _say(line for one in found for line in _exposure(one))
        if not found:
            _say(["Nothing here is reached by the Internet."])
    raise click.exceptions.Exit(INCOMPLETE if in_part else 0)


@command.command("who", cls=InOrder)
@click.argument("words", nargs=-1, metavar="TO PATH...")
@header_options
@estate_options
def who(
    words: tuple[str, ...],
    protocol: str | None,
    port: int | None,
    form: str,
    **given: Unpack[Given],
) -> None:
    """Everything that reaches TO: the Internet, and every resource with an interface."""
    if len(words) < 2:
        raise click.UsageError("name TO and a PATH to read")
    reach, in_part = _read(words[1:], given)
    answers = []
    for name in ("internet", *reach.owners()):
        if name != words[0]:
            answer = _ask(reach, Flow(name, words[0], protocol, port))
            if answer.one_way != "no":
                answers.append(answer)
    _tell(answers, form)
    raise click.exceptions.Exit(INCOMPLETE if in_part else 0)


@command.command("matrix", cls=InOrder)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@estate_options
def matrix(paths: tuple[str, ...], form: str, **given: Unpack[Given]) -> None:
    """Every pair of resources of which one reaches the other, and with which packets."""
    from partywall.reach.pairs import pairs

    reach, in_part = _read(paths, given)
    rows = [row for asker in reach.askers for row in pairs(asker)]
    if form == "json":
        _json([msgspec.to_builtins(row) for row in rows])
    else:
        _say(f"{row.source} → {row.destination}: {', '.join(row.headers) or 'nothing sure'}"
             + (f" (perhaps {', '.join(row.perhaps)})" if row.perhaps else "")
             for row in rows)  # fmt: skip
    raise click.exceptions.Exit(INCOMPLETE if in_part else 0)


@command.command("admin", cls=InOrder)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@estate_options
def admin(paths: tuple[str, ...], form: str, **given: Unpack[Given]) -> None:
    """Every way to administer a machine or cluster, and whether its sessions are recorded."""
    from partywall.reach.admin import administration

    reach, in_part = _read(paths, given)
    found = [one for asker in reach.askers for one in administration(asker)]
    if form == "json":
        _json([msgspec.to_builtins(one) for one in found])
    else:
        _say(line for one in found for line in _administered(one))
    raise click.exceptions.Exit(INCOMPLETE if in_part else 0)


@command.command("hold", cls=InOrder)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--strict", is_flag=True, help="What is not known counts as broken.")
@estate_options
def hold(
    file: Path, paths: tuple[str, ...], strict: bool, form: str, **given: Unpack[Given]
) -> None:
    """Hold the paths that FILE (connectivity.toml) allows and denies against the network.

    Exit codes: 0 every assertion holds, 1 one is broken (or not known, with --strict), 2 wrong
    usage, 3 input unreadable or analysis incomplete.
    """
    try:
        assertions = connectivity.load(file)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    reach, in_part = _read(paths, given)
    held = connectivity.hold(reach, assertions)
    if form == "json":
        _json([msgspec.to_builtins(one) for one in held])
    else:
        _say(f"{one.state:<8} {one.kind} {one.assertion.source} → {one.assertion.to}"
             f"{_header(one.assertion.protocol, one.assertion.port)}"
             + (f": {one.error}" if one.error else "")
             for one in held)  # fmt: skip
    broken = any(one.state == "broken" or (strict and one.state == "unknown") for one in held)
    raise click.exceptions.Exit(INCOMPLETE if in_part else int(broken))


# -- reading


def _ends(words: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    if len(words) < 3:
        raise click.UsageError("name FROM, TO and a PATH to read")
    return words[0], words[1], words[2:]


def _read(paths: tuple[str, ...], given: Given) -> tuple[Reach, bool]:
    """The networks of what is named, and whether a part of it could not be read."""
    with inputs_of(paths, given) as inputs:
        reach = Reach(inputs.readings(), inputs.progress)
    told = [*reach.diagnostics, *inputs.remarks]
    for one in told:
        if one.level != "info":
            click.echo(str(one), err=True)
    if not reach.askers:
        raise click.exceptions.Exit(INCOMPLETE)
    return reach, incomplete(told)


def _ask(reach: Reach, flow: Flow) -> Answer:
    try:
        return reach.ask(flow, certified=True)
    except QuestionError as error:
        raise click.UsageError(str(error)) from error


def _answer_file(reach: Reach, name: str) -> int:
    """Answer the flows of a file line by line; a bad one is an object with `error` and `line`."""
    try:
        opened = click.open_file(name, "rb")
    except OSError as error:
        raise click.UsageError(f"{name}: cannot be read: {error.strerror}") from error
    with opened as rows:
        return sum(_answer_line(reach, number, row) for number, row in _numbered(rows))


def _numbered(rows: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, row in enumerate(rows, 1):
        if row.strip():
            yield number, row.strip()


def _answer_line(reach: Reach, number: int, row: bytes) -> bool:
    """Write the answer to one flow; True when it was none."""
    try:
        flow = msgspec.json.decode(row, type=Flow)
        answer = reach.ask(flow)
    except (msgspec.MsgspecError, UnicodeDecodeError, QuestionError) as error:
        click.echo(msgspec.json.encode({"line": number, "error": str(error)}))
        return True
    click.echo(msgspec.json.encode(answer))
    return False


# -- telling


def _tell(answers: list[Answer], form: str) -> None:
    if form == "json":
        data = [msgspec.to_builtins(one) for one in answers]
        _json(data[0] if len(data) == 1 else data)
        return
    _say(line for one in answers for line in _page(one))


def _page(answer: Answer) -> Iterator[str]:
    """An answer as text: yes, no or unknown; the way, or what stands in it."""
    yield (
        f"{answer.source} → {answer.destination}{_header(answer.protocol, answer.port)}: "
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
    yield from _why(answer, quiet=True)


def _why(answer: Answer, *, quiet: bool = False) -> Iterator[str]:
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


def _exposure(one: Any) -> Iterator[str]:
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
    if one.state:
        yield f"  configured reachable, but now {one.state}"


def _administered(one: Any) -> Iterator[str]:
    yield f"{one.resource} ({one.type})"
    yield f"  only through a bastion or Session Manager: {one.only_through}"
    for way in one.ways:
        yield f"  {way.kind} from {way.source}: {way.open}; recorded: {way.recorded}"
        if way.note:
            yield f"    {way.note}"
        for doubt in way.unknown:
            yield f"    not known: {doubt}"


def _header(protocol: object, port: object) -> str:
    if protocol in (None, "all") and port is None:
        return ""
    return f" {protocol or 'tcp/udp'}" + ("" if port is None else f"/{port}")


def _json(data: object) -> None:
    click.echo(json.dumps(msgspec.to_builtins(data), indent=2, ensure_ascii=False))


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
