"""Taking a file from a site; a page in its place is a failure, not a document."""

from __future__ import annotations

from models.errors import ChangedLayout
from pipeline.fetch.types import Fetched, Reach
from pipeline.sources import suspicion
from pipeline.sources.pages import page_of
from pipeline.sources.types import Attachment
from pipeline.sources.web import file_name, is_a_page


def over_web(attachment: Attachment, reach: Reach) -> Fetched:
    """The file of an attachment. Raises FetchError; LoginPage, Challenge or ChangedLayout where a web page is answered
    for what is named as another file, and LoginPage or Challenge where it is surely one of these for any other."""
    fetched = reach.get(attachment.address, purpose="file")
    if not is_a_page(fetched):
        return fetched
    if fetched.content is None:  # The same page as before; it was none of the document's files then either.
        fetched = reach.get(attachment.address, purpose="file", conditional=False)
    name = file_name(attachment.address) or ""
    page = page_of(fetched)
    if name.lower().endswith((".htm", ".html")) or not name:
        suspicion.surely(page)
        return fetched
    suspicion.check(page)
    raise ChangedLayout(f"{attachment.address}: a web page is answered instead of this file")
