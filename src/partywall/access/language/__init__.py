"""IAM's policy language: reading a policy, what it says, and what is wrong with it.

Source: IAM User Guide, "Grammar of the IAM JSON policy language" and "IAM JSON policy elements
reference", read 2026-11-23.
"""

from partywall.access.language.normal import normalise
from partywall.access.language.reading import read_policy, read_policy_text
from partywall.access.language.records import (
    Condition,
    Policy,
    PrincipalEntry,
    PrincipalSet,
    Statement,
    Text,
)

__all__ = [
    "Condition",
    "Policy",
    "PrincipalEntry",
    "PrincipalSet",
    "Statement",
    "Text",
    "normalise",
    "read_policy",
    "read_policy_text",
]
