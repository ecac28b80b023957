"""What Alembic runs to bring a ledger to a revision, over the connection it is handed.

The connection is in a transaction that holds the lock of writers; who opened it commits.
"""

from __future__ import annotations

from alembic import context

from partywall.ledger.tables import METADATA, VERSION

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION,
)
context.run_migrations()
