"""The values that the provider fills in for arguments that nobody sets, type by type.

Found out by planning each type with little else (`scripts/read_provider_defaults.py`), kept in
`data/defaults.toml`, compiled into the file of the schemas.
"""

from __future__ import annotations

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
    return None if packed is None else msgspec.msgpack.decode(packed)
