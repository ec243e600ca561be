"""What is fetched, and how what fetches it looks from outside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

from pydantic import Field

from models.base import Frozen
from pipeline.clock import Clock

Purpose = Literal["listing", "details", "file", "robots"]


class Fetched(Frozen):
    """What an address gave. `final` is where redirects led, `at` when it was asked for (UTC), `headers` have names in
    lower case.

    `changed` is false where the host says so (304), and where the body is byte for byte what it was. `content` is the
    unpacked body; of a file that has not changed it is None, since nobody needs it again.
    """

    address: str
    final: str
    at: datetime
    seconds: float
    status: int
    headers: dict[str, str]
    content: bytes | None
    sha256: str
    changed: bool = True


class Reach(Protocol):
    """What sources fetch with. `get` raises FetchError of one kind or another, and StoreError."""

    clock: Clock

    def get(
        self,
        address: str,
        *,
        purpose: Purpose,
        form: Mapping[str, str] | None = None,
        conditional: bool = True,
    ) -> Fetched:
        """Ask an address, or post a form to it. `conditional` asks for what has changed since it was last fetched; a
        form is never conditional."""
        ...


class Manners(Frozen):
    """How an office fetches: the table `[fetch]` of sources.toml."""

    contact: str | None = None
    """An address for people who wonder who this is; it stands in the User-Agent."""
    delay: float = Field(default=2.0, ge=0, le=600)
    """Seconds between two requests to one host, at least; robots.txt may ask for more (Crawl-delay)."""
    timeout: float = Field(default=30.0, gt=0, le=600)
    """Seconds without a byte."""
    longest: float = Field(default=300.0, gt=0, le=3600)
    """Seconds for one answer in all."""
    largest: int = Field(default=32 * 1024**2, ge=1024, le=1 << 30)
    """Bytes of a body, unpacked."""
    redirects: int = Field(default=5, ge=0, le=20)
    private: tuple[str, ...] = ()
    """Hosts and networks (`10.1.0.0/16`, `portal.noibo`) that may be asked although they are not public."""
    certificates: str | None = None
    """A file with certificates (PEM) to trust beside the usual ones."""
