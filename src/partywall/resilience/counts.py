"""How many copies of a resource there are, by the properties of its type, and when that is open.

Source: ElastiCache User Guide, "Minimizing downtime with Multi-AZ"; RDS User Guide, "Configuring
and managing a Multi-AZ deployment"; Amazon EC2 Auto Scaling User Guide, "Distribute instances
across Availability Zones"; OpenSearch Service Developer Guide, "Configuring a multi-AZ domain";
Amazon MQ Developer Guide, "Broker architecture" (none re-read).
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Doubt, Truth
from partywall.kernel.unknown import Unknown


class Copies(Struct, frozen=True, gc=False):
    """How many copies are spread over the zones.

    `count` None: no copies are counted, and one zone is as good as all. `doubt`, when not empty,
    says why fewer zones may not be enough. `least` is the least number that may be wanted, by
    which property.
    """

    count: int | None = None
    doubt: str = ""
    field: str = ""
    least: int | None = None
    least_field: str = ""


def _number(node: Node) -> int | str | None:
    """The whole number at a place; what is not known about it in words; None when absent."""
    value = node.value
    if type(value) is Unknown:
        return f"{'.'.join(map(str, node.path))}: {value}"
    number = node.number()
    return None if number is None else int(number)


def _said(truth: Truth, name: str) -> bool | str:
    """Yes, no, or in words what is not known."""
    return f"{name} is not known" if isinstance(truth, Doubt) else truth


def one(_view: View) -> Copies:
    """One copy, in one zone."""
    return Copies(1)


def each_zone(_view: View) -> Copies:
    """Not counted: each zone serves alone."""
    return Copies()


def counted(view: View, name: str, otherwise: int, doubt: str = "") -> Copies:
    found = _number(view.at(*name.split(".")))
    if isinstance(found, str):
        return Copies(None, found, name)
    return Copies(otherwise if found is None else found, doubt, name)


def two_if(name: str) -> Callable[[View], Copies]:
    """A standby in a second zone when a property is true, else one copy."""

    def copies(view: View) -> Copies:
        said = _said(view.at(name).is_true, name)
        if isinstance(said, str):
            return Copies(None, said, name)
        return Copies(2 if said else 1, "", name)

    return copies


def by_mode(name: str, modes: dict[str, int], otherwise: int) -> Callable[[View], Copies]:
    """As many copies as the deployment mode has."""

    def copies(view: View) -> Copies:
        value = view.at(*name.split(".")).value
        if value is None:
            return Copies(otherwise, "", name)
        if not isinstance(value, str) or value not in modes:
            return Copies(None, f"what {name} means for its data", name)
        return Copies(modes[value], "", name)

    return copies


def group_of_instances(view: View) -> Copies:
    """The desired capacity of an Auto Scaling group: the minimum, when nothing else is said."""
    desired, least = _number(view.at("DesiredCapacity")), _number(view.at("MinSize"))
    count, field = (least, "MinSize") if desired is None else (desired, "DesiredCapacity")
    if isinstance(count, str) or count is None:
        return Copies(None, count or "MinSize is not set", field)
    if isinstance(least, str) or least is None:
        return Copies(count, "", field)
    return Copies(count, "", field, least, "MinSize")


def nodes(view: View) -> Copies:
    """The desired size of an EKS node group; two nodes unless said otherwise."""
    size = view.at("ScalingConfig")
    desired, least = _number(size.at("DesiredSize")), _number(size.at("MinSize"))
    if isinstance(desired, str) or isinstance(least, str) or type(size.value) is Unknown:
        return Copies(None, "ScalingConfig is not known", "ScalingConfig.DesiredSize")
    count = desired if desired is not None else 2 if least is None else max(least, 1)
    return Copies(count, "", "ScalingConfig.DesiredSize", least, "ScalingConfig.MinSize")


def tasks(view: View) -> Copies:
    """The desired count of an ECS service; where tasks on instances run, the scheduler decides."""
    found = counted(view, "DesiredCount", 1)
    launch = view.at("LaunchType")
    doubt = ""
    daemon = _said(view.at("SchedulingStrategy").equals("DAEMON"), "SchedulingStrategy")
    fargate = _said(launch.equals("FARGATE"), "LaunchType")
    if fargate is not True and not _fargate_providers(view):
        doubt = "on which instances the tasks are placed"
    if daemon is not False:
        return Copies(None, doubt or "how many instances run the daemon", "SchedulingStrategy")
    if found.doubt or doubt:
        return Copies(found.count, found.doubt or doubt, found.field)
    return Copies(found.count, "", found.field, found.count, "DesiredCount")


def _fargate_providers(view: View) -> bool:
    """Whether all capacity providers are Fargate's, which has no instances of the customer's."""
    value = view.at("CapacityProviderStrategy").value
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(each, dict) and each.get("CapacityProvider") in ("FARGATE", "FARGATE_SPOT")
            for each in value
        )
    )


def cache_nodes(view: View) -> Copies:
    """The nodes of each shard: a replica takes over when failover is on, in another zone when
    Multi-AZ is, too."""
    nodes, replicas = _number(view.at("NumCacheClusters")), _number(view.at("ReplicasPerNodeGroup"))
    field = "NumCacheClusters" if nodes is not None else "ReplicasPerNodeGroup"
    for found in (nodes, replicas):
        if isinstance(found, str):
            return Copies(None, found, field)
    count = _whole(nodes) or _whole(replicas) + 1
    if nodes is None and replicas is None and view.at("NodeGroupConfiguration").value is not None:
        return Copies(None, "how many replicas each shard has", "NodeGroupConfiguration")
    failover = _said(view.at("AutomaticFailoverEnabled").is_true, "AutomaticFailoverEnabled")
    apart = _said(view.at("MultiAZEnabled").is_true, "MultiAZEnabled")
    if failover is False or count == 1:
        return Copies(1, "", "AutomaticFailoverEnabled" if count > 1 else field)
    if failover is not True or apart is not True:
        doubt = failover if isinstance(failover, str) else "whether replicas are in other zones"
        return Copies(None, doubt, "MultiAZEnabled")
    return Copies(count, "", field)


def _whole(found: int | str | None) -> int:
    return found if isinstance(found, int) else 0


def memory_nodes(view: View) -> Copies:
    """A shard's primary and its replicas, which MemoryDB puts into several zones."""
    found = _number(view.at("NumReplicasPerShard"))
    if isinstance(found, str):
        return Copies(None, found, "NumReplicasPerShard")
    return Copies(2 if found is None else found + 1, "", "NumReplicasPerShard")


