"""The traps: what a site answers instead, on the days that the script says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tests.portal.exchange import Answer, Request, page
from tests.portal.script import Trap
from tests.portal.sites.base import Site

_LOGIN = """<form method="post" action="/login"><h2>Đăng nhập hệ thống</h2>
<input type="text" name="username"><input type="password" name="password"><button>Đăng nhập</button></form>"""

_CHALLENGE = """<h1>Just a moment...</h1><div id="challenge-form"></div><noscript>Enable JavaScript and cookies to
continue</noscript><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1"></script>"""


class Traps:
    """The traps of one portal; counts what they caught, for some spring once a day."""

    def __init__(self, traps: tuple[Trap, ...]) -> None:
        self._traps = traps
        self._sprung: Counter[tuple[Trap, int]] = Counter()

    def answer(self, site: Site, request: Request, day: int) -> Answer | None:
        """What a trap answers; None where none is set."""
        for trap in self._traps:
            if trap.site == site.name and (not trap.days or day in trap.days) and _caught(trap, site, request):
                self._sprung[trap, day] += 1
                if answer := _ANSWERS[trap.what](site, request, day, self._sprung[trap, day]):
                    return answer
        return None


def _caught(trap: Trap, site: Site, request: Request) -> bool:
    if trap.on == "any":
        return request.path != "/robots.txt"
    if trap.on == "listing":
        return site.is_listing(request)
    document = site.document_of(request.path)
    return document is not None and document.number == trap.number


def _broken(*_: object) -> Answer:
    return Answer(500, b"<h1>500</h1>")


def _broken_once(_site: Site, _request: Request, _day: int, times: int) -> Answer | None:
    return Answer(502, b"<h1>502</h1>") if times == 1 else None


def _busy(*_: object) -> Answer:
    return Answer(429, b"<h1>429</h1>", headers={"Retry-After": "7200"})


def _forbidden(*_: object) -> Answer:
    return Answer(403, b"<h1>403</h1>")


def _login(*_: object) -> Answer:
    return page(_LOGIN, title="Đăng nhập")


def _challenge(*_: object) -> Answer:
    return page(_CHALLENGE, title="Just a moment...")


def _other_layout(site: Site, request: Request, day: int, _times: int) -> Answer:
    """The same rows, with other names for what is in them."""
    answer = site.respond(request, day)
    for then, now in (
        (b'class="ngay"', b'class="c2"'),
        (b'class="ten"', b'class="c3"'),
        (b'class="so"', b'class="c1"'),
    ):
        answer.body = answer.body.replace(then, now)
    return answer


def _no_rows(site: Site, request: Request, day: int, _times: int) -> Answer:
    return page('<table class="ms-listviewtable"></table>')


def _no_feed(*_: object) -> Answer:
    return page("<h1>Hệ thống đang bảo trì</h1>")


def _no_json(*_: object) -> Answer:
    return Answer(body=b'{"ketQua": {"danhSach": [{"id": "vb-', type="application/json")


def _to_metadata(*_: object) -> Answer:
    return Answer(302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})


def _to_network(*_: object) -> Answer:
    return Answer(302, headers={"Location": "http://10.0.0.1/noi-bo/ke-hoach.docx"})


def _stalled(*_: object) -> Answer:
    return Answer(how="stalled")


def _cut(site: Site, request: Request, day: int, _times: int) -> Answer:
    answer = site.respond(request, day)
    answer.how = "cut"
    return answer


_ANSWERS: dict[str, Callable[[Site, Request, int, int], Answer | None]] = {
    "broken": _broken,
    "broken once": _broken_once,
    "busy": _busy,
    "forbidden": _forbidden,
    "login": _login,
    "challenge": _challenge,
    "other layout": _other_layout,
    "no rows": _no_rows,
    "no feed": _no_feed,
    "no json": _no_json,
    "to metadata": _to_metadata,
    "to network": _to_network,
    "stalled": _stalled,
    "cut": _cut,
}
