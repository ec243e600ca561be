"""A listing of ASP.NET WebForms: the pager posts the form back, and the server takes only a state that it gave out."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from html import escape

from tests.portal import plans
from tests.portal.exchange import Answer, Request, page
from tests.portal.script import Document
from tests.portal.sites.base import Site, dmy

_KEY = b"machine key"
_GRID = "ctl00$Main$GridVanBan"
_PAGE = re.compile(r"Page\$(\d{1,3})\Z")


class WebForms(Site):
    name = "webforms"
    validators = "none"
    robots = None

    def is_listing(self, request: Request) -> bool:
        return request.path == "/VanBan.aspx"

    def answer(self, request: Request, day: int) -> Answer | None:
        if not self.is_listing(request):
            return None
        if request.method == "GET":
            return self._listing(day, 1)
        return self._posted_back(request, day)

    def _posted_back(self, request: Request, day: int) -> Answer:
        """As the framework does: a state that it did not give out, or an event that no page offered, is a 500."""
        form = request.form
        wanted = _PAGE.match(form.get("__EVENTARGUMENT", ""))
        state = form.get("__VIEWSTATE", "")
        shown, _, sign = state.partition(".")
        valid = sign == _sign(shown) and form.get("__EVENTVALIDATION") == _sign(f"events {shown}")
        offered = wanted and shown.isdecimal() and self._offers(day, int(shown), int(wanted[1]))
        if (
            not valid
            or not offered
            or form.get("__EVENTTARGET") != _GRID
            or form.get("__VIEWSTATEGENERATOR") != "CA0B0334"
        ):
            return Answer(
                500, b"<h1>Server Error in '/' Application.</h1><p>Invalid postback or callback argument.</p>"
            )
        assert wanted
        return self._listing(day, int(wanted[1]))

    def _offers(self, day: int, shown: int, wanted: int) -> bool:
        return wanted != shown and 1 <= wanted <= self._pages(day)

    def _pages(self, day: int) -> int:
        return -(-len(self.script.listed(self.name, day)) // 3)

    def _listing(self, day: int, number: int) -> Answer:
        documents, _ = self.rows(day, number)
        rows = "".join(self._row(d) for d in documents)
        links = "".join(
            f"<span>{k}</span>" if k == number else f"<a href=\"javascript:__doPostBack('{_GRID}','Page${k}')\">{k}</a>"
            for k in range(1, self._pages(day) + 1)
        )
        hidden = {
            "__EVENTTARGET": "",
            "__EVENTARGUMENT": "",
            "__VIEWSTATE": f"{number}.{_sign(str(number))}",
            "__VIEWSTATEGENERATOR": "CA0B0334",
            "__EVENTVALIDATION": _sign(f"events {number}"),
        }
        inputs = "".join(f'<input type="hidden" name="{n}" id="{n}" value="{v}">' for n, v in hidden.items())
        pager = f'<tr class="pager"><td colspan="3">{links}</td></tr>'
        table = f'<table id="ctl00_Main_GridVanBan"><tr><th>Số</th><th>Ngày</th></tr>{rows}{pager}</table>'
        search = '<input name="ctl00$Main$TuKhoa" value=""><input type="submit" name="ctl00$Main$Tim" value="Tìm">'
        return page(f'<form method="post" action="./VanBan.aspx" id="aspnetForm">{inputs}{search}{table}</form>')

    def _row(self, d: Document) -> str:
        links = "".join(f'<a class="file" href="{address}">{escape(name)}</a>' for address, name in self.files(d))
        cells = (d.symbol, dmy(d.issued), escape(plans.title(d)), links)
        return f'<tr class="row">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _sign(text: str) -> str:
    return hmac.new(_KEY, text.encode(), sha256).hexdigest()[:32]
