"""Whether a file that shows something is still the file that it was.

Files are known by the SHA-256 of their content. Their text is never read into a record.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

from msgspec import Struct

from partywall.ledger.records import File

SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Looked(Struct, frozen=True):
    """A file as it was found: with its digest, or `fault`, a clause that says what is wrong.

    `gone` says that there is nothing where it should be.
    """

    file: File
    fault: str = ""
    gone: bool = False


def look(file: File, root: Path, folder: Path | None = None) -> Looked:
    """Compare a file with its digest; one without a digest gets that of its content.

    Its path is relative to `folder` (`root` when left out), and has to lie below `root`: what
    lies elsewhere is not under the same version control, and means nothing on another machine.
    """
    if not file.path:
        return Looked(file)
    try:
        path = ((folder or root) / file.path).resolve()
        if Path(file.path).is_absolute() or not path.is_relative_to(root.resolve()):
            return Looked(file, f"{file.path} lies outside the ledger's folder")
        if not path.exists():
            return Looked(file, f"{file.path} is gone", gone=True)
        if not path.is_file():
            return Looked(file, f"{file.path} is not a file")
        found = digest(path)
    except (OSError, ValueError, RuntimeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "no such path"
        return Looked(file, f"{file.path} cannot be read ({why})")
    if file.sha256 and file.sha256 != found:
        return Looked(file, f"{file.path} has changed since")
    return Looked(File(file.path, found))


def digest(path: Path) -> str:
    """The SHA-256 of a file's content, in lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
