"""A root template with its nested stacks, read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as File

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.cloudformation.nested import Finder
from partywall.sources.cloudformation.opening import open_scope
from partywall.sources.cloudformation.pseudo import Environment
from partywall.sources.cloudformation.scope import Remarks
from partywall.sources.cloudformation.stack import read_stack
from partywall.sources.cloudformation.text import refs_in
from partywall.sources.reading import Reading


def read_template(
    data: bytes,
    file: str,
    *,
    parameters: Mapping[str, str] | None = None,
    region: str = "",
    account: str = "",
    stack: str = "",
    root: File | None = None,
) -> Reading:
    """The resources of a template and its nested stacks.

    `file` is the template as the user named it; nested stacks are looked for beside it, inside
    the folder `root` (its own folder unless given). `parameters` override defaults. `region`,
    `account` and `stack` (its name) are "" when not known. Raises SourceError when the text is
    no template.
    """
    remarks = Remarks()
    path = _real(file)
    environment = Environment(region, account, stack)
    nested = Finder(root or (path.parent if path is not None else None))
    try:
        scope = open_scope(
            data,
            file,
            environment=environment,
            given=dict(parameters or {}),
            remarks=remarks,
            nested=nested,
            files=(path,) if path is not None else (),
        )
        reading = Reading(file=file, kind="cloudformation", diagnostics=remarks.made)
        read_stack(scope, reading)
        reading.hand_on((name, refs_in(scope.output(name))) for name in scope.template.outputs)
    except RecursionError:
        raise SourceError(
            "values depend on each other too deeply to be worked out",
            Span(file),
            "simplify chains of conditions or nested functions",
        ) from None
    reading.parameters = set(scope.template.parameters)
    reading.includes = nested.found
    if scope.defaulted:
        names = ", ".join(sorted(scope.defaulted))
        many = f"the defaults of {len(scope.defaulted)} parameters"
        what = "the default of a parameter" if len(scope.defaulted) == 1 else many
        remarks.make(
            "info",
            f"checked with {what}: {names}",
            scope.template.place(("Parameters",)),
            "another value may give another answer",
        )
    return reading


def _real(file: str) -> File | None:
    """The real path of the root template; None when it did not come from a file."""
    if file in ("", "-"):
        return None
    try:
        return File(file).resolve()
    except (OSError, ValueError, RuntimeError):
        return None
