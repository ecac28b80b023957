"""Instances, their network interfaces, addresses and volumes.

Source: EC2 API Reference, data types Instance, InstanceNetworkInterface, NetworkInterface, Address
and Volume, by botocore 1.44.5, read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.describe.kinds import kinds
from partywall.sources.describe.sightings import IN_PASSING, Sighting
from partywall.sources.describe.values import Item, apply, chosen, objects, text
from partywall.sources.describe.writer import Writer

JOINED: Final = ("", "attached", "attaching", "busy")

ASSOCIATION: Final = "AWS::EC2::EIPAssociation"
INTERFACE: Final = "AWS::EC2::NetworkInterface"

MANAGED: Final = "a service of AWS made this network interface, and only it may change it"

NOT_TOLD: Final = frozenset({"Tags", "EnablePrimaryIpv6"})
"""What an instance does not say of its interfaces."""


def instance(item: Item, seen: Sighting, write: Writer) -> None:
    """Its interfaces, which are resources of their own too, and its disks."""
    interfaces = sorted(objects(item.get("NetworkInterfaces")), key=_index)
    seen.properties["NetworkInterfaces"] = [_entry(one) for one in interfaces]
    primary = _six(interfaces[0]) if interfaces else []
    if primary:
        seen.properties["Ipv6Addresses"] = primary
    for one in interfaces:
        _interface(one, seen.address, write)
    mappings = objects(item.get("BlockDeviceMappings"))
    seen.properties["BlockDeviceMappings"] = [_mapping(one) for one in mappings]
    for one in mappings:
        volume = text(one, "Ebs", "VolumeId")
        if volume:
            _attached(volume, seen.address, text(one, "DeviceName"), write, IN_PASSING)


def _index(interface: Item) -> tuple[str, str]:
    place = (interface.get("Attachment") or {}).get("DeviceIndex")
    return f"{place:04}" if isinstance(place, int) else "", text(interface, "NetworkInterfaceId")


def _six(interface: Item) -> list[Item]:
    addresses = objects(interface.get("Ipv6Addresses"))
    return [{"Ipv6Address": text(one, "Ipv6Address")} for one in addresses]


def _entry(interface: Item) -> Item:
    """One interface in the instance's own list."""
    attachment = interface.get("Attachment")
    attachment = attachment if isinstance(attachment, dict) else {}
    entry: dict[str, Any] = {
        "DeviceIndex": str(attachment.get("DeviceIndex", 0)),
        "NetworkInterfaceId": text(interface, "NetworkInterfaceId"),
        "AssociatePublicIpAddress": text(interface, "Association", "IpOwnerId") == "amazon",
        "GroupSet": [text(one, "GroupId") for one in objects(interface.get("Groups"))],
        **chosen(attachment, ("DeleteOnTermination",)),
        **chosen(interface, ("Description", "PrivateIpAddress", "SubnetId")),
    }
    six = _six(interface)
    return {**entry, "Ipv6Addresses": six} if six else entry


def _mapping(one: Item) -> Item:
    ebs = one.get("Ebs")
    disk = chosen(ebs, ("DeleteOnTermination",)) if isinstance(ebs, dict) else None
    return {**chosen(one, ("DeviceName",)), **({} if disk is None else {"Ebs": disk})}


def _interface(one: Item, instance_id: str, write: Writer) -> None:
    """What an instance says of an interface, as its own command would but for the tags."""
    kind = kinds()["NetworkInterfaces"]
    id = text(one, "NetworkInterfaceId")
    if not id:
        return
    told = apply(kind, one)
    covers = kind.covers - NOT_TOLD
    write.rank += IN_PASSING
    seen = write.add(INTERFACE, id, told.properties, covers=covers)
    attachment = one.get("Attachment")
    attachment = attachment if isinstance(attachment, dict) else {}
    attached = {**attachment, "InstanceId": instance_id}
    network_interface({**one, "Attachment": attached}, seen, write)
    write.rank -= IN_PASSING