def search_nodes(view: View) -> Copies:
    """The data nodes of a domain; whether its indices have replicas, no configuration says."""
    config = view.at("ClusterConfig")
    aware = _said(config.at("ZoneAwarenessEnabled").is_true, "ZoneAwarenessEnabled")
    if type(config.value) is Unknown or isinstance(aware, str):
        return Copies(None, "ZoneAwarenessEnabled is not known", "ClusterConfig")
    if not aware:
        return Copies(1, "", "ClusterConfig.ZoneAwarenessEnabled")
    field = "ClusterConfig.MultiAZWithStandbyEnabled"
    standby = config.at("MultiAZWithStandbyEnabled").is_true
    if standby is True:
        return Copies(3, "", field)
    return Copies(None, "whether its indices have replicas", field)


def file_servers(view: View) -> Copies:
    """Two file servers where the deployment type says Multi-AZ, else one."""
    types = [
        view.at(name, "DeploymentType").value
        for name in ("WindowsConfiguration", "OntapConfiguration", "OpenZFSConfiguration")
    ]
    said = [each for each in types if each is not None]
    field = "DeploymentType"
    if any(not isinstance(each, str) for each in said):
        return Copies(None, f"{field} is not known", field)
    return Copies(2 if any(str(each).startswith("MULTI_AZ") for each in said) else 1, "", field)
