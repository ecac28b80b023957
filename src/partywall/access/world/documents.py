"""Policies as the input has them, with references to the estate's own resources put in.

An Unknown that is an attribute of a resource becomes that resource's ARN or name (see `arns`),
one that is the account becomes the account. What is left stays Unknown and makes the statements
that it is in unknown where it matters. Equal texts are compiled once.
"""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from partywall.access.language.reading import read_policy
from partywall.access.language.records import Policy
from partywall.access.layers.layer import Attached
from partywall.access.rules import Rules, rules_of
from partywall.access.world.arns import attribute_of
from partywall.access.world.home import ACCOUNT, Home
from partywall.estate.estate import Estate
from partywall.kernel.unknown import Unknown

ACCOUNT_ID: Final = "aws::accountid"


class Held(Struct, frozen=True):
    """A policy by the name it has where it is attached: a text, or rules that are not all known.

    Texts are compiled when somebody asks; of a thousand roles most never are. One that is
    `as_written` may have keys twice. `rests_on` is a dated fact that the text was taken from,
    where it is not the input's.
    """

    name: str
    text: str = ""
    rules: Rules | None = None
    as_written: bool = False
    rests_on: str = ""

    @property
    def attached(self) -> Attached:
        """The policy, compiled."""
        return Attached(self.name, self.rules if self.rules is not None else rules_of(self.text))


def unread(name: str, why: str) -> Held:
    """A policy of which nothing is known but its name."""
    return Held(name, rules=Rules(Policy((), flaws=(why,)), json.dumps({"unknown": why})))


class Documents:
    """Reads the policies of one estate.

    `beside` are those of the other estates that are looked at together with it: what AWS publishes
    to everybody may stand in any of them.
    """

    def __init__(self, estate: Estate, home: Home) -> None:
        self.estate = estate
        self.home = home
        self.beside: tuple[Documents, ...] = ()

    def held(self, name: str, value: object) -> Held:
        """The policy that a value is: JSON text, a mapping, or an Unknown."""
        if isinstance(value, str):
            return Held(name, value, as_written=True)
        resolved, whole = self._resolved(value)
        if whole and isinstance(resolved, dict):
            return Held(name, msgspec.json.encode(resolved).decode())
        return Held(
            name, rules=Rules(read_policy(resolved), msgspec.json.encode(resolved).decode())
        )

    def perhaps(self, name: str, value: object, why: str) -> Held:
        """A policy of which it is not known whether it applies: so none of its statements is."""
        policy = self.held(name, value).attached.rules.policy
        statements = [replace(one, flaws=(*one.flaws, why)) for one in policy.statements]
        return Held(name, rules=Rules(replace(policy, statements=tuple(statements))))

    def text(self, value: object) -> object:
        """A single value with its references put in: a string, or what it was."""
        return self._resolved(value)[0]

    def _resolved(self, value: Any) -> tuple[object, bool]:
        """The value, and whether all of it is known."""
        if isinstance(value, dict):
            pairs = {key: self._resolved(one) for key, one in value.items()}
            return {key: one for key, (one, _) in pairs.items()}, all(
                known for _, known in pairs.values()
            )
        if isinstance(value, list):
            items = [self._resolved(one) for one in value]
            return [one for one, _ in items], all(known for _, known in items)
        if type(value) is Unknown:
            found = self._told(value)
            return (value, False) if found is None else (found, True)
        return value, True

    def _told(self, value: Unknown) -> str | None:
        """What an Unknown is, where the estate tells."""
        if value.attribute.lower() == ACCOUNT_ID:
            return self.home.account or None
        if value.framed and value.framed[1].lower() == ACCOUNT_ID:
            before, _, after = value.framed
            return f"{before}{self.home.account or ACCOUNT}{after}"
        if len(value.refs) == 1 and (value.attribute or value.framed):
            before, attribute, after = value.framed or ("", value.attribute, "")
            resource = self.estate.by_address.get(value.refs[0])
            named = resource and attribute_of(resource, attribute, self.home)
            return f"{before}{named.text}{after}" if named else None
        return _of_partition(value.among, self.home.partition)


def _of_partition(among: tuple[object, ...], partition: str) -> str | None:
    """The one alternative that is of the partition, where each of them is an ARN of another."""
    texts = [one for one in among if isinstance(one, str)]
    starts = {one.split(":")[1] for one in texts if one.startswith("arn:") and one.count(":") > 4}
    if not texts or len(texts) < len(among) or len(starts) < len(texts):
        return None
    fitting = [one for one in texts if one.startswith(f"arn:{partition}:")]
    return fitting[0] if len(fitting) == 1 else None
