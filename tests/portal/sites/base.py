"""What the six sites share: files with the validators of each, pages of a few rows, robots.txt."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, timedelta
from hashlib import sha256
from typing import ClassVar, Literal
from urllib.parse import quote

from tests.portal import plans
from tests.portal.exchange import Answer, Request, http_date
from tests.portal.script import START, Document, Script

ROWS = 3
"""On a page of a listing: so few that a few documents are several pages."""

Validators = Literal["both", "modified", "none", "the same for all", "new each time"]


class Site(ABC):
    """One of the portal's sites. `listing` says which requests ask for a page of its listing."""

    name: ClassVar[str]
    validators: ClassVar[Validators]
    robots: ClassVar[str | None] = "User-agent: *\nDisallow: /private/\n"

    def __init__(self, script: Script) -> None:
        self.script = script
        self.base = ""
        """Its address, once it is served."""
        self.answered = 0
        self._first_page_asked: set[int] = set()

    @abstractmethod
    def is_listing(self, request: Request) -> bool: ...

    @abstractmethod
    def answer(self, request: Request, day: int) -> Answer | None:
        """The page that was asked for, None where there is none; files and robots.txt are answered here."""

    def respond(self, request: Request, day: int) -> Answer:
        self.answered += 1
        if request.path == "/robots.txt":
            return Answer(404) if self.robots is None else Answer(body=self.robots.encode(), type="text/plain")
        if found := self._file(request, day):
            return found
        return self.answer(request, day) or Answer(404, b"<p>404</p>")

    def document_of(self, path: str) -> Document | None:
        """The document to which a file belongs: its number is the part of the path before the name."""
        parts = path.split("/")
        number = parts[-2] if len(parts) > 2 else ""
        return self.script.by_place.get((self.name, int(number))) if number.isdecimal() else None

    def files(self, document: Document) -> list[tuple[str, str]]:
        """Address and shown name of each file of a document."""
        folder = "private" if document.private else "tep"
        names = [f"ke-hoach-{document.number}{'_signed' if form == 'pdf' else ''}.{form}" for form in _forms(document)]
        names += [f"Phụ lục {document.number}.txt"] if document.annex else []
        return [(f"/{folder}/{document.number}/{quote(name)}", name) for name in names]

    def rows(self, day: int, number: int) -> tuple[list[Document], bool]:
        """A page of the listing, and whether there is one after it."""
        grown = day in self._first_page_asked
        there = self.script.listed(self.name, day, grown=grown)
        self._first_page_asked.add(day)
        return there[(number - 1) * ROWS : number * ROWS], len(there) > number * ROWS

    def _file(self, request: Request, day: int) -> Answer | None:
        document = self.document_of(request.path)
        if document is None or not request.path.startswith(("/tep/", "/private/")):
            return None
        if document.withdrawn is not None and day >= document.withdrawn:
            return Answer(410, b"<p>410</p>")
        form = request.path.rpartition(".")[2]
        if "Phụ lục" in request.path:
            return self._validated(request, plans.annex(document), "txt", 0, document)
        revision = document.revision(day)
        origin = self.script.by_place[document.same_as] if document.same_as else document
        return self._validated(request, plans.content(origin, revision, form), form, revision, document)  # type: ignore[arg-type]

    def _validated(self, request: Request, body: bytes, form: str, revision: int, document: Document) -> Answer:
        """With the headers by which a client may ask for changes alone, true or not, as this site has them."""
        changed = START + timedelta(days=([document.day, *document.changes])[revision])
        modified = http_date(min(changed, START + timedelta(days=document.day + 365)))
        tag = {
            "both": f'"{sha256(body).hexdigest()[:16]}"',
            "the same for all": '"1"',
            "new each time": f'"{self.answered}"',
        }.get(self.validators)
        headers = {"ETag": tag} if tag else {}
        if self.validators in ("both", "modified"):
            headers["Last-Modified"] = modified
        asked = request.headers
        unchanged = (self.validators == "both" and asked.get("if-none-match") == tag) or (
            self.validators == "modified" and asked.get("if-modified-since") == modified
        )
        if unchanged:
            return Answer(304, headers=headers)
        return Answer(body=body, type=plans.TYPES[form], headers=headers)


def _forms(document: Document) -> tuple[str, ...]:
    return (document.form, *document.also)


def dmy(day: date, mark: str = "/") -> str:
    return day.strftime(f"%d{mark}%m{mark}%Y")


def number_in(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 1
