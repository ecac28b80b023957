"""A condition of a policy against the context of a request.

Operators are joined by AND, keys under one operator by AND, values by OR (NOR when negated). A
missing key fails a test and meets its negation; `…IfExists` and `ForAllValues:` let it pass,
`ForAnyValue:` does not. A value whose variable is missing or multivalued matches nothing.

AWS documents no result in three places, and there the answer is not told, by name: a
multivalued key under an operator for single values, when its values differ in the answer; the
negation of a test with a variable that cannot be resolved ("might cause the entire statement to
be invalid"); and a value that the operator cannot read.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Single-valued vs.
multivalued context keys" and "IAM policy elements: Variables and tags", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from partywall.access.comparisons import Predicate, predicate, readable
from partywall.access.context import Context, Values
from partywall.access.formula import Formula, KeyTest, Not, Untold, both, either, opposite
from partywall.access.language.operators import Comparison, Operator
from partywall.access.language.records import Condition
from partywall.access.patterns import Solid, Token, Tokens, Variable, parse_pattern, variables_of
from partywall.kernel.unknown import Unknown

ABSENT: Final = Operator(Comparison.NULL)
WILD: Final = (Comparison.STRING_LIKE, Comparison.ARN_LIKE)
Meets = Callable[[Context], Formula]


def compile_condition(condition: Condition, has_variables: bool) -> Meets:
    """What answers whether a context meets the condition."""
    test = condition.test
    if test is None:
        return _always(Untold(f"the condition operator {condition.operator}"))
    values = tuple([one for one in condition.values if isinstance(one, str)])
    known = KeyTest(test, condition.key.lower(), values, has_variables)
    strange = next((one for one in condition.values if not isinstance(one, str)), None)
    if strange is None:
        return compile_test(known)
    return _partly(known, Untold(f"a value of {condition.operator} {condition.key}: {strange}"))


def _always(formula: Formula) -> Meets:
    return lambda context: formula


def _partly(test: KeyTest, doubt: Untold) -> Meets:
    """A test with a value that is not known beside those that are."""
    operator = test.operator
    if operator.comparison is Comparison.NULL:
        return _always(doubt)
    plain = KeyTest(Operator(operator.comparison), test.key, test.values, test.variables)
    known = compile_test(plain)

    def meets(context: Context) -> Formula:
        found = context.get(test.key)
        if found is None or (isinstance(found, Values) and not found.texts):
            return _missing(operator)
        if operator.quantifier:
            return doubt
        positive = either(known(context), doubt)
        answer = opposite(positive) if operator.negated else positive
        if type(found) is Unknown and operator.if_exists:
            return either(KeyTest(ABSENT, test.key, ("true",)), answer)
        return answer

    return meets


def compile_test(test: KeyTest) -> Meets:
    """What answers whether a context meets a test; unknown keys make an expression."""
    if test.operator.comparison is Comparison.NULL:
        return _compile_null(test)
    comparison = test.operator.comparison
    variables = test.variables and comparison.takes_variables
    patterns = [parse_pattern(one, comparison in WILD, variables) for one in test.values]
    fixed = [predicate(comparison, _solid(one)) for one in patterns if not variables_of(one)]
    moving = [one for one in patterns if variables_of(one)]
    odd = not all(readable(comparison, one) for one in test.values)
    key, operator = test.key, test.operator

    def meets(context: Context) -> Formula:
        found = context.get(key)
        if not isinstance(found, Values):
            if found is None:
                return _missing(operator)
            lost = odd or any(resolve(pattern, context) is None for pattern in moving)
            return _unknown(test, lost)
        if not found.texts:
            return _missing(operator)
        predicates, lost = fixed, odd
        for pattern in moving:
            value = resolve(pattern, context)
            if type(value) is Unknown:
                return _unless_settled(test, fixed, found)
            if value is None:
                lost = True
            else:
                predicates = [*predicates, predicate(comparison, value)]
        return _over_values(test, found, predicates, lost)

    return meets


def _solid(pattern: Tokens) -> Solid:
    return tuple([token for token in pattern if not isinstance(token, Variable)])


def _missing(operator: Operator) -> bool:
    """The answer to a key that is not in the request."""
    if operator.if_exists:
        return True
    if operator.quantifier:
        return operator.quantifier == "ForAllValues"
    return operator.negated


def _unknown(test: KeyTest, lost: bool) -> Formula:
    """The test as an expression over its key: positive, so that negations show as such.

    `lost`: some value of the policy cannot be compared with anything.
    """
    operator = test.operator
    if operator.quantifier:
        plain = KeyTest(
            Operator(operator.comparison, operator.negated, False, operator.quantifier),
            test.key, test.values, test.variables,
        )  # fmt: skip
        return either(KeyTest(ABSENT, test.key, ("true",)), plain) if operator.if_exists else plain
    plain = KeyTest(Operator(operator.comparison), test.key, test.values, test.variables)
    if operator.negated:
        return both(Not(plain), _untold_negation(test)) if lost else Not(plain)
    return either(KeyTest(ABSENT, test.key, ("true",)), plain) if operator.if_exists else plain


def _unless_settled(test: KeyTest, fixed: list[Predicate], found: Values) -> Formula:
    """The test as an expression over its variables, unless a value without one settles it."""
    if not found.many and not test.operator.quantifier and _match(fixed, False, found.texts[0]):
        return not test.operator.negated
    return _unknown(test, False)


def _over_values(test: KeyTest, found: Values, predicates: list[Predicate], lost: bool) -> Formula:
    operator, texts = test.operator, found.texts
    if operator.quantifier and texts == ("",):
        return operator.quantifier == "ForAllValues"
    answers = [_turned(test, _match(predicates, lost, text)) for text in texts]
    if len(answers) == 1:
        return answers[0]
    if operator.quantifier:
        return either(*answers) if operator.quantifier == "ForAnyValue" else both(*answers)
    if all(one is answers[0] for one in answers):
        return answers[0]
    return Untold(f"{test.key} has several values, and the operator is for one")


def _turned(test: KeyTest, matched: bool | None) -> Formula:
    """The answer for one value; where nothing was compared, the negation is not told."""
    if not test.operator.negated:
        return matched is True
    if matched is None:
        return _untold_negation(test)
    return not matched


def _untold_negation(test: KeyTest) -> Untold:
    return Untold(f"the negation of a test of {test.key} that cannot be made")


def _match(predicates: list[Predicate], lost: bool, text: str) -> bool | None:
    """Whether some value of the policy is met; None when that cannot be made out."""
    for holds in predicates:
        answer = holds(text)
        if answer:
            return True
        lost = lost or answer is None
    return None if lost else False


def _compile_null(test: KeyTest) -> Meets:
    wanted = {one.lower() for one in test.values}
    asks_absent, asks_present = "true" in wanted, "false" in wanted
    odd = bool(wanted - {"true", "false"})

    def meets(context: Context) -> Formula:
        found = context.get(test.key)
        if odd:
            return Untold(f"a value of Null {test.key} that is neither true nor false")
        if type(found) is Unknown:
            absent = KeyTest(ABSENT, test.key, ("true",))
            if asks_absent and asks_present:
                return True
            return absent if asks_absent else Not(absent)
        absent_now = found is None or not (isinstance(found, Values) and found.texts)
        return asks_absent if absent_now else asks_present

    return meets


def resolve(pattern: Tokens, context: Context) -> Solid | Unknown | None:
    """The pattern with values for its variables; None when one is missing or multivalued."""
    tokens: list[Token] = []
    for token in pattern:
        if not isinstance(token, Variable):
            tokens.append(token)
            continue
        found = context.get(token.key)
        if type(found) is Unknown:
            return found
        if isinstance(found, Values) and not found.many and found.texts:
            tokens.append(found.texts[0])
        elif found is None and token.default is not None:
            tokens.append(token.default)
        else:
            return None
    return _solid(tuple(tokens))
