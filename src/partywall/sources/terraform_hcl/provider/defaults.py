"""The values that the provider fills in for arguments that nobody sets, type by type.

Found out by planning each type with little else (`scripts/read_provider_defaults.py`), kept in
`data/defaults.toml`, compiled into the file of the schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final

import msgspec

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_hcl.provider.schema import contents

Defaults = dict[str, Any]
"""Arguments with their default. A block's name has those inside each such block, or None: nobody
knows what they are. A block that is not there has none."""


_APPLICATION_ONLY: Final = frozenset(
    {
        "client_keep_alive",
        "desync_mitigation_mode",
        "drop_invalid_header_fields",
        "enable_http2",
        "enable_tls_version_and_cipher_suite_headers",
        "enable_waf_fail_open",
        "enable_xff_client_port",
        "idle_timeout",
        "preserve_host_header",
        "xff_header_processing_mode",
    }
)
_ONLY_OF: Final = {
    "aws_alb": ("load_balancer_type", "application", _APPLICATION_ONLY),
    "aws_lb": ("load_balancer_type", "application", _APPLICATION_ONLY),
}
"""Defaults that hold only where an argument has a certain value, or is not set.

Source: plans of provider 5.100, 2026-11-23.
"""


def condition_of(type: str) -> str:
    """The argument that some of a type's defaults depend on; "" for none."""
    return _ONLY_OF[type][0] if type in _ONLY_OF else ""


def defaults_for(type: str, given: Mapping[str, Any]) -> Defaults | None:
    """The defaults of a resource with these arguments; None when nobody could find them out."""
    found = defaults_of(type)
    if found is None or type not in _ONLY_OF:
        return found
    argument, value, names = _ONLY_OF[type]
    chosen = given.get(argument)
    if chosen is None or chosen == value:
        return found
    if isinstance(chosen, Unknown):
        why = f"it depends on {argument}, which is not known"
        return found | dict.fromkeys(names, Unknown(why, chosen.refs))
    return {name: one for name, one in found.items() if name not in names}


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
