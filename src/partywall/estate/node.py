"""A place in a resource's properties, asked questions that may end in doubt.

Views are made of nodes. A node knows its value, its path and its resource, so that every
answer can say where it came from; its predicates return True, False or a `Doubt` that names
the property that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, TypeVar

from partywall.kernel.evidence import Evidence
from partywall.kernel.truth import Doubt, Truth, some
from partywall.kernel.unknown import Path, Unknown
from partywall.kernel.values import as_number, below, may_be, same, truthy

if TYPE_CHECKING:
    from partywall.estate.resource import Resource

N = TypeVar("N", bound="Node")

bare_node: Final = object.__new__
"""A node whose slots the caller fills: nodes are made by the million, and half of what one costs
is the call of its `__init__`."""

TEXT_ATTRIBUTES: Final = frozenset({"arn", "aws::accountid", "id", "name", "ref"})


class Node:
    """A value in a resource, at a path.

    `value` is None when the property is absent (an explicit null is absent, too), an `Unknown`
    when the source does not tell, or a JSON value that may hold further Unknowns. `key` leads
    here from `parent`: a name, a position, or a path of several. `sure` is True, or a Doubt when
    it is not certain that this node belongs to the resource at all.
    """

    __slots__ = ("key", "parent", "resource", "sure", "value")

    def __init__(
        self,
        value: object,
        resource: Resource,
        parent: Node | None = None,
        key: str | int | Path = "",
        sure: Truth = True,
    ) -> None:
        self.value = value
        self.resource = resource
        self.parent = parent
        self.key = key
        self.sure = sure

    # -- where it stands

    @property
    def path(self) -> Path:
        """Keys and list positions from the resource's properties down to here."""
        above, key = self.parent, self.key
        if above is None:
            return ()
        own: Path = key if isinstance(key, tuple) else (key,)
        return own if above.parent is None else above.path + own

    @property
    def root(self) -> Node:
        """The view that this node belongs to."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def evidence(self, note: str = "") -> Evidence:
        """What was seen here; values that must not be shown are left out."""
        above, path, resource = self.parent, self.key, self.resource
        if above is None or above.parent is not None or path.__class__ is not tuple:
            path = self.path
        found = self.value
        if resource.hidden:
            found = _veiled(found, path, resource.hidden)
        if resource.positions is not None:
            return Evidence(path, found, note, resource.where(path), resource.holder(path))
        if resource.merged is not None and path:
            piece = resource.merged.get(str(path[0]))
            if piece is not None:
                return Evidence(path, found, note, piece[1], piece[0])
        return Evidence(path, found, note, resource.place, resource.address)

    def doubt(self, why: str = "") -> Doubt:
        """A doubt about this very value."""
        return Doubt((self, why))

    def gap(self, why: str) -> Evidence:
        """The evidence of a doubt about this value; `why` stands for a value that is known."""
        item = self.evidence(why)
        if why and type(item.found) is not Unknown:
            return Evidence(item.path, Unknown(why), why, item.where, item.resource)
        return item

    # -- going down

    def at(self, key: str | int, *more: str | int) -> Node:
        """The node below; absent below something absent, unknown below something unknown."""
        value = self.value
        if value.__class__ is dict:
            value = value.get(key)
        elif value is not None:
            value = below(value, (key,))
        if more and value is not None:
            value = below(value, more)
        node = bare_node(Node)
        node.value, node.resource = value, self.resource
        node.parent, node.key, node.sure = self, (key, *more) if more else key, True
        return node

    def items(self) -> Nodes[Node]:
        """The elements of a list: none when absent, one unknown element when the list is unknown.

        A value that is no list counts as a list of one, as CloudFormation and IAM accept it.
        """
        return self.items_as(Node)

    def items_as(self, kind: type[N]) -> Nodes[N]:
        """The elements, as nodes of a kind of one's own."""
        value, resource = self.value, self.resource
        if value is None:
            return Nodes()
        if isinstance(value, list):
            found: Nodes[N] = Nodes()
            for n, item in enumerate(value):
                node = bare_node(kind)
                node.value, node.resource = item, resource
                node.parent, node.key, node.sure = self, n, True
                found.append(node)
            return found
        if type(value) is Unknown and not _is_text(value):
            value = Unknown(value.why, value.refs, many=True)
        only = bare_node(kind)
        only.value, only.resource, only.parent, only.key, only.sure = value, resource, self, 0, True
        return Nodes((only,))

    def entries(self) -> Nodes[Node]:
        """The values of a mapping, by key in the order written; none when absent.

        One whose value may turn out to be absent is not sure to be there.
        """
        value = self.value
        if isinstance(value, dict):
            found = [Node(item, self.resource, self, key) for key, item in value.items()]
            for entry in found:
                entry.sure = entry.is_set
            return Nodes([entry for entry in found if entry.value is not None])
        if type(value) is Unknown:
            return Nodes((Node(Unknown(value.why, value.refs, many=True), self.resource, self),))
        return Nodes(())

    def either(self, default: object) -> Node:
        """This node; or, when absent, the same place holding AWS's documented default."""
        if self.value is not None:
            return self
        return Node(default, self.resource, self.parent, self.key, self.sure)

    # -- questions

    @property
    def known(self) -> bool:
        """Whether the value is known (absent is known)."""
        return type(self.value) is not Unknown

    @property
    def is_set(self) -> Truth:
        """Whether the property has a value at all; a reference is one, though not known."""
        value = self.value
        if type(value) is Unknown:
            return True if value.present else self.doubt()
        return value is not None

    @property
    def is_filled(self) -> Truth:
        """Whether there is a value that is no empty text; what a resource gives out never is."""
        value = self.value
        if type(value) is Unknown:
            if value.present and value.attribute:
                return True
            empty = self.equals("")
            return self.is_set & (not empty if isinstance(empty, bool) else empty)
        return value is not None and value != ""

    @property
    def is_true(self) -> Truth:
        """Whether it is true, also when spelled `"true"`; absent is not true."""
        value = self.value
        if value is True or value is False:
            return value
        if type(value) is Unknown:
            return self._among(lambda one: truthy(one) is True)
        return truthy(value) is True

    def equals(self, *wanted: object) -> Truth:
        """Whether the value is one of `wanted`; numbers and booleans also match their spelling."""
        value = self.value
        if value is None:
            return False
        if type(value) is Unknown:
            texts = [item for item in wanted if isinstance(item, str)]
            if texts and len(texts) == len(wanted) and not any(may_be(value, t) for t in texts):
                return False
            return self._among(lambda one: same(one, wanted))
        return same(value, wanted)

    def says(self, key: str, *wanted: object) -> Truth:
        """Whether the value at `key` is one of `wanted`: `at(key).equals(*wanted)`, but a text
        that is there is compared without a node made for it."""
        value = self.value
        text = value.get(key) if value.__class__ is dict else None
        if text.__class__ is str:
            return same(text, wanted)
        return self.at(key).equals(*wanted)

    def contains(self, *wanted: object) -> Truth:
        """Whether an element of the list is one of `wanted`; a plain value is a list of one."""
        return some(self.items(), lambda one: one.equals(*wanted))[1]

    def matches(self, pattern: str) -> Truth:
        """Whether the text matches the regular expression from its beginning; absent does not.

        A known beginning decides when the pattern is a literal one (`alias/aws/`).
        """
        value = self.value
        if type(value) is Unknown:
            return self._match_unknown(value, pattern)
        return isinstance(value, str) and re.match(pattern, value) is not None

    def _match_unknown(self, value: Unknown, pattern: str) -> Truth:
        literal = pattern.replace("\\", "") if re.fullmatch(r"[\w/: \\.-]+", pattern) else ""
        if literal and "." not in pattern.replace("\\.", "") and value.prefix:
            if value.prefix.startswith(literal):
                return True
            if not literal.startswith(value.prefix):
                return False
        return self._among(lambda one: isinstance(one, str) and bool(re.match(pattern, one)))

    def at_least(self, number: float) -> Truth:
        """Whether the number (or its spelling) is `number` or more; absent is not."""
        return self._compare(lambda seen: seen >= number)

    def at_most(self, number: float) -> Truth:
        """Whether the number (or its spelling) is `number` or less; absent is not."""
        return self._compare(lambda seen: seen <= number)

    def _compare(self, holds: Callable[[float], bool]) -> Truth:
        def test(one: object) -> bool:
            seen = as_number(one)
            return seen is not None and holds(seen)

        return self._among(test) if type(self.value) is Unknown else test(self.value)

    def _among(self, holds: Callable[[object], bool]) -> Truth:
        """The answer for an unknown value: settled when every value it can take agrees."""
        value = self.value
        assert type(value) is Unknown
        if value.among:
            answers = {holds(one) for one in value.among}
            if len(answers) == 1:
                return answers.pop()
        return self.doubt()

    def number(self) -> float | None:
        """The number written here; None when absent or no number. Raises Undecided if unknown."""
        if type(self.value) is Unknown:
            bool(self.doubt())
        return as_number(self.value)

    def text(self) -> str | None:
        """The text written here; None when absent. Raises Undecided when unknown."""
        if type(self.value) is Unknown:
            bool(self.doubt())
        return None if self.value is None else str(self.value)


