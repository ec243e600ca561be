"""An Atom feed with enclosures and pages (RFC 5005), and a sitemap of the same files."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from tests.portal import plans
from tests.portal.exchange import Answer, Request
from tests.portal.script import Document
from tests.portal.sites.base import Site, number_in


class Feed(Site):
    name = "feed"
    validators = "both"
    robots = "User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n"

    def is_listing(self, request: Request) -> bool:
        return request.path == "/atom.xml"

    def answer(self, request: Request, day: int) -> Answer | None:
        if request.path == "/atom.xml":
            return self._feed(day, number_in(request.query.get("page")))
        if request.path == "/sitemap.xml":
            return self._sitemap(day)
        return None

    def _feed(self, day: int, number: int) -> Answer:
        documents, more = self.rows(day, number)
        after = f'<link rel="next" href="/atom.xml?page={number + 1}"/>' if more else ""
        said = "<title>Văn bản</title><id>urn:van-ban</id><updated>2026-03-01T00:00:00Z</updated>"
        entries = "".join(self._entry(d, day) for d in documents)
        body = f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">{said}{after}{entries}</feed>'
        return Answer(body=body.encode(), type="application/atom+xml; charset=utf-8")

    def _entry(self, d: Document, day: int) -> str:
        links = "".join(
            f'<link rel="enclosure" title={quoteattr(name)} href={quoteattr(address)}/>'
            for address, name in self.files(d)
        )
        symbol = "" if d.type == "letter" else f" số {d.symbol}"
        day_of_issue = f"{d.issued.isoformat()}T08:00:00+07:00"
        return (
            f"<entry><id>urn:van-ban:{d.number}</id><title>{escape(plans.title(d) + symbol)}</title>"
            f"<published>{day_of_issue}</published><updated>{day_of_issue}</updated>{links}</entry>"
        )

    def _sitemap(self, day: int) -> Answer:
        urls = "".join(
            f"<url><loc>{escape(self.base + self.files(d)[0][0])}</loc><lastmod>{d.issued.isoformat()}</lastmod></url>"
            for d in self.script.listed(self.name, day, where="sitemap")
        )
        body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        return Answer(body=body.encode(), type="application/xml")
