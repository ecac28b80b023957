"""What a reader gives: resources, fragments to fold, and remarks on the reading itself."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from partywall.estate.resource import Fragment, Resource
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.unknown import Unknown


class Coverage(Struct, eq=False):
    """How much of a source type was understood, over all its resources in one reading.

    `mapped` and `unmapped` count argument occurrences; `arguments` counts each unmapped
    argument by name. `undecided` counts the values that the input does not tell.
    """

    resources: int = 0
    mapped: int = 0
    unmapped: int = 0
    undecided: int = 0
    arguments: dict[str, int] = field(default_factory=dict)


class Reading(Struct, eq=False):
    """One input, read: a plan, or one root template with its nested stacks.

    Addresses are unique within a reading. `file` is the input as the user named it; `includes`
    are the files read along with it (nested stacks), and `parameters` the names of the
    parameters that its root template declares. `secrets` are texts that no report may
    show (values of sensitive variables, NoEcho parameters). `coverage` is by source type
    (`aws_s3_bucket`, `AWS::S3::Bucket`). `unseen` says why there will be resources that the input
    does not have: a macro, an include, a translation that was not made.
    """

    file: str
    kind: str
    resources: list[Resource] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    includes: set[str] = field(default_factory=set)
    parameters: set[str] = field(default_factory=set)
    unseen: Unknown | None = None
    coverage: dict[str, Coverage] = field(default_factory=dict)

    def hand_on(self, outputs: Iterable[tuple[str, Iterable[str]]], kind: str = "output ") -> None:
        """Each resource says by which output others learn of it, or by what else.

        `outputs` are the names of the root's outputs, each with the addresses that its value
        comes from.
        """
        handed: dict[str, str] = {}
        for name, addresses in outputs:
            for address in addresses:
                handed.setdefault(address, f"{kind}{name}")
        if handed:
            for one in self.resources:
                if one.address in handed:
                    one.handed_on = handed[one.address]
