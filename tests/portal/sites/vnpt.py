"""A portal whose page is empty until its rows are posted for: JSON, page by page, by `currentPage`."""

from __future__ import annotations

import json

from tests.portal import plans
from tests.portal.exchange import Answer, Request, page
from tests.portal.sites.base import Site, dmy, number_in


class Vnpt(Site):
    name = "vnpt"
    validators = "modified"

    def is_listing(self, request: Request) -> bool:
        return request.path == "/api/van-ban/tim-kiem"

    def answer(self, request: Request, day: int) -> Answer | None:
        if request.path == "/van-ban":
            return page('<table id="ds"></table><script src="/js/van-ban.js"></script>')
        if not self.is_listing(request):
            return None
        if request.method != "POST":
            return Answer(405, b"{}", "application/json")
        documents, more = self.rows(day, number_in(request.form.get("currentPage")))
        items = [
            {
                "id": f"vb-{d.number}",
                "soKyHieu": d.symbol,
                "trichYeu": plans.title(d),
                "ngayBanHanh": dmy(d.issued),
                "capNhat": d.revision(day),
                "tep": [{"duongDan": address, "ten": name} for address, name in self.files(d)],
            }
            for d in documents
        ]
        said = {"ketQua": {"danhSach": items, "conNua": more}}
        return Answer(body=json.dumps(said, ensure_ascii=False).encode(), type="application/json; charset=utf-8")
