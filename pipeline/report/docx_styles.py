"""The styles of a report: type and spacing as Nghị định 30/2020/NĐ-CP, Phụ lục I sets them, in Word's own styles where
there are such, so that the navigation pane, restyling and screen readers work.
"""

from __future__ import annotations

from models.base import Frozen
from pipeline.report.docx_page import PAGE_NUMBER_SIZE, twips
from pipeline.report.docx_xml import Element, val, w

FONT = "Times New Roman"
"""The face that the decree sets (phần I, 4)."""
BODY = 14.0
"""Points; the decree has 13 to 14."""
TABLE, TABLE_SMALL = 11.0, 9.5
"""Points, in tables of ordinary and of many columns; the decree sets no size for tables."""
SMALL = "Small"
"""What the name of a table's style ends with in its smaller size."""

BULLETS, ROMAN = 1, 2
"""Numbers of the lists."""

_BODY_INDENT = 12.7  # mm; the decree has 10 or 12.7
_MUTED = "404040"  # dark enough to be read on any paper (10:1)


class Style(Frozen):
    """A paragraph style. Sizes and spacing in points, indents in millimetres, `lines` in single lines."""

    name: str
    title: str
    base: str = "Normal"
    size: float | None = None
    bold: bool = False
    italic: bool = False
    caps: bool = False
    muted: bool = False
    align: str | None = None
    before: float = 0
    after: float = 0
    lines: float = 1
    left: float = 0
    first: float = 0
    next_with: bool = False
    together: bool = False
    level: int | None = None
    listed: int | None = None
    follow: str | None = None
    """The style of the paragraph that is typed after it."""

    def element(self) -> Element:
        spacing = {"before": round(self.before * 20), "after": round(self.after * 20), "line": round(self.lines * 240)}
        paragraph = [
            w("keepNext") if self.next_with else None,
            w("keepLines") if self.together else None,
            w("numPr", None, val("numId", self.listed)) if self.listed else None,
            w("spacing", {**spacing, "lineRule": "auto"}),
            _indent(self.left, self.first),
            val("jc", self.align) if self.align else None,
            val("outlineLvl", self.level) if self.level is not None else None,
        ]
        about = [val("name", self.title), val("basedOn", self.base) if self.name != self.base else None]
        about += [val("next", self.follow) if self.follow else None, w("qFormat")]
        kind: dict[str, object] = {"type": "paragraph", "styleId": self.name}
        if self.name == "Normal":
            kind["default"] = 1
        return w("style", kind, *about, w("pPr", None, *paragraph), w("rPr", None, *self._letters()))

    def _letters(self) -> list[Element | None]:
        return [
            w("b") if self.bold else None,
            w("i") if self.italic else None,
            w("caps") if self.caps else None,
            val("color", _MUTED) if self.muted else None,
            *(_size(self.size) if self.size else ()),
        ]


def _head(name: str, title: str, size: float, **more: object) -> Style:
    return Style.model_validate({"name": name, "title": title, "size": size, "align": "center", **more})


_STYLES = (
    Style(name="Normal", title="Normal"),
    Style(
        name="BodyText", title="Body Text", align="both", before=3, after=3, lines=1.1, first=_BODY_INDENT
    ),  # at least 6 pt between paragraphs
    Style(
        name="Heading1",
        title="heading 1",
        bold=True,
        caps=True,
        before=12,
        after=6,
        next_with=True,
        together=True,
        level=0,
        follow="BodyText",
    ),
    Style(
        name="Heading2",
        title="heading 2",
        bold=True,
        before=9,
        after=4,
        next_with=True,
        together=True,
        level=1,
        follow="BodyText",
    ),
    Style(
        name="Heading3",
        title="heading 3",
        bold=True,
        italic=True,
        before=6,
        after=4,
        next_with=True,
        together=True,
        level=2,
        follow="BodyText",
    ),
    _head("Title", "Title", 14, bold=True, caps=True, before=18, next_with=True),
    _head("Subtitle", "Subtitle", 14, bold=True, next_with=True),
    # 12 to 13 for the state's name, 13 to 14 for its motto and the date, which go together as 13 and 14.
    _head("State", "Quốc hiệu", 13, bold=True, caps=True),
    _head("Motto", "Tiêu ngữ", 14, bold=True),
    _head("ParentBody", "Cơ quan chủ quản", 13, caps=True),
    _head("IssuingBody", "Cơ quan ban hành", 13, bold=True, caps=True),
    _head("Symbol", "Số, ký hiệu", 13, before=6),
    _head("PlaceAndDate", "Địa danh, thời gian", 14, italic=True, before=6),
    _head("Authority", "Quyền hạn, chức vụ", 14, bold=True, caps=True, next_with=True),
    _head("Signer", "Họ và tên", 14, bold=True),
    Style(name="RecipientsHead", title="Nơi nhận", size=12, bold=True, italic=True, next_with=True),
    Style(name="Recipients", title="Nơi nhận (liệt kê)", size=11),
    Style(name="Rule", title="Đường kẻ", size=2, align="center"),
    Style(name="Legend", title="Chú giải", size=12, align="both", before=2, after=2),
    Style(name="ListBullet", title="List Bullet", align="both", before=4, after=2, lines=1.05, listed=BULLETS),
    Style(name="Detail", title="Chi tiết", size=12, before=1, after=2, left=10, together=True),
    Style(name="Caption", title="caption", size=13, bold=True, before=8, after=4, align="center", next_with=True),
    Style(name="Figure", title="Hình", before=8, align="center", next_with=True),
    Style(name="FigureCaption", title="Chú thích hình", size=13, italic=True, before=2, after=8, align="center"),
    Style(name="Header", title="header", size=PAGE_NUMBER_SIZE, align="center"),
)

