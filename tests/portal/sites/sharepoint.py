"""A list of SharePoint: each page leads to the next by the identity of its last row."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from tests.portal import plans
from tests.portal.exchange import Answer, Request, page
from tests.portal.script import Document
from tests.portal.sites.base import ROWS, Site, dmy, number_in


class SharePoint(Site):
    name = "sharepoint"
    validators = "the same for all"

    def is_listing(self, request: Request) -> bool:
        return request.path == "/vanban/Forms/AllItems.aspx"

    def answer(self, request: Request, day: int) -> Answer | None:
        if not self.is_listing(request):
            return None
        first = number_in(request.query.get("PageFirstRow")) if request.query.get("Paged") == "TRUE" else 1
        number = (first - 1) // ROWS + 1
        documents, more = self.rows(day, number)
        if first > 1:  # The row that the page goes on after must be there.
            before, _ = self.rows(day, number - 1)
            if not before or request.query.get("p_ID") != str(before[-1].number):
                return Answer(400, b"<p>The list view is not valid.</p>")
        rows = "".join(self._row(d) for d in documents)
        after = ""
        if more:
            asked = {"Paged": "TRUE", "p_ID": documents[-1].number, "PageFirstRow": first + ROWS, "View": "{B7-2F}"}
            after = (
                f'<td class="ms-paging"><a href="/vanban/Forms/AllItems.aspx?{escape(urlencode(asked))}">Next</a></td>'
            )
        return page(f'<table class="ms-listviewtable">{rows}</table><table><tr>{after}</tr></table>')

    def _row(self, d: Document) -> str:
        links = "".join(f'<a class="att" href="/..{address}">{escape(name)}</a>' for address, name in self.files(d))
        cells = f'<td class="ms-vb2 sym">{d.symbol}</td><td class="ms-vb2 day">{dmy(d.issued, "-")}</td>'
        return (
            f'<tr class="ms-itmhover">{cells}<td class="ms-vb-title">{escape(plans.title(d))}</td><td>{links}</td></tr>'
        )
