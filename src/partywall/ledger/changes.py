"""What differs between two runs: findings, cells, parties and resources.

Chunks that both runs have are never unpacked, so a comparison costs what has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct, field

from partywall.ledger import runs
from partywall.ledger.runs import PARTY_OF, STATE_OF, STATES, Index, Kind, Mark, Run

ABSENT: Final = "absent"

COUNTED: Final = ("inherited", "attested")
"""States that rest on something with an end: what lapses was in one of them."""

Read = Callable[[str], bytes]
"""Gives the content of a blob by its hash."""

Which = Literal[
    "broken",
    "fixed",
    "newly undecided",
    "newly decided",
    "waived",
    "waiver expired",
    "waiver withdrawn",
    "no longer judged",
]

SAID: Final[dict[Which, str]] = {
    "broken": "refuted now, and not before",
    "waiver expired": "refuted as before, and the waiver's last day is over",
    "waiver withdrawn": "refuted as before, and the waiver is gone",
    "newly undecided": "undecided now, and not before",
    "fixed": "refuted before, and not any more",
    "newly decided": "undecided before, and proved or not applicable now",
    "waived": "refuted, and accepted since",
    "no longer judged": "the resource is there, and the control is no longer asked of it",
}
"""What each kind of change means, the worst first."""


class Change(Struct, frozen=True, gc=False):
    """One finding that differs; `was` and `now` are verdicts, or `absent`."""

    what: Which
    control: str
    resource: str
    file: str
    was: str
    now: str


class Moves(Struct, frozen=True, order=True, gc=False):
    """How many cells of a layer, of resources of one type, went from one word to another.

    The words are states, or parties.
    """

    layer: str
    type: str
    was: str
    now: str
    cells: int


class Turn(Struct, frozen=True, order=True, gc=False):
    """A duty of no single resource, as `Team: on-call-rota`, that stands otherwise."""

    duty: str
    was: str
    now: str

    @property
    def lapsed(self) -> bool:
        """Whether it counted before and has run out."""
        return self.now == "lapsed" and self.was in COUNTED


class Changes(Struct):
    """All that differs; `new` and `gone` are resources (file, address), sorted.

    `partial` says that a run was incomplete: what is gone may be there and not have been read.
    `lapsed` are cells that counted before and have run out, `states` all other cells of resources
    in both runs whose state differs, `parties` those whose party does; `duties` are those of no
    single resource that stand otherwise.
    """

    partial: bool
    findings: list[Change] = field(default_factory=list)
    new: list[tuple[str, str]] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    lapsed: list[Moves] = field(default_factory=list)
    states: list[Moves] = field(default_factory=list)
    parties: list[Moves] = field(default_factory=list)
    duties: list[Turn] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many there are of each kind of change; what did not happen is left out."""
        found: Counter[str] = Counter(one.what for one in self.findings)
        found["new resources"] = len(self.new)
        found["gone resources"] = len(self.gone)
        found["lapsed cells"] = sum(one.cells for one in self.lapsed)
        found["lapsed duties"] = sum(one.lapsed for one in self.duties)
        found["moved cells"] = sum(one.cells for one in self.parties)
        cells = ("lapsed cells", "lapsed duties", "moved cells")
        order = (*SAID, *cells, "new resources", "gone resources")
        return {name: found[name] for name in order if found[name]}


