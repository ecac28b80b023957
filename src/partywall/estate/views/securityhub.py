"""AWS Security Hub, as controls see it: new controls and the default standards are on unless
switched off.

Source: Security Hub API Reference, "EnableSecurityHub" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View


class Hub(View):
    """AWS::SecurityHub::Hub."""

    types = ("AWS::SecurityHub::Hub",)
