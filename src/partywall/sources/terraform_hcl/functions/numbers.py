"""Functions over numbers, and those that sum up a list of numbers or booleans.

`log` and `pow` are floating point of 64 bits, as Terraform's are.
"""

from __future__ import annotations

import math
import string
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import reduce
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.binary_floats import plus
from partywall.sources.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    as_number,
    kind_of,
    list_of,
    word_for,
)
from partywall.sources.terraform.values import MOST_DIGITS, Failure, is_known, number
from partywall.sources.terraform_hcl.functions.collections import (
    elements,
    not_known,
)
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.functions.texts import whole_number
from partywall.sources.terraform_hcl.operators import settled

_LN2_HIGH: Final = 6.93147180369123816490e-01
_LN2_LOW: Final = 1.90821492927058770002e-10
_LOG: Final = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)
_DIGITS: Final = {
    one: n for n, one in enumerate(string.digits + string.ascii_lowercase + string.ascii_uppercase)
}


@function("abs", NUMBER, gives=NUMBER)
def absolute(value: Any) -> Any:
    """The number without its sign."""
    return value.copy_abs() if isinstance(value, Decimal) else abs(value)


@function("ceil", NUMBER, gives=NUMBER)
def ceil(value: Any) -> Any:
    """The next whole number that is not smaller."""
    return int(Decimal(value).to_integral_value(ROUND_CEILING))


@function("floor", NUMBER, gives=NUMBER)
def floor(value: Any) -> Any:
    """The next whole number that is not greater."""
    return int(Decimal(value).to_integral_value(ROUND_FLOOR))


@function("max", rest=NUMBER, gives=NUMBER)
def greatest(*values: Any) -> Any:
    """The greatest number."""
    if not values:
        raise Failure("at least one number is required")
    return max(values)


@function("min", rest=NUMBER, gives=NUMBER)
def least(*values: Any) -> Any:
    """The smallest number."""
    if not values:
        raise Failure("at least one number is required")
    return min(values)


@function("signum", NUMBER, gives=NUMBER)
def signum(value: Any) -> int:
    """-1, 0 or 1, for the sign of a whole number."""
    found = whole_number(value)
    if abs(found) >= 1 << 63:
        raise Failure("a whole number of 64 bits is required")
    return (found > 0) - (found < 0)


@function("log", NUMBER, NUMBER, gives=NUMBER)
def log(value: Any, base: Any) -> Any:
    """The logarithm to a base."""
    return _floating(lambda: _log(float(value)) / _log(float(base)))


def _log(value: float) -> float:
    """The natural logarithm to the last bit as Terraform has it, one bit off the nearest at times.

    A platform's own differs in that bit, which would turn `ceil(log(9, 3))` from 3 into 2. The
    series and its constants are those of Sun's fdlibm.
    """
    if value <= 0:
        return -math.inf if value == 0 else math.nan
    mantissa, power = math.frexp(value)
    if mantissa < math.sqrt(2) / 2:
        mantissa, power = mantissa * 2, power - 1
    f = mantissa - 1
    s = f / (2 + f)
    s2 = s * s
    s4 = s2 * s2
    odd = s2 * (_LOG[0] + s4 * (_LOG[2] + s4 * (_LOG[4] + s4 * _LOG[6])))
    even = s4 * (_LOG[1] + s4 * (_LOG[3] + s4 * _LOG[5]))
    half = 0.5 * f * f
    return power * _LN2_HIGH - ((half - (s * (half + (odd + even)) + power * _LN2_LOW)) - f)


@function("pow", NUMBER, NUMBER, gives=NUMBER)
def power(value: Any, exponent: Any) -> Any:
    """The power."""
    return _floating(lambda: _pow(float(value), float(exponent)))


def _pow(value: float, exponent: float) -> float:
    """The power by squaring, rounded at each step, as Terraform has it."""
    if value <= 0 or not 0 < abs(exponent) < 1 << 20:
        return math.pow(value, exponent)
    if abs(exponent) == 0.5:
        return math.sqrt(value) if exponent > 0 else 1 / math.sqrt(value)
    fraction, times = math.modf(abs(exponent))
    if fraction > 0.5:
        fraction, times = fraction - 1, times + 1
    found, scale = (math.exp(fraction * _log(value)) if fraction else 1.0), 0
    base, power_of_two = math.frexp(value)
    left = int(times)
    while left:
        if left & 1:
            found, scale = found * base, scale + power_of_two
        base, power_of_two = base * base, power_of_two * 2
        if base < 0.5:
            base, power_of_two = base * 2, power_of_two - 1
        left >>= 1
    return math.ldexp(found, scale) if exponent > 0 else math.ldexp(1 / found, -scale)


def _floating(calculation: Any) -> Any:
    """A result in 64 bits. Raises Failure when it is infinite, or no number at all."""
    try:
        found = calculation()
    except (ValueError, OverflowError, ZeroDivisionError):
        raise Failure("the result is no number, or infinite") from None
    if not math.isfinite(found):
        raise Failure("the result is no number, or infinite")
    return number(Decimal(repr(found))) if abs(found) < 1 << 53 else int(found)


@function("parseint", ANY, NUMBER, unknowns="all", gives=NUMBER)
def parseint(text: Any, base: Any) -> Any:
    """The whole number that a text spells in a base from 2 to 62."""
    if kind_of(text) not in ("string", ""):
        raise Failure(f"a text is required, not {word_for(text)}")
    if isinstance(text, Unknown) or isinstance(base, Unknown):
        return not_known(text, base, of=NUMBER)
    radix = whole_number(base)
    if not 2 <= radix <= 62:
        raise Failure("a base from 2 to 62 is required")
    digits = text[1:] if text[:1] in ("+", "-") else text
    small = digits.lower() if radix <= 36 else digits
    found = [_DIGITS.get(one, radix) for one in small]
    if not found or max(found) >= radix or len(found) > MOST_DIGITS:
        raise Failure(f"the text spells no whole number in base {radix}")
    value = reduce(lambda total, digit: total * radix + digit, found, 0)
    return -value if text[0] == "-" else value


@function("sum", ANY, gives=NUMBER)
def total(value: Any) -> Any:
    """The sum of at least one number."""
    found = elements(value)
    if not found:
        raise Failure("an empty list has no sum")
    if any(one is None for one in found):
        raise Failure("only numbers can be summed")
    return reduce(plus, (as_number(one) for one in found))


@function("alltrue", list_of(BOOL), unknowns="inside", gives=BOOL)
def alltrue(value: list[Any]) -> Any:
    """Whether all are true; null is not. Known only up to the first that is not known."""
    for one in value:
        if isinstance(one, Unknown):
            unsure = not_known(one, of=BOOL)
            return settled(unsure, False) if _has(value, False) or None in value else unsure
        if not one:
            return False
    return True


@function("anytrue", list_of(BOOL), unknowns="inside", gives=BOOL)
def anytrue(value: list[Any]) -> Any:
    """Whether any is true; null is not."""
    if _has(value, True):
        return True
    return False if is_known(value) else not_known(value, of=BOOL)


def _has(value: list[Any], wanted: bool) -> bool:
    return any(one is wanted for one in value)