def compare(old: Run, new: Run, read: Read) -> Changes:
    """What differs in `new` from `old`; when both are of a single input, its name is left out.

    Raises what `read` does when rows are gone.
    """
    changes = Changes(partial=not (old.complete and new.complete))
    if old.rows == new.rows:
        return changes
    before, after = runs.index(read(old.rows)), runs.index(read(new.rows))
    pairs = _pairs(before, after)
    states, parties = Counter[tuple[str, str, str, str]](), Counter[tuple[str, str, str, str]]()
    for file, was_in, is_in in pairs:
        shared = set(was_in) & set(is_in)
        was = _by_name(file, [one for one in was_in if one not in shared], read)
        now = _by_name(file, [one for one in is_in if one not in shared], read)
        if file == runs.DUTIES:
            changes.duties = sorted(_turns(was, now))
            continue
        changes.new += [(file, one) for one, _ in sorted(now.keys() - was.keys())]
        changes.gone += [(file, one) for one, _ in sorted(was.keys() - now.keys())]
        for key in sorted(now):
            earlier, later = was.get(key), now[key]
            changes.findings += _findings(file, key[0], earlier, later)
            if earlier is not None and earlier is not later:
                _moves(states, before.layers, after.layers, earlier, later, "states")
                _moves(parties, before.layers, after.layers, earlier, later, "parties")
    moved = sorted(Moves(*key, cells=many) for key, many in states.items())
    for one in moved:
        lapsed = one.now == "lapsed" and one.was in COUNTED
        (changes.lapsed if lapsed else changes.states).append(one)
    changes.parties = sorted(Moves(*key, cells=many) for key, many in parties.items())
    changes.findings.sort(key=lambda one: (list(SAID).index(one.what), one.file, one.resource))
    return changes


def _pairs(before: Index, after: Index) -> Iterator[tuple[str, list[bytes], list[bytes]]]:
    """The chunks of each input in both runs."""
    old, new = dict(before.files), dict(after.files)
    (was, now) = ([one for one in side if one != runs.DUTIES] for side in (old, new))
    if len(was) == len(now) == 1:
        old[now[0]] = old.pop(was[0])
    for file in sorted({*old, *new}):
        yield file, old.get(file, []), new.get(file, [])


def _by_name(file: str, chunks: Iterable[bytes], read: Read) -> dict[tuple[str, int], Kind]:
    """Resources by address, and which of that address it is: few inputs have one twice."""
    found: dict[tuple[str, int], Kind] = {}
    for row in runs.rows(file, chunks, read):
        n = 0
        while (row.name, n) in found:
            n += 1
        found[row.name, n] = row.kind
    return found


def _turns(
    was: Mapping[tuple[str, int], Kind], now: Mapping[tuple[str, int], Kind]
) -> Iterator[Turn]:
    for key in was.keys() & now.keys():
        before, after = _of_duty(was[key]), _of_duty(now[key])
        if before != after:
            yield Turn(key[0], before, after)


def _of_duty(kind: Kind) -> str:
    """The state of a duty: it has one layer only."""
    return next((STATE_OF[letter] for letter in kind.states if letter != STATES["none"]), "none")


def _findings(file: str, name: str, was: Kind | None, now: Kind) -> Iterator[Change]:
    if was is not None and was.marks == now.marks:
        return
    earlier = {one.control: one for one in was.marks} if was is not None else {}
    for mark in now.marks:
        before = earlier.pop(mark.control, None)
        what = _what(before, mark)
        if what is not None:
            verdict = before.verdict if before is not None else ABSENT
            yield Change(what, mark.control, name, file, verdict, mark.verdict)
    for control, mark in earlier.items():
        yield Change("no longer judged", control, name, file, mark.verdict, ABSENT)


def _what(was: Mark | None, now: Mark) -> Which | None:
    """What kind of change it is; None for none that anybody need be told."""
    before = was.verdict if was is not None else ABSENT
    if now.verdict == "refuted":
        if before != "refuted" or was is None:
            return "waived" if now.waived else "broken"
        if was.waived and not now.waived:
            return "waiver expired" if now.expired else "waiver withdrawn"
        return "waived" if now.waived and not was.waived else None
    if now.verdict == "undecided":
        return "newly undecided" if before != "undecided" else None
    if before == "refuted":
        return "fixed"
    return "newly decided" if before == "undecided" else None


def _moves(
    count: Counter[tuple[str, str, str, str]],
    old: tuple[str, ...],
    new: tuple[str, ...],
    was: Kind,
    now: Kind,
    what: Literal["states", "parties"],
) -> None:
    """Count the cells whose letter differs, by layer, type and words."""
    earlier, later = getattr(was, what), getattr(now, what)
    if earlier == later and old == new:
        return
    words = STATE_OF if what == "states" else PARTY_OF
    before = dict(zip(old, earlier, strict=True))
    for layer, letter in zip(new, later, strict=True):
        was_letter = before.get(layer, letter)
        if was_letter != letter:
            count[layer, now.type, words[was_letter], words[letter]] += 1
