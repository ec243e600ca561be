"""A portlet of Liferay: items, not a table; the page stands in a parameter that bears the portlet's name."""

from __future__ import annotations

from html import escape

from tests.portal import plans
from tests.portal.exchange import Answer, Request, page
from tests.portal.script import Document
from tests.portal.sites.base import ROWS, Site, number_in

_PORTLET = "_vanban_WAR_vanbanportlet_INSTANCE_x7Qa_"


class Liferay(Site):
    name = "liferay"
    validators = "new each time"

    def is_listing(self, request: Request) -> bool:
        return request.path == "/web/guest/van-ban" and f"{_PORTLET}id" not in request.query

    def answer(self, request: Request, day: int) -> Answer | None:
        if self.is_listing(request):
            return self._listing(day, number_in(request.query.get(f"{_PORTLET}cur")))
        if request.path == "/web/guest/van-ban":
            return self._details(number_in(request.query[f"{_PORTLET}id"]), day)
        return None

    def _listing(self, day: int, number: int) -> Answer:
        documents, more = self.rows(day, number)
        items = "".join(self._item(d) for d in documents)
        after = f"{_PORTLET}delta={ROWS}&amp;{_PORTLET}cur={number + 1}"
        link = f'<a href="/web/guest/van-ban?p_p_id=vanban&amp;{after}">Tiếp theo</a>' if more else "<a>Tiếp theo</a>"
        return page(
            f'<div class="asset-list">{items}</div><ul class="lfr-pagination"><li class="next">{link}</li></ul>'
        )

    def _item(self, d: Document) -> str:
        address = f"/web/guest/van-ban?p_p_id=vanban&amp;{_PORTLET}id={d.number}"
        said = f"ngày {d.issued.day} tháng {d.issued.month} năm {d.issued.year}"
        return (
            f'<div class="item"><h3><a href="{address}">{escape(plans.title(d))}</a></h3>'
            f'<span class="symbol">{d.symbol}</span><span class="date">{said}</span></div>'
        )

    def _details(self, number: int, day: int) -> Answer | None:
        document = self.script.by_place.get((self.name, number))
        if document is None or (document.withdrawn is not None and day >= document.withdrawn):
            return None
        files = "".join(f'<a class="taglib-icon" href="{a}">{escape(name)}</a>' for a, name in self.files(document))
        return page(f'<div class="chi-tiet"><p>{escape(plans.title(document))}</p>{files}</div>')
