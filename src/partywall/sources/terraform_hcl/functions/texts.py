"""Terraform's functions over texts.

Texts are Unicode in NFC, as Terraform keeps them. Case is mapped letter by letter, without the
mappings that change the length. What a person sees as one character (a grapheme cluster) counts as
one where Terraform's documentation says so.

Source: Terraform documentation, "String Functions", read 2026-11-23; the answers of Terraform 1.11
in the table of tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from unicodedata import category, normalize

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import BOOL, NUMBER, STRING, as_text, list_of
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    partial_text,
    unknown_from,
)
from partywall.sources.terraform_hcl.functions.registry import function

LONGEST: Final = 16 * 1024 * 1024
"""Characters of the longest text that a function makes."""

SPACES: Final = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""White space in the sense of Unicode's property White_Space."""

_CLOSED: Final = frozenset("\t !\"#$%&'()*+,-./:;?@[\\]^_{|}~")
"""Characters that Terraform takes to end a grapheme cluster, whatever comes after them."""


def bounded(text: str) -> str:
    """The text in NFC. Raises Failure when it is longer than any that a function may make."""
    if len(text) > LONGEST:
        raise Failure("this makes a text that is too long")
    return text if text.isascii() else normalize("NFC", text)


def graphemes(text: str) -> list[str]:
    """What a reader sees as the characters of a text, in order."""
    if text.isascii() and "\r\n" not in text:
        return list(text)
    import regex  # takes 20 ms to load, and few texts need it

    found: list[str] = regex.findall(r"\X", text)
    return found


def whole_number(value: Any) -> int:
    """A number without a fraction, of 64 bits. Raises Failure for any other."""
    if not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise Failure("a whole number is required")
    return value


def changed(
    text: str | Unknown, change: Callable[[str], str], *rest: Any, ends: bool = False
) -> str | Unknown:
    """The text after a change; of an unknown one, each value that it can take is changed.

    `rest` are the other arguments of the change. With `ends`, the change is one letter at a time,
    so that it can be said of a known beginning and end.
    """
    if any(isinstance(one, Unknown) for one in rest):
        return unknown_from((text, *rest), present=True)
    if not isinstance(text, Unknown):
        return bounded(change(text))
    return Unknown(
        text.why,
        text.refs,
        prefix=change(text.prefix) if ends else "",
        suffix=change(text.suffix) if ends else "",
        among=tuple(dict.fromkeys(bounded(change(as_text(one))) for one in text.among)),
        present=True,
    )


@function("lower", STRING, unknowns="all", gives=STRING)
def lower(text: str | Unknown) -> str | Unknown:
    """Every letter in lower case."""
    return changed(text, _lowered, ends=True)


@function("upper", STRING, unknowns="all", gives=STRING)
def upper(text: str | Unknown) -> str | Unknown:
    """Every letter in upper case."""
    return changed(text, _raised, ends=True)


