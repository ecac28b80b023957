"""Two recorders lose nothing, and one that is killed leaves a ledger that verifies."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import partywall
from ledger.things import kind, run, word
from partywall.ledger.store import Ledger

WRITER = """
import sys
sys.path[:0] = {paths}
from ledger.things import kind, run, word
from partywall.ledger.store import Ledger
name, many = sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
made = Ledger(sys.argv[1], create=True)
for n in range(many):
    made.add([word(f"{{name}}-{{n}}")])
    if n % 4 == 0:
        made.record(run({{f"{{name}}-{{n}}-{{m:05}}": kind(seen=n + m) for m in range(2500)}}))
"""
SOURCES = [str(Path(partywall.__file__).parents[1]), str(Path(__file__).parents[1])]


def writer(at: str, name: str, many: int) -> subprocess.Popen[bytes]:
    """A process that records `many` attestations, and a run after every fourth."""
    program = WRITER.format(paths=SOURCES)
    words = [sys.executable, "-c", program, at, name, str(many)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.slow
def test_recorders_side_by_side_lose_nothing(at: str) -> None:
    writers = [writer(at, name, 12) for name in "abc"]
    for one in writers:
        _, errors = one.communicate(timeout=120)
        assert one.returncode == 0, errors.decode()
    made = Ledger(at)
    wanted = {f"{name}-{n}" for name in "abc" for n in range(12)}
    assert {one.id for one in made.records()} == wanted
    assert made.head().number == len(wanted) + 9
    assert made.verify() == []


@pytest.mark.slow
def test_a_recorder_killed_at_any_moment(at: str) -> None:
    pick, kept, kills = random.Random(4), 0, 0
    for n in range(12):
        one = writer(at, f"w{n}", 10_000)
        assert one.stdout is not None
        one.stdout.readline()
        # the first ones die while they make the ledger, the later ones while they write to it
        time.sleep(pick.uniform(0.0, 0.3) if n < 4 else pick.uniform(0.3, 0.9))
        one.send_signal(signal.SIGKILL)
        one.communicate()
        kills += one.returncode == -signal.SIGKILL
        made = Ledger(at, create=True)
        assert made.verify() == []
        number = made.head().number
        assert number >= kept
        kept = number
    assert kills == 12
    assert kept > 20
    Ledger(at).add([word("last")])


def test_a_transaction_cut_off_leaves_nothing(at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Ledger(at, create=True)
    made.add([word("a")])

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "_append", die)
        with pytest.raises(KeyboardInterrupt):
            made.record(run({"b": kind()}))
    assert made.verify() == []
    assert made.head().number == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_the_disk_is_full(tmp_path: Path) -> None:
    import resource

    at = tmp_path / "ledger.db"
    made = Ledger(str(at), create=True)
    made.add([word("a")])
    limit = at.stat().st_size + 20_000
    rows = {f"bucket-{n}": kind(seen=n) for n in range(9000)}

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    assert in_child(small, lambda: Ledger(str(at)).record(run(rows))).startswith(
        f"LedgerError {at}: it cannot be read or written; is the disk full?"
    )
    assert made.verify() == []
    assert made.head().number == 1
    new = tmp_path / "new.db"
    limit = 10
    assert "is the disk full?" in in_child(small, lambda: Ledger(str(new), create=True))
    Ledger(str(new), create=True).add([word("a")])


@pytest.fixture
def seen_by_all() -> Iterator[Path]:
    """An empty folder that every user of the machine reaches."""
    with tempfile.TemporaryDirectory(prefix="pw-") as name:
        Path(name).chmod(0o777)
        yield Path(name)


def nobody() -> None:
    """Permissions bind: the test may run as root, whom none of them does."""
    if os.geteuid() == 0:
        os.setuid(65534)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)])
def test_a_file_or_folder_that_is_read_only(seen_by_all: Path, file: int, folder: int) -> None:
    at = seen_by_all / "ledger.db"
    Ledger(str(at), create=True).add([word("a")])
    at.chmod(file)
    seen_by_all.chmod(folder)
    said = in_child(nobody, lambda: Ledger(str(at)).add([word("b")]))
    assert said.startswith(f"LedgerError {at}: it cannot be ")
    assert in_child(nobody, lambda: Ledger(str(at)).verify()) == ""
    if folder == 0o555:
        new = seen_by_all / "new.db"
        said = in_child(nobody, lambda: Ledger(str(new), create=True))
        assert said.startswith(f"LedgerError {new}: it cannot be opened")
    seen_by_all.chmod(0o777)
    assert Ledger(str(at)).verify() == []
    assert Ledger(str(at)).head().number == 1


def in_child(before: Callable[[], None], act: Callable[[], object]) -> str:
    """What an error says that `act` raises in a process of its own, after `before`; or ""."""
    reader, out = os.pipe()
    child = os.fork()
    if child == 0:
        said = ""
        try:
            before()
            act()
        except BaseException as error:
            said = f"{type(error).__name__} {error}"
        os.write(out, said.encode())
        os._exit(0)
    os.close(out)
    with os.fdopen(reader) as said_by:
        text = said_by.read()
    os.waitpid(child, 0)
    return text
