"""Numbers in decimal digits, as Go's `%f`, `%e` and `%g` write them.

Terraform holds a fraction as a binary number of 512 bits; rounding starts from that one, not from
the decimal number that was written, so that half-way cases fall as they do there.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from partywall.sources.terraform.binary_floats import exact


def with_point(value: int | Decimal, places: int) -> str:
    """A number, not negative, with so many digits after the point (`%.3f`)."""
    digits = str(round(exact(value) * 10**places)).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def with_exponent(value: int | Decimal, places: int) -> str:
    """A number, not negative, as one digit, so many after the point, and a power (`%.3e`)."""
    digits, power = _rounded(value, places + 1)
    return _scientific(digits, power)


def general(value: int | Decimal, precision: int) -> str:
    """A number with so many digits at most, or all (-1); with a power when that is short (`%g`)."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    if precision < 0:
        found = Decimal(value)
        digits, power = "".join(map(str, found.as_tuple().digits)), found.adjusted()
    else:
        digits, power = _rounded(value, precision or 1)
    digits = digits.rstrip("0") or "0"
    if value and not -4 <= power < (6 if precision < 0 else precision or 1):
        return sign + _scientific(digits, power)
    if power < 0:
        return f"{sign}0.{'0' * (-power - 1)}{digits}"
    whole, rest = digits[: power + 1].ljust(power + 1, "0"), digits[power + 1 :]
    return f"{sign}{whole}.{rest}" if rest else sign + whole


def _scientific(digits: str, power: int) -> str:
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{rest}e{'-' if power < 0 else '+'}{abs(power):02}"


def _rounded(value: int | Decimal, count: int) -> tuple[str, int]:
    """So many digits of a number, rounded half to even, and the power of the first."""
    if not value:
        return "0" * count, 0
    held, about = exact(value), Decimal(value).adjusted()
    for power in (about - 1, about, about + 1):
        digits = round(held / Fraction(10) ** (power - count + 1))
        if digits < 10**count:
            break
    return str(digits), power
