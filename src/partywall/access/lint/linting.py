"""Read a whole policy and collect every remark, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from partywall.access.language.document import parse_document
from partywall.access.language.reading import POLICY_KEYS, STATEMENT_KEYS, VERSIONS
from partywall.access.language.records import VARIABLES_SINCE
from partywall.access.lint.conditions import lint_conditions
from partywall.access.lint.elements import strings
from partywall.access.lint.kinds import KINDS, PolicyKind, guess_kind
from partywall.access.lint.patterns import lint_actions, lint_resources
from partywall.access.lint.principals import lint_principals
from partywall.access.lint.remark import Remark, error, json_path, nearest, warning
from partywall.kernel.unknown import Path, Unknown

SPACES: Final = " \t\r\n"
PLAIN_SID: Final = re.compile("[A-Za-z0-9]+").fullmatch


def lint_text(text: str, kind: str = "", file: str = "") -> list[Remark]:
    """Every remark about a policy in JSON. Raises SourceError when it is no JSON."""
    document = parse_document(text, file)
    chosen = KINDS[kind] if kind else guess_kind(document.value)
    found = [
        error("duplicate-key", (), f"the key {key!r} is written twice in one object")
        for key in document.duplicates
    ]
    return [*found, *_size(text, chosen), *_policy(document.value, chosen)]


def lint_value(value: object, kind: str = "") -> list[Remark]:
    """Every remark about a policy that is a value with Unknown inside; what is unknown is fine."""
    return list(_policy(value, KINDS[kind] if kind else guess_kind(value)))


def _size(text: str, kind: PolicyKind) -> Iterator[Remark]:
    counted = text if kind.counts_spaces else _without_spaces(text)
    if len(counted) > kind.limit:
        yield error(
            "too-long",
            (),
            f"{len(counted):,} characters; a policy of the kind {kind.name!r} has {kind.limit:,}",
        )


def _without_spaces(text: str) -> str:
    """The text without white space outside of strings."""
    kept: list[str] = []
    quoted = escaped = False
    for char in text:
        if quoted:
            quoted = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char in SPACES:
            continue
        else:
            quoted = char == '"'
        kept.append(char)
    return "".join(kept)


def _policy(value: object, kind: PolicyKind) -> Iterator[Remark]:
    if type(value) is Unknown:
        return
    if not isinstance(value, dict):
        yield error("not-an-object", (), "a policy is a JSON object")
        return
    yield from _strange(value, POLICY_KEYS, ())
    yield from _version(value.get("Version"))
    if kind.name in ("identity", "managed", "boundary") and "Id" in value:
        yield warning("id-in-identity-policy", ("Id",), "an identity policy has no Id")
    statements = value.get("Statement")
    if statements is None:
        yield error("no-statement", (), "a policy has a Statement")
        return
    variables = value.get("Version") == VARIABLES_SINCE
    places: list[tuple[Path, Any]] = (
        [(("Statement", index), one) for index, one in enumerate(statements)]
        if isinstance(statements, list)
        else [(("Statement",), statements)]
    )
    for path, one in places:
        yield from _statement(one, path, kind, variables)
    yield from _repeated_sids(places)


def _version(version: object) -> Iterator[Remark]:
    if version is None:
        said = "no Version means 2008-10-17, in which ${…} is plain text"
        yield warning("no-version", (), said, f'"Version": "{VARIABLES_SINCE}"')
    elif type(version) is not Unknown and version not in VERSIONS:
        said = f"there is no version {version!r}"
        yield error("bad-version", ("Version",), said, VARIABLES_SINCE)


def _repeated_sids(places: list[tuple[Path, Any]]) -> Iterator[Remark]:
    first: dict[str, Path] = {}
    for path, one in places:
        sid = one.get("Sid") if isinstance(one, dict) else None
        if not isinstance(sid, str) or not sid:
            continue
        if sid in first:
            said = f"the Sid {sid!r} is that of {json_path(first[sid])} already"
            yield error("duplicate-sid", (*path, "Sid"), said)
        first.setdefault(sid, path)


def _statement(statement: Any, path: Path, kind: PolicyKind, variables: bool) -> Iterator[Remark]:
    if type(statement) is Unknown:
        return
    if not isinstance(statement, dict):
        yield error("not-an-object", path, "a statement is a JSON object")
        return
    yield from _strange(statement, STATEMENT_KEYS, path)
    yield from _effect(statement, path, kind)
    yield from _sid(statement.get("Sid"), path, kind)
    yield from _one_of(statement, "Action", path)
    yield from lint_actions(statement, path)
    if kind.has_resources:
        if not _names_its_resource(statement):
            yield from _one_of(statement, "Resource", path)
    elif "Resource" in statement or "NotResource" in statement:
        yield error("resource-in-trust-policy", path, "a trust policy has no Resource")
    yield from lint_resources(statement, path, variables)
    if kind.has_principals:
        yield from _one_of(statement, "Principal", path)
        yield from lint_principals(statement, path)
    elif "Principal" in statement or "NotPrincipal" in statement:
        said = f"a policy of the kind {kind.name!r} has no Principal"
        yield error("principal-in-identity-policy", path, said)
    yield from lint_conditions(statement, path, variables)


def _names_its_resource(statement: dict[str, Any]) -> bool:
    """Whether it is of a repository's policy, which speaks of no other resource.

    Source: Amazon ECR User Guide, "Private repository policy examples in Amazon ECR" (not re-read).
    """
    named = [text.lower() for _, text in strings(statement.get("Action"), ())]
    about_repositories = all(one.startswith(("ecr:", "ecr-public:")) for one in named)
    return "Principal" in statement and bool(named) and about_repositories


def _effect(statement: dict[str, Any], path: Path, kind: PolicyKind) -> Iterator[Remark]:
    effect = statement.get("Effect")
    if effect is None:
        yield error("no-effect", path, "a statement has an Effect")
    elif effect not in ("Allow", "Deny") and type(effect) is not Unknown:
        near = nearest(str(effect), ("Allow", "Deny"))
        yield error("bad-effect", (*path, "Effect"), f"no effect is {effect!r}", near)
    elif effect == "Allow" and kind.denies_only:
        yield error("allow-in-rcp", (*path, "Effect"), "an RCP of the customer's only denies")


def _sid(sid: object, path: Path, kind: PolicyKind) -> Iterator[Remark]:
    """IAM takes letters and digits; other services take more."""
    if isinstance(sid, str) and sid and not kind.has_principals and not PLAIN_SID(sid):
        plain = "".join(filter(PLAIN_SID, sid))
        said = f"the Sid {sid!r} has characters beyond A-Z, a-z, 0-9"
        yield error("bad-sid", (*path, "Sid"), said, plain)


def _one_of(statement: dict[str, Any], name: str, path: Path) -> Iterator[Remark]:
    """One of an element and its negation has to be there, and not both."""
    both = name in statement and f"Not{name}" in statement
    if both:
        yield error("both-elements", path, f"a statement has {name} or Not{name}, not both")
    elif name not in statement and f"Not{name}" not in statement:
        yield error(f"no-{name.lower()}", path, f"a statement has {name} or Not{name}")


def _strange(value: dict[str, Any], known: frozenset[str], path: Path) -> Iterator[Remark]:
    for key in value:
        if key not in known:
            yield error(
                "unknown-element",
                (*path, key),
                f"there is no element {key!r}",
                nearest(key, sorted(known)),
            )