_OF_TABLES = (
    Style(name="TableText", title="Bảng", size=TABLE, before=1, after=1),
    Style(name="TableHead", title="Bảng (tiêu đề)", size=TABLE, bold=True, before=3, after=3, align="center"),
    Style(
        name="TableGroup", title="Bảng (nhóm)", size=TABLE, bold=True, before=3, after=3, next_with=True, together=True
    ),
    # Not kept with the next: LibreOffice takes that in a first column for the whole table's and moves the table away.
    Style(name="TableStatus", title="Bảng (so sánh)", size=TABLE, bold=True, before=1, after=1),
    Style(name="TableSource", title="Bảng (nguồn)", size=TABLE_SMALL, italic=True, muted=True, before=1, after=2),
)


def _smaller(style: Style) -> Style:
    size = min(style.size or TABLE_SMALL, TABLE_SMALL)
    return style.model_copy(update={"name": style.name + SMALL, "title": f"{style.title}, nhỏ", "size": size})


def styles(font: str, language: str) -> Element:
    """All styles, for a face and a language such as `vi-VN`."""
    face = w("rFonts", dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), font))
    tongue = w("lang", {"val": language, "eastAsia": language, "bidi": "ar-SA"})
    letters = w("rPr", None, face, *_size(BODY), tongue)
    paragraphs = w("pPr", None, w("spacing", {"before": 0, "after": 0, "line": 240, "lineRule": "auto"}))
    defaults = w("docDefaults", None, w("rPrDefault", None, letters), w("pPrDefault", None, paragraphs))
    of_paragraphs = (*_STYLES, *_OF_TABLES, *map(_smaller, _OF_TABLES))
    return w("styles", None, defaults, *(style.element() for style in of_paragraphs), *_marks(), *_tables())


def _marks() -> list[Element]:
    """The marks of words, each readable without colour."""
    marks = {
        "Added": ("Thêm", [w("b"), val("u", "single")]),
        "Dropped": ("Bỏ", [w("strike")]),
        "Follows": ("Theo cơ quan ban hành", [w("i")]),
        "Strong": ("Strong", [w("b")]),
        "Muted": ("Phụ", [val("color", _MUTED)]),
    }
    made = [_kind("character", "DefaultParagraphFont", "Default Paragraph Font", default=True)]
    for name, (title, letters) in marks.items():
        style = _kind("character", name, title)
        style.append(val("basedOn", "DefaultParagraphFont"))
        style.append(w("rPr", None, *letters))
        made.append(style)
    return made


def _tables() -> list[Element]:
    margins = {"top": 0, "left": 85, "bottom": 0, "right": 85}  # twips: 1.5 mm at the sides
    sides = [w(side, {"w": width, "type": "dxa"}) for side, width in margins.items()]
    plain = _kind("table", "TableNormal", "Normal Table", default=True)
    plain.append(w("tblPr", None, w("tblInd", {"w": 0, "type": "dxa"}), w("tblCellMar", None, *sides)))
    grid = _kind("table", "TableGrid", "Table Grid")
    line = {"val": "single", "sz": 4, "space": 0, "color": "auto"}
    borders = [w(side, line) for side in ("top", "left", "bottom", "right", "insideH", "insideV")]
    grid.append(val("basedOn", "TableNormal"))
    grid.append(w("tblPr", None, w("tblBorders", None, *borders)))
    return [plain, _kind("numbering", "NoList", "No List", default=True), grid]


def _kind(kind: str, name: str, title: str, *, default: bool = False) -> Element:
    attributes: dict[str, object] = {"type": kind, "styleId": name} | ({"default": 1} if default else {})
    return w("style", attributes, val("name", title))


def numbering() -> Element:
    """Two lists: dashes, as administrative documents have them, and Roman numbers for the first headings."""
    dash = _level("bullet", "-", style="ListBullet", left=8, hanging=5)
    roman = _level("upperRoman", "%1.", style=None, left=0, hanging=0)
    lists = [
        w("abstractNum", {"abstractNumId": number}, val("multiLevelType", "singleLevel"), level)
        for number, level in ((BULLETS, dash), (ROMAN, roman))
    ]
    uses = [w("num", {"numId": number}, val("abstractNumId", number)) for number in (BULLETS, ROMAN)]
    return w("numbering", None, *lists, *uses)


def _level(form: str, text: str, *, style: str | None, left: float, hanging: float) -> Element:
    after = val("suff", "space") if form != "bullet" else None
    indent = w("ind", {"left": twips(left), "hanging": twips(hanging)})
    return w(
        "lvl",
        {"ilvl": 0},
        val("start", 1),
        val("numFmt", form),
        val("pStyle", style) if style else None,
        after,
        val("lvlText", text),
        val("lvlJc", "left"),
        w("pPr", None, indent),
    )


def _size(points: float) -> tuple[Element, Element]:
    return val("sz", round(points * 2)), val("szCs", round(points * 2))


def _indent(left: float, first: float) -> Element | None:
    return w("ind", {"left": twips(left), "firstLine": twips(first)}) if left or first else None
