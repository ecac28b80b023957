"""Which instances a block has: one, those of `count` or `for_each`, or nobody knows how many."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.address import key_of
from partywall.sources.terraform_hcl.evaluation.run import MOST_INSTANCES
from partywall.sources.terraform_hcl.evaluation.surroundings import Repetition
from partywall.sources.terraform_hcl.types import as_number, word_for
from partywall.sources.terraform_hcl.values import Failure, Lazy, SetValue, unknown_from

ANY_KEY: Final = "[*]"
"""In an address: whichever instance."""


class Expansion(Struct, frozen=True, eq=False):
    """The instances of a block, by the key that its address shows.

    `single`: it is not repeated. `open`: why it is not known which instances there are; then the
    one entry stands for each of them.
    """

    instances: dict[str, Repetition | None]
    single: bool = False
    by_count: bool = False
    open: Unknown | None = None


SINGLE: Final = Expansion({"": None}, single=True)


def counted(value: Any) -> Expansion:
    """The instances of a `count`. Raises Failure where Terraform would."""
    if value is None:
        raise Failure("count must not be null")
    wanted = as_number(value)
    if isinstance(wanted, Unknown):
        return _one_or_none(value) if _is_switch(value) else _any_count(value)
    if not isinstance(wanted, int) or wanted < 0:
        raise Failure("count must be a whole number, and not negative")
    if wanted > MOST_INSTANCES:
        return _any_count(_too_many(wanted))
    return Expansion(
        {key_of(n): Repetition(index=n, by_count=True) for n in range(wanted)}, by_count=True
    )


def _is_switch(value: Unknown) -> bool:
    return set(value.among) == {0, 1}


def _one_or_none(value: Unknown) -> Expansion:
    """`condition ? 1 : 0`: if there is an instance, it is the first."""
    return Expansion({"[0]": Repetition(index=0, by_count=True)}, by_count=True, open=value)


def _any_count(why: Unknown) -> Expansion:
    index = Unknown(why.why, why.refs, present=True)
    return Expansion({ANY_KEY: Repetition(index=index, by_count=True)}, by_count=True, open=why)


def keyed(value: Any) -> Expansion:
    """The instances of a `for_each`. Raises Failure where Terraform would."""
    if isinstance(value, Lazy):
        value = value.whole()
    if isinstance(value, Unknown):
        return unknown_keys(value)
    if isinstance(value, dict):
        entries = sorted(value.items())
    elif isinstance(value, SetValue):
        if not all(isinstance(one, str) for one in value):
            raise Failure("for_each needs a set of strings")
        entries = [(one, one) for one in value]
    else:
        raise Failure(f"for_each needs a map or a set of strings, not {word_for(value)}")
    if len(entries) > MOST_INSTANCES:
        return unknown_keys(_too_many(len(entries)))
    return Expansion({key_of(key): Repetition(key=key, value=one) for key, one in entries})


def unknown_keys(why: Unknown) -> Expansion:
    """Any number of instances: key and value of each are not known."""
    key = Unknown(why.why, why.refs, present=True)
    return Expansion({ANY_KEY: Repetition(key=key, value=unknown_from([why]))}, open=why)


def _too_many(count: int) -> Unknown:
    return Unknown(f"{count:,} instances are too many to look at each")
