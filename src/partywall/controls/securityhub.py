"""AWS Security Hub: checks that keep up."""

from __future__ import annotations

from partywall.controls.control import LOW, control
from partywall.estate.views.securityhub import Hub
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import MONITORING


@control("securityhub-new-controls-on", layer=MONITORING, weight=LOW)
def new_controls_are_on(hub: Hub) -> Verdict:
    """Controls that AWS adds to a standard in use are switched on by themselves.

    Else the hub stays at what was known on the day it was set up.

    Fix: leave AutoEnableControls out, or set it to true.

    Undecided when the value is not known.

    Proved by::

        {EnableDefaultStandards: true}

    Refuted by::

        {AutoEnableControls: false}

    Source: Security Hub API Reference, "EnableSecurityHub" (not re-read).
    """
    automatic = hub.at("AutoEnableControls")
    return proved_if(automatic.either(True).is_true, automatic, "new controls wait for somebody")
