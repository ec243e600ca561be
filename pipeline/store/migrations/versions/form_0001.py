"""The first form: SQLite alone, one file a version. Databases of it were made without Alembic."""

from __future__ import annotations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """An empty database has no use for the first form."""
