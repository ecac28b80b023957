"""AWS Glue, as controls see it: neither catalogue nor jobs encrypt unless asked.

Source: Glue Developer Guide, "Setting up encryption in AWS Glue" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View


class CatalogSettings(View):
    """AWS::Glue::DataCatalogEncryptionSettings."""

    types = ("AWS::Glue::DataCatalogEncryptionSettings",)


class Job(View):
    """AWS::Glue::Job."""

    types = ("AWS::Glue::Job",)
