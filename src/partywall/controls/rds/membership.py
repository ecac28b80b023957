"""Instances of a cluster, for which the cluster answers."""

from __future__ import annotations

IN_CLUSTER = "an instance of a cluster: the cluster decides"
