"""Transit gateways and VPNs: who joins the network, and what is written down of it."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.ec2.network import ClientVpn, TransitGateway, VpnConnection
from partywall.kernel.truth import every, no
from partywall.kernel.verdict import Verdict, proved_if, refuted
from partywall.line.layer import LOGGING, NETWORK_CONFIGURATION


@control(
    "ec2-transit-gateway-asks-first",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("EC2.23", "CKV_AWS_331", "ec2_transitgateway_auto_accept_vpc_attachments"),
)
def transit_gateway_asks_first(gateway: TransitGateway) -> Verdict:
    """The transit gateway does not accept attachments from other accounts by itself.

    Whoever it is shared with could join his network to yours without anybody looking.

    Fix: leave AutoAcceptSharedAttachments at disable.

    Undecided when the value is not known.

    Refuted by::

        AutoAcceptSharedAttachments: enable

    Proved by::

        AmazonSideAsn: 64512

    Source: CloudFormation Template Reference, "AWS::EC2::TransitGateway" (not re-read).
    """
    accepts = gateway.at("AutoAcceptSharedAttachments")
    return proved_if(no(accepts.equals("enable")), accepts, "accepts whoever asks")


@control(
    "ec2-client-vpn-logs-connections",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "EC2.51",
        "ec2_client_vpn_endpoint_connection_logging_enabled",
    ),
)
def client_vpn_logs(vpn: ClientVpn) -> Verdict:
    """The Client VPN endpoint logs who connects.

    It is the door by which people come in from anywhere; the log says who, when and from where.

    Fix: set ConnectionLogOptions.Enabled and a log group.

    Undecided when the value is not known.

    Refuted by::

        ConnectionLogOptions: {Enabled: false}

    Proved by::

        ConnectionLogOptions: {Enabled: true, CloudwatchLogGroup: vpn}

    Source: Security Hub User Guide, "EC2.51" (not re-read).
    """
    enabled = vpn.at("ConnectionLogOptions", "Enabled")
    return proved_if(enabled.is_true, enabled, "connections are not logged")


@control("ec2-vpn-tunnels-logged", layer=LOGGING, weight=LOW, also_known_as=("EC2.171",))
def vpn_tunnels_logged(vpn: VpnConnection) -> Verdict:
    """Both tunnels of the site-to-site connection write a log.

    A tunnel that goes up and down, or offers old ciphers, is seen nowhere else.

    Fix: set LogOptions.CloudwatchLogOptions.LogEnabled for both tunnels.

    Undecided when the value is not known.

    Refuted by::

        Type: ipsec.1

    Proved by::

        VpnTunnelOptionsSpecifications:
          - LogOptions: {CloudwatchLogOptions: {LogEnabled: true, LogGroupArn: a}}
          - LogOptions: {CloudwatchLogOptions: {LogEnabled: true, LogGroupArn: a}}

    Source: Security Hub User Guide, "EC2.171" (not re-read).
    """
    written = vpn.at("VpnTunnelOptionsSpecifications")
    tunnels = vpn.tunnels
    silent, logged = every(
        tunnels, lambda one: one.at("LogOptions", "CloudwatchLogOptions", "LogEnabled").is_true
    )
    if logged is False:
        return refuted(silent, "this tunnel writes no log")
    if tunnels.count() < 2:
        return refuted(written, "not both tunnels write a log")
    return proved_if(logged, written, "a tunnel writes no log")
