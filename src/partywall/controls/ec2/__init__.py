"""Amazon EC2: machines, and the network that the customer writes around them."""

from partywall.controls.ec2.account import (
    account_encrypts_volumes,
    account_metadata_needs_token,
    snapshot_not_public,
    snapshots_not_public,
    vpc_internet_blocked,
)
from partywall.controls.ec2.administration import instance_administration_is_unreachable
from partywall.controls.ec2.closed_ports import (
    high_risk_ports_closed_to_internet,
    plain_http_closed_to_internet,
    rdp_closed_to_internet,
    ssh_closed_to_internet,
)
from partywall.controls.ec2.endpoint import endpoint_policy_limits, endpoint_service_asks_first
from partywall.controls.ec2.gateway import (
    client_vpn_logs,
    transit_gateway_asks_first,
    vpn_tunnels_logged,
)
from partywall.controls.ec2.instance import (
    detailed_monitoring,
    disks_encrypted,
    instance_has_no_public_address,
    instance_has_role,
    metadata_needs_token,
    template_follows_image,
    template_gives_no_public_address,
    user_data_without_credentials,
)
from partywall.controls.ec2.network import (
    interface_checks_addresses,
    network_acl_admin_ports_closed,
    subnet_gives_no_public_addresses,
    vpc_has_flow_logs,
)
from partywall.controls.ec2.open_ports import (
    all_ports_closed_to_internet,
    only_web_ports_open_to_internet,
)
from partywall.controls.ec2.security_group import (
    default_group_closed,
    egress_restricted,
    rules_described,
)
from partywall.controls.ec2.volume import volume_encrypted, volume_uses_customer_key

__all__ = [
    "account_encrypts_volumes",
    "account_metadata_needs_token",
    "all_ports_closed_to_internet",
    "client_vpn_logs",
    "default_group_closed",
    "detailed_monitoring",
    "disks_encrypted",
    "egress_restricted",
    "endpoint_policy_limits",
    "endpoint_service_asks_first",
    "high_risk_ports_closed_to_internet",
    "instance_administration_is_unreachable",
    "instance_has_no_public_address",
    "instance_has_role",
    "interface_checks_addresses",
    "metadata_needs_token",
    "network_acl_admin_ports_closed",
    "only_web_ports_open_to_internet",
    "plain_http_closed_to_internet",
    "rdp_closed_to_internet",
    "rules_described",
    "snapshot_not_public",
    "snapshots_not_public",
    "ssh_closed_to_internet",
    "subnet_gives_no_public_addresses",
    "template_follows_image",
    "template_gives_no_public_address",
    "transit_gateway_asks_first",
    "user_data_without_credentials",
    "volume_encrypted",
    "volume_uses_customer_key",
    "vpc_has_flow_logs",
    "vpc_internet_blocked",
    "vpn_tunnels_logged",
]
