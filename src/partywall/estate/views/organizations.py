"""AWS Organizations, as controls see it: an organization has all features unless it is for bills
only.

Source: Organizations API Reference, "CreateOrganization" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View


class Organization(View):
    """AWS::Organizations::Organization."""

    types = ("AWS::Organizations::Organization",)


class Policy(View):
    """AWS::Organizations::Policy."""

    types = ("AWS::Organizations::Policy",)
