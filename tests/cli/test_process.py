"""partywall as a program among others: pipes, signals, terminals, colours, logs."""

from __future__ import annotations

import errno
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.support import PLAN, REFUTED, command, environment, here, invoke, program, written

__all__ = ["here"]

STALL = """
import sys, time
from partywall import cli
from partywall.reports import json_report

def render(report):
    yield b"{"
    print("stalled", file=sys.stderr, flush=True)
    time.sleep(30)

json_report.render = render
cli.main()
"""


def on_a_terminal(*arguments: object, **variables: str) -> tuple[int, str]:
    """Exit code and everything shown when stdin, stdout and stderr are a terminal."""
    leader, follower = pty.openpty()
    variables = {"TERM": "xterm-256color", "COLUMNS": "100", **variables}
    done = subprocess.Popen(
        command(*arguments),
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment(**variables),
    )
    os.close(follower)
    shown = b""
    while select.select([leader], [], [], 20)[0]:
        try:
            piece = os.read(leader, 65536)
        except OSError as error:
            assert error.errno == errno.EIO
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    return done.wait(20), shown.decode()


def stalled(here: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A check that stands still in the middle of writing its report."""
    written(here, t_yaml=REFUTED, stall_py=STALL)
    done = subprocess.Popen(
        [sys.executable, "stall.py", "check", "t.yaml", *arguments],
        cwd=here,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert done.stderr is not None
    assert b"stalled" in done.stderr.readline()
    return done


def test_run_as_a_module_and_on_a_pipe() -> None:
    done = program("check", PLAN, "--as-of", "2026-11-23")
    assert done.returncode == 1
    assert done.stdout.startswith(b"partywall ")
    assert b"\x1b" not in done.stdout + done.stderr
    assert done.stderr == b""


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", str(PLAN)],
        ["check", str(PLAN), "--format", "json"],
        ["check", str(PLAN), "--format", "html"],
        ["controls"],
        ["controls", "--format", "json"],
    ],
)
def test_a_reader_that_has_gone_is_no_verdict(arguments: list[str]) -> None:
    done = subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert done.stdout is not None
    assert done.stderr is not None
    done.stdout.close()
    said = done.stderr.read()
    done.stderr.close()
    assert done.wait(20) == 141
    assert said == b""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_leaves_nothing_behind(here: Path, number: signal.Signals, code: int) -> None:
    done = stalled(here, "--output", "json=r.json")
    assert any(path.name.startswith(".r.json.") for path in here.iterdir())
    done.send_signal(number)
    _, said = done.communicate(timeout=20)
    assert done.returncode == code
    assert b"Traceback" not in said
    assert sorted(path.name for path in here.iterdir()) == ["stall.py", "t.yaml"]


def test_a_kill_leaves_no_half_report(here: Path) -> None:
    written(here, r_json="old")
    done = stalled(here, "--output", "json=r.json")
    done.kill()
    done.communicate(timeout=20)
    assert (here / "r.json").read_text() == "old"


def test_an_interrupt_while_reading_standard_input() -> None:
    done = subprocess.Popen(
        command("check", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    time.sleep(1)
    done.send_signal(signal.SIGINT)
    shown, said = done.communicate(timeout=20)
    assert (done.returncode, shown) == (130, b"")
    assert b"interrupted" in said
    assert b"Traceback" not in said


def test_colour_and_progress_on_a_terminal_only(here: Path) -> None:
    written(here, t_yaml=REFUTED)
    code, shown = on_a_terminal("check", here / "t.yaml")
    assert code == 1
    assert "\x1b[1m" in shown
    assert "reading " in shown
    assert "[medium] " in shown
    code, plain = on_a_terminal("check", here / "t.yaml", NO_COLOR="1")
    assert code == 1
    assert "[medium] " in plain
    assert "\x1b[" not in plain.replace("\x1b[K", "")


def test_progress_shows_no_control_characters_and_keeps_to_its_line(here: Path) -> None:
    name = "\x07" + "x" * 150 + ".yaml"
    (here / name).write_text(REFUTED)
    _, shown = on_a_terminal("check", here, COLUMNS="80")
    assert "\x07" not in shown
    lines = [part for part in shown.replace("\x1b[K", "").split("\r") if part.startswith("reading")]
    assert lines
    assert max(map(len, lines)) <= 80


def test_a_mistake_of_ours_is_no_verdict_and_no_traceback(here: Path) -> None:
    written(
        here,
        t_yaml=REFUTED,
        fail_py="from partywall import cli\n"
        "from partywall.assess import check\n"
        "check.tally = lambda *_: 1 / 0\n"
        "cli.main()\n",
    )
    done = subprocess.run(
        [sys.executable, "fail.py", "check", "t.yaml"],
        cwd=here,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert b"ZeroDivisionError" in done.stderr
    assert b"please report it" in done.stderr


def test_logs_say_phases_and_decisions(here: Path) -> None:
    written(here, t_yaml=REFUTED)
    quiet, some, all_ = (
        program(*flags, "check", here / "t.yaml") for flags in ((), ["-v"], ["-vv"])
    )
    assert quiet.stderr == b""
    assert b"INFO reading " in some.stderr
    assert b"INFO checking " in some.stderr
    assert b"DEBUG" not in some.stderr
    assert b"DEBUG kms-key-rotated on Key: refuted" in all_.stderr
    assert quiet.stdout == some.stdout == all_.stdout


def test_standard_output_that_is_full() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    for arguments in (["check", PLAN], ["controls"], ["--help"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                command(*arguments),
                stdout=full,
                stderr=subprocess.PIPE,
                env=environment(),
                check=False,
            )
        assert done.returncode == 2
        assert b"No space left" in done.stderr
        assert b"Traceback" not in done.stderr


def test_usage_errors_go_to_stderr() -> None:
    result = invoke("check")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize(
    ("redirection", "code"), [("<&-", 3), (">&-", 3), ("2>&-", 3), (">&- 2>&-", 3)]
)
def test_streams_that_are_closed(redirection: str, code: int) -> None:
    words = " ".join(command("check", "-"))
    done = subprocess.run(
        ["/bin/sh", "-c", f"{words} {redirection}"],
        input=None if "<" in redirection else b"nothing",
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == code
    assert b"Traceback" not in done.stdout + done.stderr


def test_an_encoding_that_is_too_small() -> None:
    for words in (["explain", "CKV_AWS_24"], ["check", PLAN], ["line", "AWS::S3::Bucket"]):
        done = subprocess.run(
            command(*words),
            capture_output=True,
            env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0"),
            check=False,
        )
        assert done.returncode in (0, 1)
        assert len(done.stdout) > 500
        assert done.stderr == b""


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    words = " ".join(command("config", "--show"))
    done = subprocess.run(
        ["/bin/sh", "-c", f"rmdir {gone}; {words}"],
        cwd=gone,
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 2
    assert b"No such file or directory" in done.stderr
    assert b"Traceback" not in done.stderr
