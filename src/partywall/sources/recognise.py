"""What a file is, told from its name or its first bytes, without parsing it."""

from __future__ import annotations

import re
from mmap import mmap
from pathlib import Path
from typing import Final

Contents = bytes | mmap
"""What a file holds: in memory, or in the file's own pages."""

HEAD: Final = 8192
"""Bytes looked at to tell a plan; Terraform writes `format_version` first."""

MANIFEST_HEAD: Final = 1 << 20
"""Bytes looked at to tell a CDK manifest."""

_MARKS: Final = (b'"terraform_version"', b'"format_version"', b'"@level"')
"""What plans, states and Terraform's logs have near their beginning."""

_FIRST_KEY: Final = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"'
    rb'((?:User|Group|Role)DetailList|Policies|IsTruncated|Marker|ResponseMetadata)"\s*:'
)
"""How the export of an account begins, whichever of its keys comes first."""

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def is_terraform(name: str) -> bool:
    """Whether a file of this name is one of Terraform's sources."""
    return name.endswith((".tf", ".tf.json")) and not name.startswith(".")


def is_plan(data: Contents) -> bool:
    """Whether the bytes are a Terraform plan as JSON, or something that its reader can name.

    That is: a binary or compressed plan, a state, the log of a run, and each of them in UTF-16,
    which is what PowerShell's `>` writes.
    """
    head = data[:HEAD]
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return True
    if head.startswith(_UTF_16):
        head = head[: len(head) & ~1].decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] == b"{" and any(mark in head for mark in _MARKS)


def is_account_export(data: Contents) -> bool:
    """Whether the bytes are what `aws iam get-account-authorization-details` writes, as JSON."""
    head = data[:HEAD]
    if head.startswith(_UTF_16):
        head = head[: len(head) & ~1].decode("utf-16", "ignore").encode()
    found = _FIRST_KEY.match(head)
    if found is None:
        return False
    return found[1].endswith(b"DetailList") or data.find(b"DetailList") >= 0


def looks_like_template(data: bytes) -> bool:
    """Whether a file found in a folder is worth reading as a template."""
    if data.startswith(_UTF_16):
        data = data[: len(data) & ~1].decode("utf-16", "ignore").encode()
    return b"AWSTemplateFormatVersion" in data or (b"Resources" in data and b"AWS::" in data)


def is_manifest(path: Path) -> bool:
    """Whether a `manifest.json` is that of a CDK assembly."""
    try:
        with path.open("rb") as stream:
            head = stream.read(MANIFEST_HEAD)
    except OSError:
        return False
    return b'"artifacts"' in head and b'"version"' in head
