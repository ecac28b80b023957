"""A template's bytes, read as JSON or as YAML, whichever they are."""

from __future__ import annotations

from typing import Final, NoReturn

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.cloudformation.document import Document

MAX_BYTES: Final = 32 * 1024 * 1024
"""Bigger files are refused; CloudFormation itself takes 1 MB.

Source: CloudFormation User Guide, "Understand CloudFormation quotas" (not re-read).
"""

YAML_FALLBACK: Final = 2 * 1024 * 1024
"""Text up to this size that begins like JSON but is not is tried as YAML, of which JSON with
comments is a part."""


def load(data: bytes, file: str) -> Document:
    """The document in `data`. Raises SourceError when it is neither JSON nor YAML."""
    from partywall.sources.cloudformation.json_document import load_json
    from partywall.sources.cloudformation.yaml_document import load_yaml

    text = decode(data, file)
    if not text.lstrip().startswith("{"):
        return load_yaml(text, file)
    try:
        return load_json(text, file)
    except SourceError as not_json:
        if len(text) > YAML_FALLBACK:
            raise
        try:
            return load_yaml(text, file)
        except SourceError:
            raise not_json from None


def decode(data: bytes, file: str) -> str:
    """The text of a file in UTF-8, or in UTF-16 with a byte order mark."""
    if len(data) > MAX_BYTES:
        size = len(data) // (1024 * 1024)
        _refuse(file, f"{size} MB is too big for a template", "CloudFormation takes up to 1 MB")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1 if encoding == "utf-8-sig" else 0
        raise SourceError(
            f"byte {fault.start} is not {encoding.removesuffix('-sig').upper()}",
            Span(file, line),
            "save the file as UTF-8",
        ) from None


def _refuse(file: str, message: str, hint: str) -> NoReturn:
    raise SourceError(message, Span(file), hint)
