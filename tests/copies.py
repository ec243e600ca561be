"""Stores that are filled once and copied for each test that begins with the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.store import Store

Fill = Callable[[Store], object]


class Copies:
    """What each function fills, on each engine, kept below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[Fill, bool], tuple[Path, str | None]] = {}

    def put(self, fill: Fill, home: Path, url: str | None, server: Any) -> None:
        """Put a copy of what `fill` makes into `home`, and in the place of the PostgreSQL database `url`."""
        key = (fill, url is None)
        if key not in self._made:
            self._made[key] = self._filled(fill, server.database() if url else None)
        kept, database = self._made[key]
        shutil.copytree(kept, home, dirs_exist_ok=True)
        if url:
            server.replace(url, database)

    def _filled(self, fill: Fill, url: str | None) -> tuple[Path, str | None]:
        home = self._folder / str(len(self._made))
        home.mkdir()
        with Store.open(url, home) as store:
            fill(store)
        return home, url
