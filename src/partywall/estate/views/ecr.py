"""Amazon ECR, as controls see it."""

from __future__ import annotations

from partywall.estate.view import View


class Repository(View):
    """AWS::ECR::Repository."""

    types = ("AWS::ECR::Repository",)
