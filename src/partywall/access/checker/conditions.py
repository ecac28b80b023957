"""One text against one pattern, and one condition against the context of a request.

Source: IAM User Guide, "IAM JSON policy elements: Resource", "IAM JSON policy elements: Condition
operators" and "IAM policy elements: Variables and tags", read 2026-11-23.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from partywall.access.checker.emptiness import fits_all, is_region, reaches
from partywall.access.checker.language import READERS, Rejected, compared, operator, text_of
from partywall.access.checker.worlds import Claim, World

OPEN = object()
"""What a key holds that nobody tells."""
Keys = Callable[[str], Any]
"""What a key in lower case holds: a text, a list of texts, None when absent, or OPEN."""


def read_pattern(text: str, wild: bool, variables: bool, keys: Keys) -> Any:
    """The text with its variables filled in; None when one has no value, or OPEN.

    With wildcards, it is a pattern of `fnmatch`, in which brackets keep a character from being one.
    """
    found = ""
    for index, piece in enumerate(re.split(r"\$\{([^}]*)\}", text) if variables else [text]):
        value: Any = piece
        if index % 2 and piece not in ("*", "?", "$"):
            given = re.fullmatch(r"\s*([^,]+?)\s*,\s*'([^']*)'\s*", piece)
            value = keys((given[1] if given else piece.strip()).lower())
            if value is OPEN:
                return OPEN
            value = given[2] if value is None and given else value
            if not isinstance(value, str):
                return None
        plain = r"([\[*?])" if index % 2 else r"(\[)"
        found += re.sub(plain, r"[\1]", value) if wild else value
    return found


def fits_arn(pattern: str, text: str) -> bool:
    """Whether the pattern matches field by field; the last field takes all that is left."""
    fields = pattern.split(":", 5)
    parts = text.split(":", len(fields) - 1)
    return len(parts) == len(fields) and all(map(fnmatchcase, parts, fields))


def is_unknown(one: Any) -> bool:
    """Whether it stands for a text of which only the beginning and the end may be known."""
    return (
        isinstance(one, dict)
        and set(one) <= {"unknown", "prefix", "suffix"}
        and "unknown" in one
        and all(isinstance(text, str) for text in one.values())
    )


def _reaches(pattern: str, resource: str) -> bool:
    """Whether the pattern matches the resource, or some of a region."""
    if is_region(resource):
        return reaches(pattern, resource)
    return fnmatchcase(resource, pattern.replace("[", "[[]"))


def fits(text: Any, resource: str, variables: bool, where: str, keys: Keys) -> Claim:
    """When a pattern of a resource matches; `where` names the element that it stands in."""
    if is_unknown(text):
        ends = [f"{text.get('prefix', '')}*", f"*{text.get('suffix', '')}"]
        reach = "${" in "".join(ends) or all(_reaches(one, resource) for one in ends)
        return lambda world: reach and world(("not told", where, repr(text)))
    if not isinstance(text, str):
        raise Rejected(f"{where}: a resource is text")
    pattern = read_pattern(text, True, variables, keys)
    if pattern is None:
        return lambda world: "Not" in where and world(("not told", text))
    if pattern is OPEN:
        widest = re.sub(r"\$\{[^}]*\}", "*", re.sub(r"\$\{[*?$]\}", "?", text))
        reach = _reaches(widest, resource)
        if reach and is_region(resource):
            raise Rejected(f"which of {resource} match {text} is open")
        return lambda world: reach and world(("fits", text, resource))
    if is_region(resource):
        all_of_it = fits_all(pattern, resource)
        return lambda _: all_of_it
    before = any(re.search(r"(?<!\[)[*?]", one) for one in pattern.split(":", 5)[:-1])
    if fnmatchcase(resource, pattern) and before and not fits_arn(pattern, resource):
        return lambda world: world(("beyond", where, text))
    found = fnmatchcase(resource, pattern)
    return lambda _: found


def octets(text: str) -> bytes | None:
    """The bytes that a text in base 64 spells, or None."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def compare(base: str, pattern: str, one: str) -> bool | None:
    """One value of the request against one of the policy; None when they cannot be compared."""
    if base == "StringLike":
        return fnmatchcase(one, pattern)
    if base == "ArnLike":
        return fits_arn(pattern, one)
    if base == "StringEquals":
        return pattern == one
    if base == "StringEqualsIgnoreCase":
        return pattern.lower() == one.lower()
    if base == "Bool":
        texts = {pattern.lower(), one.lower()}
        return len(texts) == 1 if texts <= {"true", "false"} else None
    read = READERS.get(base[:4], octets)
    mine, limit = read(one), read(pattern)
    if mine is None or limit is None or (base == "IpAddress" and "/" in one):
        return None
    return mine == limit if base == "BinaryEquals" else compared(base, mine, limit)


