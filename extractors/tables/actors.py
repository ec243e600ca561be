"""The institutions that a cell names, and the roles that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.actors import actors_at, begins_institution
from extractors.fold import LOWER, UPPER, fold
from extractors.lexicon.entries import ColumnRole
from models.records import AssignmentRole

# `Chủ trì: Sở Nội vụ; Phối hợp: Sở Tài chính`, `- Cơ quan phối hợp: …`.
_PRINTED = re.compile(
    r"(?:\b(?:co quan|don vi|phong|so|cac)[ ,]+)*"
    r"\b(?:(?P<lead>chu tri)|(?P<coordinate>phoi hop)|(?P<responsible>thuc hien))"
    r"(?: (?:thuc hien|chinh))?\s*(?::|-(?=\s))\s*"
)
# `Sở Nội vụ chủ trì, phối hợp với Sở Tài chính`.
_IN_WORDS = re.compile(r"(?P<chu>\s*,?\s*\(?chu tri\)?)?\s*,?\s*phoi hop(?: (?:voi|cung))+\s+")
_PERSON = re.compile(r"\W*(?:ong|ba|dong chi|d/c|dc)\b[\s.:]")
_NONE = re.compile(r"\W*(?:khong|x|nt|n/t|nhu tren|theo\b.*|tuy\b.*)?\W*", re.DOTALL)
# The family names that nearly all Vietnamese bear, before one to four more words in capitals: a person.
_FAMILY = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Trịnh|Lương|Mai|Tô|Trương|Lâm|"
    "Cao|Hà|Chu|Tạ|Thái|Đào|Vi|Lò|Vàng|Giàng|Sùng|Hờ|Thào|Nông|Hứa|Lục|Quách|Kiều|Châu|La|Tống"
)
_NAME = re.compile(rf"(?:{_FAMILY})(?: [{UPPER}][{LOWER}]*){{1,4}}\W*")
_BREAK = re.compile(r"[\n;]")
_BULLET = re.compile(r"^\s*(?:[-–—+*•·]|\d{1,2}[.)])\s*")
_BETWEEN = re.compile(r"\s*[/+&]\s+|\s+[/+&]\s*|\s+[-–]\s+")
# What cannot end a name.
_GOES_ON = re.compile(r"(?:[-–,(/]|\b(?:va|cua|cac|thuoc|voi|cung|nhung))\s*$")

Named = tuple[AssignmentRole, tuple[str, ...]]
_ROLES = {
    ColumnRole.LEAD: AssignmentRole.LEAD,
    ColumnRole.COORDINATE: AssignmentRole.COORDINATE,
    ColumnRole.RESPONSIBLE: AssignmentRole.RESPONSIBLE,
    ColumnRole.ACTORS: AssignmentRole.RESPONSIBLE,
}


def named_in(cell: str, role: ColumnRole) -> list[Named]:
    """The institutions of a cell with the role of each; a role that the cell prints counts before that of its
    column. Persons are no institutions.

    >>> named_in("Chủ trì: Sở Nội vụ; Phối hợp: Sở Tài chính, Báo Cà Mau", ColumnRole.ACTORS)[1][1]
    ('Sở Tài chính', 'Báo Cà Mau')
    >>> named_in("Sở Nội\\nvụ\\nSở Tài chính", ColumnRole.LEAD)[0][1]
    ('Sở Nội vụ', 'Sở Tài chính')
    """
    folded = fold(cell)
    printed = list(_PRINTED.finditer(folded))
    if not printed:
        return _unlabelled(cell, folded, _ROLES[role])
    out = []
    if folded[: printed[0].start()].strip(" -+*;,(\n"):
        out = _unlabelled(cell[: printed[0].start()], folded[: printed[0].start()], _ROLES[role])
    for match, end in zip(printed, [*(m.start() for m in printed[1:]), len(cell)], strict=True):
        if names := tuple(_names(cell[match.end() : end])):
            out.append((AssignmentRole(match.lastgroup or "lead"), names))
    return out


def _unlabelled(cell: str, folded: str, role: AssignmentRole) -> list[Named]:
    """The institutions of a cell that prints no role as a field: all have the column's, but for those worked with."""
    match = _IN_WORDS.search(folded)
    if match is None or not match.start():
        names = tuple(_names(cell))
        return [(role, names)] if names else []
    own = AssignmentRole.LEAD if match["chu"] else role
    found = ((own, cell[: match.start()]), (AssignmentRole.COORDINATE, cell[match.end() :]))
    return [(r, names) for r, part in found if (names := tuple(_names(part)))]


def _names(cell: str) -> Iterator[str]:
    """Each institution of a cell, as printed, on one line."""
    for part in _parts(cell):
        folded = fold(part)
        if _NONE.fullmatch(folded) or _PERSON.match(folded) or _NAME.fullmatch(part):
            continue
        found = actors_at(part, folded, 0, any_head=True)
        yield from found.names if found else ()


def _parts(cell: str) -> Iterator[str]:
    """The stretches of a cell that lines, bullets and `;` part: a line begins another institution only where the one
    before is complete and it opens as an institution does; narrow cells break names."""
    parts: list[str] = []
    closed = True
    at = 0
    for match in [*_BREAK.finditer(cell), None]:
        line = cell[at : match.start() if match else len(cell)]
        bullet = _BULLET.match(line)
        said = " ".join(line[bullet.end() if bullet else 0 :].split())
        if said:
            if parts and not (closed or bullet) and not (_is_complete(parts[-1]) and begins_institution(said)):
                parts[-1] = f"{parts[-1]} {said}"
            else:
                parts.append(said)
        closed = match is not None and match.group() == ";"
        at = match.end() if match else at
    for part in parts:
        yield from _beside(part)


def _beside(part: str) -> Iterator[str]:
    """`Sở Nội vụ / Sở Tài chính`: parted where an institution follows."""
    at = 0
    for match in _BETWEEN.finditer(part):
        if begins_institution(part[match.end() :]) and _is_complete(part[at : match.start()]):
            yield part[at : match.start()].strip()
            at = match.end()
    yield part[at:].strip()


def _is_complete(name: str) -> bool:
    """Whether a name may end here: it is more than its first word, and nothing that must go on closes it."""
    return not _GOES_ON.search(fold(name)) and not begins_institution(name, only=True)
