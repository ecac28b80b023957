"""True, False and Doubt, joined as Kleene joined them.

`&`, `|` and `no()` settle a question as soon as the known half settles it: a private source
closes a rule though its port is unknown. Using a doubt as a plain condition raises
`Undecided`, so the careless way of writing a control errs towards *undecided*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NoReturn, Protocol, TypeVar

from partywall.kernel.evidence import Evidence, Located


class Gap(Protocol):
    """A place whose value is missing, and that can say so when it comes to that."""

    def gap(self, why: str) -> Evidence: ...


class Doubt:
    """Neither true nor false as far as the input tells; `about` are the values that would tell.

    Most doubts are settled by something else and never looked at, so evidence that would have
    to be gathered first is kept as the place and the reason, until somebody asks.
    """

    __slots__ = ("_parts",)

    def __init__(self, *parts: Evidence | tuple[Gap, str]) -> None:
        self._parts = parts

    @property
    def about(self) -> tuple[Evidence, ...]:
        """The values that would tell, with the place of each."""
        return tuple(
            [part if type(part) is Evidence else part[0].gap(part[1]) for part in self._parts]
        )

    def __and__(self, other: Truth) -> Truth:
        if other is False:
            return False
        return self if other is True else self._with(other)

    __rand__ = __and__

    def __or__(self, other: Truth) -> Truth:
        if other is True:
            return True
        return self if other is False else self._with(other)

    __ror__ = __or__

    def _with(self, other: Doubt) -> Doubt:
        """Both; two questions about the same value are one doubt."""
        return self if other._parts == self._parts else Doubt(*self._parts, *other._parts)

    def __bool__(self) -> NoReturn:
        raise Undecided(self)

    def __repr__(self) -> str:
        return f"Doubt({', '.join('.'.join(map(str, item.path)) for item in self.about)})"


Truth = bool | Doubt
"""An answer: yes, no, or what would have to be known."""

T = TypeVar("T", bound=Located)


class Undecided(Exception):
    """A doubt was used where only yes or no will do; the runner makes it a verdict."""

    @property
    def doubt(self) -> Doubt:
        """What it is about."""
        doubt: Doubt = self.args[0]
        return doubt


def no(truth: Truth) -> Truth:
    """The opposite; the opposite of a doubt is the same doubt."""
    if truth is True:
        return False
    return True if truth is False else truth


def some(items: Iterable[T], holds: Callable[[T], Truth]) -> tuple[T | None, Truth]:
    """Whether any item holds, with the item that shows it (or leaves it in doubt).

    An item whose `sure` is a doubt (it may not be there at all) can do no better than doubt.
    """
    doubtful: T | None = None
    doubt: Truth = False
    for item in items:
        truth = holds(item)
        if truth is not False:
            truth = truth & getattr(item, "sure", True)
        if truth is True:
            return item, True
        if truth is not False:
            doubtful = item if doubt is False else doubtful
            doubt = doubt | truth
    return doubtful, doubt


def every(items: Iterable[T], holds: Callable[[T], Truth]) -> tuple[T | None, Truth]:
    """Whether all items hold, with the item that breaks it (or leaves it in doubt)."""

    def breaks(item: T) -> Truth:
        return no(holds(item))

    answer: tuple[T | None, Truth] = some(items, breaks)
    return answer[0], no(answer[1])
