"""How long it can be from one run of a schedule to the next.

Source: AWS Backup Developer Guide, "BackupRule": the default is cron(0 5 ? * * *), read
2026-11-23; Amazon EventBridge User Guide, "Setting a schedule pattern for scheduled rules", of
which "Cron expressions" was read 2026-11-23 and "Rate expressions" not re-read.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY

_UNITS: Final = {"minute": MINUTE, "hour": HOUR, "day": DAY, "week": WEEK}
_WEEKDAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_LONGEST_MONTH: Final = 31


def longest_gap(expression: str) -> int | None:
    """Seconds from one run to the next, at the most; None for a form that is not understood."""
    head, _, rest = expression.strip().partition("(")
    if not rest.endswith(")"):
        return None
    words = rest[:-1].split()
    if head == "rate" and len(words) == 2 and words[0].isdecimal():
        unit = _UNITS.get(words[1].removesuffix("s"))
        return None if unit is None else int(words[0]) * unit
    if head == "cron" and len(words) == 6:
        return _cron_gap(*words)
    return None


def _cron_gap(minute: str, hour: str, day: str, month: str, weekday: str, year: str) -> int | None:
    times = _times(minute, hour)
    if times is None or month != "*" or year != "*":
        return None
    within = max((b - a for a, b in pairwise(times)), default=0)
    over_night = times[0] + DAY - times[-1]
    if day in ("*", "?") and weekday in ("*", "?"):
        return max(within, over_night)
    if day in ("*", "?"):
        days = _field(weekday.upper(), 1, 7, _WEEKDAYS)
        return None if days is None else max(within, over_night + _skipped(days, 7) * DAY)
    if weekday == "?":
        days = _field(day, 1, _LONGEST_MONTH, ())
        if days is None or days[-1] > 28:
            return None
        return max(within, over_night + _skipped(days, _LONGEST_MONTH) * DAY)
    return None


def _times(minute: str, hour: str) -> list[int] | None:
    """The times of a day at which it runs, in seconds, ascending."""
    minutes, hours = _field(minute, 0, 59, ()), _field(hour, 0, 23, ())
    if minutes is None or hours is None:
        return None
    return sorted(h * HOUR + m * MINUTE for h in hours for m in minutes)


def _skipped(days: list[int], length: int) -> int:
    """The most days in a row without a run, in a cycle of `length` days."""
    return max(b - a for a, b in pairwise([*days, days[0] + length])) - 1


def _field(text: str, first: int, last: int, names: tuple[str, ...]) -> list[int] | None:
    """The numbers that a field of a cron expression stands for."""
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        low, dash, high = span.partition("-")
        start, end = _one(low, first, names), _one(high, first, names)
        if span in ("*", "?"):
            start, end = first, last
        elif not dash:
            end = last if step else start
        if start is None or end is None or (step and not step.isdecimal()) or step == "0":
            return None
        found.update(range(start, end + 1, int(step or 1)))
    ok = found and all(first <= one <= last for one in found)
    return sorted(found) if ok else None


def _one(text: str, first: int, names: Iterable[str]) -> int | None:
    known = list(names)
    if text in known:
        return known.index(text) + first
    return int(text) if text.isdecimal() else None
