"""Policies as JSON text: those that another document is merged with, and the one that results.

The provider reads a document into its own model and writes it out again. On the way keys that it
does not know are dropped, lists of principals are sorted, and values of conditions become texts;
what it makes of a document is here what comes out of it.

Source: what provider 5.100 was seen to do, 2026-11-23.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import Failure, PartialJson, unknown_from, unknowns

KEYS: Final = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
)
"""The keys of a statement, in the order in which they are written."""

_ANYTHING: Final = frozenset(("Action", "NotAction", "Resource", "NotResource"))
"""Keys whose values the provider does not look at."""

_ESCAPES: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def json_text(policy: dict[str, Any]) -> str | PartialJson:
    """The data source's `json`: indented by two."""
    return _written(policy, 2)


def minified_text(policy: dict[str, Any]) -> str | PartialJson:
    """The data source's `minified_json`."""
    return _written(policy, -1)


def _written(policy: dict[str, Any], indent: int) -> str | PartialJson:
    hidden = list(unknowns(policy))
    if hidden:
        why = unknown_from(hidden)
        return PartialJson(why.why, why.refs, present=True, document=policy)
    text = msgspec.json.format(msgspec.json.encode(policy), indent=indent).decode()
    return text.translate(_ESCAPES)


def foreign_document(given: Any) -> dict[str, Any] | Unknown | None:
    """A document as the provider reads it; None when there is none, Unknown when not known.

    `given` is JSON text, a document with holes, or not known. The result has `Version`, `Id` and
    `Statement`. Raises Failure for what the provider cannot read.
    """
    if isinstance(given, PartialJson):
        given = given.document
    if isinstance(given, Unknown):
        return given
    if isinstance(given, str):
        given = _decoded(given) if given else {}
    if given is None:
        raise Failure("null is no policy document")
    if not isinstance(given, dict):
        raise Failure("a policy document is an object")
    found = _by_key(given, ("Version", "Id", "Statement"))
    return {
        "Version": _text(found.get("Version")),
        "Id": _text(found.get("Id")),
        "Statement": _statements(found.get("Statement")),
    }


def _decoded(text: str) -> Any:
    try:
        found = json.loads(text, parse_constant=_refuse, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise Failure("a policy document is not JSON") from error
    return {} if found is None else found


def _refuse(_: str) -> Any:
    raise ValueError


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A repeated key counts the last time, except that a document's statements would be mixed."""
    made = dict(pairs)
    if len(made) < len(pairs) and [name for name, _ in pairs].count("Statement") > 1:
        raise Failure("a policy document has Statement more than once")
    return made


def _by_key(given: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """The keys that are known, in whatever case they are written."""
    names = {key.lower(): key for key in keys}
    return {names[name.lower()]: value for name, value in given.items() if name.lower() in names}


def _text(value: Any) -> Any:
    if value is None:
        return ""
    if not isinstance(value, str | Unknown):
        raise Failure("a text is required in a policy document")
    return value


def _statements(given: Any) -> list[Any]:
    if given is None:
        return []
    if isinstance(given, Unknown):
        return [Unknown(given.why, given.refs, many=True)]
    if not isinstance(given, list):
        raise Failure("the statements of a policy document are a list")
    return [_statement(one) for one in given]


def _statement(given: Any) -> Any:
    if isinstance(given, Unknown):
        return Unknown(given.why, given.refs, many=True)
    if not isinstance(given, dict):
        raise Failure("a statement is an object")
    found = _by_key(given, KEYS)
    made: dict[str, Any] = {}
    for key in KEYS:
        if key not in found:
            continue
        value = found[key]
        if key in ("Sid", "Effect"):
            value = _text(value)
        elif key.endswith("Principal"):
            value = _principals(value)
        elif key == "Condition":
            value = _conditions(value)
        elif value is None:
            continue
        if value not in ("", {}) or key in _ANYTHING:
            made[key] = value
    return made


def _principals(given: Any) -> Any:
    """Any text means everyone."""
    if isinstance(given, Unknown):
        return given
    if isinstance(given, str):
        return "*"
    if not isinstance(given, dict):
        raise Failure("principals are an object or a text")
    found = {kind: _identifiers(one) for kind, one in sorted(given.items())}
    return "*" if found in ({"*": "*"}, {"*": ["*"]}) else found


def _identifiers(given: Any) -> Any:
    if isinstance(given, str | Unknown):
        return given
    if not isinstance(given, list) or not _are_texts(given):
        raise Failure("a principal is a text or a list of them")
    return text_first(given)


def text_first(values: Iterable[Any]) -> list[Any]:
    """Texts, from the last to the first by code point; what is not known stands behind them."""
    found = list(values)
    if len(found) < 2:
        return found
    texts = sorted((one for one in found if isinstance(one, str)), key=str.encode, reverse=True)
    return [*texts, *(one for one in found if not isinstance(one, str))]


def _are_texts(values: list[Any]) -> bool:
    return all(isinstance(one, str | Unknown) for one in values)


def _conditions(given: Any) -> Any:
    if isinstance(given, Unknown):
        return given
    if not isinstance(given, dict | None):
        raise Failure("conditions are an object")
    made: dict[str, Any] = {}
    for test, keys in sorted((given or {}).items()):
        if isinstance(keys, Unknown):
            made[test] = keys
            continue
        if not isinstance(keys, dict | None):
            raise Failure("a condition is an object of keys and values")
        values = {key: _condition_value(one) for key, one in sorted((keys or {}).items())}
        values = {key: one for key, one in values.items() if one is not None}
        if values:
            made[test] = values
    return made


def _condition_value(given: Any) -> Any:
    """Numbers, null and objects are dropped, as the provider does."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, str | Unknown):
        return given
    if not isinstance(given, list):
        return None
    if not _are_texts(given):
        raise Failure("the values of a condition are texts")
    return given[0] if len(given) == 1 and isinstance(given[0], str) else list(given)
