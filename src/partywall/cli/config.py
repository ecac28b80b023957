"""`partywall config`: what is in force, and where it comes from."""

from __future__ import annotations

from pathlib import Path

import click

from partywall.assess import config as configs
from partywall.kernel.errors import ConfigError
from partywall.ledger.database import hidden


@click.command("config", short_help="Show the configuration in force.")
@click.option("--show", is_flag=True, required=True, help="Print it as JSON.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Configuration.")
def command(show: bool, config_file: Path | None) -> None:
    """Show the configuration in force, defaults included, and the file it is from."""
    import msgspec

    try:
        loaded = configs.load(config_file, Path.cwd())
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"# {loaded.file or 'defaults; no configuration file was found'}", err=True)
    ledger = loaded.config.ledger
    ledger = msgspec.structs.replace(ledger, at=hidden(ledger.at), runs=hidden(ledger.runs))
    config = msgspec.structs.replace(loaded.config, ledger=ledger)
    encoded = msgspec.json.encode(config, order="deterministic")
    click.echo(msgspec.json.format(encoded, indent=2).decode())
