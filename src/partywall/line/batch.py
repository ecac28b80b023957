"""Questions about single cells, one in each line of JSON, and the answers to them.

A question names a resource type, its properties as CloudFormation writes them, and a layer; the
answer says whose that cell is. What an intrinsic function of a template stands for is not known
here, so it is an unknown value and never an absent one.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Final

import msgspec
from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.line.layer import BY_ID, BY_SHORT, LAYERS, Layer
from partywall.line.lines import Lines
from partywall.line.model import AWS, CUSTOMER, Cell

LAYER_OF: Final = {**BY_ID, **BY_SHORT, **{layer.title.casefold(): layer for layer in LAYERS}}
"""Every spelling of a layer: its id, its short name, its title in lower case."""

NO_VALUE: Final = {"Ref": "AWS::NoValue"}
INTRINSIC: Final = Unknown("an intrinsic function of a template gives it")
ELEMENTS: Final = Unknown("an intrinsic function of a template gives them", many=True)
"""In a list an intrinsic function may stand for one element, for several, or for none."""


class Question(Struct, frozen=True, gc=False):
    """One row: `id` is the asker's own and comes back with the answer."""

    id: str | int
    type: str
    properties: dict[str, object]
    layer: str


class Answer(Struct, frozen=True, gc=False, omit_defaults=True):
    """Whose the cell is. `duties` has each side that has one; `because` says what decided.

    `source` is the page of AWS's and `read` the day somebody confirmed it there (left out when
    nobody has). `unresolved` names the property that would settle the cell (left out when it is
    settled).
    """

    id: str | int
    party: str
    duties: dict[str, str]
    because: str
    source: str
    read: str = ""
    unresolved: str = ""


class BadRow(Exception):
    """A row that asks nothing we could answer; the text says why, and quotes no value."""


def ask(row: bytes) -> Question:
    """The question that a line of JSON asks, with its intrinsic functions told apart.

    Raises BadRow.
    """
    try:
        question = _DECODER.decode(row)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadRow(_reason(error)) from None
    except RecursionError:
        raise BadRow("nested too deeply") from None
    if "::" not in question.type:
        raise BadRow(f"{question.type!r} is no CloudFormation type, as AWS::S3::Bucket is")
    if b"Ref" not in row and b"Fn::" not in row:
        return question
    if _is_intrinsic(question.properties):
        raise BadRow("an intrinsic function gives the properties; write them out")
    known = {name: _value(value) for name, value in question.properties.items()}
    return msgspec.structs.replace(question, properties=known)


def answer(question: Question, lines: Lines) -> Answer:
    """Whose the cell is. Raises BadRow when there is no such layer."""
    cell = cell_asked(question, lines)
    duties = {side: duty for side, duty in ((AWS, cell.aws), (CUSTOMER, cell.customer)) if duty}
    return Answer(
        question.id, cell.party, duties, cell.because, cell.source, cell.read, cell.unresolved
    )


def cell_asked(question: Question, lines: Lines) -> Cell:
    """The cell that the question is about. Raises BadRow when there is no such layer."""
    level = LAYERS.index(layer_named(question.layer))
    return lines.of(question.type, question.properties).cells[level]


@lru_cache(maxsize=256)
def layer_named(name: str) -> Layer:
    """The layer of this id, short name or title. Raises BadRow, with the nearest names."""
    layer = LAYER_OF.get(name) or LAYER_OF.get(name.casefold())
    if layer is None:
        near = difflib.get_close_matches(name.casefold(), BY_ID, n=2, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(BY_ID)}"
        raise BadRow(f"there is no layer {name!r}; {hint}")
    return layer


_DECODER: Final = msgspec.json.Decoder(Question)


def _reason(error: Exception) -> str:
    if isinstance(error, msgspec.ValidationError):
        return f"not a question: {error}"
    return "not JSON" if isinstance(error, UnicodeDecodeError) else f"not JSON: {error}"


def _value(value: object) -> object:
    """The value with an Unknown for every intrinsic function, and nothing for no value."""
    if isinstance(value, list):
        return [_element(one) for one in value if one != NO_VALUE]
    if not isinstance(value, dict) or value == NO_VALUE:
        return None if isinstance(value, dict) else value
    if _is_intrinsic(value):
        return INTRINSIC
    return {name: _value(inner) for name, inner in value.items()}


def _element(value: object) -> object:
    return ELEMENTS if isinstance(value, dict) and _is_intrinsic(value) else _value(value)


def _is_intrinsic(value: dict[str, object]) -> bool:
    return any(name.startswith("Fn::") for name in value) or (len(value) == 1 and "Ref" in value)
