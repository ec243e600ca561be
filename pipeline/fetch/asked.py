"""What is asked for, and what was done for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256 as hashed
from typing import NamedTuple
from urllib.parse import urlencode

from models.errors import TooMuch
from pipeline.fetch.addresses import canonical, shown
from pipeline.fetch.types import Purpose

_LONGEST_FORM = 1 << 20
"""Bytes; the view state of an ASP.NET page goes back with every page that is turned."""


class Asked(NamedTuple):
    """An address in its one form, asked or posted a form to. `key` is what it is remembered by: with what the form says
    where there is one, behind a `#`, which no address in the one form has."""

    address: str
    purpose: Purpose
    form: bytes | None = None
    conditional: bool = True

    @classmethod
    def of(cls, address: str, purpose: Purpose, form: Mapping[str, str] | None, *, conditional: bool) -> Asked:
        """Raises NotPublic for what is no address, TooMuch for a form beyond bounds."""
        encoded = None if form is None else urlencode(form, errors="replace").encode()
        if encoded is not None and len(encoded) > _LONGEST_FORM:
            raise TooMuch(f"{shown(address)}: the form to be sent there is too large; the page is none to be turned")
        return cls(canonical(address), purpose, encoded, conditional)

    @property
    def key(self) -> str:
        return self.address if self.form is None else f"{self.address}#{hashed(self.form).hexdigest()}"


@dataclass
class Trail:
    """What was done for one address so far: `at` and `final` are of the last request, `delay` what its host is given
    between two; `seconds` are those of the answers, not of the waiting."""

    at: datetime
    requests: int = 0
    seconds: float = 0.0
    status: int | None = None
    final: str | None = None
    delay: float = 0.0
