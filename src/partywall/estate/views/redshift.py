"""Amazon Redshift, as controls see it.

A cluster made today is encrypted and not public when nothing is said; one made before January
2025 was neither. So what is left out stays in doubt where that matters. Minor and major
engine versions are installed by themselves unless AllowVersionUpgrade is false; snapshots are
kept one day; enhanced VPC routing is off.
Source: Redshift API Reference, "CreateCluster", read 2026-11-23; Redshift Management Guide,
"Behavior changes in Amazon Redshift" (not re-read).
"""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Truth, no, some

AGE = "left out: the default changed in January 2025, and the cluster's age is not known"


class Cluster(View):
    """AWS::Redshift::Cluster."""

    types = ("AWS::Redshift::Cluster",)


class ParameterGroup(View):
    """AWS::Redshift::ClusterParameterGroup."""

    types = ("AWS::Redshift::ClusterParameterGroup",)

    @property
    def requires_tls(self) -> Truth:
        """Whether require_ssl is on; it is off in the family redshift-1.0 when left out."""

        def about_tls(one: Node) -> Truth:
            return one.at("ParameterName").equals("require_ssl")

        parameters = self.at("Parameters").items()
        written = some(parameters, about_tls)[1]
        on = some(parameters, lambda one: about_tls(one) & one.at("ParameterValue").is_true)[1]
        family = self.at("ParameterGroupFamily")
        newer = family.doubt("the default of this family is not in our table")
        default: Truth = False if family.equals("redshift-1.0") is True else newer
        return on | (no(written) & default)
