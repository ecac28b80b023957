"""What fuzzing asks of the readers and of the check: SourceError, or a report, and in time."""

from __future__ import annotations

import logging
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType, TracebackType

from fuzz import folders, ledgers
from partywall.assess.check import Check, Options
from partywall.kernel.errors import SourceError
from partywall.reports import FORMATS, render
from partywall.sources.cloudformation import read_assembly, read_template
from partywall.sources.describe import Collection
from partywall.sources.inputs import InputOptions, Inputs
from partywall.sources.reading import Reading
from partywall.sources.recognise import is_describe, is_plan
from partywall.sources.terraform_plan import read_plan

SECONDS = 5
"""An input of a few hundred kilobytes that takes longer than this hangs."""


class Fault(Exception):
    """What must not happen: its text names the place, so that equal faults are found once."""


class Hang(BaseException):
    """Raised by the clock; no reader may catch it."""


def run(data: bytes, *, renders: bool = True) -> None:
    """Read the bytes as what they look like, check them, and write every format.

    Raises Fault when anything but SourceError escapes, when one of our own mistakes is reported
    as a diagnostic, or when it takes too long.
    """
    with _within(SECONDS), _mistakes() as mistakes:
        try:
            readings = _read(data)
        except SourceError as error:
            if not error.message:
                raise Fault("a SourceError without a message") from error
            return
        except Hang as error:
            raise Fault(f"hangs at {_place(error.__traceback__)}") from error
        except Exception as error:
            raise Fault(f"{type(error).__name__} at {_place(error.__traceback__)}") from error
        try:
            report = Check(Options(as_of=date(2026, 11, 23))).run(readings)
            for name in FORMATS if renders else ("json",):
                for _chunk in render(name, report):
                    pass
        except Hang as error:
            raise Fault(f"hangs at {_place(error.__traceback__)}") from error
        except Exception as error:
            raise Fault(f"{type(error).__name__} at {_place(error.__traceback__)}") from error
    if mistakes:
        error = mistakes[0]
        raise Fault(f"{type(error).__name__} at {_place(error.__traceback__)}") from error


def _read(data: bytes) -> list[Reading]:
    if data.startswith(ledgers.MARK):
        ledgers.run(data)
        return []
    if data.startswith(folders.MARK):
        with tempfile.TemporaryDirectory() as folder:
            folders.write(data, Path(folder))
            return list(Inputs([folder], InputOptions()).readings())
    if is_plan(data):
        return [read_plan(data, "input")]
    if is_describe(data):
        collection = Collection()
        collection.add(data, "input", "input")
        return [collection.reading()]
    if b'"artifacts"' in data[:4096]:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "manifest.json").write_bytes(data)
            (Path(folder) / "T.json").write_text(
                '{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}'
            )
            return read_assembly(Path(folder))
    return [read_template(data, "input")]


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _mistakes() -> Iterator[list[BaseException]]:
    """Exceptions inside controls, which the judge turns into diagnostics."""
    found: list[BaseException] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info and record.exc_info[1] is not None:
                found.append(record.exc_info[1])

    log = logging.getLogger("partywall.assess.judging")
    handler, level = Handler(), log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield found
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


def _place(trace: TracebackType | None) -> str:
    """The innermost line of ours."""
    place = "?"
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if "/partywall/" in file:
            place = f"{file.rsplit('/partywall/', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
