"""Which instances a block has: one, those of `count` or `for_each`, or nobody knows how many."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct, structs

from partywall.estate.resource import Guard
from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.address import key_of
from partywall.sources.terraform.types import as_number, word_for
from partywall.sources.terraform.values import Failure, Lazy, SetValue, is_known, unknown_from
from partywall.sources.terraform_hcl import syntax
from partywall.sources.terraform_hcl.evaluation.groups import AnyKey, Group
from partywall.sources.terraform_hcl.evaluation.run import MOST_INSTANCES
from partywall.sources.terraform_hcl.evaluation.surroundings import Repetition
from partywall.sources.terraform_hcl.wording import words_of

ANY_KEY: Final = "[*]"
"""In an address: whichever instance."""


class Expansion(Struct, frozen=True, eq=False):
    """The instances of a block, by the key that its address shows.

    `single`: it is not repeated. `open`: why it is not known which instances there are; then the
    one entry stands for each of them, and `domain` and `guard` say what they depend on. `crowded`:
    it is known, and there are too many.
    """

    instances: dict[str, Repetition | None]
    single: bool = False
    by_count: bool = False
    open: Unknown | None = None
    switch: bool = False
    domain: str = ""
    guard: Guard = ()
    crowded: bool = False


SINGLE: Final = Expansion({"": None}, single=True)


def counted(value: Any, expr: syntax.Expr, module: str) -> Expansion:
    """The instances of a `count`, which `expr` gives in the module instance of that address.

    Raises Failure where Terraform would.
    """
    if value is None:
        raise Failure("count must not be null")
    wanted = as_number(value)
    if isinstance(wanted, Unknown):
        return (
            _one_or_none(value, expr, module)
            if _is_switch(value)
            else any_of(value, expr, module, by_count=True)
        )
    if not isinstance(wanted, int) or wanted < 0:
        raise Failure("count must be a whole number, and not negative")
    if wanted > MOST_INSTANCES:
        found = any_of(_too_many(wanted), expr, module, by_count=True)
        return structs.replace(found, guard=(), crowded=True)
    return Expansion(
        {key_of(n): Repetition(index=n, by_count=True) for n in range(wanted)}, by_count=True
    )


def _is_switch(value: Unknown) -> bool:
    return len(value.among) == 2 and {str(one) for one in value.among} == {"0", "1"}


def _one_or_none(value: Unknown, expr: syntax.Expr, module: str) -> Expansion:
    """`condition ? 1 : 0`: if there is an instance, it is the first."""
    return Expansion(
        {"[0]": Repetition(index=0, by_count=True)},
        by_count=True,
        open=value,
        switch=True,
        guard=_switched(expr, module),
    )


def _switched(expr: syntax.Expr, module: str) -> Guard:
    if isinstance(expr, syntax.Conditional) and isinstance(expr.no, syntax.Constant):
        test, wanted = expr.test, expr.no.value == 0
        while isinstance(test, syntax.Unary) and test.operator == "!":
            test, wanted = test.operand, not wanted
        return ((_placed(words_of(test), module), wanted),)
    return ((_placed(f"{words_of(expr)} is not 0", module), True),)


def keyed(value: Any, expr: syntax.Expr, module: str) -> Expansion:
    """The instances of a `for_each`, as `counted`."""
    if isinstance(value, Lazy):
        value = value.whole()
    if isinstance(value, Unknown):
        return any_of(value, expr, module)
    if isinstance(value, dict):
        entries = sorted(value.items())
    elif isinstance(value, SetValue):
        if not is_known(value):
            return any_of(unknown_from(value), expr, module)
        if not all(isinstance(one, str) for one in value):
            raise Failure("for_each needs a set of strings")
        entries = [(one, one) for one in value]
    else:
        raise Failure(f"for_each needs a map or a set of strings, not {word_for(value)}")
    if len(entries) > MOST_INSTANCES:
        found = any_of(_too_many(len(entries)), expr, module)
        return structs.replace(found, guard=(), crowded=True)
    return Expansion({key_of(key): Repetition(key=key, value=one) for key, one in entries})


def any_of(why: Unknown, expr: syntax.Expr, module: str, *, by_count: bool = False) -> Expansion:
    """Any number of instances: key and value of each are not known.

    Over another group, each instance goes with one of that group's.
    """
    words = words_of(expr)
    domain = why.domain if isinstance(why, Group) else _placed(words, module)
    key = AnyKey(why.why, present=True, domain=domain)
    if by_count:
        repetition = Repetition(index=key, by_count=True)
    else:
        value = why.instance if isinstance(why, Group) else unknown_from([why])
        repetition = Repetition(key=key, value=value)
    end = "0" if by_count else "empty"
    return Expansion(
        {ANY_KEY: repetition},
        by_count=by_count,
        open=why,
        domain=domain,
        guard=((_placed(f"{words} is not {end}", module), True),),
    )


def _placed(words: str, module: str) -> str:
    return f"{words} in {module}" if module else words


def _too_many(count: int) -> Unknown:
    return Unknown(f"{count:,} instances are too many to look at each")
