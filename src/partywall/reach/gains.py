"""What one network lets in beyond another, and where that cannot be told."""

from __future__ import annotations

from msgspec import Struct


class Gain(Struct, frozen=True):
    """What some sources reach of a resource in one network and not in the other.

    Packets with `headers` arrive now and did not; those with `answered` now get a reply and got
    none. `is_new`: the other network has no such resource.
    """

    resource: str
    type: str
    sources: tuple[str, ...]
    headers: tuple[str, ...]
    answered: tuple[str, ...]
    way: str
    state: str = ""
    is_new: bool = False


class Doubt(Struct, frozen=True):
    """Headers of which it cannot be told whether that changed, and why; "" for any resource."""

    resource: str
    sources: tuple[str, ...]
    headers: tuple[str, ...]
    reasons: tuple[str, ...]


class Compared(Struct, frozen=True):
    """What the second network lets in beyond the first, and the other way round.

    `left_open` is in doubt in both, for the same headers.
    """

    newly: tuple[Gain, ...]
    no_longer: tuple[Gain, ...]
    unknown: tuple[Doubt, ...]
    left_open: tuple[Doubt, ...]
