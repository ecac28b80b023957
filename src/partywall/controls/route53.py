"""Amazon Route 53: answers that can be trusted, and a record of questions."""

from __future__ import annotations

from partywall.controls.control import LOW, control
from partywall.estate.views.route53 import HostedZone, Signing
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import ENCRYPTION_IN_TRANSIT, LOGGING


@control(
    "route53-zone-queries-logged",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "Route53.2",
        "CKV2_AWS_39",
        "route53_public_hosted_zones_cloudwatch_logging_enabled",
    ),
)
def zone_queries_are_logged(zone: HostedZone) -> Verdict:
    """Questions to the public zone are logged.

    They show who looks for names that should not be known, and where traffic went.

    Fix: set QueryLoggingConfig.CloudWatchLogsLogGroupArn.

    Undecided when the setting, or whether the zone is private, is not known.

    Proved by::

        {QueryLoggingConfig: {CloudWatchLogsLogGroupArn: "arn:aws:logs:us-east-1:1:log-group:d"}}

    Refuted by::

        {Name: example.com}

    Not applicable by::

        {Name: corp, VPCs: [{VPCId: vpc-1, VPCRegion: eu-west-1}]}

    Source: Route 53 Developer Guide, "Public DNS query logging" (not re-read).
    """
    if zone.is_private:
        return not_applicable(zone.at("VPCs"), "a private zone: its resolver logs")
    group = zone.at("QueryLoggingConfig", "CloudWatchLogsLogGroupArn")
    return proved_if(group.is_filled, group, "queries are not logged")


@control(
    "route53-zone-signed", layer=ENCRYPTION_IN_TRANSIT, weight=LOW, also_known_as=("CKV2_AWS_38",)
)
def zone_is_signed(zone: HostedZone) -> Verdict:
    """The public zone's answers are signed.

    A resolver can then tell your answer from one that was made up on the way.

    Fix: add an AWS::Route53::KeySigningKey and an AWS::Route53::DNSSEC for the zone.

    Undecided when a signing may be another zone's.

    Proved by::

        Resources:
          Example: {Type: "AWS::Route53::HostedZone", Properties: {Name: example.com}}
          Signing: {Type: "AWS::Route53::DNSSEC", Properties: {HostedZoneId: !Ref Example}}

    Refuted by::

        {Name: example.com}

    Not applicable by::

        {Name: corp, VPCs: [{VPCId: vpc-1, VPCRegion: eu-west-1}]}

    Source: Route 53 Developer Guide, "Configuring DNSSEC signing" (not re-read).
    """
    if zone.is_private:
        return not_applicable(zone.at("VPCs"), "a private zone cannot be signed")
    signing = zone.companions(Signing)
    if signing:
        return proved(*signing)
    return refuted(zone.at("Name"), "answers are not signed")
