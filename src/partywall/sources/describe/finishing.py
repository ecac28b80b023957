"""What only several outputs together tell: the table in force for a subnet, the disks of an
instance, which of several databases' groups of the same name is meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from partywall.estate.resource import Properties, Resource
from partywall.kernel.unknown import Unknown
from partywall.sources.describe.gaps import Gaps
from partywall.sources.describe.scopes import Scope
from partywall.sources.describe.shapes.ec2 import MAIN

Placed = tuple[Resource, Scope]

SUBNET: Final = "AWS::EC2::Subnet"
TABLE: Final = "AWS::EC2::RouteTable"
ASSOCIATION: Final = "AWS::EC2::SubnetRouteTableAssociation"

VOLUMES: Final = Unknown("aws ec2 describe-volumes was not collected")
DISK: Final = {
    "Encrypted": "Encrypted",
    "Iops": "Iops",
    "KmsKeyId": "KmsKeyId",
    "Size": "VolumeSize",
    "SnapshotId": "SnapshotId",
    "VolumeType": "VolumeType",
}
"""Property of a volume → of a disk in an instance's own list."""

NAMED: Final = (
    ("AWS::RDS::DBInstance", "DBSubnetGroupName", "AWS::RDS::DBSubnetGroup"),
    ("AWS::RDS::DBInstance", "DBClusterIdentifier", "AWS::RDS::DBCluster"),
    ("AWS::RDS::DBCluster", "DBSubnetGroupName", "AWS::RDS::DBSubnetGroup"),
)
"""References by a name that is one of its account and Region only."""


def finish(found: list[Placed], gaps: Gaps) -> None:
    """The resources know what other outputs say of them; implied ones are among them."""
    of_type: dict[str, list[Placed]] = {}
    for resource, scope in found:
        of_type.setdefault(resource.type, []).append((resource, scope))
    found += list(_implied(of_type, gaps))
    _disks(of_type)
    for kind, key, target in NAMED:
        _qualify(of_type.get(kind, ()), key, of_type.get(target, ()))


def _implied(of_type: dict[str, list[Placed]], gaps: Gaps) -> Iterable[Placed]:
    """A subnet that is associated with no route table is with its VPC's main one.

    That none is can be told only where all route tables were collected. Source: VPC User Guide,
    "Subnet route tables", read 2026-11-23.
    """
    taken = {one.properties.get("SubnetId") for one, _ in of_type.get(ASSOCIATION, ())}
    mains = {name: one for one, _ in of_type.get(TABLE, ()) for name in one.names}
    for subnet, scope in of_type.get(SUBNET, ()):
        main = mains.get(f"{subnet.properties.get('VpcId')}/{MAIN}")
        if main is None or subnet.address in taken or not gaps.is_whole("RouteTables", scope):
            continue
        properties: Properties = {"RouteTableId": main.address, "SubnetId": subnet.address}
        yield (
            Resource(
                type=ASSOCIATION,
                address=f"{main.address}/{subnet.address}",
                properties=properties,
                place=main.place,
                origin="live",
                source_type=main.source_type,
                region=subnet.region,
                names=(f"{main.address}/{subnet.address}",),
            ),
            scope,
        )


def _disks(of_type: dict[str, list[Placed]]) -> None:
    """The disks in an instance's list have what their volumes are."""
    volumes = {one.address: one.properties for one, _ in of_type.get("AWS::EC2::Volume", ())}
    attached = {
        (one.properties.get("InstanceId"), one.properties.get("Device")): one.properties
        for one, _ in of_type.get("AWS::EC2::VolumeAttachment", ())
    }
    for instance, _ in of_type.get("AWS::EC2::Instance", ()):
        mappings = instance.properties.get("BlockDeviceMappings")
        for mapping in mappings if isinstance(mappings, list) else ():
            if isinstance(mapping, dict) and isinstance(mapping.get("Ebs"), dict):
                place = attached.get((instance.address, mapping.get("DeviceName")), {})
                volume = volumes.get(str(place.get("VolumeId")))
                mapping["Ebs"].update(_disk(volume))


def _disk(volume: Properties | None) -> Properties:
    if volume is None:
        return dict.fromkeys(DISK.values(), VOLUMES)
    return {name: volume[key] for key, name in DISK.items() if key in volume}


def _qualify(holders: Iterable[Placed], key: str, targets: Iterable[Placed]) -> None:
    """Where several resources have a name, the ARN of the one nearby stands in its place."""
    named: dict[str, list[Placed]] = {}
    for one, scope in targets:
        for name in one.names[1:]:
            named.setdefault(name, []).append((one, scope))
    for holder, scope in holders:
        meant = named.get(str(holder.properties.get(key)), [])
        near = [one for one, where in meant if where == scope]
        if len(meant) > 1 and len(near) == 1:
            holder.properties[key] = near[0].address
