"""Who can be let through at all, found without deciding for everybody."""

from partywall.access.indexing.index import Index

__all__ = ["Index"]
