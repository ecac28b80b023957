"""Terraform folders as inputs of the fuzzing: many files as one run of bytes, seeds, mutations."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from random import Random

from fuzz import mutations
from sources.terraform_hcl.differential.generator import generate

MARK = b"#=== "
SHOP = Path(__file__).parents[2] / "examples/storefront/terraform"
GENERATED = 40

HEAD = re.compile(rb"^#=== ([^\n]*)\n", re.MULTILINE)
PIECE = re.compile(
    rb"\{[^{}\n]{0,200}\}|\([^()\n]{0,200}\)|\[[^\[\]\n]{0,200}\]|[\w.]+|\"[^\"\n]*\""
)
TOKENS = (
    *(b"null", b"true", b"0", b"-1", b"1e9", b"1e400", b"0.1", b'""', b"[]", b"{}", b"9" * 5000),
    *(b"var.x", b"local.x", b"each.key", b"each.value", b"count.index", b"self.id", b"path.module"),
    *(
        b"${",
        b"%{ if ",
        b"%{ for x in y }",
        b"%{ endif }",
        b"<<EOT\n",
        b"<<-EOT\n",
        b"EOT\n",
        b"~}",
    ),
    *(
        b"[*]",
        b".*.",
        b"...",
        b" ? ",
        b" : ",
        b" => ",
        b" && ",
        b" / 0",
        b"!",
        b"(",
        b"{",
        b"[",
        b'"',
    ),
    *(b"for_each = ", b"count = 1e9\n", b'dynamic "x" {\n', b'module "m" {\nsource = "./"\n}\n'),
    *(b"try(", b"toset(", b"range(1024)", b"jsondecode(", b'format("%999999999d", ', b"flatten(["),
    *(b'file("/etc/passwd")', b'templatefile("main.tf", {})', b'regex("(a+)+$", ', b"pow(9, 1e9)"),
    *(b"\xff", b"\x00", b"\xef\xbb\xbf", b"\r\n", b"\xe2\x80\xae", b"# ", b"/* ", b"//"),
)


def packed(files: dict[str, str]) -> bytes:
    """The files one after another, a line with the path before each."""
    return b"".join(
        MARK + path.encode() + b"\n" + text.encode() + b"\n" for path, text in files.items()
    )


def unpacked(data: bytes) -> dict[str, bytes]:
    """What was packed, however it was changed since; no path leads out of the folder."""
    pieces = HEAD.split(data)
    found = {}
    for path, text in zip(pieces[1::2], pieces[2::2], strict=True):
        parts = PurePosixPath(path.decode(errors="replace").replace("\x00", "")).parts
        inside = [part[:80] for part in parts if part not in ("/", "..", ".")][:6]
        found["/".join(inside) or "main.tf"] = text
    return found


def write(data: bytes, folder: Path) -> None:
    """The files in a folder; one that cannot be there, for a folder has its name, is left out."""
    for path, text in unpacked(data).items():
        file = folder / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            continue


def seeds() -> list[bytes]:
    """The example shop, each of its files alone, and random programs."""
    files = {
        path.relative_to(SHOP).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(SHOP.rglob("*.tf"))
    }
    alone = [packed({path: text}) for path, text in files.items()]
    programs = [packed(generate(seed).files()) for seed in range(GENERATED)]
    return [packed(files), *alone, *programs]


def mutated(data: bytes, donor: bytes, random: Random) -> bytes:
    """A few changes, most of which leave the text something that can be parsed."""
    for _ in range(random.choice((1, 1, 2, 4, 12))):
        choice = random.random()
        if choice < 0.45:
            data = _grafted(data, donor, random)
        elif choice < 0.75:
            data = _grafted(data, random.choice(TOKENS), random)
        elif choice < 0.85:
            data = _nested(data, random)
        else:
            data = random.choice((mutations.of_lines, mutations.of_bytes))(data or b"\n", random)
    return data


def _piece(data: bytes, random: Random) -> tuple[int, int]:
    """Where an expression may be, near a random place."""
    found = PIECE.search(data, random.randrange(len(data) + 1)) or PIECE.search(data)
    return found.span() if found else (0, 0)


def _grafted(data: bytes, donor: bytes, random: Random) -> bytes:
    start, end = _piece(data, random)
    first, last = _piece(donor, random) if len(donor) > 40 else (0, len(donor))
    return data[:start] + donor[first:last] + data[end:]


def _nested(data: bytes, random: Random) -> bytes:
    """An expression in brackets, many times."""
    start, end = _piece(data, random)
    left, right = random.choice(
        (
            (b"(", b")"),
            (b"[", b"]"),
            (b"{ a = ", b" }"),
            (b'"${', b'}"'),
            (b"try(", b")"),
            (b"!", b""),
            (b"true ? ", b" : 1"),
            (b"[for x in ", b" : x]"),
            (b"", b"[*]"),
            (b"", b".a"),
        )
    )
    times = random.choice((1, 2, 30, 3000))
    return data[:start] + left * times + data[start:end] + right * times + data[end:]
