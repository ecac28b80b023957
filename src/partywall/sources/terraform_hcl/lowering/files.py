"""What holds for a file in either syntax."""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.syntax import Body, SourceFile

MAX_DEPTH: Final = 100
"""How deep a text may be nested, and how many steps (`.a[0].b`) an expression may have."""

_BOM: Final = b"\xef\xbb\xbf"


def empty_body(data: bytes, name: str) -> Body:
    """The body of a file, with nothing in it yet."""
    lengths = [len(line) + 1 for line in data.split(b"\n")]
    return Body(SourceFile(name, list(accumulate(lengths[:-1], initial=0))))


def readable(data: bytes) -> bytes:
    """The text without its byte order mark, with all offsets as before. Raises Failure."""
    zero = data.find(b"\0")
    if zero >= 0:
        raise Failure("there are NUL bytes in it; is this text?", zero)
    if data.isascii():
        return data
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise Failure("this is not UTF-8", error.start) from None
    return data.replace(_BOM, b"   ", 1) if data.startswith(_BOM) else data
