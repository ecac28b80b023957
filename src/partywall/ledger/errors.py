"""What can go wrong with a ledger that nobody tampered with."""

from __future__ import annotations

from partywall.kernel.errors import PartywallError


class LedgerError(PartywallError):
    """The ledger cannot be read, or does not take a record: which, why, and what to try.

    The text never holds a password, whatever the address of the ledger was.
    """


class RecordRefused(LedgerError):
    """A record does not fit: there is another of its id, or none that it speaks of."""
