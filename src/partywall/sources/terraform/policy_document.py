"""The policy that an `aws_iam_policy_document` makes, a pure function of its arguments.

The documents of `source_policy_documents` come first, then the data source's own statements, then
those of `override_policy_documents`. A statement that comes later takes the place of the one with
its Sid, otherwise it is added. Where something is not known, exactly what it can change is not: a
statement that another may replace becomes an `Unknown` with `many`, for it may be gone.

Source: the provider's page of `aws_iam_policy_document`, read 2026-11-23; orders, collapsed lists
and refusals as provider 5.100 was seen to have them that day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final
from zlib import crc32

from msgspec.structs import replace

from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import UNSET, Values
from partywall.sources.terraform.policy_json import foreign_document, text_first
from partywall.sources.terraform.policy_merge import (
    NEWEST,
    VERSIONS,
    Merged,
    Policy,
    refuse_doubles,
)
from partywall.sources.terraform.types import as_text
from partywall.sources.terraform.unknowns import WHY
from partywall.sources.terraform.values import Failure, is_known

_OTHER: Final = "statements of another document"
_LISTS: Final = (
    ("actions", "Action", False),
    ("not_actions", "NotAction", False),
    ("resources", "Resource", True),
    ("not_resources", "NotResource", True),
)
"""Argument, key, and whether `&{` in it stands for `${`."""


def document(values: Values) -> Policy:
    """The policy, in the provider's order, with an `Unknown` for each part that is not known.

    Of a policy that is known through and through, `policy_json.json_text` is the exact text.
    Raises Failure where the provider would refuse the arguments.
    """
    merged = Merged()
    merged.add_source(_removed(values.get("source_json")))
    for one in _documents(values.get("source_policy_documents")):
        merged.add_source(one)
    merged.add(_own(values))
    for one in _documents(values.get("override_policy_documents")):
        merged.add(one)
    merged.add(_removed(values.get("override_json")))
    return merged.policy()


def _removed(argument: Any) -> Policy | Unknown | None:
    """What an argument of older versions of the provider holds: its reading is not told here."""
    if argument in UNSET or argument == "":
        return None
    return Unknown(_OTHER, argument.refs if isinstance(argument, Unknown) else ())


def _documents(argument: Any) -> Iterable[Policy | Unknown | None]:
    if isinstance(argument, Unknown):
        return (Unknown(_OTHER, argument.refs, many=True),)
    return [foreign_document(one) for one in argument or ()]


def _own(values: Values) -> Policy:
    """The document of the data source's own arguments."""
    version = values.get("version")
    if version is None:
        version = NEWEST
    elif not isinstance(version, Unknown) and version not in VERSIONS:
        raise Failure("version is none that the provider takes")
    given = values.get("statement")
    blocks = [given] if isinstance(given, Unknown) else given or []
    statements = [_statement(one, version) for one in blocks]
    refuse_doubles(one.get("Sid") for one in statements if isinstance(one, dict))
    return {"Version": version, "Id": values.get("policy_id") or "", "Statement": statements}


def _statement(block: Any, version: Any) -> Any:
    if not isinstance(block, dict):
        return Unknown(block.why if isinstance(block, Unknown) else WHY, many=True)
    made: Values = {}
    if block.get("sid") not in (None, ""):
        made["Sid"] = block["sid"]
    made["Effect"] = _effect(block.get("effect"))
    for argument, key, replaced in _LISTS:
        if block.get(argument) not in UNSET:
            made[key] = _collapsed(_texts(block[argument], version if replaced else None))
    for argument, key in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        if block.get(argument) not in UNSET:
            made[key] = _principals(block[argument], version)
    if block.get("condition") not in UNSET:
        made["Condition"] = _conditions(block["condition"], version)
    return made


def _effect(given: Any) -> Any:
    if given is None:
        return "Allow"
    if not isinstance(given, Unknown) and given not in ("Allow", "Deny"):
        raise Failure("an effect is Allow or Deny")
    return given


def _texts(given: Any, version: Any) -> Any:
    """A set of texts as the provider sorts it; `&{` replaced, when there is a version to ask."""
    if isinstance(given, Unknown):
        return Unknown(given.why, given.refs)
    found = [_text(one, version) for one in given]
    return text_first(dict.fromkeys(found))


