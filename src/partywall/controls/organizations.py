"""AWS Organizations: rules that hold for whole accounts."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.organizations import Organization, Policy
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import ACCOUNT, IDENTITY


@control("organizations-all-features", layer=ACCOUNT, weight=MEDIUM)
def organization_has_all_features(organization: Organization) -> Verdict:
    """The organization can set limits for its accounts, not only pay their bills.

    Service control policies are the only rule that an administrator of an account cannot lift.

    Fix: set FeatureSet to ALL.

    Undecided when the value is not known.

    Proved by::

        {FeatureSet: ALL}

    Refuted by::

        {FeatureSet: CONSOLIDATED_BILLING}

    Source: Organizations API Reference, "CreateOrganization" (not re-read).
    """
    features = organization.at("FeatureSet")
    return proved_if(features.either("ALL").equals("ALL"), features, "bills only, no policies")


@control("organizations-policy-attached", layer=IDENTITY, weight=LOW)
def policy_is_attached(policy: Policy) -> Verdict:
    """The policy is attached to an account, a unit or the root.

    A policy that is attached to nothing limits nobody.

    Fix: name the targets in TargetIds.

    Undecided when the targets are not known.

    Proved by::

        {Name: regions, Type: SERVICE_CONTROL_POLICY, TargetIds: [ou-abcd-11112222]}

    Refuted by::

        {Name: regions, Type: SERVICE_CONTROL_POLICY}

    Source: CloudFormation template reference, "AWS::Organizations::Policy" (not re-read).
    """
    targets = policy.at("TargetIds")
    attached = some(targets.items(), lambda one: one.is_set)[1]
    return proved_if(attached, targets, "attached to nothing")
