"""Which resources a backup plan takes, how often, and where it copies them.

Source: AWS Backup Developer Guide, "BackupRule" (the default schedule), read 2026-11-23; "Assign
resources to a backup plan", "Getting started: service opt-in" and "BackupRuleInput" (a job starts
within 8 hours and ends within 7 days unless said otherwise) (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from msgspec import Struct

from partywall.estate.estate import entailed
from partywall.estate.node import Node
from partywall.estate.resource import Guard, Resource
from partywall.kernel.truth import Doubt, Truth
from partywall.kernel.unknown import Unknown
from partywall.resilience.copied import Bound, Copy, add, key_of
from partywall.resilience.graph import Need, every
from partywall.resilience.ground import Ground
from partywall.resilience.schedule import MINUTE, longest_gap
from partywall.resilience.site import Site

BACKED_UP: Final = frozenset(
    {
        *("AWS::DocDB::DBCluster", "AWS::DynamoDB::Table", "AWS::EC2::Instance"),
        *("AWS::EC2::Volume", "AWS::EFS::FileSystem", "AWS::FSx::FileSystem"),
        *("AWS::Neptune::DBCluster", "AWS::RDS::DBCluster", "AWS::RDS::DBInstance"),
        *("AWS::Redshift::Cluster", "AWS::S3::Bucket", "AWS::Timestream::Table"),
    }
)

INDEPENDENT: Final = frozenset(
    {"AWS::EFS::FileSystem", "AWS::S3::Bucket", "AWS::Timestream::Table"}
)
"""Types whose backups are under the key of the vault, not of their source.

