"""Reports go where they are wanted, whole or not at all."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import click
import pytest

from cli.support import REFUTED, check, here, written
from partywall.cli.output import CannotWrite, plan_outputs, write
from partywall.reports import FORMATS

__all__ = ["here"]


@pytest.mark.parametrize(
    ("formats", "outputs", "plan"),
    [
        ([], [], {"text": None}),
        (["json"], [], {"json": None}),
        ([], ["a.json"], {"json": "a.json"}),
        ([], ["a.SARIF"], {"sarif": "a.SARIF"}),
        (["sarif"], ["a.json"], {"sarif": "a.json"}),
        (["html"], ["report"], {"html": "report"}),
        (["text"], ["json=a.json", "b.html"], {"text": None, "json": "a.json", "html": "b.html"}),
        (["text", "json"], ["a.json"], {"text": None, "json": "a.json"}),
        (["json", "sarif"], ["a.json", "b.json"], {"json": "a.json", "sarif": "b.json"}),
        ([], ["junit=out"], {"junit": "out"}),
        ([], ["json=-"], {"json": None}),
        (["md"], ["./a=b.md"], {"md": "./a=b.md"}),
    ],
)
def test_what_goes_where(
    here: Path, formats: list[str], outputs: list[str], plan: dict[str, str | None]
) -> None:
    found = plan_outputs(tuple(formats), tuple(outputs), FORMATS)
    assert dict(found) == {name: Path(file) if file else None for name, file in plan.items()}


@pytest.mark.parametrize(
    ("formats", "outputs", "said"),
    [
        (["json", "text"], [], "only one format can go to stdout, not json and text"),
        (["json"], ["text=-"], "only one format can go to stdout"),
        ([], ["report"], "say which format, as in json=report"),
        ([], ["jsn=report"], "jsn is no format"),
        ([], ["json="], "no file is named"),
        ([], ["json=a", "sarif=a"], "a is named twice"),
        ([], ["json=nowhere/a"], "there is no folder nowhere"),
        ([], ["json=."], "is a folder"),
    ],
)
def test_what_cannot_be_meant(
    here: Path, formats: list[str], outputs: list[str], said: str
) -> None:
    with pytest.raises(click.UsageError, match=said):
        plan_outputs(tuple(formats), tuple(outputs), FORMATS)


def test_all_formats_in_one_run(here: Path) -> None:
    written(here, t_yaml=REFUTED)
    outputs = [part for name in FORMATS for part in ("--output", f"{name}=out.{name}")]
    result = check("t.yaml", *outputs)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "1 resource: 1 refuted" in result.stderr
    for name in FORMATS:
        assert b"kms-key-rotated" in (here / f"out.{name}").read_bytes()
    assert sorted(path.name for path in here.iterdir()) == sorted(
        ["t.yaml", *(f"out.{name}" for name in FORMATS)]
    )


def test_a_report_replaces_an_older_one_through_a_link(here: Path) -> None:
    written(here, t_yaml=REFUTED, real_json="old")
    (here / "link.json").symlink_to("real.json")
    check("t.yaml", "--output", "link.json")
    assert (here / "link.json").is_symlink()
    assert json.loads((here / "real.json").read_text())["schema"]


def test_a_pipe_is_written_to_and_stays_one(here: Path) -> None:
    written(here, t_yaml=REFUTED)
    os.mkfifo(here / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((here / "pipe").read_bytes()))
    reader.start()
    result = check("t.yaml", "--output", "json=pipe")
    reader.join(10)
    assert result.exit_code == 1
    assert json.loads(got[0])["schema"]
    assert (here / "pipe").is_fifo()


def test_a_report_that_fails_halfway_leaves_the_old_one_and_nothing_else(here: Path) -> None:
    written(here, r_json="old")

    def chunks() -> object:
        yield b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(chunks(), Path("r.json"))  # type: ignore[arg-type]
    assert [(path.name, path.read_text()) for path in here.iterdir()] == [("r.json", "old")]


def test_no_room_is_no_verdict(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(here, t_yaml=REFUTED, r_json="old")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = check("t.yaml", "--output", "r.json", "--format", "text")
    assert result.exit_code == 2
    assert "cannot write r.json: No space left on device" in result.stderr
    assert "Yours to fix: 1" in result.stdout
    assert (here / "r.json").read_text() == "old"
    assert sorted(path.name for path in here.iterdir()) == ["r.json", "t.yaml"]


def test_an_unwritable_device_says_so() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(CannotWrite, match="No space left"):
        write([b"x"], Path("/dev/full"))


def test_the_same_input_gives_the_same_bytes(here: Path) -> None:
    written(here, t_yaml=REFUTED)
    for name in FORMATS:
        assert check("t.yaml", "--format", name).stdout == check("t.yaml", "--format", name).stdout
