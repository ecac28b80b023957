"""`partywall access escalate`: who can become administrator, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Unpack

import click

from partywall.cli.access.asking import asked, finish, question
from partywall.cli.access.words import INDENT
from partywall.cli.estates import Given, InOrder

if TYPE_CHECKING:
    from partywall.access.escalation.chains import Chain, Found
    from partywall.access.formula import Formula

LEVELS: Final = ("surely", "under conditions", "not known")
EPILOG: Final = (
    "An administrator may attach AdministratorAccess to any role or user that no policy names, and"
    " then be it. Exit codes: 0 answered, 2 wrong usage, 3 input unreadable or incomplete."
)


@click.command("escalate", cls=InOrder, epilog=EPILOG)
@question
def command(paths: tuple[str, ...], form: str, **given: Unpack[Given]) -> None:
    """Say who can become administrator, or get at classified data, through others.

    Every step is decided with SCPs, boundaries, resources and conditions. The chain shown is
    the shortest that is sure; where only conditions lead there, the shortest under these.
    """
    from partywall.access.escalation.chains import escalations
    from partywall.access.escalation.reading import Reader

    read = asked(paths, given)
    found = escalations(Reader(read.world).world())
    rests_on = read.world.rests_on
    finish(
        read, form,
        lambda: {**_json(found), "rests_on": list(rests_on)},
        lambda: [*_text(found), *[f"{INDENT}assumed: {one}" for one in rests_on]],
    )  # fmt: skip


def _json(found: Found) -> dict[str, Any]:
    return {
        "administrators": [
            {"principal": name, **_when(when)} for name, when in found.administrators
        ],
        "chains": [
            {
                "principal": one.start,
                "goal": one.goal,
                "certainty": LEVELS[one.level],
                **_when(one.when),
                "steps": [
                    {
                        "ways": [way.id for way in step.ways],
                        "does": [way.title for way in step.ways],
                        "actions": _actions(step.ways),
                        "through": step.through,
                        "becomes": step.target.name,
                        **_when(step.when),
                    }
                    for step in one.steps
                ],
            }
            for one in found.chains
        ],
        "unread_policies": [
            {"principal": name, "policy": policy} for name, policy in found.unread
        ],
    }  # fmt: skip


def _actions(ways: tuple[Any, ...]) -> list[str]:
    passing = ["iam:PassRole"] if any(way.kind == "pass" for way in ways) else []
    named = [need.action for way in ways for need in way.needs]
    return list(dict.fromkeys([*passing, *named]))


def _when(when: Formula) -> dict[str, str]:
    return {} if when is True else {"when": str(when)}


def _text(found: Found) -> list[str]:
    lines = [_summary(found)]
    for level, word in enumerate(LEVELS):
        chains = [one for one in found.chains if one.level == level]
        if chains:
            lines.append(f"{word.capitalize()}:")
        for one in chains:
            lines += _chain(one)
    if found.administrators:
        lines.append("Administrators by their own policies:")
        lines += [
            f"{INDENT}{name}" + ("" if when is True else f", if {when}")
            for name, when in found.administrators
        ]
    if found.unread:
        lines.append("Not followed, as the text is not in the input:")
        lines += [f"{INDENT}{policy} of {name}" for name, policy in found.unread]
    return lines


def _summary(found: Found) -> str:
    from partywall.access.escalation.chains import ADMINISTRATOR, SURE

    sure = {one.start for one in found.chains if one.goal == ADMINISTRATOR and one.level == SURE}
    open_ = {one.start for one in found.chains if one.goal == ADMINISTRATOR} - sure
    if not sure and not open_:
        return "Nobody is found who can become administrator through others."
    return (
        f"{len(sure)} can become administrator through others,"
        f" {len(open_)} more under conditions or as far as is known."
    )


def _chain(one: Chain) -> list[str]:
    lines = [f"{INDENT}{one.start} → {one.goal}"]
    for step in one.steps:
        does = ", and ".join(way.title[0].lower() + way.title[1:] for way in step.ways)
        through = f" ({step.through})" if step.through else ""
        lines.append(f"{INDENT * 2}{does}{through} → {step.target.name}")
        lines.append(f"{INDENT * 3}{', '.join(_actions(step.ways))}")
    if one.when is not True:
        lines.append(f"{INDENT * 2}if {one.when}")
    return lines
