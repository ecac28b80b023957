"""Databases and the groups of subnets that they stand in.

Source: RDS API Reference, data types DBInstance, DBCluster and DBSubnetGroup, by botocore 1.44.5,
read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.kernel.arn import parse_arn
from partywall.sources.describe.kinds import kinds
from partywall.sources.describe.scopes import Scope
from partywall.sources.describe.sightings import IN_PASSING, Sighting, arn_of
from partywall.sources.describe.values import Item, apply, chosen, objects, text
from partywall.sources.describe.writer import Writer

NOT_TOLD: Final = frozenset({"DBSubnetGroupArn", "Tags"})


def instance(item: Item, seen: Sighting, write: Writer) -> None:
    """Where it answers, whether its password is kept for it, and its group of subnets."""
    ends = item.get("Endpoint")
    if isinstance(ends, dict):
        seen.properties["Endpoint"] = chosen(ends, ("Address", "HostedZoneId", "Port"))
    seen.properties["ManageMasterUserPassword"] = bool(item.get("MasterUserSecret"))
    volumes = objects(item.get("AdditionalStorageVolumes"))
    if volumes:
        seen.properties["AdditionalStorageVolumes"] = [_volume(one) for one in volumes]
    group = item.get("DBSubnetGroup")
    if not isinstance(group, dict) or not text(group, "DBSubnetGroupName"):
        return
    name = text(group, "DBSubnetGroupName")
    seen.properties["DBSubnetGroupName"] = name
    kind = kinds()["DBSubnetGroups"]
    arn = text(group, "DBSubnetGroupArn") or arn_of("rds", _scope(item, write), f"subgrp:{name}")
    told = apply(kind, group)
    covers = kind.covers - NOT_TOLD
    write.add(kind.spec.type, arn or name, told.properties, names=(name,), covers=covers,
              rank=IN_PASSING)  # fmt: skip


def _volume(one: Item) -> Item:
    same = ("AllocatedStorage", "MaxAllocatedStorage", "StorageThroughput", "StorageType")
    found = chosen(one, (*same, "VolumeName"))
    return {**found, "Iops": one["IOPS"]} if one.get("IOPS") is not None else found


def _scope(item: Item, write: Writer) -> Scope:
    arn = parse_arn(text(item, "DBInstanceArn"))
    return Scope(arn.account, arn.region) if arn is not None else write.scope


def cluster(item: Item, seen: Sighting, _write: Writer) -> None:
    """Where it answers, and whether its password is kept for it."""
    if text(item, "Endpoint"):
        port = item.get("Port")
        more = {} if port is None else {"Port": str(port)}
        seen.properties["Endpoint"] = {"Address": text(item, "Endpoint"), **more}
    if text(item, "ReaderEndpoint"):
        seen.properties["ReadEndpoint"] = {"Address": text(item, "ReaderEndpoint")}
    seen.properties["ManageMasterUserPassword"] = bool(item.get("MasterUserSecret"))
