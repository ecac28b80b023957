"""What a change of the estate newly allows: two worlds, decided request by request."""

from partywall.access.changes.changes import Changes, changes

__all__ = ["Changes", "changes"]
