"""Settings of the account, and snapshots as they are shared; a Region each."""

from __future__ import annotations

from partywall.estate.view import View


class AccountSettings(View):
    """Partywall::EC2::AccountSettings: one or several of the account's own defaults."""

    types = ("Partywall::EC2::AccountSettings",)


class Snapshot(View):
    """Partywall::EC2::Snapshot."""

    types = ("Partywall::EC2::Snapshot",)


class SnapshotAccess(View):
    """AWS::EC2::SnapshotBlockPublicAccess: a switch of the account, one a Region."""

    types = ("AWS::EC2::SnapshotBlockPublicAccess",)


class VpcAccess(View):
    """AWS::EC2::VPCBlockPublicAccessOptions: a switch of the account, one a Region."""

    types = ("AWS::EC2::VPCBlockPublicAccessOptions",)
