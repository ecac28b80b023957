"""Text from the input made harmless in HTML, XML, Markdown, and JSON inside HTML.

Addresses, names and values come from files that anyone may have written. In every format they
stay text, and what a reader cannot see (control characters, marks that turn the direction of
reading) is shown as an escape instead of obeyed.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_MARKUP: Final = (
    r"[\\`*<>&|~$]|\](?=[(\[:])"  # anywhere
    r"|(?<![^\W_])_|_(?![^\W_])"  # not within a word
    r"|:(?=//)|(?<=www)\."  # links made of bare text
    r"|^[#+\-=:]|^\d+(?=[.)])"  # headings and lists
)
_CODE: Final = re.compile(_MARKUP)
_PROSE: Final = re.compile(rf"{_MARKUP}|[@#](?=\w)")
_IN_SCRIPT: Final = (
    (b"&", b"\\u0026"),
    (b"<", b"\\u003c"),
    (b">", b"\\u003e"),
    ("\u2028".encode(), b"\\u2028"),
    ("\u2029".encode(), b"\\u2029"),
)


def visible(text: str) -> str:
    r"""The text with every invisible or direction-turning character as `\u202e`."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def html(text: object) -> str:
    """For HTML content and quoted attributes."""
    return escape(visible(str(text)))


def xml(text: object) -> str:
    """For XML 1.0 content and quoted attributes; line breaks survive in both."""
    return escape(visible(str(text))).replace("\n", "&#10;").replace("\t", "&#9;")


def markdown(text: object) -> str:
    """For one line of GitHub-flavoured Markdown, table cells included: no markup, no mention.

    Punctuation becomes character references, which Markdown never takes for markup. GitHub looks
    for mentions after it has resolved them, so a space of no width follows `@` and `#`.
    """
    return _PROSE.sub(_reference, " ".join(visible(str(text)).split()))


def markdown_code(text: object) -> str:
    """The same in the font of code, where GitHub looks for no mentions.

    It is HTML's `code`, for backticks cannot hold every text, and do not mind bars in tables.
    """
    line = _CODE.sub(_reference, " ".join(visible(str(text)).split()))
    return f"<code>{line}</code>"


def json_in_html(encoded: bytes) -> bytes:
    """Encoded JSON that cannot end the script element it stands in."""
    for plain, safe in _IN_SCRIPT:
        encoded = encoded.replace(plain, safe)
    return encoded


def _reference(found: re.Match[str]) -> str:
    references = "".join(f"&#{ord(character)};" for character in found[0])
    begins_mention = found[0] in "@#" and not found.string[found.end() :].startswith(" ")
    return f"{references}&#8203;" if begins_mention else references
