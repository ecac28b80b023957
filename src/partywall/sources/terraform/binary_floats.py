"""Arithmetic as Terraform does it: on binary floating point numbers of 512 bits.

A result that is no whole number is held as the shortest decimal that stands for the same binary
number, which is also how Terraform writes it; so `0.1 + 0.2` is 0.3, and `1 / 3` ends where
Terraform's does.

Source: behaviour of Terraform 1.11.4, read from `terraform console`, 2026-11-23.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from partywall.sources.terraform.values import MOST_DIGITS, Failure

BITS: Final = 512
_ENOUGH: Final = 156
"""So many digits tell any two numbers of 512 bits apart."""

Number = int | Decimal


def plus(left: Number, right: Number) -> Number:
    """The sum."""
    if isinstance(left, int) and isinstance(right, int):
        return whole(left + right)
    return nearest(exact(left) + exact(right))


def minus(left: Number, right: Number) -> Number:
    """The difference."""
    return plus(left, -right if isinstance(right, int) else right.copy_negate())


def times(left: Number, right: Number) -> Number:
    """The product."""
    if isinstance(left, int) and isinstance(right, int):
        return whole(left * right)
    return nearest(exact(left) * exact(right))


def divided(left: Number, right: Number) -> Number:
    """The quotient. Raises Failure when dividing by zero, where Terraform's would be infinite."""
    if right == 0:
        raise Failure("division by zero")
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return whole(left // right)
    return nearest(exact(left) / exact(right))


def remainder(left: Number, right: Number) -> Number:
    """What is left of a division whose quotient is cut off towards zero; of one by zero, all."""
    if right == 0:
        return left
    return minus(left, times(right, int(divided(left, right))))


def whole(value: int) -> Number:
    """A whole number as it is held in 512 bits."""
    return value if value.bit_length() <= BITS else nearest(Fraction(value))


def exact(value: Number) -> Fraction:
    """The binary number that a decimal stands for."""
    mantissa, power = _rounded(Fraction(value))
    return _scaled(mantissa, power)


def _scaled(mantissa: int, power: int) -> Fraction:
    return Fraction(mantissa << power) if power >= 0 else Fraction(mantissa, 1 << -power)


def nearest(value: Fraction) -> Number:
    """The shortest decimal that stands for the same binary number as a fraction does.

    Raises Failure for a number too long to follow.
    """
    if value == 0:
        return 0
    mantissa, power = _rounded(abs(value))
    sign = -1 if value < 0 else 1
    if power >= 0 and (mantissa << power).bit_length() <= BITS:
        return sign * (mantissa << power)
    exact = _scaled(mantissa, power)
    if exact.denominator == 1 and mantissa.bit_length() <= BITS and power < 0:
        return sign * exact.numerator
    half = _scaled(1, power - 1)
    low = exact - (half / 2 if mantissa == 1 << (BITS - 1) else half)
    digits, exponent = _shortest(exact, low, exact + half, closed=mantissa % 2 == 0)
    return _decimal(sign * digits, exponent)


def _rounded(value: Fraction) -> tuple[int, int]:
    """A number as a mantissa of 512 bits and a power of two; a tie goes to the even one."""
    sign = -1 if value < 0 else 1
    top, bottom = abs(value.numerator), value.denominator
    if top == 0:
        return 0, 0
    power = top.bit_length() - bottom.bit_length() - BITS
    if abs(power) > 4 * MOST_DIGITS:
        raise Failure(f"a number of more than {MOST_DIGITS} digits is not followed")
    mantissa = _divided(top, bottom, power)
    if mantissa.bit_length() > BITS:
        power += 1
        mantissa = _divided(top, bottom, power)
    return sign * mantissa, power


def _divided(top: int, bottom: int, power: int) -> int:
    """top / bottom / 2**power, rounded to the nearest whole number, half to even."""
    top, bottom = (top, bottom << power) if power > 0 else (top << -power, bottom)
    quotient, rest = divmod(top, bottom)
    return quotient + (2 * rest > bottom or (2 * rest == bottom and quotient % 2 == 1))


def _shortest(exact: Fraction, low: Fraction, high: Fraction, *, closed: bool) -> tuple[int, int]:
    """The fewest digits, and their power of ten, that lie between two bounds around a number."""
    exponent = len(str(exact.numerator)) - len(str(exact.denominator)) - _ENOUGH
    best, at = _nearest_whole(exact, exponent), exponent
    few, many = 0, _ENOUGH + 1
    while few < many:
        cut = (few + many + 1) // 2
        found = _inside(exact, low, high, exponent + cut, closed)
        if found is None:
            many = cut - 1
        else:
            few, best, at = cut, found, exponent + cut
    return best, at


def _nearest_whole(exact: Fraction, exponent: int) -> int:
    return round(exact / Fraction(10) ** exponent)


def _inside(
    exact: Fraction, low: Fraction, high: Fraction, exponent: int, closed: bool
) -> int | None:
    """The number cut to multiples of a power of ten, when that is still between the bounds."""
    unit = Fraction(10) ** exponent
    down = exact // unit
    candidates = sorted((down, down + 1), key=lambda one: abs(one * unit - exact))
    for one in candidates:
        value = one * unit
        if low < value < high or (closed and value in (low, high)):
            return int(one)
    return None


def _decimal(digits: int, exponent: int) -> Number:
    """digits * 10**exponent, as numbers are held."""
    while digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    if abs(exponent) > MOST_DIGITS:
        raise Failure(f"a number of more than {MOST_DIGITS} digits is not followed")
    if exponent >= 0:
        return digits * int(10**exponent)
    sign = 1 if digits < 0 else 0
    return Decimal((sign, tuple(int(one) for one in str(abs(digits))), exponent))