Source: AWS Backup Developer Guide, "Encryption for backups" (not re-read).
"""

_DEFAULT: Final = "cron(0 5 ? * * *)"
_START: Final = 480
_COMPLETE: Final = 10080
_OPT_IN: Final = "whether the account has opted in to backups of this type by tag"
_TAGS: Final = ("Tags", "FileSystemTags", "HostedZoneTags")


class Rule(Struct, frozen=True, eq=False):
    """A rule of a plan, for what a selection names; both are made where `guard` holds."""

    selection: Site
    rule: Node
    plan: Site
    sure: bool
    guard: Guard = ()


class Backups:
    """The backup plans of an estate."""

    def __init__(self, model: Ground) -> None:
        self.rules = list(_rules(model))

    def copies_of(self, site: Site) -> Iterator[Copy]:
        """The copies that backup plans make of a resource."""
        if site.resource.type not in BACKED_UP:
            return
        for n, one in enumerate(self.rules):
            doubt = _selects(one.selection, site.resource)
            if doubt is not None:
                if not one.sure:
                    doubt = doubt or "which plan it is for"
                if one.guard and entailed(one.guard, site.resource.guard) is not True:
                    doubt = doubt or "whether the plan is made"
                yield from _copies(site, one, n, doubt)


def _rules(model: Ground) -> Iterator[Rule]:
    kind = "AWS::Backup::BackupPlan"
    for resource in model.estate.by_type.get("AWS::Backup::BackupSelection", ()):
        selection = Site(resource, model)
        link = model.estate.link(resource.properties.get("BackupPlanId"), kind)
        for target in link.targets:
            plan = Site(target, model)
            for rule in plan.at("BackupPlan.BackupPlanRule.*"):
                guard = (*resource.guard, *target.guard)
                yield Rule(selection, rule, plan, link.sure, guard)


# -- which resources


def _selects(selection: Site, resource: Resource) -> str | None:
    """None when the selection does not take the resource; "" when it surely does; or the doubt."""
    body = selection.view.at("BackupSelection")
    if type(body.value) is Unknown:
        return f"BackupSelection: {body.value}"
    named, tagged = _named(body, selection, resource), _tagged(body, resource)
    if any(body.at(key).value is not None for key in ("Conditions", "NotResources")):
        if named is False and body.at("Resources").value is not None:
            return None
        return "whether the conditions of the selection hold"
    if named is True:
        return ""
    if isinstance(named, Doubt):
        return "which resources the selection names"
    if tagged is True:
        return _OPT_IN
    return "which tags it has" if isinstance(tagged, Doubt) else None


def _named(body: Node, selection: Site, resource: Resource) -> Truth:
    answer: Truth = False
    for node in body.at("Resources").items():
        value = node.value
        link = selection.model.estate.link(value, resource.type)
        if link.sure and link.targets[0] is resource:
            return True
        if isinstance(value, str) and "*" in value:
            names = [one for one in resource.names if one.startswith("arn:")]
            if any(fnmatchcase(name, value) for name in names):
                return True
            answer = answer if names else node.doubt("which ARN it has")
        elif not link.sure and resource in link.targets:
            answer = node.doubt("which resource it is")
    return answer


def _tagged(body: Node, resource: Resource) -> Truth:
    answer: Truth = False
    for wanted in body.at("ListOfTags").items():
        key, value = wanted.at("ConditionKey").value, wanted.at("ConditionValue").value
        if not isinstance(key, str) or not isinstance(value, str):
            answer = answer | wanted.doubt("which tag it asks for")
            continue
        found = tag(resource, key)
        if type(found) is Unknown or (found is None and resource.partial is not None):
            answer = answer | wanted.doubt("which tags it has")
        elif found == value:
            return True
    return answer


def tag(resource: Resource, key: str) -> object:
    """The value of a tag; an Unknown when the tags, or the value, are not known."""
    for name in _TAGS:
        tags = resource.properties.get(name)
        if type(tags) is Unknown:
            return tags
        if isinstance(tags, dict):
            return tags.get(key)
        for pair in tags if isinstance(tags, list) else ():
            own = pair.get("Key") if isinstance(pair, dict) else pair
            if type(own) is Unknown:
                return own
            if isinstance(pair, dict) and own == key:
                return pair.get("Value")
    return None


# -- how often, and where


def _copies(site: Site, one: Rule, n: int, doubt: str) -> Iterator[Copy]:
    bound = _bound(one.rule)
    vault = list(
        one.plan.reference(one.rule.at("TargetBackupVault"), ("AWS::Backup::BackupVault",))
    )
    name = f"backup{n}"
    what = f"backup by {one.plan.address}"
    needs = [*vault, *one.plan.region_needs(), *_source_key(site)]
    yield add(site, name, what, "restore", bound, needs, doubt)
    for m, action in enumerate(one.rule.at("CopyActions").items()):
        node = action.at("DestinationBackupVaultArn")
        needs = list(one.plan.reference(node, ("AWS::Backup::BackupVault",)))
        later = Bound(None, bound.field, f"{bound.why}, and the copying, which nobody bounds")
        what = f"copy of the backup by {one.plan.address}"
        yield add(site, f"{name}copy{m}", what, "restore", later, needs, doubt)


def _source_key(site: Site) -> Iterator[Need]:
    """A backup that the service makes for AWS Backup stays under the key of its source."""
    if site.resource.type in INDEPENDENT:
        return
    doubt = "whether advanced backup of DynamoDB is on"
    for need in key_of(site):
        if site.resource.type == "AWS::DynamoDB::Table" and not need.doubt:
            need = every(need.of, need.why, doubt)
        yield need


def _bound(rule: Node) -> Bound:
    """Interval and windows, or five minutes when the backup is continuous."""
    field = "BackupPlan.BackupPlanRule"
    if rule.at("EnableContinuousBackup").is_true is True:
        return Bound(15 * MINUTE, f"{field}.EnableContinuousBackup", "continuous backup")
    expression = rule.at("ScheduleExpression").either(_DEFAULT).value
    gap = longest_gap(expression) if isinstance(expression, str) else None
    windows = [
        _minutes(rule.at("StartWindowMinutes"), _START),
        _minutes(rule.at("CompletionWindowMinutes"), _COMPLETE),
    ]
    if gap is None or None in windows:
        return Bound(None, f"{field}.ScheduleExpression", "the schedule or a window is not known")
    start, complete = (one or 0 for one in windows)
    seconds = gap + (start + complete) * MINUTE
    return Bound(seconds, f"{field}.ScheduleExpression", "interval, start and completion window")


def _minutes(node: Node, otherwise: int) -> int | None:
    if type(node.value) is Unknown:
        return None
    found = node.number()
    return otherwise if found is None else int(found)