def _lowered(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join("i" if one == "İ" else one.lower() for one in text)


def _raised(text: str) -> str:
    return text.upper() if text.isascii() else "".join(map(_one_raised, text))


def _one_raised(letter: str) -> str:
    """The upper case of a letter, when that is one letter too; else its title case, or itself."""
    return next((one for one in (letter.upper(), letter.title()) if len(one) == 1), letter)


@function("title", STRING, unknowns="all", gives=STRING)
def title(text: str | Unknown) -> str | Unknown:
    """The first letter of every word in title case."""
    return changed(text, _titled)


def _titled(text: str) -> str:
    made = []
    before = " "
    for letter in text:
        capital = letter.title() if _is_break(before) else letter
        made.append(capital if len(capital) == 1 else letter)
        before = letter
    return "".join(made)


def _is_break(letter: str) -> bool:
    """Whether a word may begin after this character."""
    if letter.isascii():
        return not (letter.isalnum() or letter == "_")
    return category(letter)[0] != "L" and category(letter) != "Nd" and letter in SPACES


@function("strrev", STRING, unknowns="all", gives=STRING)
def strrev(text: str | Unknown) -> str | Unknown:
    """The characters, as a reader sees them, last one first."""
    return changed(text, lambda known: "".join(reversed(graphemes(known))))


@function("chomp", STRING, unknowns="all", gives=STRING)
def chomp(text: str | Unknown) -> str | Unknown:
    """The text without line ends at its end."""
    return changed(text, lambda known: known.rstrip("\r\n"))


@function("trimspace", STRING, unknowns="all", gives=STRING)
def trimspace(text: str | Unknown) -> str | Unknown:
    """The text without white space at its ends."""
    return changed(text, lambda known: known.strip(SPACES))


@function("trim", STRING, STRING, unknowns="all", gives=STRING)
def trim(text: str | Unknown, characters: str | Unknown) -> str | Unknown:
    """The text without any of some characters at its ends."""
    return changed(text, lambda known: known.strip(str(characters)), characters)


@function("trimprefix", STRING, STRING, unknowns="all", gives=STRING)
def trimprefix(text: str | Unknown, prefix: str | Unknown) -> str | Unknown:
    """The text without this beginning, if it has it."""
    return changed(text, lambda known: known.removeprefix(str(prefix)), prefix)


@function("trimsuffix", STRING, STRING, unknowns="all", gives=STRING)
def trimsuffix(text: str | Unknown, suffix: str | Unknown) -> str | Unknown:
    """The text without this end, if it has it."""
    return changed(text, lambda known: known.removesuffix(str(suffix)), suffix)


@function("startswith", STRING, STRING, unknowns="all", gives=BOOL)
def startswith(text: str | Unknown, prefix: str | Unknown) -> bool | Unknown:
    """Whether a text begins so; of a text known in part, where Terraform knows it too."""
    if not isinstance(prefix, Unknown):
        known = lasting_prefix(text.prefix) if isinstance(text, Unknown) else text
        if known.startswith(prefix):
            return True
        if not isinstance(text, Unknown) or len(prefix) <= len(known):
            return False
    return unknown_from((text, prefix), present=True)


def lasting_prefix(prefix: str) -> str:
    """The part of a known beginning that no text after it can change, as Terraform sees it.

    What follows may join the last character, so that goes, unless it is one that nothing joins.
    """
    if not prefix or prefix[-1] in _CLOSED:
        return prefix
    return "".join(graphemes(prefix)[:-1])


@function("endswith", STRING, STRING, gives=BOOL)
def endswith(text: str, suffix: str) -> bool:
    """Whether a text ends so."""
    return text.endswith(suffix)


@function("strcontains", STRING, STRING, gives=BOOL)
def strcontains(text: str, part: str) -> bool:
    """Whether a part stands anywhere in a text."""
    return part in text


@function("substr", STRING, NUMBER, NUMBER, gives=STRING)
def substr(text: str, offset: Any, length: Any) -> str:
    """So many characters from an offset on; a negative offset counts from the end.

    A negative length means the whole rest, and so does none at all from the end.
    """
    seen = graphemes(text)
    first, count = whole_number(offset), whole_number(length)
    to_the_end = count < 0 or (first < 0 and count == 0)
    if first < 0:
        first = max(0, len(seen) + first)
    return bounded("".join(seen[first:] if to_the_end else seen[first : first + count]))


@function("indent", NUMBER, STRING, gives=STRING)
def indent(spaces: Any, text: str) -> str:
    """The text, with so many spaces before every line but the first."""
    count = whole_number(spaces)
    if count < 0 or len(text) + count * text.count("\n") > LONGEST:
        raise Failure("this cannot be indented so far")
    return bounded(text.replace("\n", "\n" + " " * count))


@function("join", STRING, rest=list_of(STRING), unknowns="inside", gives=STRING)
def join(separator: str, *lists: list[Any]) -> str | Unknown:
    """The elements of all lists, with a separator between them; unknown ones keep their places."""
    if not lists:
        raise Failure("join takes at least one list")
    elements = [one for each in lists for one in each]
    if None in elements:
        raise Failure("an element to be joined must not be null")
    known = [one for one in elements if isinstance(one, str)]
    if sum(map(len, known)) + len(separator) * len(elements) > LONGEST:
        raise Failure("this makes a text that is too long")
    if len(known) == len(elements):
        return bounded(separator.join(known))
    return partial_text(between(separator, elements))


def between(separator: Any, elements: Iterable[Any]) -> Iterator[Any]:
    """The elements with the separator between any two."""
    for place, one in enumerate(elements):
        if place:
            yield separator
        yield one


@function("split", STRING, STRING, gives=list_of(STRING))
def split(separator: str, text: str) -> ListValue:
    """The parts of a text between separators; without a separator, its code points."""
    return ListValue(text.split(separator) if separator else text)
