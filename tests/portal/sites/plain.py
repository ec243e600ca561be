"""A plain listing: a table, `?page=2`, a page behind each row with its attachments."""

from __future__ import annotations

from html import escape

from tests.portal import plans
from tests.portal.exchange import Answer, Request, page
from tests.portal.script import Document
from tests.portal.sites.base import Site, dmy, number_in


class Plain(Site):
    name = "plain"
    validators = "both"

    def is_listing(self, request: Request) -> bool:
        return request.path == "/van-ban"

    def answer(self, request: Request, day: int) -> Answer | None:
        if self.is_listing(request):
            return self._listing(day, number_in(request.query.get("page")))
        if request.path.startswith("/van-ban/chi-tiet/"):
            return self._details(int(request.path.rpartition("/")[2]), day)
        return None

    def _listing(self, day: int, number: int) -> Answer:
        documents, more = self.rows(day, number)
        rows = "".join(self._row(d) for d in documents)
        after = f'<a class="sau" href="/van-ban?page={number + 1}">Trang sau</a>' if more else ""
        head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        return page(f'<table id="van-ban"><thead>{head}</thead><tbody>{rows}</tbody></table>{after}')

    def _row(self, d: Document) -> str:
        link = f'<a href="/van-ban/chi-tiet/{d.number}">{escape(plans.title(d))}</a>'
        return (
            f'<tr><td class="so">{d.symbol}</td><td class="ngay">{dmy(d.issued)}</td><td class="ten">{link}</td></tr>'
        )

    def _details(self, number: int, day: int) -> Answer | None:
        document = self.script.by_place.get((self.name, number))
        if document is None:
            return None
        if document.withdrawn is not None and day >= document.withdrawn:
            return Answer(410, b"<p>410</p>")
        files = "".join(
            f'<li><a class="tep" href="{address}">{name}</a></li>' for address, name in self.files(document)
        )
        return page(f"<h1>{escape(plans.title(document))}</h1><ul>{files}</ul>")
