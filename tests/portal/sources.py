"""The sources.toml by which the portal's sites are collected: one entry a site, and one for the sitemap of the feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.portal.script import SITES
from tests.portal.server import Portal

_FETCH = """[fetch]
contact = "van-thu@example.vn"
delay = {delay}
timeout = 2.0
private = ["127.0.0.0/8"]
"""

_ENTRIES = {
    "plain": """
[[source]]
name = "plain"
kind = "listing"
address = "{base}/van-ban"
rows = "#van-ban tbody tr"
symbol = "td.so"
date = "td.ngay"
title = "td.ten"
details = "a"
behind = {{ attachment = "a.tep" }}
pager = {{ by = "next", next = "a.sau" }}
""",
    "webforms": """
[[source]]
name = "webforms"
kind = "listing"
address = "{base}/VanBan.aspx"
rows = "tr.row"
symbol = "td:nth-child(1)"
date = "td:nth-child(2)"
title = "td:nth-child(3)"
attachment = "a.file"
pager = {{ by = "postback", target = "ctl00$Main$GridVanBan" }}
""",
    "sharepoint": """
[[source]]
name = "sharepoint"
kind = "listing"
address = "{base}/vanban/Forms/AllItems.aspx"
rows = "table.ms-listviewtable tr"
symbol = "td.sym"
date = "td.day"
title = "td.ms-vb-title"
attachment = "a.att"
pager = {{ by = "next", next = "td.ms-paging a" }}
""",
    "liferay": """
[[source]]
name = "liferay"
kind = "listing"
address = "{base}/web/guest/van-ban"
rows = "div.item"
symbol = "span.symbol"
date = "span.date"
title = "h3"
details = "h3 a"
behind = {{ attachment = "a.taglib-icon" }}
pager = {{ by = "page", field = "_vanban_WAR_vanbanportlet_INSTANCE_x7Qa_cur" }}
""",
    "vnpt": """
[[source]]
name = "vnpt"
kind = "json"
address = "{base}/api/van-ban/tim-kiem"
method = "post"
items = "ketQua.danhSach"
key = "id"
symbol = "soKyHieu"
title = "trichYeu"
date = "ngayBanHanh"
mark = "capNhat"
attachment = "tep.duongDan"
attachment_name = "tep.ten"
pager = {{ field = "currentPage", more = "ketQua.conNua" }}
""",
    "feed": """
[[source]]
name = "feed"
kind = "feed"
address = "{base}/atom.xml"
""",
    "sitemap": """
[[source]]
name = "sitemap"
kind = "sitemap"
address = "{base}/sitemap.xml"
""",
}
_SITE_OF = {"sitemap": "feed"}


def write(
    path: Path,
    portal: Portal,
    names: Sequence[str] = (*SITES, "sitemap"),
    *,
    delay: float = 2.0,
    elsewhere: Mapping[str, str] | None = None,
) -> None:
    """Write the file for these entries; `elsewhere` has the address of a source that lies outside of the portal."""
    bases = {name: portal.address(_SITE_OF.get(name, name)) for name in names} | dict(elsewhere or {})
    entries = "".join(_ENTRIES[name].format(base=bases[name]) for name in names)
    path.write_text(_FETCH.format(delay=delay) + entries, encoding="utf-8")
