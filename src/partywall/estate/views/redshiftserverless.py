"""Amazon Redshift Serverless, as controls see it.

A workgroup is private and routes around the VPC unless asked otherwise; a namespace exports no
logs.
Source: Redshift Serverless API Reference, "CreateWorkgroup" and "CreateNamespace" (not re-read).
"""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.pairs import paired


class Workgroup(View):
    """AWS::RedshiftServerless::Workgroup: what answers queries."""

    types = ("AWS::RedshiftServerless::Workgroup",)

    @property
    def requires_tls(self) -> Node:
        """The setting require_ssl, absent where it is not written."""
        return paired(self.at("ConfigParameters"), "require_ssl", "ParameterKey", "ParameterValue")


class Namespace(View):
    """AWS::RedshiftServerless::Namespace: where the data is, and the admin user."""

    types = ("AWS::RedshiftServerless::Namespace",)