class Nodes(list[N]):
    """Elements of a list. Asking whether there are any, or how many, raises Undecided
    when the source does not tell (a `many` element stands for any number)."""

    def _countable(self) -> None:
        for node in self:
            if type(node.value) is Unknown and node.value.many:
                bool(node.doubt("how many there are is not known"))
            bool(node.sure)

    def __bool__(self) -> bool:
        if not list.__len__(self):
            return False
        if any(node.sure is True and not _is_many(node) for node in self):
            return True
        self._countable()
        return True

    def count(self, _value: object = None) -> int:
        """How many elements there are. Raises Undecided when that is not known."""
        self._countable()
        return list.__len__(self)

    def __add__(self, other: Iterable[N]) -> Nodes[N]:  # type: ignore[override]
        return Nodes([*self, *other])


def _is_many(node: Node) -> bool:
    return type(node.value) is Unknown and node.value.many


def _is_text(value: Unknown) -> bool:
    """Whether an unknown value is surely one text, and so no list of several."""
    known_part = value.prefix or value.suffix
    return bool(known_part) or value.attribute.lower() in TEXT_ATTRIBUTES


HIDDEN: Final = Unknown("marked sensitive, not shown", present=True)


def _veiled(value: object, path: Path, hidden: frozenset[Path]) -> object:
    """`value` with everything at a hidden path replaced."""
    if path in hidden or any(path[:length] in hidden for length in range(len(path))):
        return HIDDEN
    if isinstance(value, dict):
        return {key: _veiled(item, (*path, key), hidden) for key, item in value.items()}
    if isinstance(value, list):
        return [_veiled(item, (*path, n), hidden) for n, item in enumerate(value)]
    return value
