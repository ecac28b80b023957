"""Amazon EventBridge: who may put events on a bus."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, control
from partywall.estate.views.events import EventBus, EventBusPolicy
from partywall.estate.views.kms import is_customer_key
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import IDENTITY, KEYS


@control(
    "events-bus-not-public", layer=IDENTITY, weight=HIGH, also_known_as=("eventbridge_bus_exposed",)
)
def bus_is_not_public(bus: EventBus) -> Verdict:
    """The bus's own policy lets in nobody who is not named.

    A stranger's event looks like yours to every rule on the bus.

    Fix: name the accounts, or add a condition on aws:PrincipalOrgID.

    Undecided when the policy is not known.

    Proved by::

        {Name: orders}

    Refuted by::

        Name: orders
        Policy:
          Statement: [{Effect: Allow, Principal: "*", Action: "events:PutEvents"}]

    Source: EventBridge User Guide, "Permissions for event buses" (not re-read).
    """
    statement, public = bus.open_statement()
    if public:
        return refuted(statement, "everybody is let in")
    return proved(bus.at("Policy"), note="nobody but the account and those named")


@control(
    "events-bus-policy-not-public",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=("eventbridge_bus_exposed",),
)
def bus_policy_is_not_public(policy: EventBusPolicy) -> Verdict:
    """The policy lets nobody use the bus who is not named.

    A stranger's event looks like yours to every rule on the bus.

    Fix: name the accounts, or add a condition on aws:PrincipalOrgID.

    Undecided when principal or condition is not known.

    Proved by::

        {StatementId: a, Action: "events:PutEvents", Principal: "111122223333"}

    Refuted by::

        {StatementId: a, Action: "events:PutEvents", Principal: "*"}

    Source: EventBridge User Guide, "Permissions for event buses" (not re-read).
    """
    if policy.is_public:
        shown = policy.at("Statement") if policy.at("Principal").value is None else None
        return refuted(shown or policy.at("Principal"), "everybody is let in")
    return proved(policy.at("Principal"), policy.at("Statement"))


@control("events-bus-customer-key", layer=KEYS, weight=LOW)
def bus_uses_customer_key(bus: EventBus) -> Verdict:
    """Events are encrypted with a key that the customer manages.

    They are encrypted anyway; with your key you decide on its use, and see it.

    Fix: set KmsKeyIdentifier to a key of your own.

    Undecided when the key is named by id only.

    Proved by::

        {Name: orders, KmsKeyIdentifier: alias/orders}

    Refuted by::

        {Name: orders}

    Source: EventBridge User Guide, "Encrypting EventBridge event buses" (not re-read).
    """
    key = bus.at("KmsKeyIdentifier")
    return proved_if(is_customer_key(key), key, otherwise="the key is AWS's")
