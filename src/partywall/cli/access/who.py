"""`partywall access who`: everybody who can do something to a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import click

from partywall.cli.access.asking import asked, checked_action, finish, question, wrong
from partywall.cli.access.can import EPILOG
from partywall.cli.access.words import INDENT, answer_json
from partywall.cli.estates import Given, InOrder
from partywall.kernel.errors import QuestionError

if TYPE_CHECKING:
    from partywall.access.questions.who import Who


@click.command("who", cls=InOrder, short_help="Who can do ACTION on RESOURCE?", epilog=EPILOG)
@click.argument("action")
@click.argument("resource")
@question
def command(
    action: str, resource: str, paths: tuple[str, ...], form: str, **given: Unpack[Given]
) -> None:
    """Who can do ACTION on RESOURCE: users, roles, services, other accounts, everybody.

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
    told: dict[str, Any] = {
        "action": result.action, "resource": result.resource,
        "policy_not_seen": result.unseen or None,
        "roles_not_seen": list(result.unseen_makers),
        "principals": [answer_json(one) for one in result.answers],
    }  # fmt: skip
    finish(found, form, told, "\n".join(_text(result)))


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
    assumed = dict.fromkeys(text for one in answers for text in one.assumed)
    return lines + [f"{INDENT}assumed: {text}" for text in assumed]
