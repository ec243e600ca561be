"""Times as cells write them: shorter than prose does, the year once or in the heading.

A cell is rewritten into the words of prose, which `extractors.times` reads: `Tháng 3 - 5/2025` is said "từ tháng 3
đến tháng 5/2025". Only what is printed counts; a year that is not is taken from the one year of the plan, else there
is no date.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from extractors.fold import fold
from extractors.times import Time, times
from models.records import Relation

_Y = r"(?:19|20)\d\d"
_Q = r"(?:iv|i{1,3}|[1-4])"
_M = r"(?:0?[1-9]|1[0-2])"
_D = r"\d{1,2}"
_BY_YEAR = rf"(?:\s?/\s?|\s?-\s?|,?\s+nam\s+)(?P<y>{_Y})"
_NEW = r"(?<![\d/])"
_TO = r"\s*(?:-|den(?: het)?)\s*"
_Rule = tuple[re.Pattern[str], str]


def _rule(pattern: str, said: str) -> _Rule:
    return re.compile(pattern), said


# `Tháng 3 - 5/2025`, `Quý I - quý II/2025`, `01/3 - 15/4/2025`, `10 - 15/4/2025`, `3/2025 - 5/2025`, `2024 - 2025`.
_RANGES = (
    _rule(
        rf"\b(?:tu )?(?:trong )?thang\s+(?P<a>{_M}){_TO}(?:thang\s+)?(?P<b>{_M}){_BY_YEAR}",
        r"tu thang \g<a>/\g<y> den thang \g<b>/\g<y>",
    ),
    _rule(
        rf"\b(?:tu )?(?:trong )?quy\s+(?P<a>{_Q}){_TO}(?:quy\s+)?(?P<b>{_Q}){_BY_YEAR}",
        r"tu quy \g<a>/\g<y> den quy \g<b>/\g<y>",
    ),
    _rule(
        rf"{_NEW}(?:tu )?(?:ngay )?(?P<a>{_D}/{_M}){_TO}(?:ngay )?(?P<b>{_D}/{_M})/(?P<y>{_Y})",
        r"tu ngay \g<a>/\g<y> den ngay \g<b>/\g<y>",
    ),
    _rule(
        rf"{_NEW}(?:tu )?(?:ngay )?(?P<a>{_D}){_TO}(?:ngay )?(?P<b>{_D})/(?P<m>{_M})/(?P<y>{_Y})",
        r"tu ngay \g<a>/\g<m>/\g<y> den ngay \g<b>/\g<m>/\g<y>",
    ),
    _rule(
        rf"{_NEW}(?:tu )?(?:ngay )?(?P<a>{_D}/{_M}/{_Y}){_TO}(?:ngay )?(?P<b>{_D}/{_M}/{_Y})",
        r"tu ngay \g<a> den ngay \g<b>",
    ),
    _rule(
        rf"{_NEW}(?:tu )?(?:thang )?(?P<a>{_M}/{_Y}){_TO}(?:thang )?(?P<b>{_M}/{_Y})",
        r"tu thang \g<a> den thang \g<b>",
    ),
    _rule(
        rf"{_NEW}(?:giai doan |tu )?(?:nam )?(?P<a>{_Y}){_TO}(?:nam )?(?P<b>{_Y})(?!\s?/)",
        r"giai doan \g<a> - \g<b>",
    ),
)
# `Quý I, III/2025`, `Tháng 6 và tháng 12/2025`: the last has the year for all.
_AND = r"\s*(?:,|;|va|\+|&)\s*"
_LISTED = (
    re.compile(rf"\b(?P<unit>thang)\s+{_M}(?:{_AND}(?:thang\s+)?{_M}){{1,11}}{_BY_YEAR}"),
    re.compile(rf"\b(?P<unit>quy)\s+{_Q}(?:{_AND}(?:quy\s+)?{_Q}){{1,3}}{_BY_YEAR}"),
)
_NAMED = {"thang": _M, "quy": _Q}
_BARE_YEAR = re.compile(rf"(?:{_Y})")
# What lacks its year, and where the year of the plan goes: `Quý II`, `30/6`, `Tháng 3 - 5`, `6 tháng đầu năm`.
_BESIDE = r"\s*(?:,|;|va|-|den)\s*"
_NO_YEAR = r"(?!\s?[/-]\s?\d|,?\s+nam\b)"
_YEARLESS = (
    _rule(
        rf"\b(?P<said>quy\s+{_Q}(?:{_BESIDE}(?:quy\s+)?{_Q})*)\b{_NO_YEAR}(?!{_BESIDE}(?:quy\b|{_Q}\b))",
        r"\g<said>/@",
    ),
    _rule(rf"\b(?P<said>(?:ngay\s+)?{_D}/{_M})\b{_NO_YEAR}", r"\g<said>/@"),
    _rule(
        rf"\b(?P<said>(?:ngay\s+{_D}\s+)?thang\s+{_M}(?:{_BESIDE}(?:thang\s+)?{_M})*)\b{_NO_YEAR}"
        rf"(?!{_BESIDE}(?:thang\b|{_M}\b))",
        r"\g<said> nam @",
    ),
    _rule(rf"\b(?P<said>(?:0?6|sau)\s+thang\s+(?:dau|cuoi)\s+nam)\b(?!\s+{_Y})", r"\g<said> @"),
    _rule(rf"\b(?:trong|ca|het|cuoi)\s+nam\b(?!\s+(?:{_Y}|hoc))", r"nam @"),
)
_RECURS = re.compile(r"\bhang (?:nam|thang|quy|tuan)\b|\bmoi (?:nam|thang|quy|tuan)\b|\bdinh ky\b|\bthuong nien\b")
# A cell longer than this (characters) is a sentence, and read as one.
_LONGEST = 300


def cell_times(cell: str, issued: date | None = None, year: int | None = None) -> list[Time]:
    """The times that a cell says; their offsets are not those of the cell. `year` is the one year that the table
    speaks of, where there is one.

    >>> [(str(t.start), str(t.end)) for t in cell_times("Tháng 3 - 5/2025")]
    [('2025-03-01', '2025-05-31')]
    >>> [(str(t.start), str(t.end)) for t in cell_times("Quý II", year=2024)], cell_times("Quý II")
    ([('2024-04-01', '2024-06-30')], [])
    """
    said = " ".join(fold(cell).split()).strip(" .;,*_")
    if not said or len(said) > _LONGEST:
        return times(said, issued)
    if year is not None and not _RECURS.search(said):
        for pattern, written in _YEARLESS:
            said = pattern.sub(written.replace("@", str(year)), said)
    for pattern in _LISTED:
        said = pattern.sub(_listed, said)
    for pattern, written in _RANGES:
        said = pattern.sub(written, said)
    if _BARE_YEAR.fullmatch(said):
        said = f"nam {said}"
    return [_limit(t) for t in times(said, issued)]


def _listed(match: re.Match[str]) -> str:
    """Each month or quarter of a list with the year of the last."""
    listed, unit = match.group()[: match.start("y") - match.start()], match["unit"]
    named = re.findall(rf"(?<![\w/]){_NAMED[unit]}(?!\w)", listed)
    return ", ".join(f"{unit} {n}/{match['y']}" for n in named)


def _limit(time: Time) -> Time:
    """`Đến hết tháng 3/2023`, said of a task, is when it must be done by."""
    return replace(time, relation=Relation.BY) if time.relation is Relation.UNTIL else time


_SAYS_WHEN = re.compile(
    rf"thuong xuyen|trong nam|ca nam|hang (?:nam|thang|quy|tuan)|quy {_Q}|thang {_M}|(?:cuoi|dau) nam|{_D}/{_M}"
)


def is_time(cell: str) -> bool:
    """Whether a cell says a time and nothing else.

    >>> [is_time(c) for c in ("Quý I/2024", "Thường xuyên", "Trước 30/6/2024", "Báo cáo năm 2024 của Sở")]
    [True, True, True, False]
    """
    said = " ".join(fold(cell).split()).strip(" .;,*_")
    if len(said.split()) > _MOST_WORDS:
        return False
    if _SAYS_WHEN.fullmatch(said):
        return True
    found = cell_times(cell)
    rest = _SAID_BESIDE.sub("", re.sub(r"[\d/.,;:()-]+", " ", said))
    return bool(found) and not rest.strip()


_MOST_WORDS = 12
_SAID_BESIDE = re.compile(
    r"\b(?:tu|den|het|truoc|sau|ngay|thang|nam|quy|trong|vao|hang|dinh|ky|cuoi|dau|giua|cham|nhat|va|thuong|xuyen|"
    r"hoan|thanh|xong|giai|doan|moi|la|thoi|gian|dip|i{1,3}|iv|v|iii)\b"
)
