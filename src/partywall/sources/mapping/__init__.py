"""Terraform arguments turned into CloudFormation properties, by committed tables."""

from partywall.sources.mapping.engine import Mapped, Piece, Table, Values, apply
from partywall.sources.mapping.table import known_types, table_for

__all__ = ["Mapped", "Piece", "Table", "Values", "apply", "known_types", "table_for"]
