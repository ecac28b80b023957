"""Policy documents as the API, the command line and the SDKs hand them out.

The API encodes them for URLs (RFC 3986, so a plus is a plus); the command line and some SDKs have
decoded them already. A text with a key that is written twice stays a text: which of the two holds
is for whoever reads the policy.

Source: IAM API Reference, "GetAccountAuthorizationDetails", read 2026-11-23.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

from partywall.kernel.unknown import Unknown

NO_DOCUMENT: Final = Unknown("the export holds no JSON policy here", present=True)


def document(value: object) -> object:
    """The policy: a mapping, a JSON text with repeated keys, or an Unknown when it is neither."""
    if isinstance(value, dict):
        return value
    return _of_text(value) if isinstance(value, str) else NO_DOCUMENT


@lru_cache(maxsize=8192)
def _of_text(text: str) -> object:
    plain = text if text.lstrip()[:1] == "{" else unquote(text)
    try:
        found = json.loads(plain, object_pairs_hook=_once, parse_constant=_refuse)
    except _Twice:
        return plain
    except (ValueError, RecursionError):
        return NO_DOCUMENT
    return found if isinstance(found, dict) else NO_DOCUMENT


class _Twice(Exception):
    """A key is written twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice
    return found


def _refuse(name: str) -> object:
    raise ValueError(name)
