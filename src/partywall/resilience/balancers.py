"""What balancers need: their listeners, the targets of those, and what registers as a target.

Source: Elastic Load Balancing User Guide, "How Elastic Load Balancing works" (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.estate.estate import entailed
from partywall.resilience.graph import ELSEWHERE, UNDECLARED, Need, every, some_of
from partywall.resilience.site import Site

TARGET_GROUP: Final = "AWS::ElasticLoadBalancingV2::TargetGroup"
LISTENER: Final = "AWS::ElasticLoadBalancingV2::Listener"
BALANCER: Final = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_TARGETS: Final = (
    ("AWS::AutoScaling::AutoScalingGroup", "TargetGroupARNs.*"),
    ("AWS::ECS::Service", "LoadBalancers.*.TargetGroupArn"),
)
_TARGET_TYPES: Final = ("AWS::EC2::Instance", "AWS::Lambda::Function", BALANCER)


def targets(site: Site) -> Iterator[Need]:
    """A target group needs one of what registers with it."""
    sure: dict[str, None] = {}
    perhaps: dict[str, None] = {}
    for kind, path in _TARGETS:
        for user in site.model.users(kind, path, TARGET_GROUP, site.address):
            (sure if user.sure else perhaps).setdefault(user.address)
    others = site.model.unseen is not None
    for node in site.at("Targets.*.Id"):
        links = [site.model.estate.link(node.value, kind) for kind in _TARGET_TYPES]
        known = next((one.targets[0] for one in links if one.sure), None)
        if known is not None:
            made = not known.guard or entailed(known.guard, site.resource.guard) is True
            (sure if made else perhaps).setdefault(known.address)
        others = others or known is None
    if sure:
        if perhaps and not others:
            yield some_of(1, [*sure, *perhaps], "its targets")
        doubt = "which other targets are registered" if perhaps or others else ""
        yield some_of(1, sure, "its targets", doubt)
    else:
        doubt = "no targets are in the input" if not perhaps else "which of them are its targets"
        yield every([*perhaps, UNDECLARED, ELSEWHERE], "its targets", doubt)


def listeners(site: Site) -> Iterator[Need]:
    """A balancer needs one of its listeners, and each of those its targets."""
    users = site.model.users(LISTENER, "LoadBalancerArn", BALANCER, site.address)
    yield from _one_of_users(site, [(one.address, one.sure) for one in users], "its listeners")


def _one_of_users(site: Site, users: list[tuple[str, bool]], why: str) -> Iterator[Need]:
    """One of what refers to it, in doubt where one of them may not."""
    if not users:
        if site.model.unseen is not None:
            yield every([UNDECLARED, ELSEWHERE], why, f"whether there are {why}")
        return
    names = [address for address, _ in users]
    if all(sure for _, sure in users) and site.model.unseen is None:
        yield some_of(1, names, why)
    if len(names) > 1 or not users[0][1]:
        yield every(names, why, f"which of {why} matter")


def forwards(site: Site) -> Iterator[Need]:
    """A listener needs what its default action leads to; whether its rules matter is open."""
    yield from _default_action(site)
    kind = "AWS::ElasticLoadBalancingV2::ListenerRule"
    for user in site.model.users(kind, "ListenerArn", LISTENER, site.address):
        rule = Site(site.model.by_address[user.address], site.model)
        for path in (
            "Actions.*.TargetGroupArn",
            "Actions.*.ForwardConfig.TargetGroups.*.TargetGroupArn",
        ):
            for node in rule.at(path):
                for need in rule.reference(node, (TARGET_GROUP,)):
                    yield every(need.of, "its rules", need.doubt or "which paths matter")


def _default_action(site: Site) -> Iterator[Need]:
    """The target group of the default action, or several by weight."""
    for action in (item for node in site.at("DefaultActions") for item in node.items()):
        group = action.at("TargetGroupArn")
        if group.value is not None:
            yield from site.reference(group, (TARGET_GROUP,))
            return
        weighted = [
            one.at("TargetGroupArn") for one in action.at("ForwardConfig", "TargetGroups").items()
        ]
        needs = [need for one in weighted for need in site.reference(one, (TARGET_GROUP,))]
        names = [name for need in needs for name in need.of]
        if len(names) == 1 and not needs[0].doubt:
            yield needs[0]
        elif names:
            yield every(names, "DefaultActions", "how the weights are shared")


def classic(site: Site) -> Iterator[Need]:
    """A Classic Load Balancer needs one of its instances or of the groups that register there."""
    kind = "AWS::ElasticLoadBalancing::LoadBalancer"
    groups = site.model.users(
        "AWS::AutoScaling::AutoScalingGroup", "LoadBalancerNames.*", kind, site.address
    )
    named = [
        need
        for node in site.at("Instances.*")
        for need in site.reference(node, ("AWS::EC2::Instance",))
    ]
    names = [(name, not need.doubt) for need in named for name in need.of]
    users = [*names, *((one.address, one.sure) for one in groups)]
    if users:
        yield from _one_of_users(site, users, "its instances")
    else:
        yield every([UNDECLARED, ELSEWHERE], "its instances", "no instances are in the input")
