"""How sensitive the data of a resource are, as its tags say.

There is no tag of AWS's for it; these keys are the ones that people use.
"""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Truth, some
from partywall.kernel.unknown import Unknown

CLASSES: Final = frozenset(
    {"classification", "confidentiality", "dataclassification", "datasensitivity", "sensitivity"}
)
"""Tag keys that say it, without hyphens, underscores, colons and case."""

HARMLESS: Final = frozenset({"", "low", "no", "none", "nonsensitive", "public"})


def is_classified(view: View) -> Truth:
    """Whether a tag says that the data are not for everybody."""
    return some(view.at("Tags").items(), _classifies)[1]


def _classifies(tag: Node) -> Truth:
    key, value = tag.at("Key"), tag.at("Value")
    if type(key.value) is Unknown:
        return key.doubt()
    if plain(key.value) not in CLASSES:
        return False
    if type(value.value) is Unknown:
        return value.doubt()
    return plain(value.value) not in HARMLESS


def plain(value: object) -> str:
    """A word of a tag as it is compared."""
    text = str(value).lower() if value is not None else ""
    return text.replace("-", "").replace("_", "").replace(":", "")
