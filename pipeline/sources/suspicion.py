"""A source that has failed, told apart from one with nothing new: a page that asks who one is, one that sorts people
from programs, rows without what each must have, no rows where there always were some."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from models.errors import Challenge, ChangedLayout, EmptyListing, LoginPage
from pipeline.folding import fold
from pipeline.sources.pages import Page, text_within
from pipeline.sources.types import Entry, Listed

_LOOKED_AT = 20_000
"""Characters of a page in which words are looked for: a page that only asks something is short."""
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|dang-?nhap|sso|adfs|oauth2?|openid|saml2?|cas)(?:[/.?]|$)", re.IGNORECASE
)
_LOGIN_FORM = re.compile(r"\bwa=wsignin|SAMLRequest|name=[\"']wresult|openid-connect/auth", re.IGNORECASE)
_LOGIN_WORDS = (" dang nhap ", " log in ", " login ", " sign in ")
_CHALLENGE = re.compile(
    r"cf-chl|cf_chl|challenge-platform|_Incapsula_Resource|g-recaptcha|h-captcha|cf-turnstile|"
    r"ddos-guard|__ddg|sucuri_cloudproxy|aes\.min\.js|slowAES|document\.cookie\s{0,3}=[^;]{0,200};?[^<]{0,400}location",
    re.IGNORECASE,
)
"""What the usual gates write into their pages."""
_CHALLENGE_TITLES = (
    " just a moment ",
    " attention required ",
    " access denied ",
    " checking your browser ",
    " one moment please ",
    " verifying ",
    " security check ",
    " kiem tra bao mat ",
    " xac minh ",
    " ma xac nhan ",
)
_NOTHING = (
    " khong tim thay ",
    " khong co du lieu ",
    " khong co ket qua ",
    " khong co van ban ",
    " khong co ban ghi ",
    " chua co du lieu ",
    " chua co van ban ",
    " du lieu dang cap nhat ",
    " no results ",
    " no records ",
    " no data ",
    " 0 ket qua ",
    " 0 van ban ",
)
_MOST_ROWS_WITHOUT = 0.5
"""The share of rows that may lack what each must have; portals leave a date out now and then."""


def check(page: Page, rows: int = 0) -> None:
    """Raises LoginPage or Challenge where a page without rows is one of these."""
    if rows:
        return
    title = _title(page)
    if _asks_who(page, title):
        raise _asking_who(page)
    if _sorts_out(page, title):
        raise _sorting_out(page)


def says_nothing_found(page: Page) -> bool:
    """Whether a page says in so many words that there is nothing to list."""
    return _has(fold(_words(page)), _NOTHING)


def surely(page: Page) -> None:
    """As `check`, by what no other page has: a document may stand in a page with fields to log in beside it."""
    title = _title(page)
    if _LOGIN_PATH.search(page.address) or _has(title, _LOGIN_WORDS):
        raise _asking_who(page)
    if _has(title, _CHALLENGE_TITLES):
        raise _sorting_out(page)


def no_rows(page: Page, rows: int, *, asked_for_days: bool) -> None:
    """What a first page without entries is. Raises LoginPage, Challenge, EmptyListing; ChangedLayout where there are
    `rows`, but none with a link. A page that says that nothing was found is a listing where days were asked for, since
    there may be none."""
    if asked_for_days and says_nothing_found(page):
        return
    check(page)
    if rows > 1:  # One may say that there is none.
        raise ChangedLayout(f"{page.address}: none of {rows} rows links to a file or a page; was it laid out anew?")
    raise EmptyListing(f"{page.address}: no row fits the selector `rows`; the page is empty or was laid out anew")


def layout(page: Page, entries: Sequence[Entry], *, title: bool, date: bool) -> None:
    """As `rows_lacking`; where it is a page to log in at, whose rows are none, raises LoginPage."""
    try:
        rows_lacking(page.address, entries, title=title, date=date)
    except ChangedLayout:
        check(page)
        raise


def rows_lacking(address: str, entries: Sequence[Entry], *, title: bool, date: bool) -> None:
    """Raises ChangedLayout where most rows lack a title or a day that the source says where to find."""
    wanted: list[tuple[str, list[Any]]] = [("title", [e.title for e in entries])] if title else []
    wanted += [("date", [e.issued for e in entries])] if date else []
    for name, found in wanted:
        missing = sum(value is None for value in found)
        if missing > _MOST_ROWS_WITHOUT * len(found):
            raise ChangedLayout(f"{address}: {missing} of {len(found)} rows have no {name}; was it laid out anew?")


def empty(listed: Listed, before: int | None) -> None:
    """Raises EmptyListing where the first page has no entry and had some when it was last well."""
    if not listed.entries and before:
        raise EmptyListing(f"nothing is listed where there were {before} entries before")


def _asking_who(page: Page) -> LoginPage:
    return LoginPage(f"{page.address}: it asks who one is (a page to log in at) instead of showing its content")


def _sorting_out(page: Page) -> Challenge:
    return Challenge(f"{page.address}: it answers with a page that sorts people from programs")


def _asks_who(page: Page, title: str) -> bool:
    if next((i for i in page.tree.iter("input") if str(i.get("type", "")).lower() == "password"), None) is not None:
        return True
    if _LOGIN_PATH.search(page.address) or _LOGIN_FORM.search(page.text[:_LOOKED_AT]):
        return True
    return _has(title, _LOGIN_WORDS)


def _sorts_out(page: Page, title: str) -> bool:
    head = page.text[:_LOOKED_AT]
    if _CHALLENGE.search(head) or _has(title, _CHALLENGE_TITLES):
        return True
    refresh = [m for m in page.tree.iter("meta") if str(m.get("http-equiv", "")).lower() == "refresh"]
    bare = len(_words(page).split()) < 60
    return bool(refresh) and bare


def _title(page: Page) -> str:
    found: Any = next(page.tree.iter("title"), None)
    return fold(text_within(found)[:300] if found is not None else "")


def _words(page: Page) -> str:
    return text_within(page.tree)[:_LOOKED_AT]


def _has(folded: str, phrases: Sequence[str]) -> bool:
    return any(phrase in folded for phrase in phrases)
