"""What an evaluation is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct


class Settings(Struct, frozen=True, kw_only=True, eq=False):
    """`checked` is the folder that may be read. `variables` are the values of the root's
    variables, converted to their types; those without one are not in it. `region` and `account`
    hold where no provider block says more ("": not known)."""

    checked: Path
    variables: Mapping[str, Any] = {}
    workspace: str = "default"
    region: str = ""
    account: str = ""
