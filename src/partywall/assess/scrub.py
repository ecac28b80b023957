"""Texts that must not be shown, taken out of whatever a report would print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, TypeVar

import msgspec
from msgspec import structs

from partywall.assess.report import Finding
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.unknown import Unknown

STARS: Final = "(sensitive)"

T = TypeVar("T")


class Scrubber:
    """Replaces every occurrence of the given secrets, also inside longer texts."""

    def __init__(self, secrets: Iterable[str]) -> None:
        longest_first = sorted(secrets, key=lambda text: (-len(text), text))
        self._secrets = bool(longest_first)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def text(self, text: str) -> str:
        """The text without secrets."""
        return self._pattern.sub(STARS, text)

    def value(self, value: Any) -> Any:
        """A JSON value, with Unknowns in it, without secrets."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(str(key)): self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.value(item) for item in value)
        if type(value) is Unknown:
            return Unknown(
                **{name: self.value(item) for name, item in structs.asdict(value).items()}
            )
        return value

    def told(self, record: T) -> T:
        """A msgspec record of any kind, with every text in it scrubbed."""
        if not self._secrets:
            return record
        return msgspec.convert(self.value(msgspec.to_builtins(record)), type(record))

    def diagnostic(self, one: Diagnostic) -> Diagnostic:
        """The remark, with its texts scrubbed."""
        return structs.replace(one, message=self.text(one.message), hint=self.text(one.hint))

    def finding(self, finding: Finding) -> Finding:
        """The finding, with its evidence and note scrubbed."""
        finding.note = self.text(finding.note)
        finding.evidence = tuple(
            structs.replace(one, found=self.value(one.found), note=self.text(one.note))
            for one in finding.evidence
        )
        return finding
