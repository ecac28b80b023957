"""The map of what survives: each Region with its zones, and what becomes of what is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from partywall.assess.maps import Area, Column, Map, Mark, Room, Row, alike, some
from partywall.estate.resource import Resource
from partywall.resilience.answers import LIFELINES, Answers
from partywall.resilience.model import Model
from partywall.resilience.places import REGION, ZONE
from partywall.resilience.scopes import SERVES, scope_of
from partywall.resilience.survey import FATES, Effect

STANDS: Final = "standing"
ONE_ZONE: Final = "stopped by one zone"

WORDS_OF_ZONES: Final[tuple[tuple[Mark, str], ...]] = (
    ("bad", f"{ONE_ZONE}: the loss of one zone is enough"),
    ("doubt", "undecided: something is not known, or not declared"),
    ("less", "degraded: some copies are left when a zone is lost"),
    ("calm", f"{STANDS}: no zone's loss stops it"),
)
WORDS_OF_FAULT: Final[tuple[tuple[Mark, str], ...]] = (
    ("bad", "lost, or stopped with what is lost"),
    ("doubt", "undecided: something is not known, or not declared"),
    ("less", "degraded: some copies are left"),
    ("calm", "surviving"),
)

MARK_OF: Final[dict[str, Mark]] = {
    "lost": "bad",
    "stops": "bad",
    "undecided": "doubt",
    "degraded": "less",
    "survives": "calm",
}

SAID: Final = {"stops": "stopped", "survives": "surviving"}
"""What becomes of a resource, as a word beside it."""

DRAWN: Final = SERVES | set(LIFELINES)
"""Types that are on the map: what an application calls, and what much may stop with."""

SHARED: Final = "here and in other zones"
ALONE: Final = "in this zone alone"
WHOLE: Final = "For the whole Region, or in zones that are not known"


def resilience_map(model: Model, told: Answers, asked: Sequence[str] = ()) -> Map:
    """The map of one estate: after what is `asked` is lost, or of what any one zone's loss does."""
    return _Drawn(model, told, tuple(asked)).map()


