"""`partywall access who`: everybody who can do something to a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO, Unpack

import click

from partywall.cli.access.asking import (
    asked,
    certificate_option,
    checked_action,
    finish,
    question,
    write,
    wrong,
)
from partywall.cli.access.can import EPILOG
from partywall.cli.access.words import INDENT, answer_json, replayed
from partywall.cli.estates import Given, InOrder
from partywall.kernel.errors import QuestionError

if TYPE_CHECKING:
    from partywall.access.questions.who import Who
    from partywall.access.world.targets import Target
    from partywall.assess.access import Asked


@click.command("who", cls=InOrder, epilog=EPILOG)
@click.argument("action")
@click.argument("resource")
@certificate_option
@question
def command(
    action: str, resource: str, paths: tuple[str, ...], form: str, proofs: TextIO | None,
    **given: Unpack[Given],
) -> None:  # fmt: skip
    """Say who can do ACTION on RESOURCE: users, roles, services, other accounts, everybody.

    Whoever is not surely denied is named, with the condition or with what is not known.
    """
    from partywall.access.indexing import Index
    from partywall.access.questions.who import who

    action = checked_action(action)
    found = asked(paths, given)
    try:
        target = found.world.target(resource, action)
    except QuestionError as error:
        raise wrong(error) from error
    result = who(found.world, Index(found.world), action, target)
    proved = proofs is None or _listed(found, proofs, action, target)
    finish(found, form, lambda: _json(result), lambda: _text(result), proved)


def _listed(found: Asked, proofs: TextIO, action: str, target: Target) -> bool:
    """Whether there is a certificate of the list, with all that it is about; it is then written."""
    from partywall.access.certificates import Uncertified
    from partywall.access.questions.proofs import listing

    try:
        certificate = listing(found.world, action, target)
        write(found, proofs, certificate)
    except Uncertified as error:
        click.echo(found.scrubbed(f"partywall: no certificate: {error}"), err=True)
        return False
    for one in certificate["unproved"]:
        text = f"partywall: not certified: {one['principal']}: {one['because']}"
        click.echo(found.scrubbed(text), err=True)
    return not certificate["unproved"]


def _json(result: Who) -> dict[str, Any]:
    return {
        "action": result.action, "resource": result.resource,
        "policy_not_seen": result.unseen or None,
        "roles_not_seen": list(result.unseen_makers),
        "principals": [answer_json(one) for one in result.answers],
    }  # fmt: skip


def _text(result: Who) -> list[str]:
    from partywall.access.decision import Outcome
    from partywall.access.questions.outsiders import name_of

    answers = result.answers
    counts = {kind: sum(one.outcome is kind for one in answers) for kind in Outcome}
    surely, may = counts[Outcome.ALLOW], counts[Outcome.CONDITIONAL]
    lines = [
        f"{surely} surely can {result.action} on {result.resource},"
        f" {may} under conditions, of {counts[Outcome.UNKNOWN]} it is not known."
    ]
    if result.unseen:
        lines.append(
            f"Not seen: {result.unseen}; anybody else it may name, and deny whom it likes."
        )
    lines += [
        f"Not seen: the roles that Identity Center makes for {one}; they may be allowed, too."
        for one in result.unseen_makers
    ]
    for one in answers:
        shown = one if one.supposed is None else one.supposed
        kind = shown.outcome.value + (" but for that policy" if shown is one.supposed else "")
        lines += [f"{INDENT}{kind}: {name_of(one.requester)}", f"{INDENT * 2}{shown.because}"]
    lines += replayed(answers)
    assumed = dict.fromkeys(text for one in answers for text in one.assumed)
    return lines + [f"{INDENT}assumed: {text}" for text in assumed]
