"""Dates and times, in RFC 3339, and durations as Go writes them (`1h30m`).

Source: Terraform documentation, "Date and Time Functions", read 2026-11-23.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name, monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import NUMBER, STRING
from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.functions.registry import function

_STAMP: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII
)
_LOOSE: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII
)
"""What `timecmp` takes besides: hours of one digit, a comma, and more of an offset."""
_STEP: Final = re.compile(r"(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_UNITS: Final = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_PIECE: Final = re.compile(r"''|'((?:[^']|'')*'')\Z|'((?:[^']|'')*)'|(([A-Za-z])\4*)|([^A-Za-z']+)")
_SECOND: Final = 10**9
_DAY: Final = 86_400 * _SECOND
_CYCLE: Final = 146_097
"""Days in 400 years, after which the calendar repeats, weekdays too."""


class Stamp(Struct, frozen=True):
    """A moment: its local day and time, and how far that is ahead of UTC, in minutes."""

    year: int
    month: int
    day: int
    nanoseconds: int
    ahead: int

    @property
    def ordinal(self) -> int:
        """Days since some day, on the local calendar."""
        cycles, year = divmod(self.year, 400)
        return cycles * _CYCLE + date(2000 + year, self.month, self.day).toordinal()

    @property
    def moment(self) -> int:
        """Nanoseconds since some moment."""
        return self.ordinal * _DAY + self.nanoseconds - self.ahead * 60 * _SECOND

    def clock(self) -> tuple[int, int, int]:
        """The local hour, minute and second."""
        minutes, second = divmod(self.nanoseconds // _SECOND, 60)
        return minutes // 60, minutes % 60, second

    def zone(self, colon: str = ":") -> str:
        """How far the local time is ahead of UTC, as `+05:30`."""
        hours, minutes = divmod(abs(self.ahead), 60)
        return f"{'-' if self.ahead < 0 else '+'}{hours:02}{colon}{minutes:02}"

    def text(self) -> str:
        """The moment in RFC 3339, in whole seconds."""
        hour, minute, second = self.clock()
        year = f"{'-' * (self.year < 0)}{abs(self.year):04}"
        day = f"{year}-{self.month:02}-{self.day:02}"
        return f"{day}T{hour:02}:{minute:02}:{second:02}{self.zone() if self.ahead else 'Z'}"

    def later(self, nanoseconds: int) -> Stamp:
        """The moment so much later, on the same clock."""
        days, rest = divmod(self.nanoseconds + nanoseconds, _DAY)
        first = date(2000, 1, 1).toordinal()
        cycles, place = divmod(self.ordinal + days - first, _CYCLE)
        found = date.fromordinal(place + first)
        return Stamp(found.year - 2000 + cycles * 400, found.month, found.day, rest, self.ahead)


def stamp_of(text: str, *, loosely: bool = False) -> Stamp:
    """The moment that a text in RFC 3339 tells. Raises Failure when it tells none."""
    found = (_LOOSE if loosely else _STAMP).fullmatch(text)
    if found is None:
        raise Failure("this is no timestamp in RFC 3339")
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    hours, minutes = int(found[9] or 0), int(found[10] or 0)
    fits = 1 <= month <= 12 and hour < 24 and minute < 60 and second < 60
    if not (fits and hours < 24 + loosely and minutes < 60 + loosely):
        raise Failure("this is no time of any day")
    if not 1 <= day <= monthrange(2000 + year % 400, month)[1]:
        raise Failure("this is no day of any month")
    fraction = int((found[7] or "")[:9].ljust(9, "0"))
    ahead = (hours * 60 + minutes) * (-1 if found[8] == "-" else 1)
    seconds = (hour * 60 + minute) * 60 + second
    return Stamp(year, month, day, seconds * _SECOND + fraction, ahead)


def duration_of(text: str) -> int:
    """The nanoseconds of a duration. Raises Failure when it is none, or beyond 292 years."""
    sign, steps = (text[0], text[1:]) if text[:1] in ("+", "-") else ("", text)
    total, at = 0, 0
    while at < len(steps) and steps != "0":
        found = _STEP.match(steps, at)
        if found is None or not (found[1] or found[2]):
            raise Failure("this is no duration")
        unit, fraction = _UNITS[found[3]], found[2] or ""
        total += int(found[1][:20] or 0) * unit
        total += int(fraction[:18] or 0) * unit // 10 ** len(fraction[:18])
        if total > 2**63 or len(found[1].lstrip("0")) > 20:
            raise Failure("this duration is too long")
        at = found.end()
    if not steps or total > 2**63 - (sign != "-"):
        raise Failure("this is no duration")
    return -total if sign == "-" else total


@function("timeadd", STRING, STRING, gives=STRING)
def timeadd(timestamp: str, duration: str) -> str:
    """The moment that much later."""
    return stamp_of(timestamp).later(duration_of(duration)).text()


@function("timecmp", STRING, STRING, gives=NUMBER)
def timecmp(first: str, second: str) -> int:
    """-1, 0 or 1, as the first moment is before, at or after the second."""
    one, other = (stamp_of(text, loosely=True).moment for text in (first, second))
    return (one > other) - (one < other)


@function("formatdate", STRING, STRING, gives=STRING)
def formatdate(pattern: str, timestamp: str) -> str:
    """The moment after a pattern: runs of letters stand for its parts, quoted text for itself."""
    return "".join(_written(pattern, stamp_of(timestamp)))


def _written(pattern: str, moment: Stamp) -> Iterator[str]:
    words = _words(moment)
    at = 0
    while at < len(pattern):
        found = _PIECE.match(pattern, at)
        if found is None:
            raise Failure("the pattern has a quote without an end")
        to_end, quoted, letters, _, other = found.groups()
        if letters:
            if letters not in words:
                raise Failure("the pattern has a part that does not exist")
            yield words[letters]
        else:
            yield other or (to_end or quoted or "''").replace("''", "'")
        at = found.end()


def _words(moment: Stamp) -> dict[str, str]:
    """What each run of letters stands for."""
    hour, minute, second = moment.clock()
    month, weekday = month_name[moment.month], day_name[(moment.ordinal + 6) % 7]
    zone = moment.zone("")
    parts = {"M": moment.month, "D": moment.day, "h": hour, "m": minute, "s": second}
    parts["H"] = hour % 12 or 12
    half = "am" if hour < 12 else "pm"
    return {
        **{letter: str(value) for letter, value in parts.items()},
        **{letter * 2: f"{value:02}" for letter, value in parts.items()},
        "YYYY": f"{moment.year:04}",
        "YY": f"{moment.year % 100:02}",
        "MMMM": month,
        "MMM": month[:3],
        "EEEE": weekday,
        "EEE": weekday[:3],
        "AA": half.upper(),
        "aa": half,
        "ZZZZZ": moment.zone(),
        "ZZZZ": zone,
        "ZZZ": zone if moment.ahead else "UTC",
        "Z": moment.zone() if moment.ahead else "Z",
    }


@function("timestamp", gives=STRING)
def timestamp() -> Unknown:
    """Not known: the moment of the run."""
    return Unknown("the moment when Terraform applies", present=True)


@function("plantimestamp", gives=STRING)
def plantimestamp() -> Unknown:
    """Not known: the moment of the plan."""
    return Unknown("the moment when Terraform plans", present=True)
