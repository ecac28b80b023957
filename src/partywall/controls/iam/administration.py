"""Administrators: who is one, and who can make himself one; decided with all policies at once."""

from __future__ import annotations

from partywall.controls.control import HIGH, control
from partywall.controls.questions import Questions
from partywall.estate.views.iam import Actor
from partywall.kernel.verdict import Verdict, not_applicable, proved, refuted
from partywall.line.layer import IDENTITY


@control("iam-principal-admin-break-glass-only", layer=IDENTITY, weight=HIGH, needs="escalation")
def administrators_are_for_emergencies(actor: Actor, ask: Questions) -> Verdict:
    """The role or user is no administrator, or one that is named for emergencies.

    Whoever holds such a session, by a stolen key or a hole in a program, has the account. That is
    worth having for the day when nothing else works, under lock and key, and on no other day.

    Administrator is who may attach AdministratorAccess to a role that no policy names, rewrite
    whom it trusts, and assume it, or the like by a user: decided with SCPs, boundary and
    conditions, however the policies spell it.

    Fix: allow what the task needs; name those for emergencies under access.break_glass in the
    configuration.

    Undecided when it is so under a condition only, or when a policy is not known.

    Proved by::

        Policies:
          - PolicyName: own
            PolicyDocument:
              Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]

    Refuted by::

        Policies:
          - PolicyName: own
            PolicyDocument:
              Statement: [{Effect: Allow, Action: ["iam:*", "sts:*"], Resource: "*"}]

    Refuted by::

        {ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"]}

    Undecided by::

        Policies:
          - PolicyName: own
            PolicyDocument:
              Statement:
                - Effect: Allow
                  Action: "*"
                  Resource: "*"
                  Condition: {Bool: {"aws:MultiFactorAuthPresent": "true"}}

    Source: IAM User Guide, "Security best practices in IAM" (not re-read).
    """
    if ask.for_emergencies(actor):
        return not_applicable(actor, "it is named for emergencies")
    if ask.administers(actor):
        return refuted(actor, "it is an administrator")
    return proved(actor, note="all its policies together make it no administrator")


@control("iam-principal-no-escalation-to-admin", layer=IDENTITY, weight=HIGH, needs="escalation")
def nobody_makes_himself_administrator(actor: Actor, ask: Questions) -> Verdict:
    """The role or user cannot make itself an administrator.

    Rights that look small may be all of them: whoever may start a function with the role of an
    administrator, or write policies into itself, is one step away. A refutation notes the way;
    `partywall access escalate` shows it with all its parts.

    Each step is decided with SCPs, boundaries, resources and conditions. Not thought of are roles
    in no input whose trust policies name the principal, and ways that are not among the data.

    Fix: take away one right of the chain, name its resources, or give the role a boundary.

    Undecided when a step hangs on a condition, when a policy on the way is not known, or when what
    is allowed reaches roles, users or things that the input does not have.

    Not applicable by::

        {ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"]}

    Proved by::

        Policies:
          - PolicyName: own
            PolicyDocument:
              Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]

    Refuted by::

        Policies:
          - PolicyName: own
            PolicyDocument:
              Statement: [{Effect: Allow, Action: "iam:PutRolePolicy", Resource: "*"}]

    Refuted by::

        Resources:
          Example:
            Type: AWS::IAM::Role
            Properties:
              Policies:
                - PolicyName: own
                  PolicyDocument:
                    Statement:
                      - Effect: Allow
                        Action: ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"]
                        Resource: "*"
          Deployer:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Statement:
                  - Effect: Allow
                    Principal: {Service: lambda.amazonaws.com}
                    Action: sts:AssumeRole
              ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"]

    Undecided by::

        Policies:
          - PolicyName: own
            PolicyDocument:
              Statement:
                - {Effect: Allow, Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/ops-*"}

    Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service" (not
    re-read).
    """
    itself = ask.administers(actor)
    if itself is True:
        return not_applicable(actor, "it is an administrator already")
    found = ask.becomes_administrator(actor)
    if found.so:
        return refuted(actor, found.how)
    if itself:
        return not_applicable(actor, "it is an administrator already")
    return proved(actor, note="no way leads to an administrator")
