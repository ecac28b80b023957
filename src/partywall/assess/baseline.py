"""What differs from an earlier report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from partywall.assess.report import OLDER, SCHEMA, Change, Comparison, Finding
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span

Key = tuple[str, str, str]


class _OldFinding(msgspec.Struct, gc=False):
    control: str
    resource: str
    verdict: str
    file: str = ""


class _OldReport(msgspec.Struct):
    schema: str
    findings: list[_OldFinding]


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
    return {(one.control, one.resource, one.file): one.verdict for one in old.findings}


def compare(path: str, before: dict[Key, str], findings: Iterable[Finding]) -> Comparison:
    """The findings that are new, gone or newly undecided since `before`.

    When both reports are of a single input, its name does not matter.
    """
    now = {(one.control, one.resource, one.file): str(one.verdict) for one in findings}
    if len({key[2] for key in before}) <= 1 and len({key[2] for key in now}) <= 1:
        name = next((key[2] for key in now), "")
        before = {(control, resource, name): was for (control, resource, _), was in before.items()}
    new, gone, undecided = [], [], []
    for key in sorted(before.keys() | now.keys()):
        was, is_now = before.get(key, "absent"), now.get(key, "absent")
        change = Change(*key, was=was, now=is_now)
        if is_now == "refuted" != was:
            new.append(change)
        elif was == "refuted" and is_now in ("proved", "not_applicable", "absent"):
            gone.append(change)
        elif is_now == "undecided" != was:
            undecided.append(change)
    return Comparison(path, tuple(new), tuple(gone), tuple(undecided))
