"""A reach that answers from a table, and remembers what it was asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from models.errors import Withdrawn
from pipeline.fetch.types import Fetched, Purpose


class Stopped:
    """A clock that goes on only when it is told to."""

    def __init__(self, at: datetime = datetime(2026, 3, 5, 5, 30)) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Answers:
    """What is `given`, by address: the body, or the body and its media type. What is posted stands under `POST` and the
    address, where forms differ with a space and `field=value` after it, which the form must hold."""

    def __init__(self, given: Mapping[str, str | bytes | tuple[str | bytes, str]]) -> None:
        self.given = given
        self.asked: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.clock = Stopped()

    def get(
        self, address: str, *, purpose: Purpose, form: Mapping[str, str] | None = None, conditional: bool = True
    ) -> Fetched:
        self.asked.append(address if form is None else f"POST {address}")
        self.forms.append(dict(form or {}))
        found = self._found(self.asked[-1], form or {})
        body, media_type = found if isinstance(found, tuple) else (found, "text/html; charset=utf-8")
        content = body.encode() if isinstance(body, str) else body
        return Fetched(
            address=address,
            final=address,
            at=self.clock.now(),
            seconds=0.0,
            status=200,
            headers={"content-type": media_type} if media_type else {},
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def _found(self, asked: str, form: Mapping[str, str]) -> str | bytes | tuple[str | bytes, str]:
        for field, value in form.items():
            if f"{asked} {field}={value}" in self.given:
                return self.given[f"{asked} {field}={value}"]
        if asked not in self.given:
            raise Withdrawn(f"{asked}: it answered 404")
        return self.given[asked]
