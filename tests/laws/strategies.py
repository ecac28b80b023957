"""Hypothesis strategies of cases: a resource in its type's schema, with what belongs to it.

A case begins as an example of the control's, as two of them mixed, or as nothing; then a few
places are drawn anew from the schema, and companions are added that are linked to the resource
by reference, by name, or perhaps. Everything is drawn through one function, `below(n)`: a whole
number from 0 to n - 1, where 0 is the plainest choice, so that what fails shrinks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st
from msgspec.structs import replace

from controls.examples import JUDGED, Case, Described, ref
from laws.vocabulary import Vocabulary, common_words, vocabulary_of
from partywall.controls.control import Control
from partywall.estate.companions import COMPANIONS, IDENTITY
from partywall.estate.resource import Origin
from partywall.estate.schema import TypeSchema, type_schema
from partywall.kernel.unknown import Path, Unknown

T = TypeVar("T")
Below = Callable[[int], int]

DEPTH = 5
"""How far down a structure is drawn; what lies deeper is left out."""

CIDRS = (
    "10.0.0.0/8", "0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "203.0.113.7/32", "fd00::/8",
    "2000::/3", "192.168.1.0/24", "0.0.0.0/00", "not-a-cidr",
)  # fmt: skip
PORTS = (22, 0, 80, 443, 3389, 65535, -1, 21, 23, 3306, 5432, 6379, 1024)
ACCOUNT = "111122223333"
ARNS = (
    f"arn:aws:iam::{ACCOUNT}:root",
    "arn:aws:iam::444455556666:role/partner",
    "arn:aws:s3:::payroll/*",
    f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "alias/aws/s3",
    "alias/mine",
)
ACTIONS = (
    "s3:GetObject", "*", "s3:*", "iam:PassRole", "kms:*", "sts:AssumeRole", "sqs:SendMessage",
    "lambda:InvokeFunction", "sts:AssumeRoleWithWebIdentity", "iam:*", "S3:getobject",
)  # fmt: skip
PRINCIPALS: tuple[Any, ...] = (
    {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "*",
    {"AWS": "*"},
    {"AWS": [ACCOUNT, "*"]},
    {"Service": "lambda.amazonaws.com"},
    {"Service": ["ec2.amazonaws.com", "sns.amazonaws.com"]},
    {"Federated": "token.actions.githubusercontent.com"},
    {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"},
    {"AWS": Unknown("a parameter")},
    {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
)
CONDITIONS: tuple[dict[str, Any], ...] = (
    {"Bool": {"aws:SecureTransport": "false"}},
    {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
    {"ArnLike": {"aws:SourceArn": f"arn:aws:sns:eu-west-1:{ACCOUNT}:*"}},
    {"ArnLike": {"aws:SourceArn": "*"}},
    {"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}},
    {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
    {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/shop:*"}},
    {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}},
    {"StringEqualsIfExists": {"aws:PrincipalAccount": ACCOUNT}},
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    {"StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}},
    {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    {"StringEquals": {"sts:ExternalId": "8f3c"}},
    {"Null": {"aws:SourceArn": "true"}},
    {"StringEquals": {"AWS:SourceOwner": Unknown("the account", attribute="AWS::AccountId")}},
)
ORIGINS: tuple[Origin, ...] = (*("cloudformation",) * 5, "terraform", "live")
ILL: tuple[Any, ...] = ("text", 7, True, [], {}, None, ["text"], {"Key": "text"}, -1, "", 0.5)
"""Values of every JSON kind, for places that want another kind."""


class Author:
    """Draws values for the cases of one control."""

    def __init__(self, control: Control, below: Below) -> None:
        self.control = control
        self.below = below
        self.known: Vocabulary = vocabulary_of(control)
        self.addresses: list[str] = ["Elsewhere"]

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def once_in(self, times: int) -> bool:
        return self.below(times) == times - 1

    # -- cases

    def case(self) -> Case:
        """A case whose verdict may be any."""
        cases = self.known.cases
        start = self.below(6)
        if start < 3:
            case = self.pick(cases)
        elif start == 3:
            case = self._mixed(self.pick(cases), self.pick(cases))
        else:
            case = {JUDGED: Described(self.pick(self.control.types), {})}
        self.addresses += [name for name in case if name != JUDGED]
        if start > 3 or self.once_in(3):
            case = self._anew(case, JUDGED)
        case = self._with_companions(case)
        origin = self.pick(ORIGINS)
        if origin != "cloudformation":
            case = {name: replace(one, origin=origin) for name, one in case.items()}
        return self.edited(case, self.below(4))

    def _mixed(self, one: Case, other: Case) -> Case:
        """The resources of both; of two with one name and type, the properties of both."""
        mixed = dict(one)
        for name, added in other.items():
            mine = mixed.get(name)
            if mine is None:
                mixed[name] = added
            elif mine.type == added.type:
                both: Any = mine.properties | added.properties
                mixed[name] = replace(mine, properties=both)
        return mixed

    def _anew(self, case: Case, name: str) -> Case:
        """Some top-level properties drawn from the schema, over those that are there."""
        one = case[name]
        schema = type_schema(one.type)
        if schema is None:
            return case
        drawn = self.structure(schema, schema.properties, 0)
        return case | {name: replace(one, properties=one.properties | drawn)}

    def _with_companions(self, case: Case) -> Case:
        judged = case[JUDGED]
        kinds = sorted(
            (kind, key)
            for kind, rows in COMPANIONS.items()
            for key, parent in rows
            if parent == judged.type
        )
        if kinds and self.once_in(2):
            for n in range(1 + self.below(2)):
                kind, key = self.pick(kinds)
                case = case | {f"Companion{n}": self._companion(kind, key, judged)}
        for key, parent in COMPANIONS.get(judged.type, ()):
            if self.once_in(3):
                case = case | {"Parent": Described(parent, {})}
                case = self._anew(case, "Parent")
                own: Any = judged.properties | {key: ref("Parent")}
                case[JUDGED] = judged = replace(judged, properties=own)
        return case

    def _companion(self, kind: str, key: str, judged: Described) -> Described:
        schema = type_schema(kind)
        properties = self.structure(schema, schema.properties, 1) if schema else {}
        named = judged.properties.get(IDENTITY.get(judged.type, ""))
        link = self.pick(
            (
                ref(JUDGED),
                ref(JUDGED, "Arn"),
                named if isinstance(named, str) else "somebody-elses",
                Unknown("a parameter", present=True),
                ref("Elsewhere"),
                [ref(JUDGED)],
            )
        )
        guard = (("Perhaps", True),) if self.once_in(5) else ()
        return Described(kind, properties | {key: link}, guard=guard)

    def edited(self, case: Case, times: int) -> Case:
        """So many places left out, doubled, or drawn anew; no setting made twice."""
        for _ in range(times):
            case = self._edited(case)
        return {
            name: replace(one, properties=without_twins(one.properties))
            for name, one in case.items()
        }

    def _edited(self, case: Case) -> Case:
        name = self.pick([JUDGED, JUDGED, *sorted(case)])
        one = case[name]
        spots = list(places(one.properties))
        if not spots:
            return self._anew(case, name)
        path, value = self.pick(spots)
        how = self.below(4)
        if how == 0:
            return case | {name: replace(one, properties=without(one.properties, path))}
        if how == 1 and isinstance(value, list) and value:
            value = [*value, self.pick(value)]
        else:
            schema = type_schema(one.type)
            form = form_at(schema, path) if schema else "*"
            value = self.value(schema, form, name_at(path), 1)
        return case | {name: replace(one, properties=put(one.properties, path, value))}

    # -- values

    def structure(self, schema: TypeSchema, known: dict[str, Any], depth: int) -> dict[str, Any]:
        """A few properties: mostly such as the control speaks of."""
        wanted = [key for key in known if key in self.known.names]
        others = [key for key in known if key not in self.known.names]
        chosen = [key for key in wanted if self.below(3)]
        if others and (not wanted or self.once_in(4)):
            chosen.append(self.pick(others))
        return {key: self.value(schema, known[key], key, depth + 1) for key in chosen}

    def value(self, schema: TypeSchema | None, form: Any, name: str, depth: int) -> Any:
        """A value of a form of the schema, or one that is not known."""
        if self.once_in(12):
            return self.unknown(name)
        if schema is not None:
            form = schema.expand(form)
        if isinstance(form, dict) and schema is not None:
            return self.structure(schema, form["p"], depth) if depth < DEPTH else {}
        if isinstance(form, list) and form[0] == "enum":
            return self.pick(form[1:])
        if isinstance(form, list) and form[0] == "array":
            count = self.below(4) if depth < DEPTH else 0
            return [self.value(schema, form[1], name, depth + 1) for _ in range(count)]
        if "Policy" in name and form not in ("s", "b", "i"):
            policy = self.policy()
            return json.dumps(policy, default=str) if self.once_in(8) else policy
        if isinstance(form, list) and form[0] == "any":
            return self.value(schema, self.pick(form[1:]), name, depth)
        if isinstance(form, list):
            keys = [self.text(name) for _ in range(self.below(3))]
            return {str(key): self.value(schema, form[1], name, depth + 1) for key in keys}
        if form == "b":
            return self.pick((True, False, "true", "false"))
        if form in ("i", "n"):
            return self.number(name)
        return self.text(name)

    def text(self, name: str) -> Any:
        """A scalar such as examples hold under this name, or one that the source speaks of."""
        if "Cidr" in name or name.endswith("Cidrs"):
            return self.pick(CIDRS)
        own = self.known.words.get(name)
        if own and self.below(4):
            return self.pick(own)
        common = common_words().get(name)
        if common and self.below(3):
            return self.pick(common)
        return self.pick((*ARNS[:1], *self.known.texts, *ARNS, "", ref(self.pick(self.addresses))))

    def number(self, name: str) -> Any:
        if "Port" in name:
            return self.pick(PORTS)
        own = self.known.words.get(name)
        if own and self.below(2):
            return self.pick(own)
        return self.pick((0, 1, *self.known.numbers, -1, 7, 30, 90, 365, "1"))

    def unknown(self, name: str) -> Unknown:
        address = self.pick(self.addresses)
        text = str(self.text(name))
        return self.pick(
            (
                Unknown("a parameter"),
                Unknown("a parameter", present=True),
                ref(address),
                ref(address, "Arn"),
                Unknown("a join", refs=(address,), prefix=text[:4], present=True),
                Unknown("a parameter", among=(text, "something else"), present=True),
            )
        )

    # -- policies

    def policy(self) -> dict[str, Any]:
        """A policy in IAM's language."""
        statements: Any = [self.statement() for _ in range(self.below(3) + 1)]
        if len(statements) == 1 and self.once_in(3):
            statements = statements[0]
        return {"Version": "2012-10-17", "Statement": statements}

    def statement(self) -> dict[str, Any]:
        """One statement; with a wildcard, a missing element or an unknown now and then."""
        one: dict[str, Any] = {"Effect": self.pick(("Allow", "Allow", "Deny"))}
        who = self.below(8)
        if who:
            one["NotPrincipal" if who == 7 else "Principal"] = self.pick(PRINCIPALS)
        one["NotAction" if self.once_in(8) else "Action"] = self._few(ACTIONS, "Action")
        one["NotResource" if self.once_in(10) else "Resource"] = self._few(
            ("*", *ARNS, "arn:aws:s3:::payroll"), "Resource"
        )
        if self.below(2):
            one["Condition"] = self.pick(CONDITIONS)
            if self.once_in(3):
                one["Condition"] = one["Condition"] | self.pick(CONDITIONS)
        return one

    def _few(self, usual: Sequence[Any], name: str) -> Any:
        own = self.known.words.get(name)
        drawn = [self.pick(own if own and self.below(2) else usual) for _ in range(self.below(3))]
        return drawn or self.pick(usual)


