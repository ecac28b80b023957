"""Ledgers as inputs of the fuzzing: the example shop's folder, and what becomes of it."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from random import Random

from fuzz import folders, mutations
from partywall.ledger import folder
from partywall.ledger.known import Known
from partywall.ledger.shown import Shown

MARK = b"#--- ledger\n"
SHOP = Path(__file__).parents[2] / "examples/storefront/ledger"
TOKENS = (
    *(b"2026-11-23", b"0001-01-01", b"9999-12-31", b"2026-11-23T10:00:00", b"1e400", b"nan"),
    *(b'"*"', b'"../../x"', b'"\\u0000"', b"[[report]]", b"[[", b"]]", b'"""', b"sha256 = ", b"{}"),
    *(b"[roster]\n", b",", b";", b"\t", b'"', b"\xff", b"\xef\xbb\xbf", b"\x00", b"9" * 5000),
)
DAYS = (date.min, date(2026, 11, 23), date.max)


def seeds() -> list[bytes]:
    """The example, whole and each of its tables of records alone."""
    files = {
        path.relative_to(SHOP).as_posix(): path.read_text("utf-8")
        for path in sorted(SHOP.rglob("*"))
        if path.is_file()
    }
    alone = [folders.packed({name: files[name]}) for name in files if name.count("/") == 0]
    return [MARK + one for one in (folders.packed(files), *alone)]


def mutated(data: bytes, random: Random) -> bytes:
    """A few changes below the mark."""
    data = data.removeprefix(MARK)
    for _ in range(random.choice((1, 2, 6))):
        if random.random() < 0.4:
            at = random.randrange(len(data) + 1)
            end = at + random.choice((0, 0, 1, 8))
            data = data[:at] + random.choice(TOKENS) + data[end:]
        else:
            data = random.choice((mutations.of_lines, mutations.of_bytes))(data or b"\n", random)
    return MARK + data


def run(data: bytes) -> None:
    """Read the folder and ask it everything; whatever it holds, nothing is raised."""
    with tempfile.TemporaryDirectory() as name:
        folders.write(data.removeprefix(MARK), Path(name))
        found = folder.read(Path(name))
    known = Known(("s3",), ("training",), ("data",), ("eu-west-1",))
    for day in DAYS:
        shown = Shown(found.counted, day, account="111122223333")
        shown.problems(known, found.places)
        shown.training_gaps()
        shown.inherited("s3", None)
        for programs in ((), ("hipaa",)):
            Shown(found.counted, day, programs=programs).inherited("rds", "eu-west-1")
        shown.attested_duty("training")
        shown.attested_duty("on-call-rota", "Team")
        shown.attested_layer("data", "AWS::RDS::DBInstance", "aws_db_instance.orders")
