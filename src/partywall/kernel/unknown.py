"""A value that the input does not tell, with all that is known about it all the same.

An unknown is rarely the whole value: a reference says that something is set and where it
will come from, a template has a known beginning, a parameter has allowed values. Keeping
those decides questions that a bare "unknown" would lose.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

Path = tuple[str | int, ...]
"""Where a value stands: keys and list positions, in CloudFormation's schema."""


class Unknown(Struct, frozen=True, gc=False, omit_defaults=True, rename={"why": "unknown"}):
    """A value that is not known, why, and what is known about it.

    `why` completes the sentence "not known: …". `refs` are the addresses of the resources
    that the value comes from, in the order in which the source names them; `attribute` is set
    when the value *is* that attribute of the single resource in `refs` (`Arn`, `Ref`).
    `prefix` and `suffix` are what a string surely begins and ends with. `among` lists every
    value it can take, or is empty when that is open. `present` says that it is surely set:
    neither absent nor null. `many`, in a list, stands for any number of elements, none included.
    `framed` is (text before, attribute, text after) when the value is that attribute of the
    single resource in `refs` between two known texts, as `${Bucket.Arn}/*` is; or the number of
    the own account (`AWS::AccountId`), which is no resource's.

    In JSON it is an object whose `unknown` is the reason.

    What a reader hands over is never of a class derived from it, so ask `type(value) is Unknown`:
    `isinstance` looks for a hook in the metaclass that a Struct has, and takes five times as long
    to say no.
    """

    why: str
    refs: tuple[str, ...] = ()
    attribute: str = ""
    prefix: str = ""
    suffix: str = ""
    among: tuple[object, ...] = ()
    present: bool = False
    many: bool = False
    framed: tuple[str, ...] = ()

    def __str__(self) -> str:
        source = f" (from {', '.join(self.refs)})" if self.refs else ""
        return f"{self.why}{source}"


LEFT_TO_ACCOUNT: Final = Unknown("depends on a setting of the account")
"""Not configured here, and the account decides (EBS encryption by default, for one)."""