def _text(given: Any, version: Any) -> Any:
    if given is None:
        raise Failure("null is no element of such a list")
    if isinstance(given, Unknown):
        return given if version is None else _with_variables(given)
    text = as_text(given)
    if version is None or "&{" not in text:
        return text
    if version == VERSIONS[0]:
        raise Failure("this version of the policy language has no variables")
    return text.replace("&{", "${")


def _with_variables(given: Unknown) -> Unknown:
    """What is known of a text after `&{` has been replaced in it."""
    prefix = given.prefix.replace("&{", "${").rstrip("&")
    among = tuple(one.replace("&{", "${") if isinstance(one, str) else one for one in given.among)
    suffix = given.suffix.replace("&{", "${")
    if (prefix, suffix, among) == (given.prefix, given.suffix, given.among):
        return given
    known = Unknown(given.why, given.refs, present=given.present, many=given.many)
    return replace(known, prefix=prefix, suffix=suffix, among=among)


def _collapsed(texts: Any) -> Any:
    """A single text alone; more of them, or one that is not known, stay a list."""
    return texts[0] if isinstance(texts, list) and len(texts) == 1 and _all_texts(texts) else texts


def _principals(blocks: Any, version: Any) -> Any:
    found: dict[str, Any] = {}
    for block in _in_hash_order(blocks, _principal_hash):
        kind = block.get("type") if isinstance(block, dict) else None
        if not isinstance(kind, str):
            return Unknown(WHY)
        identifiers = _collapsed(_texts(block.get("identifiers") or (), version))
        found[kind] = _both(found[kind], identifiers) if kind in found else identifiers
    everyone = found.get("*") if len(found) == 1 else None
    if isinstance(everyone, Unknown) or (isinstance(everyone, list) and not _all_texts(everyone)):
        return Unknown(WHY, present=True)
    return "*" if everyone == "*" else dict(sorted(found.items()))


def _all_texts(values: list[Any]) -> bool:
    return all(isinstance(one, str) for one in values)


def _conditions(blocks: Any, version: Any) -> Any:
    found: dict[str, dict[str, Any]] = {}
    for block in _in_hash_order(blocks, _condition_hash):
        test = block.get("test") if isinstance(block, dict) else None
        variable = block.get("variable") if isinstance(block, dict) else None
        if not isinstance(test, str) or not isinstance(variable, str):
            return Unknown(WHY)
        keys = found.setdefault(test, {})
        given = block.get("values") or ()
        values: Any = Unknown(given.why, given.refs) if isinstance(given, Unknown) else _collapsed(
            [_text(one, version) for one in given]
        )  # fmt: skip
        keys[variable] = _both(keys[variable], values) if variable in keys else values
    return {test: dict(sorted(keys.items())) for test, keys in sorted(found.items())}


def _both(old: Any, new: Any) -> Any:
    """The values of two blocks for the same key, together."""
    if isinstance(old, Unknown) or isinstance(new, Unknown):
        return Unknown(WHY)
    return [*([old] if isinstance(old, str) else old), *([new] if isinstance(new, str) else new)]


def _in_hash_order(blocks: Any, serialised: Callable[[Any], str]) -> list[Any]:
    """Blocks of a set, each once, as the provider walks them; those not known stand behind."""
    if isinstance(blocks, Unknown):
        return [blocks]
    keyed: dict[str, Any] = {}
    rest: list[Any] = []
    for one in blocks:
        if is_known(one):
            keyed[_hash(serialised(one))] = one
        else:
            rest.append(one)
    return [one for _, one in sorted(keyed.items())] + rest


def _hash(text: str) -> str:
    """The key of an element in a set of the provider's SDK: a number, sorted as text."""
    return str(crc32(text.encode()))


def _principal_hash(block: Any) -> str:
    identifiers = {f"{as_text(one)};" for one in block.get("identifiers") or ()}
    listed = "".join(sorted(identifiers, key=_hash))
    return f"identifiers:{{{listed}}};type:{block.get('type')};"


def _condition_hash(block: Any) -> str:
    values = "".join(f"{as_text(one)};" for one in block.get("values") or ())
    return f"test:{block.get('test')};values:({values});variable:{block.get('variable')};"
