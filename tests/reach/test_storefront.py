"""The same shop as plan, Terraform sources and templates: the same answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from partywall.assess.reach import Flow, Reach
from partywall.sources.inputs import InputOptions, Inputs

ROOT = Path(__file__).parents[2] / "examples" / "storefront"
TWINS = {
    "service": ("aws_ecs_service.web", "WebService"),
    "balancer": ("aws_lb.shop", "Balancer"),
    "database": ("aws_db_instance.orders", "Orders"),
    "sessions": ("aws_elasticache_replication_group.sessions", "Sessions"),
    "workers": ("aws_autoscaling_group.worker", "Workers"),
    "cluster": ("aws_eks_cluster.recommend", "Recommend"),
    "reports": ("aws_lambda_function.reports", "ReportsFunction"),
    "files": ("aws_efs_mount_target.templates[0]", "TemplatesTargetA"),
}
ANSWERS = [
    ("internet", "balancer", 443, "yes"),
    ("internet", "balancer", 22, "no"),
    ("internet", "service", 443, "yes"),
    ("internet", "service", 3000, "no"),
    ("internet", "database", 5432, "no"),
    ("service", "database", 5432, "yes"),
    ("workers", "database", 5432, "no"),
    ("service", "sessions", 6379, "yes"),
    ("workers", "sessions", 6379, "no"),
    ("internet", "workers", 22, "no"),
    ("workers", "internet", 443, "yes"),
    ("service", "internet", 80, "yes"),
    ("reports", "database", 5432, "no"),
    ("internet", "cluster", 443, "yes"),
    ("workers", "files", 2049, "no"),
]
HIDDEN_BY_THE_PLAN = {("service", "database", 5432)}
"""The plan names two groups for each rule of a `for_each`, and does not say which is which."""


@cache
def reach(form: str) -> Reach:
    return Reach(Inputs((str(ROOT / form),), InputOptions()).readings())


def asked(form: str, source: str, destination: str, port: int) -> tuple[str, str]:
    which = 1 if form == "cloudformation" else 0
    ends = [TWINS[one][which] if one in TWINS else one for one in (source, destination)]
    answer = reach(form).ask(Flow(*ends, "tcp", port))
    return answer.one_way, answer.two_way


@pytest.mark.parametrize(("source", "destination", "port", "word"), ANSWERS)
def test_the_three_forms(source: str, destination: str, port: int, word: str) -> None:
    assert asked("terraform", source, destination, port) == (word, word)
    unsure = (source, destination, port) in HIDDEN_BY_THE_PLAN
    expected = "unknown" if unsure else word
    assert asked("plan.json", source, destination, port) == (expected, expected)
    assert asked("cloudformation", source, destination, port) == (word, word)


def test_the_same_exposure() -> None:
    """Only the balancer is an interface that the Internet surely reaches."""
    for form, which in (("plan.json", 0), ("terraform", 0), ("cloudformation", 1)):
        sure = {one.resource for one in reach(form).exposed() if one.headers}
        assert sure == {TWINS["balancer"][which], TWINS["cluster"][which]}


def test_ssh_of_the_workers_is_open_in_the_group_and_unreachable() -> None:
    answer = reach("terraform").ask(Flow("internet", TWINS["workers"][0], "tcp", 22))
    codes = {one.code for blocks in answer.blocking for one in blocks}
    assert codes == {"IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"}
