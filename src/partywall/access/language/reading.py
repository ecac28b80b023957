"""From a JSON value to a Policy: nothing is dropped, and what is not understood is a flaw.

AWS refuses a policy that breaks the grammar, so a broken one never decided a request; we cannot
know which policy stood there instead. Such a statement is kept with its flaws, and the decision
is unknown wherever it could have mattered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, cast

from partywall.access.language.document import parse_document
from partywall.access.language.operators import parse_operator
from partywall.access.language.partial import with_unknowns
from partywall.access.language.records import (
    DEFAULT_VERSION,
    VARIABLES_SINCE,
    Condition,
    Effect,
    Patterns,
    Policy,
    PrincipalEntry,
    PrincipalKind,
    PrincipalSet,
    Statement,
    Text,
)
from partywall.kernel.errors import SourceError
from partywall.kernel.unknown import Path, Unknown

POLICY_KEYS: Final = frozenset({"Version", "Id", "Statement"})
STATEMENT_KEYS: Final = frozenset(
    {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
     "NotResource", "Condition"}
)  # fmt: skip
PRINCIPAL_KINDS: Final = ("AWS", "Service", "Federated", "CanonicalUser")
VERSIONS: Final = (DEFAULT_VERSION, VARIABLES_SINCE)
ACTION: Final = re.compile(r"\*|\*:\*|[A-Za-z0-9-]+:[A-Za-z0-9_*?-]+").fullmatch
"""A service prefix in full, a colon, and a name with wildcards; or everything.