_WHOLE = [st.just(0), *(st.integers(0, n) for n in range(1024))]
"""At n: a whole number below n."""


@st.composite
def cases(draw: st.DrawFn, control: Control) -> Case:
    """Cases of one control."""
    return Author(control, lambda n: draw(_WHOLE[n]) if n > 1 else 0).case()


# -- places


def places(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Every place below a value, parents before what they hold."""
    found: list[tuple[Path, Any]] = []
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for key, item in pairs:
        found.append(((*path, key), item))
        found += places(item, (*path, key))
    return found


def put(properties: Any, path: Path, value: object) -> Any:
    """The properties with one value replaced, or put where nothing was; nothing is shared."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(properties, list):
        copied: Any = list(properties)
        copied[key] = put(copied[key], rest, value)
        return copied
    held = properties if isinstance(properties, dict) else {}
    return {**held, key: put(held.get(key), rest, value)}


def without(properties: Any, path: Path) -> Any:
    """The properties with one place left out."""
    key, rest = path[0], path[1:]
    if isinstance(properties, list):
        if rest:
            return [without(v, rest) if n == key else v for n, v in enumerate(properties)]
        return [item for n, item in enumerate(properties) if n != key]
    if rest:
        return {**properties, key: without(properties[key], rest)}
    return {name: item for name, item in properties.items() if name != key}


SETTING = ("Key", "Name", "OptionName", "ParameterKey", "ParameterName")
"""Properties that name a setting in a list of settings, each of which AWS takes once."""


def without_twins(value: Any) -> Any:
    """The value without settings that an earlier one of the same list has set."""
    if isinstance(value, dict):
        return {key: without_twins(item) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    seen: list[Any] = []
    kept = []
    for item in value:
        named = [item[key] for key in SETTING if key in item] if isinstance(item, dict) else []
        if not named or named not in seen:
            seen.append(named)
            kept.append(without_twins(item))
    return kept


def name_at(path: Path) -> str:
    """The property name nearest to the end of a path."""
    return next((key for key in reversed(path) if isinstance(key, str)), "")


def form_at(schema: TypeSchema, path: Path) -> Any:
    """The schema's form of what stands at a path; "*" where the schema has no such place."""
    form: Any = {"p": schema.properties}
    for key in path:
        form = schema.expand(form)
        if isinstance(form, dict):
            form = form["p"].get(key, "*")
        elif isinstance(form, list) and form[0] in ("array", "map"):
            form = form[1]
        else:
            return "*"
    return form
