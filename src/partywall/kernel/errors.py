"""What can go wrong, as kinds of error that a caller can tell apart.

A thing that cannot be known is a value (`Unknown`), a user's mistake is one of these, and our
own mistake is an assertion.
"""

from __future__ import annotations

from partywall.kernel.span import NOWHERE, Span


class PartywallError(Exception):
    """The root of the errors that a caller may want to catch."""


class SourceError(PartywallError):
    """The input cannot be read: where, what was expected, and what to try."""

    def __init__(self, message: str, where: Span = NOWHERE, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where.file else ""
        return f"{place}{self.message}{f'; {self.hint}' if self.hint else ''}"


class ConfigError(PartywallError):
    """The configuration or a house rule is wrong."""


class QuestionError(PartywallError):
    """A question about something that is not there: what was asked for, and what is close."""

    def __init__(self, message: str, close: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.close = close

    def __str__(self) -> str:
        hint = f"; did you mean {' or '.join(self.close)}?" if self.close else ""
        return f"{self.message}{hint}"
