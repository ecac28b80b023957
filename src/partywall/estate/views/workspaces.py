"""Amazon WorkSpaces, as controls see it: volumes are not encrypted unless asked.

Source: WorkSpaces API Reference, "WorkspaceRequest" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View


class Workspace(View):
    """AWS::WorkSpaces::Workspace: one person's desktop."""

    types = ("AWS::WorkSpaces::Workspace",)
