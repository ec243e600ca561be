"""Parts of WordprocessingML that python-docx has no words for: lists, fields, a repeated heading row (ECMA-376, 17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from pipeline.evaluate.rendering.look import Look
from pipeline.evaluate.rendering.numbering import Level, Lists, Place

_TWIPS = 1440 / 2.54
"""In a centimetre."""
_HANG = 0.63
"""How far a bullet hangs out of its paragraph, centimetres: Word's own default."""
_SYMBOL = "\uf0b7"
"""The round bullet in the font Symbol."""


def _twips(centimetres: float) -> int:
    return round(centimetres * _TWIPS)


def numbering_xml(lists: Lists, look: Look) -> Any:
    """The part `word/numbering.xml`: all abstract numberings, then the numberings (in this order by the schema)."""
    inner = "".join([*_abstracts(lists, look), *_numberings(lists)])
    return parse_xml(f"<w:numbering {nsdecls('w')}>{inner}</w:numbering>")


def _abstracts(lists: Lists, look: Look) -> Iterator[str]:
    for k, levels in enumerate(lists.abstracts):
        kind = "multilevel" if len(levels) > 1 else "singleLevel"
        inner = "".join(_level(n, level, look) for n, level in enumerate(levels))
        yield f'<w:abstractNum w:abstractNumId="{k}"><w:multiLevelType w:val="{kind}"/>{inner}</w:abstractNum>'


def _level(n: int, level: Level, look: Look) -> str:
    symbol = level.bullet and level.text == "•" and look.symbols
    text = _SYMBOL if symbol else level.text
    font = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol" w:hint="default"/></w:rPr>' if symbol else ""
    suffix = f'<w:suff w:val="{look.suffix}"/>'
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{level.format}"/>{suffix}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{_indents(level, look)}</w:pPr>{font}</w:lvl>'
    )


def _indents(level: Level, look: Look) -> str:
    if level.bullet and look.hanging:
        left = _twips(look.indent + _HANG * max(level.depth - 2, 0))
        return f'<w:ind w:left="{left}" w:hanging="{_twips(_HANG)}"/>'
    stop = f'<w:tabs><w:tab w:val="num" w:pos="{_twips(look.indent + 0.9)}"/></w:tabs>' if look.suffix == "tab" else ""
    return f'{stop}<w:ind w:left="0" w:firstLine="{_twips(look.indent)}"/>'


def _numberings(lists: Lists) -> Iterator[str]:
    for k, (abstract, starts) in enumerate(lists.numberings, 1):
        inner = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level, start in starts.items()
        )
        yield f'<w:num w:numId="{k}"><w:abstractNumId w:val="{abstract}"/>{inner}</w:num>'


def number(paragraph: Any, place: Place, *, bold: bool = False, left: float | None = None) -> None:
    """Put a paragraph into its list; `bold` is the label, `left` another indent than the level's (centimetres)."""
    properties = paragraph._p.get_or_add_pPr()
    numbered = properties.get_or_add_numPr()
    numbered.get_or_add_ilvl().val = place.level
    numbered.get_or_add_numId().val = place.numbering + 1
    if left is not None:
        properties.get_or_add_ind().set(qn("w:left"), str(_twips(left)))
        properties.get_or_add_ind().set(qn("w:hanging"), str(_twips(left)))
    if bold:
        mark = OxmlElement("w:rPr")
        mark.append(OxmlElement("w:b"))
        properties.append(mark)


def make_field(paragraph: Any, instruction: str) -> None:
    """A field whose value Word computes, such as PAGE."""
    for part in ("begin", "separate", "end"):
        run = paragraph.add_run()
        if part == "separate":
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {instruction} "
            run._r.append(words)
            run = paragraph.add_run()
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), part)
        run._r.append(mark)
        if part == "separate":
            paragraph.add_run("2")


def fonts(style: Any, name: str) -> None:
    """One font for all scripts of a style."""
    style.font.name = name
    found = style.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs", "w:hAnsi"):
        found.set(qn(script), name)


def repeat_as_heading(row: Any) -> None:
    """Mark a table row as the head that is printed again on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_on_one_page(row: Any) -> None:
    """Do not let a table row run over a page break."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
