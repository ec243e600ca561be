"""Databases of the second form, as the code of that form made them (tests/cases/store), put where a test wants them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg

CASES = Path(__file__).parents[2] / "cases" / "store"
BACKUP = CASES / "form-0002.kehoach.zip"
NAME = "kehoach.sqlite"


def put_second_form(home: Path, url: str | None) -> None:
    """In the file of a home, or in an empty PostgreSQL database."""
    if url:
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            connection.execute((CASES / "form-0002.postgresql.sql").read_bytes())
        return
    for old in home.glob(f"{NAME}*"):
        old.unlink()
    with closing(sqlite3.connect(home / NAME)) as database:
        database.executescript((CASES / "form-0002.sql").read_text(encoding="utf-8"))
        database.execute("PRAGMA journal_mode = WAL")
