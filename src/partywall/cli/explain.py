"""`partywall explain`: a control in full, by its id or by another tool's."""

from __future__ import annotations

import textwrap
from pathlib import Path

import click

from partywall.controls import registry
from partywall.controls.control import Control
from partywall.kernel.errors import ConfigError

INDENT = "  "


@click.command("explain", short_help="Explain a control.")
@click.argument("name", metavar="ID")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Configuration.")
def command(name: str, config_file: Path | None) -> None:
    """Explain a control: what it proves, why it matters, what to do.

    ID is a control's id, or the id of the same requirement in Security Hub (EC2.13), CIS,
    Checkov (CKV_AWS_24), Trivy (AVD-AWS-0107) or Prowler; or that of a house rule.
    """
    found = registry.find(name) or _house_rules(name, config_file)
    if not found:
        raise click.UsageError(f"no control is known as {name!r}; {_near(name)}")
    click.echo("\n\n".join(page(one) for one in found))


def _house_rules(name: str, config_file: Path | None) -> tuple[Control, ...]:
    """The house rule of this id, if the configuration has one."""
    from partywall.assess import config as configs
    from partywall.controls.house import compile_rule

    try:
        rules = configs.load(config_file, Path.cwd()).config.rule
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    return tuple(compile_rule(rule) for rule in rules if rule.id == name)


def _near(name: str) -> str:
    import difflib

    known: dict[str, str] = {}
    for one in registry.all_controls():
        known |= {alias.casefold(): alias for alias in (*one.also_known_as, one.id)}
    close = [known[one] for one in difflib.get_close_matches(name.casefold(), known, 3, 0.5)]
    return f"did you mean {', '.join(close)}?" if close else "see: partywall controls"


def page(control: Control) -> str:
    """The control as a page of plain text."""
    text = control.text
    parts = [
        f"{control.id}\n{text.title}",
        f"{control.weight.word} · {control.layer.title} · {', '.join(control.types)}",
        _wrapped(text.why),
    ]
    if text.fix:
        parts.append(_wrapped(f"What to do: {text.fix}"))
    if text.undecided:
        parts.append(_wrapped(text.undecided))
    parts += [
        f"{INDENT}{example.outcome.replace('_', ' ').capitalize()}:\n"
        + textwrap.indent(example.yaml.rstrip(), INDENT * 2)
        for example in text.examples
    ]
    if control.also_known_as:
        parts.append(_wrapped(f"Also known as: {', '.join(control.also_known_as)}"))
    parts += [_wrapped(f"Source: {source}") for source in text.sources]
    return "\n\n".join(parts)


def _wrapped(text: str) -> str:
    return "\n\n".join(
        textwrap.fill(block, 96, initial_indent=INDENT, subsequent_indent=INDENT)
        for block in text.split("\n\n")
    )
