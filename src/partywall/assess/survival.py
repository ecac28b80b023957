"""What survives, for everything that is read: readings in, answers out."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from partywall.assess.estates import estate_of
from partywall.assess.scrub import Scrubber
from partywall.kernel.diagnostic import Diagnostic
from partywall.resilience.answers import Answers, answers
from partywall.resilience.asked import NoSuchThing, fault
from partywall.resilience.declared import Declared
from partywall.resilience.fis import Experiment, experiment
from partywall.resilience.model import Model
from partywall.resilience.residency import Residency, Rules, residency
from partywall.sources.reading import Reading


class Question(Struct, frozen=True, kw_only=True):
    """What is asked: the loss of what (all at once; nothing: of each place), pairs as well, and
    what people have declared."""

    fail: tuple[str, ...] = ()
    pairs: bool = False
    declared: Declared = Declared()


class Told(Struct, frozen=True):
    """The answers of every reading, and the remarks on the reading itself."""

    answers: tuple[Answers, ...]
    experiments: tuple[Experiment, ...]
    diagnostics: tuple[Diagnostic, ...]


def survival(readings: Iterable[Reading], remarks: list[Diagnostic], question: Question) -> Told:
    """The answers for each reading, an estate of its own.

    What is asked about must be in one of them; raises NoSuchThing when it is in none.
    """
    found: list[Answers] = []
    experiments: list[Experiment] = []
    diagnostics: list[Diagnostic] = []
    strangers: list[NoSuchThing] = []
    for reading in readings:
        scrub = Scrubber(reading.secrets)
        diagnostics += map(scrub.diagnostic, reading.diagnostics)
        model = Model(estate_of(reading), question.declared, question.fail)
        try:
            told = answers(model, reading.file, question.fail, with_pairs=question.pairs)
        except NoSuchThing as error:
            strangers.append(error)
            continue
        found.append(scrub.told(told))
        if question.fail:
            made = experiment(model, fault(model, question.fail))
            experiments.append(scrub.told(made))
    if strangers and not found:
        raise strangers[0]
    return Told(tuple(found), tuple(experiments), (*remarks, *diagnostics))


def residencies(
    readings: Iterable[Reading], remarks: list[Diagnostic], rules: Rules
) -> tuple[tuple[Residency, ...], tuple[Diagnostic, ...]]:
    """Where the data of each reading are, and the remarks on the reading itself."""
    found: list[Residency] = []
    diagnostics: list[Diagnostic] = []
    for reading in readings:
        scrub = Scrubber(reading.secrets)
        diagnostics += map(scrub.diagnostic, reading.diagnostics)
        told = residency(Model(estate_of(reading)), reading.file, rules)
        found.append(scrub.told(told))
    return tuple(found), (*remarks, *diagnostics)
