"""A control: one duty of the customer's, decided from configuration.

A control is a function from a view to a verdict, with a docstring that is its page. The
decorator adds what the text cannot say: id, layer, weight, and the ids under which people
know the same requirement elsewhere.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from enum import IntEnum
from functools import cached_property
from typing import Any, Final

from msgspec import Struct

from partywall.controls.questions import OF_ENGINE, UNANSWERED, Engine, Questions, Way
from partywall.estate.view import View
from partywall.kernel.truth import Undecided
from partywall.kernel.verdict import Outcome, Verdict, undecided
from partywall.line.layer import Layer


class Weight(IntEnum):
    """How much a refutation matters; reports sort by it, worst first."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        """The weight as reports spell it: `high`."""
        return self.name.lower()


LOW: Final = Weight.LOW
MEDIUM: Final = Weight.MEDIUM
HIGH: Final = Weight.HIGH
CRITICAL: Final = Weight.CRITICAL


class Example(Struct, frozen=True):
    """Properties (YAML, CloudFormation's schema) and the outcome the control must reach."""

    outcome: Outcome
    yaml: str


class ControlText(Struct, frozen=True):
    """What a docstring says, part by part.

    `title` is what is true when the control is proved; `why` why it matters; `fix` what to do;
    `undecided` when it cannot tell; `sources` the pages behind it with the day they were read.
    """

    title: str
    why: str
    fix: str
    undecided: str
    examples: tuple[Example, ...]
    sources: tuple[str, ...]


class Control:
    """A duty, and the function that decides it.

    `function` takes the view (and `ask`, when `asks`). `types` are the CloudFormation types it
    judges. `also_known_as` are other tools' ids of the same requirement. `needs` is the engine
    without which nothing can be said: where a check does not ask it, the control is not run.
    `through` is what answers exactly and decides it, beyond the resource's own configuration.
    """

    def __init__(
        self,
        function: Callable[..., Verdict],
        *,
        id: str,
        view: type[View],
        layer: Layer,
        weight: Weight,
        also_known_as: tuple[str, ...] = (),
        asks: bool = False,
        needs: Engine | None = None,
        through: Way | None = None,
        docstring: str = "",
    ) -> None:
        self.function = function
        self.id = id
        self.view = view
        self.types = view.types
        self.layer = layer
        self.weight = weight
        self.also_known_as = also_known_as
        self.word = weight.word
        self.asks = asks
        self.needs = needs
        self.through = OF_ENGINE[needs] if needs else through
        self.__doc__ = docstring
        self.__name__ = function.__name__
        self.__module__ = function.__module__

    @property
    def service(self) -> str:
        """The service whose module holds the control: `s3`."""
        return str(self.types[0]).split("::")[1].lower()

    @cached_property
    def text(self) -> ControlText:
        """The docstring, taken apart."""
        return parse_text(self.__doc__ or "")

    def judge(self, view: View, ask: Questions = UNANSWERED) -> Verdict:
        """The verdict on one resource; a doubt used as a condition makes it undecided."""
        try:
            return self.function(view, ask) if self.asks else self.function(view)
        except Undecided as doubt:
            return undecided(doubt.doubt)

    def __repr__(self) -> str:
        return f"<control {self.id}>"


def control(
    id: str,
    *,
    layer: Layer,
    weight: Weight,
    also_known_as: tuple[str, ...] = (),
    needs: Engine | None = None,
    through: Way | None = None,
) -> Callable[[Callable[..., Verdict]], Control]:
    """Make a control of a function from a view to a verdict.

    The types it judges are those of the view that its first parameter is annotated with.
    """

    def decorate(function: Callable[..., Any]) -> Control:
        first, *more = inspect.signature(function).parameters
        return Control(
            function,
            id=id,
            view=_view_named(function, first),
            layer=layer,
            weight=weight,
            also_known_as=also_known_as,
            asks=bool(more),
            needs=needs,
            through=through,
            docstring=function.__doc__ or "",
        )

    return decorate


def _view_named(function: Callable[..., Any], parameter: str) -> type[View]:
    """The class that a parameter is annotated with; looked up, since evaluating costs more."""
    named = function.__annotations__[parameter]
    view: type[View] = function.__globals__[named] if isinstance(named, str) else named
    return view


_EXAMPLE = re.compile(r"^(Proved|Refuted|Undecided|Not applicable) (?:by|when)::$")
_LABEL = re.compile(r"^(Fix|Undecided|Source|Sources): ?|^(Undecided) when ")


def parse_text(docstring: str) -> ControlText:
    """Take a control's docstring apart; paragraphs are separated by blank lines.

    The first line is the title. A paragraph that begins with `Fix:`, `Undecided when` or
    `Source:` is that part; `Proved by::` and the like introduce an indented YAML example; all
    other paragraphs are the reason.
    """
    lines = inspect.cleandoc(docstring).splitlines()
    parts: dict[str, list[str]] = {"why": [], "Fix": [], "Undecided": [], "Source": []}
    examples: list[Example] = []
    paragraphs = _paragraphs(lines[1:])
    while paragraphs:
        block = paragraphs.pop(0)
        example = _EXAMPLE.match(block[0])
        if example:
            body = [*block[1:]]
            while paragraphs and paragraphs[0][0].startswith("    "):
                body += ["", *paragraphs.pop(0)]
            examples.append(_example(example[1], body))
            continue
        label = _LABEL.match(block[0])
        name = (label[1] or label[2]).removesuffix("s") if label else "why"
        text = " ".join(line.strip() for line in block)
        if label and label[1]:
            text = text[label.end() :]
        parts[name].append(text)
    return ControlText(
        title=lines[0].strip() if lines else "",
        why="\n\n".join(parts["why"]),
        fix="\n\n".join(parts["Fix"]),
        undecided="\n\n".join(parts["Undecided"]),
        examples=tuple(examples),
        sources=tuple(parts["Source"]),
    )


def _paragraphs(lines: list[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _example(word: str, body: list[str]) -> Example:
    outcomes: dict[str, Outcome] = {
        "Proved": "proved",
        "Refuted": "refuted",
        "Undecided": "undecided",
        "Not applicable": "not_applicable",
    }
    return Example(outcomes[word], inspect.cleandoc("\n".join(["", *body])).strip() + "\n")
