"""The checker of certificates: small, slow, and without a line of the engine that made them.

Nothing here imports anything but the standard library and its own package. It reads the JSON of a
certificate and works out each claim by itself; what it cannot work out it does not accept.
"""

from __future__ import annotations

import json
from typing import Any

from partywall.access.checker.cover import verify_comparison
from partywall.access.checker.decision import verify_decision
from partywall.access.checker.language import Rejected, read_json
from partywall.access.checker.listing import verify_list

KINDS = {"comparison": verify_comparison, "decision": verify_decision, "list": verify_list}


def verify(certificate: Any) -> str:
    """What the certificate proves, in a sentence. Raises Rejected, and why."""
    kind = certificate.get("certificate") if isinstance(certificate, dict) else None
    check = KINDS.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise Rejected("this is no certificate of a kind that is known")
    try:
        return check(certificate)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        raise Rejected(f"it has not the form of a certificate ({type(fault).__name__})") from None
    except RecursionError:
        raise Rejected("it is nested too deep") from None


def read_certificates(text: bytes) -> list[Any]:
    """The certificates in a text: one JSON value, or one a line.

    Raises ValueError when it is neither, or when a key stands twice in an object.
    """
    try:
        return [read_json(text)]
    except json.JSONDecodeError:
        lines = [line for line in text.splitlines() if line.strip()]
        if not lines:
            raise ValueError("the text is empty") from None
        return [read_json(line) for line in lines]
