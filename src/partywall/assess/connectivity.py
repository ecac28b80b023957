"""`connectivity.toml`: paths that must be open or closed, held against what is configured."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from partywall.assess.reach import Flow, Reach
from partywall.kernel.errors import ConfigError
from partywall.reach.answers import Answer, QuestionError

State = Literal["holds", "broken", "unknown"]


class Assertion(Struct, frozen=True, forbid_unknown_fields=True, rename={"source": "from"}):
    """One path: `from`, `to`, and what header. `reply`: packets must come back as well."""

    source: str
    to: str
    protocol: str | int | None = None
    port: int | None = None
    reply: bool = True
    reason: str = ""


class Assertions(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: paths that are allowed, which must be open, and denied ones, closed."""

    allowed: list[Assertion] = []
    denied: list[Assertion] = []


class Held(Struct, frozen=True):
    """An assertion, whether it holds, and the answer that shows it."""

    kind: Literal["allowed", "denied"]
    assertion: Assertion
    state: State
    answer: Answer | None
    error: str = ""


def load(file: Path) -> Assertions:
    """The assertions of a file. Raises ConfigError."""
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), Assertions)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from error


def hold(reach: Reach, assertions: Assertions) -> list[Held]:
    """Each assertion against the network. A denied path is broken by packets that arrive at all."""
    return [
        *(_held(reach, "allowed", one) for one in assertions.allowed),
        *(_held(reach, "denied", one) for one in assertions.denied),
    ]


def _held(reach: Reach, kind: Literal["allowed", "denied"], one: Assertion) -> Held:
    try:
        answer = reach.ask(Flow(one.source, one.to, one.protocol, one.port))
    except QuestionError as error:
        return Held(kind, one, "unknown", None, str(error))
    if kind == "denied":
        states: dict[str, State] = {"no": "holds", "yes": "broken", "unknown": "unknown"}
        return Held(kind, one, states[answer.one_way], answer)
    word = answer.two_way if one.reply else answer.one_way
    return Held(kind, one, {"yes": "holds", "no": "broken", "unknown": "unknown"}[word], answer)  # type: ignore[arg-type]
