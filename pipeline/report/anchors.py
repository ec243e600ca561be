"""The names by which links find a place in a report: each is given once."""

from __future__ import annotations

import re


class Anchors:
    """Gives out names, none of them one of `taken`, nor one that was given before."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self._taken = set(taken)

    def new(self, wanted: str) -> str:
        """An anchor like the word that is wanted, of letters of ASCII, digits, points and hyphens."""
        stem = re.sub(r"[^\w.-]+", "-", wanted[:80], flags=re.ASCII).strip("-") or "p"
        anchor, count = stem, 1
        while anchor in self._taken:
            count += 1
            anchor = f"{stem}-{count}"
        self._taken.add(anchor)
        return anchor

    def exactly(self, identity: str | None) -> str | None:
        """The identity itself, for the first that bears it; an anchor cannot hold white space (HTML, 3.2.6)."""
        if not identity or identity in self._taken or not re.fullmatch(r"[\w.:/~+=@|-]{1,200}", identity):
            return None
        self._taken.add(identity)
        return identity
