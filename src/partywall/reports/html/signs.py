"""How parties and states look: a letter for the class, a sign and a word for people."""

from __future__ import annotations

from typing import Final

from partywall.assess.report import State

PARTY_LETTERS: Final = {"aws": "A", "shared": "S", "customer": "Y", "none": ""}
"""What stands in a tile; in lower case, the tile's class."""

PARTY_WORDS: Final = {"A": "AWS's", "S": "shared", "Y": "yours"}

STATE_LETTERS: Final[dict[State, str]] = {
    "inherited": "i",
    "proved": "p",
    "refuted": "r",
    "undecided": "u",
    "attested": "t",
    "lapsed": "l",
    "waived": "w",
    "open": "o",
    "none": "n",
}
"""The class of a tile, and the form of a state in the data."""

STATE_SIGNS: Final = {
    "i": "·",
    "p": "✓",
    "r": "×",
    "u": "?",
    "t": "◆",
    "l": "◇",
    "w": "~",
    "o": "○",
}

STATE_WORDS: Final = {
    "i": "inherited: AWS does it, and a report that counts today covers it",
    "p": "proved: the configuration shows it",
    "r": "refuted: yours to fix",
    "u": "undecided: a value is missing",
    "t": "attested: a person has said so",
    "l": "lapsed: the report or the attestation ran out",
    "w": "waived: accepted, with a reason and an end",
    "o": "open: nobody has shown anything",
}

BANDS: Final = (
    ("Facility", 3),
    ("Host", 2),
    ("Software", 4),
    ("Network and encryption", 4),
    ("Access", 2),
    ("Data", 3),
    ("Watch", 2),
    ("Around", 2),
)
"""Neighbouring layers under one heading, and how many."""

WORST_FIRST: Final = "rlutwopi"
"""States, worst news first; a row of totals shows the first that occurs."""

CALM: Final = "itpo"
"""States that are not counted in a row of totals: there is nothing to do about them now."""