class _Drawn:
    """What becomes of each resource, and where each is."""

    def __init__(self, model: Model, told: Answers, asked: tuple[str, ...]) -> None:
        self.model = model
        self.told = told
        self.asked = asked
        zones = set(model.places.zones)
        answers = told.answers if asked else [x for x in told.answers if x.fault in zones]
        self.lost = frozenset(one for x in answers for one in x.lost) if asked else frozenset()
        self.effects: dict[str, list[tuple[str, Effect]]] = defaultdict(list)
        for one in answers:
            for effect in one.effects:
                self.effects[effect.address].append((one.fault, effect))
        self.blasts = {one.fault: len(one.stops) for one in told.blasts}

    def map(self) -> Map:
        """The whole of it."""
        homes: dict[str, list[Resource]] = {region: [] for region in self.model.places.regions}
        drawn = [one for one in self.model.resources if one.type in DRAWN]
        for one in drawn:
            homes.setdefault(self._home(one), []).append(one)
        areas = [self._area(home, ones) for home, ones in sorted(homes.items())]
        lost = " and ".join(map(_called, self.asked))
        return Map(
            "resilience",
            self.told.file,
            f"What survives without {lost}" if lost else "What survives the loss of any one zone",
            "Each box is a Region: what serves the whole of it, then its zones.",
            WORDS_OF_FAULT if self.asked else WORDS_OF_ZONES,
            tuple(areas),
            tuple(self._notes(len(drawn))),
        )

    def _notes(self, drawn: int) -> Iterator[str]:
        rest = len(self.model.resources) - drawn
        if rest:
            yield (
                f"{rest} of {len(self.model.resources)} resources serve nobody by themselves; "
                "they are not on the map."
            )
        if self.told.undeclared:
            yield (
                f"{len(self.told.undeclared)} that run code need what nobody declared "
                "(dependencies.toml)."
            )
        yield f"Rests on {', '.join(self.told.premises)}; partywall premises ID says what if not."

    # -- where

    def _home(self, one: Resource) -> str:
        """The Region's thing that a resource is drawn in; "" outside of all."""
        if scope_of(one.type, frozenset()) == "global":
            return ""
        region = one.region if isinstance(one.region, str) else ""
        if not region:
            zones = [self.model.places.region_of(zone) for zone in self._zones(one)]
            return zones[0] if zones and zones[0] and len(set(zones)) == 1 else "?"
        return f"{REGION}{region}"

    def _zones(self, one: Resource) -> tuple[str, ...]:
        return tuple(zone for zone in self.model.zones.get(one.address, ()) if zone)

    def _area(self, home: str, ones: list[Resource]) -> Area:
        rooms: dict[str, dict[str, list[Row]]] = {}
        for zone in self.model.places.zones:
            if home.startswith(REGION) and self.model.places.region_of(zone) == home:
                rooms[zone] = {ALONE: [], SHARED: []}
        whole: list[Row] = []
        for one in ones:
            zones = [zone for zone in self._zones(one) if zone in rooms]
            row = self._row(one)
            for zone in zones:
                rooms[zone][ALONE if len(zones) == 1 else SHARED].append(row)
            if not zones:
                whole.append(row)
        named = [zone for zone, held in rooms.items() if any(held.values()) or zone[-1] != "*"]
        columns = tuple(self._column(zone, rooms[zone]) for zone in named)
        note = {"": "in no Region", "?": "the input does not name it"}.get(home, "Region")
        if home in self.lost:
            note = "Region · lost"
        name = {"": "Global", "?": "Region not known"}.get(home, home.removeprefix(REGION))
        return Area(name, note, alike(whole), columns, WHOLE if home else "")

    def _column(self, zone: str, held: dict[str, list[Row]]) -> Column:
        rooms = tuple(Room(name, "", alike(rows)) for name, rows in held.items() if rows)
        gone = zone in self.lost or self.model.places.region_of(zone) in self.lost
        return Column(_called(zone), rooms, "bad" if gone else "calm", "lost" if gone else "")

    # -- what becomes of one

    def _row(self, one: Resource) -> Row:
        """What becomes of a resource, in words."""
        if one.address in self.lost:
            return one.address, one.type, "bad", "lost", self._blast(one.address)
        found = sorted(self.effects[one.address], key=lambda x: FATES.index(x[1].fate))
        fate = found[0][1].fate if found else "survives"
        worst = [(fault, effect) for fault, effect in found if effect.fate == fate]
        mark = MARK_OF[fate]
        if self.asked:
            note = _why(effect for _, effect in worst)
            return one.address, one.type, mark, SAID.get(fate, fate), note
        word = {"bad": ONE_ZONE, "calm": STANDS}.get(mark, fate)
        where = f"without {some(map(_called, (x for x, _ in worst)))}" if mark != "calm" else ""
        why = _why(effect for _, effect in worst)
        note = "; ".join(filter(None, [why, where, self._blast(one.address)]))
        return one.address, one.type, mark, word, note

    def _blast(self, address: str) -> str:
        count = self.blasts.get(address, 0)
        return f"{count} more stop{'s' * (count == 1)} with it" if count else ""


def _called(thing: str) -> str:
    """A thing as people call it."""
    if thing.startswith(ZONE) and thing.endswith("*"):
        return f"a zone of {thing.removeprefix(ZONE)[:-1]} that is not named"
    return thing.removeprefix(ZONE).removeprefix(REGION)


def _why(effects: Iterable[Effect]) -> str:
    """What is left, or what is not known, in short."""
    told = []
    for one in effects:
        if one.fate == "survives":
            continue
        if one.fate == "degraded" and one.left is not None:
            told.append(f"{one.left} of {one.count} left")
        elif one.fate == "undecided" and one.causes:
            told.append(one.causes[0].doubt or one.causes[0].why)
        elif one.causes:
            told.append(one.causes[0].why)
    return some(told, 1)
