"""Resource policies that stand beside what they rule: questions to all of them at once."""

from __future__ import annotations

from collections.abc import Iterable

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.policy_document import Statement, document
from partywall.kernel.truth import Truth, some


def public_statement(policies: Iterable[View], key: str) -> tuple[Node | None, Truth]:
    """Whether some policy (at `key` of each) lets in callers whom nobody named, and where."""
    shown: Node | None = None
    answer: Truth = False
    for policy in policies:
        statement, public = document(policy.at(key)).public_statement()
        public = public & policy.sure
        if public is True:
            return statement, True
        if public is not False:
            shown = shown or statement
            answer = answer | public
    return shown, answer


def refuses_plain_http(policies: Iterable[View], key: str, *actions: str) -> Truth:
    """Whether some policy denies everybody each of `actions` when the request has no TLS."""
    answer: Truth = False
    for policy in policies:
        written = document(policy.at(key))
        if not written.known:
            answer = answer | written.doubt()
            continue
        statements = written.statements

        def denies(statement: Statement) -> Truth:
            if statement.denies is False:
                return False
            covered: Truth = True
            for action in actions:
                covered = covered & statement.covers(action)
            return statement.denies & statement.everyone & statement.only_without_tls & covered

        answer = answer | (some(statements, denies)[1] & policy.sure)
    return answer
