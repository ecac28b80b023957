"""Amazon Resource Names, taken apart.

Source: AWS General Reference, "Amazon Resource Names (ARNs)" (not re-read).
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct


class Arn(Struct, frozen=True, gc=False):
    """The six fields of an ARN; a field may be empty, as S3's Region and account are."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def name(self) -> str:
        """The last part of the resource field: `b` of `table/a/b`, `q` of `q`."""
        return self.resource.replace(":", "/").rsplit("/", 1)[-1]

    def __str__(self) -> str:
        return ":".join(
            ("arn", self.partition, self.service, self.region, self.account, self.resource)
        )


@lru_cache(maxsize=65536)
def parse_arn(text: str) -> Arn | None:
    """The ARN that `text` is, or None when it is none."""
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or not parts[1] or not parts[2]:
        return None
    return Arn(*parts[1:])
