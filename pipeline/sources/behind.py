"""The page behind an entry: its attachments, and what the listing did not say."""

from __future__ import annotations

from models.base import Frozen
from models.errors import ChangedLayout
from pipeline.fetch.types import Reach
from pipeline.sources import suspicion
from pipeline.sources.days import day_in
from pipeline.sources.pages import files_at, page_of, text_at
from pipeline.sources.types import Entry
from pipeline.sources.values import Selector


class Behind(Frozen):
    """Selectors of the page behind an entry; what has none is left as the listing has it."""

    attachment: Selector | None = None
    """Links to the files, of which there must be one. Without it every link to what is named as a document (.pdf, .doc,
    .docx …); where there is none the page itself is the document."""
    title: Selector | None = None
    symbol: Selector | None = None
    date: Selector | None = None


def completed(behind: Behind, entry: Entry, reach: Reach) -> Entry:
    """The entry with what the page behind it says. Raises SourceError, FetchError."""
    if entry.details is None:
        return entry
    page = page_of(reach.get(entry.details, purpose="details"))
    files = files_at(page, page.tree, behind.attachment)
    if not files:  # Portals have fields to log in and to tell people from programs beside what they show.
        suspicion.check(page)
    known = {file.address: file for file in (*files, *entry.attachments)}
    if behind.attachment and not known:
        raise ChangedLayout(f"{entry.details}: nothing on this page fits the selector `behind.attachment`")
    return entry.model_copy(
        update={
            "title": text_at(page.tree, behind.title) or entry.title,
            "symbol": text_at(page.tree, behind.symbol) or entry.symbol,
            "issued": day_in(text_at(page.tree, behind.date)) or entry.issued,
            "attachments": tuple(known.values()),
        }
    )
