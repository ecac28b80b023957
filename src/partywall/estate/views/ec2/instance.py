"""Machines and their disks: instances, the templates they start from, volumes."""

from __future__ import annotations

import base64
import binascii
from typing import ClassVar

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.estate.views.ec2.network import Subnet
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import LEFT_TO_ACCOUNT, Unknown

TEMPLATE_DECIDES = Unknown("set by the launch template, if at all")
INTERFACE_DECIDES = Unknown("depends on a network interface that is described elsewhere")
SUBNET_DECIDES = Unknown("depends on the subnet")
NEWEST = ("$Latest",)


class LaunchTemplate(View):
    """AWS::EC2::LaunchTemplate."""

    types = ("AWS::EC2::LaunchTemplate",)


class Machine(View):
    """An instance, or a template from which instances are started."""

    types: ClassVar[tuple[str, ...]] = ("AWS::EC2::Instance", "AWS::EC2::LaunchTemplate")

    @property
    def is_template(self) -> bool:
        """Whether it is a launch template."""
        return self.resource.type == "AWS::EC2::LaunchTemplate"

    def setting(self, key: str) -> Node:
        """A setting under its name in LaunchTemplateData, which an instance has at its root.

        What an instance does not set comes from its launch template: read there when the
        newest version is used, and not known otherwise.
        """
        if self.is_template:
            return self.at("LaunchTemplateData", key)
        own = self.at(key)
        chosen = self.at("LaunchTemplate")
        if own.value is not None or chosen.value is None:
            return own
        template = self.follow(chosen.at("LaunchTemplateId"), LaunchTemplate)
        template = template or self.follow(chosen.at("LaunchTemplateName"), LaunchTemplate)
        if template is not None and is_newest(chosen.at("Version").value):
            return template.at("LaunchTemplateData", key)
        return own.either(TEMPLATE_DECIDES)

    @property
    def disks(self) -> Nodes[Disk]:
        """The EBS volumes that the block device mappings describe."""
        mappings = self.setting("BlockDeviceMappings").items()
        return Nodes(
            Disk(place.value, place.resource, place.parent, place.key, mapping.sure)
            for mapping in mappings
            for place in (mapping.at("Ebs"),)
            if place.value is not None
        )

    @property
    def public_addresses(self) -> Nodes[Node]:
        """Whether each interface gets a public address; what the subnet decides is not known.

        Source: EC2 User Guide, "Assign a public IPv4 address at launch" (not re-read).
        """
        interfaces = self.setting("NetworkInterfaces")
        if interfaces.value is None or interfaces.value == []:
            unwritten = Node(None, interfaces.resource, interfaces.parent, interfaces.key)
            return Nodes([self._by_subnet(unwritten, self.at("SubnetId"))])
        return Nodes(self._of_interface(one) for one in interfaces.items())

    def _of_interface(self, interface: Node) -> Node:
        written = interface.at("AssociatePublicIpAddress")
        if written.value is None and interface.at("NetworkInterfaceId").value is not None:
            return written.either(INTERFACE_DECIDES)
        subnet_id = interface.at("SubnetId")
        return self._by_subnet(
            written, self.at("SubnetId") if subnet_id.value is None else subnet_id
        )

    def _by_subnet(self, written: Node, subnet_id: Node) -> Node:
        if written.value is not None:
            return written
        subnet = None if self.is_template else self.follow(subnet_id, Subnet)
        if subnet is None:
            return written.either(SUBNET_DECIDES)
        return subnet.at("MapPublicIpOnLaunch").either(False)


class Disk(Node):
    """An EBS volume as a block device mapping describes it."""

    __slots__ = ()

    @property
    def is_encrypted(self) -> Truth:
        """Whether it is encrypted; when nothing is written the account and the image decide.

        Source: EBS User Guide, "Amazon EBS encryption", section "Encryption by default"
        (not re-read).
        """
        return self.at("Encrypted").either(LEFT_TO_ACCOUNT).is_true


def is_newest(version: object) -> bool:
    """Whether a value of Version surely means the newest version of a template."""
    if type(version) is Unknown:
        name = version.attribute.replace("_", "").lower()
        return name in ("latestversionnumber", "latestversion")
    return version in NEWEST


class Volume(View):
    """AWS::EC2::Volume."""

    types = ("AWS::EC2::Volume",)

    @property
    def is_encrypted(self) -> Truth:
        """Whether it is encrypted; when nothing is written the account and the snapshot decide."""
        return self.at("Encrypted").either(LEFT_TO_ACCOUNT).is_true


class ElasticAddress(View):
    """AWS::EC2::EIP and its association: a public address for an instance."""

    types = ("AWS::EC2::EIP", "AWS::EC2::EIPAssociation")


class Interface(View):
    """AWS::EC2::NetworkInterface."""

    types = ("AWS::EC2::NetworkInterface",)


class InterfaceAttachment(View):
    """AWS::EC2::NetworkInterfaceAttachment: one more interface for an instance."""

    types = ("AWS::EC2::NetworkInterfaceAttachment",)


class Instance(Machine):
    """AWS::EC2::Instance."""

    types = ("AWS::EC2::Instance",)

    @property
    def elastic_addresses(self) -> Nodes[ElasticAddress]:
        """The elastic addresses that are given to it or to an interface attached to it."""
        found = [*self.companions(ElasticAddress)]
        for one in self.companions(InterfaceAttachment):
            named = one.at("NetworkInterfaceId")
            interface = self.follow(named, Interface)
            if interface is not None and one.sure is True:
                found += interface.companions(ElasticAddress)
            elif interface is None or list.__len__(interface.companions(ElasticAddress)):
                unsure = named.doubt("which addresses the interface has is not known")
                found.append(ElasticAddress.of(one.resource, self.estate, sure=unsure))
        return Nodes(found)


def script(user_data: Node) -> Node:
    """User data as text: decoded when it is Base64; a bare digest of it tells nothing.

    Terraform keeps a SHA-1 digest in place of the text.
    """
    value = user_data.value
    if not isinstance(value, str):
        return user_data
    text = value.strip()
    decoded: object = value
    if len(text) == 40 and not text.strip("0123456789abcdef"):
        decoded = Unknown("only a digest of the user data is given", present=True)
    else:
        try:
            decoded = base64.b64decode(text, validate=True).decode()
        except (binascii.Error, ValueError):
            decoded = value
    return Node(decoded, user_data.resource, user_data.parent, user_data.key, user_data.sure)
