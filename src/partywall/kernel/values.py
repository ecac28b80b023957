"""JSON values as AWS reads them: spelling is not meaning, and below the unknown all is unknown."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from partywall.kernel.unknown import Path, Unknown

SPELLED_TRUE: Final = frozenset({"true", "yes", "1"})
SPELLED_FALSE: Final = frozenset({"false", "no", "0"})

NUMBERS: Final = (int, float)
"""A tuple: where much is asked, making the union `int | float` anew each time would cost."""


def below(value: object, keys: Path) -> object:
    """What stands at `keys` inside a value: None below what is absent, Unknown below an Unknown."""
    for key in keys:
        if value is None:
            return None
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list):
            inside = isinstance(key, int) and -len(value) <= key < len(value)
            value = value[key] if inside else None  # type: ignore[index]
        elif type(value) is Unknown:
            return Unknown(value.why, value.refs)
        else:
            return None
    return value


def as_number(value: object) -> float | None:
    """The number that `value` is or spells; None for anything else, booleans too."""
    if isinstance(value, bool):
        return None
    if isinstance(value, NUMBERS):
        return value
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return None


def lowered(value: str | Unknown) -> str | Unknown:
    """The text in lower case, or all that is known of it."""
    if isinstance(value, str):
        return value.lower()
    return replace(
        value,
        prefix=value.prefix.lower(),
        suffix=value.suffix.lower(),
        among=tuple([one.lower() if isinstance(one, str) else one for one in value.among]),
    )


def truthy(value: object) -> bool | None:
    """The boolean that `value` is or spells; None for anything else."""
    if isinstance(value, bool):
        return value
    spelled = str(value).lower() if isinstance(value, str | int) else ""
    if spelled in SPELLED_TRUE:
        return True
    return False if spelled in SPELLED_FALSE else None


def same(value: object, wanted: tuple[object, ...]) -> bool:
    """Whether `value` is one of `wanted`; a number and a boolean also match their spelling."""
    if value is None:
        return False
    is_text = value.__class__ is str
    if is_text and value in wanted:
        return True
    is_word = is_text and value[:1].isalpha()  # type: ignore[index]
    for one in wanted:
        if is_text and one.__class__ is str:
            continue
        if isinstance(one, bool):
            if truthy(value) is one:
                return True
        elif isinstance(one, NUMBERS):
            if not is_word and as_number(value) == one:
                return True
        elif value == one or (
            isinstance(one, str)
            and isinstance(value, int)
            and not isinstance(value, bool)
            and str(value) == one
        ):
            return True
    return False


def may_be(value: Unknown, text: str) -> bool:
    """Whether an unknown value can turn out to be `text`, by all that is known of it."""
    if value.among and text not in value.among:
        return False
    fits = text.startswith(value.prefix) and text.endswith(value.suffix)
    return fits and len(text) >= len(value.prefix) + len(value.suffix)
