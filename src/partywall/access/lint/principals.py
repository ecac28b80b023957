"""Remarks about Principal: names that are none, wildcards inside names, dangerous negations.

Source: IAM User Guide, "AWS JSON policy elements: NotPrincipal", read 2026-11-23, and "AWS JSON
policy elements: Principal" (not re-read).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from partywall.access.language.reading import PRINCIPAL_KINDS
from partywall.access.lint.elements import shape, strings
from partywall.access.lint.remark import Remark, error, nearest, warning
from partywall.access.naming import is_provider
from partywall.access.requester import SERVICE_ENDINGS, parse_requester
from partywall.kernel.unknown import Path, Unknown

DELETED: Final = re.compile(r"A(ROA|IDA|GPA|CCA|NPA|NVA|SIA)[A-Z0-9]{12,}")


def lint_principals(statement: dict[str, Any], path: Path) -> Iterator[Remark]:
    """Remarks about Principal and NotPrincipal."""
    for name in ("Principal", "NotPrincipal"):
        if name in statement:
            yield from _element(statement[name], (*path, name))
    if "NotPrincipal" in statement:
        if statement.get("Effect") == "Allow":
            yield error(
                "allow-not-principal",
                (*path, "NotPrincipal"),
                "Allow with NotPrincipal allows everybody else, without credentials too",
            )
        else:
            yield warning(
                "deny-not-principal",
                (*path, "NotPrincipal"),
                "list account, role and session, and mind permissions boundaries",
                "Principal '*' with a condition on aws:PrincipalArn",
            )


def _element(element: object, path: Path) -> Iterator[Remark]:
    if element == "*" or type(element) is Unknown:
        return
    if not isinstance(element, dict):
        yield error("bad-principal", path, "a principal is '*' or an object", '{"AWS": "…"}')
        return
    for kind, names in element.items():
        if kind not in PRINCIPAL_KINDS:
            yield error(
                "unknown-principal-kind",
                (*path, kind),
                f"no kind of principal is {kind!r}",
                nearest(kind, PRINCIPAL_KINDS),
            )
            continue
        yield from shape(names, (*path, kind))
        for place, name in strings(names, (*path, kind)):
            yield from CHECKS[kind](place, name)


def _aws(path: Path, name: str) -> Iterator[Remark]:
    if name == "*":
        return
    if DELETED.fullmatch(name):
        yield warning("deleted-principal", path, f"{name} is what is left of a deleted principal")
    elif "*" in name or "?" in name:
        yield error(
            "wildcard-principal",
            path,
            f"a principal has no wildcards: {name!r}",
            "Principal '*' with a condition on aws:PrincipalArn",
        )
    else:
        try:
            parse_requester(name)
        except ValueError:
            yield error("bad-principal", path, f"{name!r} is no account and no ARN of a principal")


def _service(path: Path, name: str) -> Iterator[Remark]:
    if not name.endswith(SERVICE_ENDINGS):
        yield error(
            "bad-service-principal",
            path,
            f"{name!r} is no service principal",
            f"{name.split('.', maxsplit=1)[0]}.amazonaws.com" if name != "*" else "",
        )


def _federated(path: Path, name: str) -> Iterator[Remark]:
    if not is_provider(name):
        yield error("bad-provider", path, f"{name!r} is no ARN of a provider and no known one")


def _canonical(path: Path, name: str) -> Iterator[Remark]:
    if not re.fullmatch("[0-9a-f]{64}", name):
        yield error("bad-canonical-user", path, "a canonical user id has 64 hexadecimal digits")


CHECKS: Final = {
    "AWS": _aws,
    "Service": _service,
    "Federated": _federated,
    "CanonicalUser": _canonical,
}