Source: IAM User Guide, "IAM JSON policy elements: Action", read 2026-11-23.
"""
EVERY_PRINCIPAL: Final = PrincipalSet((PrincipalEntry("AWS", "*"),))


@lru_cache(maxsize=8192)
def read_policy_text(text: str) -> Policy:
    """The policy that a JSON text spells; the same text gives the same record.

    `{"unknown": why}` in it is what is not known.

    What is no JSON gives a policy with that flaw and no statement.
    """
    try:
        document = parse_document(text)
    except SourceError as error:
        return Policy((), flaws=(error.message,))
    twice = tuple(f"the key {key!r} is written twice" for key in document.duplicates)
    partial = '"unknown"' in text
    return read_policy(with_unknowns(document.value) if partial else document.value, twice)


def read_policy(value: object, flaws: tuple[str, ...] = ()) -> Policy:
    """The policy that a value is: JSON text, a mapping, or an Unknown."""
    if isinstance(value, str):
        return read_policy_text(value)
    if type(value) is Unknown:
        return Policy((), flaws=(*flaws, f"not known: {value}"))
    if not isinstance(value, dict):
        return Policy((), flaws=(*flaws, "a policy is a JSON object"))
    refused = [*flaws, *_refusals(value)]
    found = []
    statements = []
    for index, item in enumerate(_items(value.get("Statement"))):
        if type(item) is Unknown:
            found.append(f"statements not known: {item}")
        elif isinstance(item, dict):
            statements.append(_statement(index, item, refused))
        else:
            found.append(f"Statement[{index}] is no JSON object")
    if value.get("Statement") is None:
        found.append("a policy has a Statement")
    version = value.get("Version", DEFAULT_VERSION)
    if type(version) is Unknown:
        found.append(f"the version is not known: {version}")
    if version not in VERSIONS:
        version = VARIABLES_SINCE
    return Policy(tuple(statements), cast(str, version), _id(value), (*refused, *found))


def _refusals(value: dict[str, Any]) -> Iterator[str]:
    """Why AWS refuses the policy as a whole, so that no statement of it ever counted."""
    for key in _strange(value, POLICY_KEYS):
        yield f"a policy has no element {key!r}"
    version = value.get("Version", DEFAULT_VERSION)
    if version not in VERSIONS and type(version) is not Unknown:
        yield f"there is no version {version!r} of the policy language"


def _id(value: dict[str, Any]) -> Text:
    found = value.get("Id", "")
    return found if isinstance(found, str) or type(found) is Unknown else str(found)


def _statement(index: int, value: dict[str, Any], refused: list[str]) -> Statement:
    """A statement of a policy that is `refused` for these reasons."""
    flaws = [f"a statement has no element {key!r}" for key in _strange(value, STATEMENT_KEYS)]
    effect = value.get("Effect")
    if effect not in ("Allow", "Deny"):
        told = type(effect) is Unknown
        flaws.append(f"the effect is not known: {effect}" if told else f"no effect is {effect!r}")
        effect = effect if told else Unknown("it is neither Allow nor Deny")
    actions = _patterns(value, "Action", flaws)
    if actions is None:
        flaws.append("a statement has an Action or a NotAction")
        actions = Patterns((Unknown("the statement names none"),))
    flaws += [
        f"no action is {one!r}" for one in actions.texts if isinstance(one, str) and not ACTION(one)
    ]
    return Statement(
        index=index,
        effect=cast("Effect | Unknown", effect),
        actions=actions,
        resources=_patterns(value, "Resource", flaws),
        principals=_principals(value, flaws),
        conditions=tuple(_conditions(index, value.get("Condition"), flaws)),
        sid=_sid(value.get("Sid")),
        flaws=(*flaws, *refused),
    )


def _sid(value: object) -> Text:
    if value is None:
        return ""
    return value if isinstance(value, str) or type(value) is Unknown else str(value)


def _patterns(value: dict[str, Any], name: str, flaws: list[str]) -> Patterns | None:
    """Action or NotAction, Resource or NotResource; None when there is neither."""
    plain, negated = value.get(name), value.get(f"Not{name}")
    if plain is None and negated is None:
        return None
    if plain is not None and negated is not None:
        flaws.append(f"a statement has {name} or Not{name}, not both")
    element = plain if plain is not None else negated
    return Patterns(tuple(_texts(element, name, flaws)), plain is None)


def _texts(value: object, name: str, flaws: list[str]) -> Iterator[Text]:
    """The strings of an element; an Unknown in the list may be any of them."""
    items = list(_items(value))
    if not items:
        flaws.append(f"{name} is empty")
    for item in items:
        if isinstance(item, str) or type(item) is Unknown:
            yield item
        else:
            flaws.append(f"{name} holds {type(item).__name__}, not strings")


def _principals(value: dict[str, Any], flaws: list[str]) -> PrincipalSet | None:
    plain, negated = value.get("Principal"), value.get("NotPrincipal")
    if plain is None and negated is None:
        return None
    if plain is not None and negated is not None:
        flaws.append("a statement has Principal or NotPrincipal, not both")
    element = plain if plain is not None else negated
    return PrincipalSet(tuple(_entries(element, flaws)), plain is None)


def _entries(element: object, flaws: list[str]) -> Iterator[PrincipalEntry]:
    if element == "*":
        yield EVERY_PRINCIPAL.entries[0]
    elif type(element) is Unknown:
        yield PrincipalEntry("AWS", element)
        flaws.append(f"the principals are not known: {element}")
    elif not isinstance(element, dict):
        flaws.append("a principal is '*' or a mapping of AWS, Service, Federated or CanonicalUser")
    else:
        for kind, names in element.items():
            if kind not in PRINCIPAL_KINDS:
                flaws.append(f"there is no kind of principal {kind!r}")
                continue
            for name in _texts(names, f"Principal.{kind}", flaws):
                entry = PrincipalEntry(cast(PrincipalKind, kind), name)
                if entry.is_wild:
                    flaws.append(f"a principal has no wildcards: {name!r}")
                yield entry


def _conditions(index: int, value: object, flaws: list[str]) -> Iterator[Condition]:
    if value is None:
        return
    if not isinstance(value, dict):
        told = type(value) is Unknown
        flaws.append(f"the conditions are not known: {value}" if told else "Condition is no object")
        return
    for operator, keys in value.items():
        test = parse_operator(operator)
        if test is None:
            flaws.append(f"there is no condition operator {operator!r}")
        if not isinstance(keys, dict):
            told = type(keys) is Unknown
            flaws.append(
                f"the condition {operator} is not known: {keys}" if told
                else f"Condition.{operator} is no object"
            )  # fmt: skip
            continue
        for key, values in keys.items():
            path: Path = ("Statement", index, "Condition", operator, key)
            if values in (None, []):
                flaws.append(f"the condition {operator} {key} has no value")
            yield Condition(operator, key, tuple(_values(values, operator, flaws)), test, path)


def _values(value: object, operator: str, flaws: list[str]) -> Iterator[Text]:
    """Condition values as strings; JSON booleans and numbers are what their spelling is."""
    for item in _items(value):
        if isinstance(item, str) or type(item) is Unknown:
            yield item
        elif isinstance(item, bool):
            yield "true" if item else "false"
        elif isinstance(item, int | float):
            yield str(item)
        else:
            flaws.append(f"Condition.{operator} holds {type(item).__name__}")


def _items(value: object) -> Iterator[Any]:
    """The elements of a list; one that is not in a list counts as a list of one."""
    if value is None:
        return
    if isinstance(value, list | tuple):
        yield from value
    else:
        yield value


def _strange(value: dict[str, Any], known: frozenset[str]) -> list[str]:
    """The keys that the grammar does not have."""
    return [key for key in value if key not in known]
