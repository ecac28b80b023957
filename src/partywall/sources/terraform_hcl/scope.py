"""What surrounds a function call: the folder that may be read, and the clock."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Scope(Struct, frozen=True, eq=False):
    """The surroundings that all calls of one module share.

    `root` is the checked folder: nothing outside it is ever read, and no link is followed out of
    it. `module` is the folder of the module that the call stands in, `working` is what Terraform
    would be run in (`path.cwd`), from which relative paths count.
    """

    root: Path
    module: Path
    working: Path