def network_interface(item: Item, seen: Sighting, write: Writer) -> None:
    """Its addresses, what it is attached to, and whether it is the customer's at all."""
    addresses = objects(item.get("PrivateIpAddresses"))
    seen.properties["PrivateIpAddresses"] = [
        chosen(one, ("Primary", "PrivateIpAddress")) for one in addresses
    ]
    if item.get("RequesterManaged") is True:
        seen.owned_by_aws = MANAGED
    attachment = item.get("Attachment")
    instance_id = text(attachment, "InstanceId")
    if isinstance(attachment, dict) and instance_id and text(attachment, "Status") in JOINED:
        id = text(attachment, "AttachmentId")
        index = attachment.get("DeviceIndex")
        write.add(
            "AWS::EC2::NetworkInterfaceAttachment",
            id or f"{instance_id}/{seen.address}",
            {
                "AttachmentId": id,
                "DeleteOnTermination": attachment.get("DeleteOnTermination"),
                "DeviceIndex": None if index is None else str(index),
                "InstanceId": instance_id,
                "NetworkInterfaceId": seen.address,
            },
            covers=None if write.rank == 0 else frozenset({"InstanceId", "NetworkInterfaceId"}),
        )
    primary = {**chosen(item, ("Association",)), "PrivateIpAddress": item.get("PrivateIpAddress")}
    for one in addresses or [primary]:
        if text(one, "Association", "PublicIp"):
            _public(one["Association"], one, seen.address, instance_id, write)


def _public(given: Item, one: Item, interface: str, instance_id: str, write: Writer) -> None:
    """A public address at an interface; one that is not Elastic has no AllocationId."""
    public = text(given, "PublicIp")
    told = {
        "EIP": public,
        "InstanceId": instance_id,
        "NetworkInterfaceId": interface,
        "PrivateIpAddress": text(one, "PrivateIpAddress"),
    }
    more = {"AllocationId": text(given, "AllocationId"), "Id": text(given, "AssociationId")}
    whole = write.rank == 0
    write.add(
        ASSOCIATION,
        f"{interface}/{public}",
        {**told, **(more if whole else {})},
        names=(text(given, "AssociationId"),),
        covers=None if whole else frozenset(told),
    )


def address(item: Item, seen: Sighting, write: Writer) -> None:
    """An Elastic IP address; where it is in use is a resource of its own."""
    id, holder = text(item, "AssociationId"), text(item, "NetworkInterfaceId")
    instance_id = text(item, "InstanceId")
    public = text(item, "PublicIp")
    if not (holder or instance_id):
        return
    write.add(
        ASSOCIATION,
        f"{holder or instance_id}/{public}",
        {
            "AllocationId": text(item, "AllocationId"),
            "EIP": public,
            "Id": id,
            "InstanceId": instance_id,
            "NetworkInterfaceId": holder,
            "PrivateIpAddress": text(item, "PrivateIpAddress"),
        },
        names=(id,),
    )


def volume(item: Item, seen: Sighting, write: Writer) -> None:
    """Where it is attached is a resource of its own."""
    for one in objects(item.get("Attachments")):
        instance_id = text(one, "InstanceId")
        if instance_id and text(one, "State") in JOINED:
            _attached(seen.address, instance_id, text(one, "Device"), write, 0)


def _attached(volume_id: str, instance_id: str, device: str, write: Writer, rank: int) -> None:
    properties = {"Device": device, "InstanceId": instance_id, "VolumeId": volume_id}
    address = f"{volume_id}/{instance_id}"
    write.add(
        "AWS::EC2::VolumeAttachment",
        address,
        {**properties},
        covers=None if rank == 0 else frozenset(properties),
        rank=rank,
    )


def image(item: Item, seen: Sighting, _write: Writer) -> None:
    """A public image is everybody's; to whom another one is open its list does not say."""
    if item.get("Public") is True:
        others = Unknown("with whom else it is shared is not told", many=True)
        seen.properties["LaunchPermissions"] = [{"Group": "all"}, others]
