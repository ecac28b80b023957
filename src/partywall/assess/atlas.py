"""The maps of everything that is read: readings in, maps out, without the secrets of the input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec import Struct

from partywall.assess.estates import estate_of, incomplete
from partywall.assess.maps import Map
from partywall.assess.reach_map import reach_map
from partywall.assess.resilience_map import resilience_map
from partywall.assess.scrub import Scrubber
from partywall.estate.estate import Estate
from partywall.kernel.diagnostic import Diagnostic
from partywall.reach.questions import Asker
from partywall.resilience.answers import answers
from partywall.resilience.asked import NoSuchThing
from partywall.resilience.declared import NOTHING, Declared
from partywall.resilience.model import Model
from partywall.sources.reading import Reading

VPC: Final = "AWS::EC2::VPC"
DRAWN: Final = 5_000
"""Resources up to which a report has maps: beyond, they would cost more than the check."""

Progress = Callable[[str], None]


class Atlas(Struct, frozen=True):
    """The maps of every reading, and the remarks on the reading itself."""

    maps: tuple[Map, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def incomplete(self) -> bool:
        """Whether something could not be read."""
        return incomplete(self.diagnostics)


def reach_atlas(
    readings: Iterable[Reading], remarks: list[Diagnostic], progress: Progress = lambda _phase: None
) -> Atlas:
    """What the Internet reaches in each reading, an estate of its own."""
    maps: list[Map] = []
    diagnostics: list[Diagnostic] = []
    for reading in readings:
        progress(f"drawing {reading.file}")
        scrub = Scrubber(reading.secrets)
        diagnostics += map(scrub.diagnostic, reading.diagnostics)
        found = reach_map(Asker(estate_of(reading)), reading.file)
        maps.append(scrub.told(found))
    return Atlas(tuple(maps), (*remarks, *diagnostics))


def resilience_atlas(
    readings: Iterable[Reading],
    remarks: list[Diagnostic],
    fail: tuple[str, ...] = (),
    declared: Declared = NOTHING,
    progress: Progress = lambda _phase: None,
) -> Atlas:
    """What survives in each reading when all of `fail` is lost; without it, any one zone.

    What is to be lost must be in one of the readings; raises NoSuchThing when it is in none.
    """
    maps: list[Map] = []
    diagnostics: list[Diagnostic] = []
    strangers: list[NoSuchThing] = []
    for reading in readings:
        progress(f"drawing {reading.file}")
        scrub = Scrubber(reading.secrets)
        diagnostics += map(scrub.diagnostic, reading.diagnostics)
        model = Model(estate_of(reading), declared, fail)
        try:
            told = answers(model, reading.file, fail)
        except NoSuchThing as error:
            strangers.append(error)
            continue
        maps.append(scrub.told(resilience_map(model, told, fail)))
    if strangers and not maps:
        raise strangers[0]
    return Atlas(tuple(maps), (*remarks, *diagnostics))


def maps_of(estate: Estate, reading: Reading, scrub: Scrubber) -> Iterator[Map]:
    """Both maps of an estate that a check has read, when it has a VPC; when it is too large for
    that, a map that says so."""
    if VPC not in estate.by_type:
        return
    if len(estate.resources) > DRAWN:
        lead = f"Not drawn of more than {DRAWN} resources: partywall reach map draws it."
        yield Map("reach", reading.file, "What the Internet reaches", lead, (), ())
    else:
        model = Model(estate)
        told = answers(model, reading.file)
        yield scrub.told(reach_map(Asker(estate), reading.file))
        yield scrub.told(resilience_map(model, told))