def readable(base: str, text: str) -> bool:
    """Whether the operator can make anything of a value of the policy."""
    if base == "Bool":
        return text.lower() in ("true", "false")
    if base.startswith(("String", "Arn")):
        return True
    return READERS.get(base[:4], octets)(text) is not None


def meets(name: str, key: str, values: list[Any], variables: bool, where: str, keys: Keys) -> Claim:
    """When a condition of a statement (`where`) is met. Raises Rejected for what is none."""
    test, key = operator(name), key.lower()
    if any(map(is_unknown, values)):
        return lambda world: world(("not told", where, name, key, repr(values)))
    texts = [text_of(one) for one in values]
    found, base, negated = keys(key), test.base, test.negated
    missing = (key, "Null", ("true",), False, False)
    if base == "Null":
        return _null(texts, found, missing)
    every, some = test.quantifier == "forallvalues", test.quantifier == "foranyvalue"
    if found is None or found == []:
        return lambda _: test.optional or every or (negated and not some)
    variables = variables and base.startswith(("String", "Arn"))
    wild = base in ("StringLike", "ArnLike")
    patterns = [read_pattern(one, wild, variables, keys) for one in texts]
    lost = None in patterns or not all(readable(base, one) for one in texts)
    unsure = ("not told", name, key, tuple(texts))
    known = [one for one in patterns if one is not None and one is not OPEN]
    single = isinstance(found, str) and not test.quantifier
    if found is OPEN or OPEN in patterns:
        if single and any(compare(base, one, found) for one in known):
            return lambda _: not negated
        word = {"forallvalues": "ForAllValues:", "foranyvalue": "ForAnyValue:"}
        spelled = (word.get(test.quantifier, "") + base, tuple(texts))
        varies = variables and any("${" in one for one in texts)
        if negated and not test.quantifier:
            opens = (key, *spelled, False, varies)
            doubt = lost and found is OPEN
            return lambda world: not world(opens) and (not doubt or world(unsure))
        opens = (key, *spelled, negated, varies)
        return lambda world: (test.optional and world(missing)) or world(opens)
    if test.quantifier and found in ("", [""]):
        return lambda _: every

    def one_holds(world: World, one: str) -> bool:
        tried = [compare(base, pattern, one) for pattern in known]
        if any(tried):
            return not negated
        return world(unsure) if negated and (lost or None in tried) else negated

    def holds(world: World) -> bool:
        turns = {one_holds(world, one) for one in (found if isinstance(found, list) else [found])}
        return turns.pop() if len(turns) == 1 else some or (not every and world(unsure))

    return holds


def _null(texts: list[str], found: Any, missing: Any) -> Claim:
    wanted = {one.lower() for one in texts}
    if wanted - {"true", "false"}:
        raise Rejected("Null is neither true nor false")
    if found is OPEN:
        return lambda world: len(wanted) == 2 or world(missing) is ("true" in wanted)
    return lambda _: ("true" if found is None or found == [] else "false") in wanted
