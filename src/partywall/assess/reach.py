"""Questions about what can reach what, asked of all that a run reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from partywall.assess.estates import estate_of
from partywall.assess.scrub import Scrubber
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.reach.answers import Answer, QuestionError
from partywall.reach.exposed import Exposure, exposed
from partywall.reach.questions import Asker
from partywall.reach.tracer import replay
from partywall.sources.reading import Reading


class Flow(Struct, frozen=True):
    """One question of a batch."""

    source: str
    destination: str
    protocol: str | int | None = None
    port: int | None = None


class Reach:
    """The networks of several readings; each question goes to those that know both ends.

    `remarks`, on what could not be read, may fill up while the readings come. What is shown goes
    through `scrub`, for it knows the secrets of all of them.
    """

    def __init__(
        self,
        readings: Iterable[Reading],
        remarks: Iterable[Diagnostic] = (),
        progress: Callable[[str], None] = lambda _phase: None,
    ) -> None:
        self.askers: list[Asker] = []
        self.diagnostics: list[Diagnostic] = []
        secrets: set[str] = set()
        for reading in readings:
            progress(f"joining {reading.file}")
            secrets |= reading.secrets
            self.diagnostics += map(Scrubber(reading.secrets).diagnostic, reading.diagnostics)
            asker = Asker(estate_of(reading))
            self.askers.append(asker)
            if asker.network.unseen:
                what = f"no answer is sure: {asker.network.unseen}"
                self.diagnostics.append(Diagnostic("warning", what, Span(reading.file)))
        self.diagnostics += remarks
        self.scrub = Scrubber({text for one in secrets for text in (one, _lone(one))})

    def ask(self, flow: Flow, *, certified: bool = False) -> Answer:
        """The answer to a question. Raises QuestionError when no reading knows both ends.

        When it is to be certified, the tracer replays a yes, and the answer says what it found.
        """
        answers, errors = [], []
        known: list[set[str]] = []
        for asker in self.askers:
            try:
                answer = asker.ask(flow.source, flow.destination, flow.protocol, flow.port)
                if certified and answer.one_way == "yes":
                    answer.certificate = str(replay(asker.estate, answer))
                answers.append(answer)
            except QuestionError as error:
                errors.append(error)
                known.append(
                    {name for name in (flow.source, flow.destination) if _knows(asker, name)}
                )
        both = {flow.source, flow.destination}
        if not answers and both not in known and set().union(*known) == both:
            why = "the two ends stand in inputs that are read apart"
            return Answer(flow.source, flow.destination, str(flow.protocol or "all"), flow.port,
                          unknown=[why])  # fmt: skip
        if not answers:
            raise errors[0] if errors else QuestionError("nothing was read")
        return min(answers, key=lambda one: ("yes", "unknown", "no").index(one.one_way))

    def exposed(self) -> list[Exposure]:
        """All that the Internet reaches."""
        return [one for asker in self.askers for one in exposed(asker)]

    def owners(self) -> list[str]:
        """Every resource that has an interface or is a door, in order."""
        return sorted(
            {
                name
                for asker in self.askers
                for name in (*asker.network.owners, *asker.network.doors)
            }
        )


def _lone(secret: str) -> str:
    """The address of a block that has only one: packets show it without its length."""
    return secret.removesuffix("/32").removesuffix("/128")


def _knows(asker: Asker, name: str) -> bool:
    try:
        asker.end(name)
    except QuestionError:
        return False
    return True
