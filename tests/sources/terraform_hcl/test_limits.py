"""No folder makes the reader crash, hang or fill the memory; where it gives up, it says so.

Each folder is read in a process of its own, for Python cannot interrupt one long multiplication.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz import folders, target
from partywall.sources.inputs import InputOptions, Inputs
from sources.terraform_hcl.hostile import CIRCLES, DEPTHS, DOUBLINGS, LOOPS, PLACED, Files

SECONDS: Final = 20
"""Of CPU; the slowest needs a few."""
MEMORY: Final = 2 << 30
"""Bytes, beside what the process that runs the tests had mapped before it forked."""

QUIET: Final = frozenset(  # worked out whole, or their unknown says it
    {
        "unknowns that double",
        "conditionals that double",
        "merges that double",
        "a regex that goes back and forth",
        "a regex of many repetitions",
        "a split of a long text",
        "a long list made distinct",
        "JSON in brackets",
        "YAML in brackets",
    }
)


def told(place: Callable[[Path], None], folder: Path) -> list[str]:
    """What reading the folder remarks. Fails the test when it does not end well."""
    place(folder)
    ours, theirs = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("fork")
    child = context.Process(target=_read, args=(folder, theirs))
    child.start()
    theirs.close()
    try:
        answer = ours.recv() if ours.poll(3 * SECONDS) else "it did not end"
    except EOFError:
        answer = "it died"
    child.kill()
    child.join()
    assert isinstance(answer, list), answer
    return answer


def _read(folder: Path, out: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    most = MEMORY + _mapped()
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        inputs = Inputs([str(folder)], InputOptions())
        remarks = [str(one) for reading in inputs.readings() for one in reading.diagnostics]
        out.send(remarks + [str(one) for one in inputs.remarks])
    except BaseException as error:
        out.send(f"{type(error).__name__}: {str(error)[:500]}")


def _mapped() -> int:
    """The bytes that this process has mapped: 200 MB plans of other tests may be among them."""
    sizes = Path("/proc/self/statm")
    return (
        int(sizes.read_text("ascii").split()[0]) * resource.getpagesize() if sizes.exists() else 0
    )


def written(files: Files) -> Callable[[Path], None]:
    """The placing of these files."""

    def place(folder: Path) -> None:
        for path, text in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")

    return place


@pytest.mark.slow
@pytest.mark.parametrize("name", [*DOUBLINGS, *LOOPS, *CIRCLES])
def test_what_would_take_for_ever_is_given_up(name: str, tmp_path: Path) -> None:
    remarks = told(written((DOUBLINGS | LOOPS | CIRCLES)[name]), tmp_path)
    assert bool(remarks) == (name not in QUIET), remarks


@pytest.mark.slow
@pytest.mark.parametrize("name", DEPTHS)
def test_depth_is_no_fault(name: str, tmp_path: Path) -> None:
    told(written(DEPTHS[name]), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLACED)
def test_links_pipes_and_devices_are_not_followed(name: str, tmp_path: Path) -> None:
    assert bool(told(PLACED[name], tmp_path)) == (name != "a device")


SEEDS: Final = folders.seeds()


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_changed_program_is_read_or_refused(random: Random) -> None:
    data = folders.mutated(random.choice(SEEDS), random.choice(SEEDS), random)
    target.run(data, renders=False)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(text: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "main.tf").write_bytes(text)
        for reading in Inputs([name], InputOptions()).readings():
            assert reading.resources == [] or b"resource" in text
