"""Several policies made into one: what `source_` and `override_policy_documents` do.

Where something is not known, exactly what it can change is not: a statement that another one may
replace becomes an `Unknown` with `many`, for it may be gone.

Source: what provider 5.100 was seen to do, 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import Failure

VERSIONS: Final = ("2008-10-17", "2012-10-17")
NEWEST: Final = VERSIONS[-1]

_EITHER: Final = Unknown("the version of another document", among=VERSIONS, present=True)
_LOST: Final = Unknown("a statement that may be replaced", many=True)

Policy = dict[str, Any]


class Merged:
    """What documents make together, each merged into those before it."""

    def __init__(self) -> None:
        self._version = ""
        self._version_is_open = False
        self._id: Any = ""
        self._statements: list[Any] = []
        self._named: dict[str, int] = {}
        self._unsure: set[int] = set()

    def add_source(self, policy: Policy | Unknown | None) -> None:
        """A document whose Sids have to be new. Raises Failure when one is not."""
        if isinstance(policy, dict):
            refuse_doubles([*self._named, *map(_sid, policy["Statement"])])
            self._describe(policy["Version"], policy["Id"])
            for statement in policy["Statement"]:
                self._append(statement)
        elif policy is not None:
            self._describe(policy, policy)
            self._append(any_number(policy))

    def add(self, policy: Policy | Unknown | None) -> None:
        """A document whose statements take the place of those with their Sids."""
        if isinstance(policy, dict):
            self._describe(policy["Version"], policy["Id"])
            for statement in policy["Statement"]:
                self._put(statement)
        elif policy is not None:
            self._describe(policy, policy)
            self._put(any_number(policy))

    def _describe(self, version: Any, name: Any) -> None:
        if isinstance(version, str):
            self._version = max(self._version, version)
        else:
            self._version_is_open = True
        if name != "":
            self._id = Unknown(name.why, name.refs) if isinstance(name, Unknown) else name

    def _put(self, statement: Any) -> None:
        sid = _sid(statement)
        if isinstance(sid, str) and sid in self._named:
            self._statements[self._named[sid]] = statement
            return
        if sid != "":
            self._lose(sid)
        self._append(statement)

    def _lose(self, sid: Any) -> None:
        """Statements that may have this Sid may be replaced."""
        unsure = [n for n in self._unsure if _may_be_same(_sid(self._statements[n]), sid)]
        named = [] if isinstance(sid, str) else [n for n in self._named if _may_be_same(n, sid)]
        self._unsure.difference_update(unsure)
        for place in (*unsure, *(self._named.pop(name) for name in named)):
            self._statements[place] = _LOST

    def _append(self, statement: Any) -> None:
        sid = _sid(statement)
        if not isinstance(sid, str):
            if not isinstance(statement, Unknown):
                self._unsure.add(len(self._statements))
        elif sid:
            self._named[sid] = len(self._statements)
        self._statements.append(statement)

    def policy(self) -> Policy:
        """The policy. Of its versions the highest counts; IAM takes none above `NEWEST`."""
        settled = not self._version_is_open or self._version >= NEWEST
        made: Policy = {"Version": self._version if settled else _EITHER}
        if self._id != "":
            made["Id"] = self._id
        if self._statements:
            made["Statement"] = self._statements
        return made


def any_number(unknown: Unknown) -> Unknown:
    """Statements that are not known, nor how many they are."""
    return Unknown(unknown.why, unknown.refs, many=True)


def refuse_doubles(sids: Iterable[Any]) -> None:
    """Raises Failure when two statements have the same Sid."""
    known = [one for one in sids if isinstance(one, str) and one]
    if len(known) != len(set(known)):
        raise Failure("two statements have the same Sid")


def _sid(statement: Any) -> Any:
    """The Sid of a statement: "" without one, an Unknown where it is not known."""
    return statement if isinstance(statement, Unknown) else statement.get("Sid", "")


def _may_be_same(one: Any, other: Any) -> bool:
    """Whether two Sids, of which at least one is not known, can be the same."""
    if isinstance(other, str):
        one, other = other, one
    if not isinstance(one, str):
        return True
    fits = one.startswith(other.prefix) and one.endswith(other.suffix)
    return fits and (not other.among or one in other.among)
