"""What a change opens and closes, as the Report tree holds it: who can newly do what, and what
the Internet newly reaches."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

Whom = Literal["everybody", "outside", "account"]
"""Whom a change lets in: everybody, others from outside, principals of the account."""


class Allowed(Struct, frozen=True, omit_defaults=True):
    """Actions that somebody can do after the change and could not before, or the other way round.

    `what` are the actions in words. `partly`: it is so for some resources of the pattern only.
    `by` says on which side it changed, `address` whose policy it is. `is_new`: the principal is
    in one of the two only. `witness` is a request in the form of `access decide`, with what was
    decided `before` and `after`. `perhaps_own`: nobody tells which account the input is of, so the
    one that is let in from outside may be it.
    """

    who: str
    principal: str
    whom: Whom
    what: str
    resource: str
    by: str
    actions: tuple[str, ...]
    witness: dict[str, Any]
    address: str = ""
    condition: str = ""
    partly: bool = False
    perhaps_own: bool = False
    is_new: bool = False


class Reached(Struct, frozen=True, omit_defaults=True):
    """What some sources reach of a resource after the change and not before, or the other way.

    Packets with `headers` arrive; those with `answered` get a reply. `way` is the gateway; `state`
    says why it may not be so today. `is_new`: the resource is in one of the two only.
    """

    resource: str
    type: str
    sources: tuple[str, ...]
    way: str
    headers: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    state: str = ""
    is_new: bool = False


class Doubt(Struct, frozen=True, omit_defaults=True):
    """Where it cannot be told whether something changed, and why.

    `who` are a principal or the sources, `what` actions or headers in words; "" for any.
    """

    who: str
    what: str
    resource: str
    reasons: tuple[str, ...]
    actions: tuple[str, ...] = ()


class Access(Struct, frozen=True):
    """Who can newly do what, who no longer can, and where that cannot be told.

    `left_open` is not known before or after, and so was not compared. `untold` says why nothing
    was compared at all.
    """

    new_principals: tuple[str, ...] = ()
    gone_principals: tuple[str, ...] = ()
    newly: tuple[Allowed, ...] = ()
    no_longer: tuple[Allowed, ...] = ()
    unknown: tuple[Doubt, ...] = ()
    left_open: tuple[Doubt, ...] = ()
    assumed: tuple[str, ...] = ()
    untold: str = ""


class Reach(Struct, frozen=True):
    """What the Internet newly reaches, what no longer, and where that cannot be told.

    `left_open` as for Access.
    """

    newly: tuple[Reached, ...] = ()
    no_longer: tuple[Reached, ...] = ()
    unknown: tuple[Doubt, ...] = ()
    left_open: tuple[Doubt, ...] = ()


class Openings(Struct, frozen=True):
    """What a change means for who can do what, and for what the Internet reaches."""

    access: Access
    reach: Reach
