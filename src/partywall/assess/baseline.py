"""What differs from earlier findings: of an earlier report, or of the sources as they were."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from partywall.assess.report import OLDER, SCHEMA, Change, Comparison, Finding
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.inputs import is_input
from partywall.sources.recognise import HEAD, is_plan

Key = tuple[str, str, str]

NAME: Final = SCHEMA.partition("/")[0] + "/"
"""What the schema of a report begins with, of whichever version."""

OURS: Final = b'{"schema":"' + NAME.encode()
"""How a report begins; one that another program has written anew may begin otherwise."""

WHAT_IT_IS: Final = (
    "make one with: partywall check … --output json=FILE, or name the sources as they were: a "
    "folder, a plan, a template"
)


CLOSED: Final = "refuted, unreachable"
"""What stands for the verdict on an opening by which the Internet surely reached nothing."""

REFUTED: Final = ("refuted", CLOSED)


class _OldFinding(msgspec.Struct, gc=False):
    control: str
    resource: str
    verdict: str
    file: str = ""
    reach: str = ""


class _OldReport(msgspec.Struct):
    schema: str
    findings: list[_OldFinding]


class _Schema(msgspec.Struct):
    schema: str


def is_sources(path: Path) -> bool:
    """Whether a baseline is what check reads, and no report; its content tells.

    Raises SourceError when it is neither.
    """
    try:
        known = is_input(path)
        if not path.is_dir() and _is_report(path):
            return False
    except OSError as error:
        what = f"cannot read the baseline: {error.strerror}"
        raise SourceError(what, Span(str(path)), WHAT_IT_IS) from error
    if not known:
        what = "this is neither a partywall report nor what partywall check reads"
        raise SourceError(what, Span(str(path)), WHAT_IT_IS)
    return True


def _is_report(path: Path) -> bool:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        if head.startswith(OURS) or is_plan(head):
            return not is_plan(head)
        data = head + stream.read()
    try:
        return msgspec.json.decode(data, type=_Schema).schema.startswith(NAME)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def load(path: Path) -> dict[Key, str]:
    """The verdicts of an earlier JSON report, by control, resource and file.

    Raises SourceError when the file cannot be read or is no such report.
    """
    where, hint = Span(str(path)), "make one with: partywall check … --output json=FILE"
    try:
        old = msgspec.json.decode(path.read_bytes(), type=_OldReport)
    except OSError as error:
        raise SourceError(f"cannot read the baseline: {error.strerror}", where, hint) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"this is no partywall report: {error}", where, hint) from error
    if old.schema not in (SCHEMA, *OLDER):
        raise SourceError(f"this report has schema {old.schema!r}, not {SCHEMA!r}", where, hint)
    return {
        (one.control, one.resource, one.file): standing(one.verdict, one.reach)
        for one in old.findings
    }


def standing(verdict: str, reach: str) -> str:
    """The verdict, of an opening told apart by whether it surely leads nowhere."""
    return CLOSED if verdict == "refuted" and reach == "unreachable" else verdict


def compare(path: str, before: dict[Key, str], findings: Iterable[Finding]) -> Comparison:
    """The findings that are new, gone or newly undecided since `before`.

    An opening that led nowhere and is, or may be, reached now is new. When both reports are of a
    single input, its name does not matter.
    """
    now: dict[Key, str] = {}
    reached: set[Key] = set()
    for one in findings:
        key = one.control, one.resource, one.file
        now[key] = standing(one.verdict, one.reach)
        if one.reach in ("reached", "unknown"):
            reached.add(key)
    if len({key[2] for key in before}) <= 1 and len({key[2] for key in now}) <= 1:
        name = next((key[2] for key in now), "")
        before = {(control, resource, name): was for (control, resource, _), was in before.items()}
    new, gone, undecided = [], [], []
    for key in sorted(before.keys() | now.keys()):
        was, is_now = before.get(key, "absent"), now.get(key, "absent")
        change = Change(*key, was=was, now=is_now)
        if (is_now in REFUTED and was not in REFUTED) or (was == CLOSED and key in reached):
            new.append(change)
        elif was in REFUTED and is_now in ("proved", "not_applicable", "absent"):
            gone.append(change)
        elif is_now == "undecided" != was:
            undecided.append(change)
    return Comparison(path, tuple(new), tuple(gone), tuple(undecided))
