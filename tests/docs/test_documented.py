"""Every command, option, exit code, configuration key and JSON field stands in the documents."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import msgspec
import pytest

from partywall import cli
from partywall.assess import report
from partywall.assess.config import FAIL_ON, Config, LedgerTable, TerraformTable, WaiveTable
from partywall.assess.engines import Engines
from partywall.cli import VERBS
from partywall.controls import registry
from partywall.controls.house import TESTS, HouseRule
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.evidence import Evidence
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.line.model import Cell
from partywall.reports import FORMATS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")}
EVERYTHING = "\n".join(PAGES.values())


def written(verb: str) -> bool:
    """Whether the verb's module is there; VERBS may name one that is being written."""
    return importlib.util.find_spec(f"partywall.cli.{verb}") is not None


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """The command and every one below it, by full name."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for sub in command.list_commands(context):
            if command is cli.cli and not written(sub):
                continue
            below = command.get_command(context, sub)
            assert below is not None
            yield from commands(below, f"{name} {sub}")


COMMANDS = dict(commands(cli.cli, "partywall"))
OPTIONS = sorted(
    (name, spelling)
    for name, command in COMMANDS.items()
    for parameter in command.params
    if isinstance(parameter, click.Option)
    for spelling in (*parameter.opts, *parameter.secondary_opts)
    if spelling.startswith("--")
)
STRUCTS = [
    report.InputSummary,
    report.Tally,
    report.ControlInfo,
    report.Finding,
    Evidence,
    Unknown,
    Span,
    report.Waiver,
    Diagnostic,
    report.TypeCoverage,
    report.DutyLine,
    report.Proof,
    report.Lapse,
    report.LedgerUsed,
    report.Comparison,
    report.Change,
    Cell,
]


def section(page: str, heading: str) -> str:
    """The text below a heading, up to the next one of any depth."""
    found = re.search(
        rf"^#+ `?{re.escape(heading)}`?\n(.*?)(?=^#|\Z)", PAGES[page], re.MULTILINE | re.DOTALL
    )
    assert found is not None, f"{page} has no heading {heading!r}"
    return found[1]


def in_table(text: str) -> set[str]:
    """The names in the first column of the tables of a text."""
    return {
        name for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE) for name in _quoted(row)
    }


def _quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb(verb: str) -> None:
    assert f"partywall {verb}" in EVERYTHING


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option(command: str, option: str) -> None:
    assert re.search(rf"{option}(?![\w-])", EVERYTHING), f"{command} {option}"


def test_every_option_of_check_in_its_section() -> None:
    text = section("checking.md", "Options of check")
    assert {option for name, option in OPTIONS if name == "partywall check"} <= {
        *re.findall(r"--[a-z-]+", text)
    }


def test_exit_codes() -> None:
    epilog = cli.cli.epilog
    assert epilog is not None
    codes = re.findall(r"\b(\d) [a-z]", epilog)
    rows = re.findall(r"^\| (\d) \|", section("checking.md", "Exit codes"), re.MULTILINE)
    assert rows == codes == ["0", "1", "2", "3"]


def test_every_format() -> None:
    text = section("checking.md", "Formats")
    assert re.findall(r"^`(\w+)`$", text, re.MULTILINE) == list(FORMATS)


def test_every_configuration_key() -> None:
    assert in_table(section("configuration.md", "Keys")) == set(Config.__struct_fields__)
    assert in_table(section("configuration.md", "terraform")) == set(
        TerraformTable.__struct_fields__
    )
    assert in_table(section("configuration.md", "ledger")) == set(LedgerTable.__struct_fields__)
    assert in_table(section("configuration.md", "engines")) == set(Engines.__struct_fields__)
    assert in_table(section("configuration.md", "waive")) == set(WaiveTable.__struct_fields__)
    for word in FAIL_ON:
        assert f"`{word}`" in section("configuration.md", "Keys")


def test_defaults_of_configuration_keys() -> None:
    text, defaults = section("configuration.md", "Keys"), Config()
    assert f'| `fail_on` | `"{defaults.fail_on}"` |' in text
    assert f"| `strict` | `{str(defaults.strict).lower()}` |" in text


def test_every_key_of_a_house_rule() -> None:
    assert in_table(PAGES["house-rules.md"]) - {"true", "false"} == set(HouseRule.__struct_fields__)
    assert set(TESTS) <= set(HouseRule.__struct_fields__)


def test_example_configuration_is_valid(tmp_path: Path) -> None:
    from partywall.assess import config

    (text,) = re.findall(r"```toml\n(.*?)```", PAGES["configuration.md"], re.DOTALL)
    file = tmp_path / "pyproject.toml"
    file.write_text(text, "utf-8")
    loaded = config.load(file, tmp_path).config
    assert (loaded.fail_on, loaded.region) == ("high", "eu-central-1")
    assert len(loaded.waive) == len(loaded.rule) == 1


@pytest.mark.parametrize("kind", STRUCTS, ids=lambda kind: kind.__name__)
def test_every_field_of_the_json_report(kind: type[msgspec.Struct]) -> None:
    names = {one.encode_name for one in msgspec.structs.fields(kind)}
    assert in_table(section("json.md", kind.__name__)) == names


def test_top_of_the_json_report() -> None:
    fields = set(report.Report.__struct_fields__) - {"tally", "lines", "maps"}
    documented = in_table(section("json.md", "The report")) - {report.SCHEMA}
    assert documented == fields | {"schema", "summary", "line"}
    assert report.SCHEMA in PAGES["json.md"]


def test_every_state_and_verdict() -> None:
    states = in_table(section("checking.md", "What states mean"))
    assert states == {*report.STATES, "none"}
    verdicts = in_table(section("checking.md", "What verdicts mean"))
    assert verdicts == {"proved", "refuted", "undecided", "not_applicable"}


def test_every_dependency_has_its_decision() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    lists = re.findall(
        r"^(?:dependencies|ledger|postgresql) = \[(.*?)\]$", project, re.MULTILINE | re.DOTALL
    )
    assert len(lists) == 3
    pages = (DOCS / "decisions").glob("*.md")
    titles = " ".join(page.read_text("utf-8").splitlines()[0].lower() for page in pages).split()
    for name in re.findall(r'"([A-Za-z0-9-]+)', " ".join(lists)):
        assert name.lower() in [*titles, "partywall"], name


@pytest.mark.parametrize("package", ["sources", "access", "reach", "reports", "cli"])
def test_every_room_of_a_package(package: str) -> None:
    text = PAGES["architecture.md"]
    rooms = {path.parent.name for path in (ROOT / "src/partywall" / package).glob("*/__init__.py")}
    assert rooms <= {name.split("/")[-1] for name in re.findall(r"`([\w/]+)`", text)}


def test_no_room_that_is_not_there() -> None:
    rows = re.findall(
        r"^\| ((?:`[\w/]+`(?:, )?)+) \|", section("architecture.md", "assess"), re.MULTILINE
    )
    named = [name for row in rows for name in _quoted(row)]
    assert named
    for name in named:
        assert importlib.util.find_spec(f"partywall.assess.{name}") is not None, name


def pages() -> ModuleType:
    """The script that writes the pages of the controls."""
    file = ROOT / "scripts" / "write_control_pages.py"
    spec = importlib.util.spec_from_file_location("write_control_pages", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_control_gets_a_page_and_old_ones_go(tmp_path: Path) -> None:
    (tmp_path / "gone-control.md").write_text("# gone", "utf-8")
    pages().main(tmp_path)
    ids = {one.id for one in registry.all_controls()}
    assert {path.stem for path in tmp_path.glob("*.md")} == ids | {"index"}
    index = (tmp_path / "index.md").read_text("utf-8")
    for one in registry.all_controls():
        assert index.count(f"[{one.id}]({one.id}.md)") == 2  # by service and by layer
        page = (tmp_path / f"{one.id}.md").read_text("utf-8")
        assert one.text.title in page
        assert all(example.yaml.rstrip() in page for example in one.text.examples)
