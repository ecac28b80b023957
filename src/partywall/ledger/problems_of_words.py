"""What is wrong with people's words: attestations, and training beside them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from partywall.ledger.known import Found, Known, is_account, meant
from partywall.ledger.records import Attestation, Record, Training
from partywall.ledger.training import DUTY as TRAINING


def of_attestation(one: Attestation, as_of: date, known: Known) -> Found:
    """The problems of a word: its days, what it speaks of, who gives it."""
    if one.until < one.on:
        yield "error", f"attestation {one.id}: ends before it begins", "swap the days"
    elif one.on > as_of:
        yield "info", f"attestation {one.id}: counts from {one.on} on", ""
    days = known.at_most.get(one.duty)
    if days is not None and (one.until - one.on).days > days:
        told = f"suggested are {days} at most"
        yield "info", f"attestation {one.id}: counts for {(one.until - one.on).days} days", told
    of_layer = one.duty in known.layers
    if known.duties and not of_layer and one.duty not in known.duties:
        told = meant(one.duty, [*known.duties, *known.layers], "duties and layers")
        yield "error", f"attestation {one.id}: there is no duty {one.duty!r}", told
    elif of_layer:
        yield from _of_layer(one, known)
    elif one.duty in known.duties and (one.resource or one.type):
        told = "leave out resource and type"
        yield "error", f"attestation {one.id}: {one.duty} is no duty of single resources", told
    else:
        yield from _of_subject(one, known)
    if not one.by.strip() or not one.statement.strip():
        yield "warning", f"attestation {one.id}: says not who states what", "add by and statement"


def _of_layer(one: Attestation, known: Known) -> Found:
    if not one.resource and not one.type:
        told = 'add resource = "*" or a type, if it is meant of all'
        yield "error", f"attestation {one.id}: does not say of which resources", told
    elif one.subject:
        told = "leave out subject, and say with resource which are meant"
        yield "error", f"attestation {one.id}: a word on a layer has no subject", told
    if known.types and one.type and one.type not in known.types:
        told = meant(one.type, known.types, "types")
        yield "warning", f"attestation {one.id}: there is no type {one.type!r}", told


def _of_subject(one: Attestation, known: Known) -> Found:
    """Whether there is such a subject of the duty; a word on another would never be asked for."""
    kind = known.subjects.get(one.duty, "")
    said, _, name = one.subject.partition(" ")
    if not kind or not one.subject or "*" in said:
        return
    wrong = f"attestation {one.id}: {one.duty} is no duty of {one.subject!r}"
    if said.casefold() != kind.casefold() or (name and kind in ("Organization", "Team")):
        yield "error", wrong, f'write subject = "{kind}"'
    elif not name or "*" in name:
        return
    elif kind == "Account" and not is_account(name):
        yield "error", wrong, "write the 12 digits of the account"
    elif kind == "Region" and known.regions and name not in known.regions:
        told = meant(name, known.regions, "Regions")
        yield "warning", f"attestation {one.id}: there is no Region {name!r}", told


def of_training(one: Training) -> Found:
    """The problems of a row of the roster."""
    if one.completed and one.until and one.until < one.completed:
        yield "error", f"training {one.id}: ends before it was completed", "swap the days"
    if one.completed is None and one.until is not None:
        yield "error", f"training {one.id}: has an end and was never completed", "say when"


def contradictions(records: Iterable[Record]) -> Found:
    """Words on training beside a roster, which outweighs them."""
    records = list(records)
    if any(isinstance(one, Training) for one in records):
        for one in records:
            if isinstance(one, Attestation) and one.duty == TRAINING:
                told = "leave it out: the roster speaks of each person"
                yield "warning", f"attestation {one.id}: outweighed by the training roster", told
