"""`jsonencode` and `jsondecode`.

JSON text of which some leaves are not known keeps its document (`PartialJson`), and text with
holes that makes a document with holes is read as one.

Source: Terraform documentation, "jsonencode Function" and "jsondecode Function", read 2026-11-23.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import ANY, STRING, as_number
from partywall.sources.terraform.values import (
    Failure,
    Lazy,
    PartialJson,
    PartialText,
    is_counted,
    is_known,
    refs_of,
    unknown_from,
    unknowns,
)
from partywall.sources.terraform_hcl.functions.json_text import json_text
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.functions.texts import bounded
from partywall.sources.terraform_hcl.partial_json import json_of

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@function("jsonencode", ANY, nulls=True, unknowns="all", gives=STRING)
def jsonencode(value: Any) -> str | Unknown:
    """A value as JSON; with unknown leaves, text whose document is known but for those."""
    if is_known(value):
        return bounded(json_text(value))
    if isinstance(value, Lazy):
        value = value.whole()
    return PartialJson(
        next(unknowns(value)).why,
        refs_of([value]),
        prefix="{" if isinstance(value, dict) else "[" if isinstance(value, list) else "",
        present=True,
        document=value,
    )


@function("jsondecode", STRING, unknowns="all")
def jsondecode(text: str | Unknown) -> Any:
    """The value that JSON text spells; of text known in part, as much as that tells."""
    if isinstance(text, str):
        return read_json(text)
    if isinstance(text, PartialJson):
        return plain(text.document)
    document = json_of(text.parts) if isinstance(text, PartialText) else None
    return unknown_from((text,)) if document is None else document


def read_json(text: str) -> Any:
    """The value of JSON text. Raises Failure when it is none."""
    try:
        found = json.loads(
            text,
            parse_int=as_number,
            parse_float=as_number,
            parse_constant=_refused,
        )
    except ValueError:
        raise Failure("this text is no JSON") from None
    return found if text.isascii() and "\\u" not in text else _tidy(found)


def _refused(text: str) -> NoReturn:
    raise ValueError(text)


def _tidy(value: Any) -> Any:
    """The value with every text in NFC, and without halves of surrogate pairs."""
    if isinstance(value, str):
        return bounded(_SURROGATE.sub("\ufffd", value))
    if isinstance(value, list):
        return [_tidy(one) for one in value]
    if isinstance(value, dict):
        return {_tidy(name): _tidy(one) for name, one in value.items()}
    return value


def plain(value: Any) -> Any:
    """A value as it comes back from JSON: tuples and objects, no lists, sets or maps."""
    if isinstance(value, Lazy):
        value = value.whole()
    if not is_counted(value):
        return unknown_from((value,), present=True)
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value
