"""Resource policies that stand beside what they rule: questions to all of them at once."""

from __future__ import annotations

from collections.abc import Iterable

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.policy_document import Statement, document
from partywall.kernel.truth import Truth, no, some


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


def unsourced_statement(policies: Iterable[View], key: str) -> tuple[Node | None, Truth]:
    """Whether some policy lets in a service on behalf of anybody, and where."""
    shown: Node | None = None
    answer: Truth = False
    for policy in policies:
        written = document(policy.at(key))
        if not written.known:
            answer = answer | written.doubt()
            continue
        statement, found = some(written.statements, _for_anybody)
        if found is True and policy.sure is True:
            return statement, True
        shown = statement if shown is None else shown
        answer = answer | (found & policy.sure)
    return shown, answer


def _for_anybody(statement: Statement) -> Truth:
    services = some(statement.at("Principal", "Service").items(), lambda one: one.is_set)[1]
    return statement.allows & services & no(statement.narrowed)


def names_services(policies: Iterable[View], key: str) -> Truth:
    """Whether some policy lets in a service."""

    def lets_in(statement: Statement) -> Truth:
        named = some(statement.at("Principal", "Service").items(), lambda one: one.is_set)[1]
        return statement.allows & named

    answer: Truth = False
    for policy in policies:
        written = document(policy.at(key))
        found = some(written.statements, lets_in)[1] if written.known else written.doubt()
        answer = answer | (found & policy.sure)
    return answer
