"""The values that the provider fills in for arguments that nobody sets, type by type.

Found out by planning each type with little else (`scripts/read_provider_defaults.py`), kept in
`data/defaults.toml`, compiled into the file of the schemas.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from partywall.sources.terraform_hcl.provider.schema import contents

Defaults = dict[str, Any]
"""Arguments with their default. A block's name has those inside each such block, or None: nobody
knows what they are. A block that is not there has none."""


@cache
def defaults_of(type: str) -> Defaults | None:
    """The defaults of a resource type; None when nobody could find them out."""
    packed = contents().defaults.get(type)
    return None if packed is None else _exact(msgspec.msgpack.decode(packed))


def _exact(value: Any) -> Any:
    """The value with its numbers as Terraform holds them."""
    if isinstance(value, dict):
        return {name: _exact(one) for name, one in value.items()}
    return Decimal(str(value)) if isinstance(value, float) else value


def may_be_there(type: str, path: str) -> bool:
    """Whether the block of that dotted path may be there though nobody configured it.

    AWS or the provider may fill it in, so a plan does not know of its absence.
    """
    return f"{type}.{path}" in contents().computed
