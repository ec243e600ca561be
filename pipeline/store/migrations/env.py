"""What Alembic runs: the migrations, inside the transaction of the connection that it is given."""

from __future__ import annotations

from alembic import context

from pipeline.store.tables import StoreTable

context.configure(connection=context.config.attributes["connection"], target_metadata=StoreTable.metadata)
context.run_migrations()
