"""Whom a text names: collectives, persons, or both. One rule for headings, criteria and awards."""

from __future__ import annotations

import re

from extractors import lexicon
from extractors.fold import fold
from models.records import Audience


def _terms(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(fold, terms), key=len, reverse=True))})\b")


COLLECTIVE = _terms(lexicon.audiences().collective)
INDIVIDUAL = _terms(lexicon.audiences().individual)
_TAP_THE, _CA_NHAN = re.compile(r"\btap the\b"), re.compile(r"\bca nhan\b")
# `cho tập thể, cá nhân có thành tích`: the nouns before what they must have done.
_LIST = re.compile(
    r"(?:(?:\d+|cac|nhung|moi|toi da|khong qua) )*(?P<who>[^;.(]*?)(?=\b(?:co|dat|dap ung|duoc|la|khi|de|nham|"
    r"trong|tieu bieu|xuat sac|dan dau)\b|[;.(]|$)"
)


def _audience(collective: object, individual: object) -> Audience | None:
    """The audience of which the two kinds were found; None where neither was."""
    if collective and individual:
        return Audience.BOTH
    if collective:
        return Audience.COLLECTIVE
    return Audience.INDIVIDUAL if individual else None


def named(folded: str) -> Audience | None:
    """The audience that "tập thể" and "cá nhân" in a folded text name; None without either."""
    return _audience(_TAP_THE.search(folded), _CA_NHAN.search(folded))


def given_to(folded: str) -> Audience | None:
    """The audience of the recipients that open a folded text (behind "cho"): `các xã tiêu biểu`, `03 tập thể, 05 cá
    nhân`."""
    match = _LIST.match(folded.strip())
    who = match["who"] if match else ""
    return _audience(COLLECTIVE.search(who), INDIVIDUAL.search(who))
