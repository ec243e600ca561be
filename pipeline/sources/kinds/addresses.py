"""A list of addresses that somebody keeps by hand, in sources.toml or in a text file beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from models.errors import BadFeed, SourceMissing
from pipeline.fetch.types import Fetched, Reach
from pipeline.sources.behind import Behind, completed
from pipeline.sources.settings import SourceSettings
from pipeline.sources.taking import over_web
from pipeline.sources.types import Attachment, Cursor, Entry, Listed, Window
from pipeline.sources.values import Located, WebAddress
from pipeline.sources.web import absolute, attached, line

NEWEST_FIRST = False
MAY_BE_EMPTY = False
MOST_ADDRESSES = 20_000
MOST_BYTES = 8 * 1024 * 1024
PAGE = 500
_MOST_TOLD = 5


class AddressesSource(SourceSettings):
    """Addresses of files, or of the pages behind which they hang."""

    kind: Literal["addresses"] = "addresses"
    addresses: tuple[WebAddress, ...] = Field(default=(), max_length=MOST_ADDRESSES)
    file: Located | None = None
    """A text file with an address a line, a title after it if one is wanted; lines that begin with `#` are remarks."""
    pages: bool = False
    """Whether the addresses are of pages that link to the files."""
    behind: Behind = Behind()
    """Selectors of these pages."""

    @model_validator(mode="after")
    def _one_list(self) -> AddressesSource:
        if bool(self.addresses) == (self.file is not None):
            raise ValueError("it must have either addresses or a file of addresses")
        return self


def pages(source: AddressesSource, reach: Reach, cursor: Cursor | None, window: Window) -> Iterator[Listed]:
    """The addresses, in order. Raises SourceMissing, BadFeed."""
    listed = {address: (address, title) for address, title in _addresses(source)}
    entries = [_entry(source, address, title) for address, title in listed.values()]
    start = int(cursor["from"]) if cursor and cursor.get("from", "").isdecimal() else 0
    for at in range(start, max(len(entries), 1), PAGE):
        more = {"from": str(at + PAGE)} if at + PAGE < len(entries) else None
        yield Listed(entries=tuple(entries[at : at + PAGE]), cursor=more)


def complete(source: AddressesSource, entry: Entry, reach: Reach) -> Entry:
    """The entry with what the page behind it says. Raises SourceError, FetchError."""
    return completed(source.behind, entry, reach)


def take(source: AddressesSource, attachment: Attachment, reach: Reach) -> Fetched:
    """A file. Raises FetchError, SourceError."""
    return over_web(attachment, reach)


def _entry(source: AddressesSource, address: str, title: str | None) -> Entry:
    file = attached(address, address)
    if source.pages or file is None:
        return Entry(key=address, title=title, details=address)
    return Entry(key=address, title=title, attachments=(file,))


def _addresses(source: AddressesSource) -> Iterator[tuple[str, str | None]]:
    if source.file is None:
        yield from ((address, None) for address in source.addresses)
        return
    path = Path(source.file)
    found, wrong = [], []
    for number, text in enumerate(_text(path).splitlines(), start=1):
        said, _, title = text.strip().partition(" ")
        if not said or said.startswith("#"):
            continue
        address = absolute("", said)
        found += [(address, line(title))] if address else []
        wrong += [] if address else [str(number)]
    if wrong:
        raise BadFeed(f"{path}: no address stands on line {', '.join(wrong[:_MOST_TOLD])}")
    if len(found) > MOST_ADDRESSES:
        raise BadFeed(f"{path}: it has more than {MOST_ADDRESSES} addresses")
    yield from found


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceMissing(f"{path}: the file of addresses cannot be opened: {error.strerror or error}") from error
    if len(content) > MOST_BYTES:
        raise BadFeed(f"{path}: it has more than {MOST_ADDRESSES} addresses")
    return content.decode("utf-8-sig", "replace").replace("\t", " ")
