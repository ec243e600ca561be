"""The columns of words and the cells of tables: what they find, and that JSON keeps them."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from models.document import Document, Page, ReadProblem, Repair
from models.interchange import dump, load
from models.outline import Outline
from models.plan import Plan
from models.plan_json import PlanJson
from models.span import Span
from models.table import Cell, Row, Table
from models.words import Box, Words

TENTHS = st.integers(0, 9_000).map(lambda n: n / 10)


@st.composite
def words(draw):
    """Words that stand in order, one space or more between them."""
    out, at = [], 0
    for _ in range(draw(st.integers(0, 12))):
        start = at + draw(st.integers(1, 3))
        at = start + draw(st.integers(1, 9))
        box = Box(draw(st.integers(1, 3)), *(draw(TENTHS) for _ in range(4)))
        out.append((Span(start, at), box, draw(st.sampled_from([0.0, 0.42, 1.0]))))
    return out


def document(listed, **fields) -> Document:
    text = "x" * (listed[-1][0].end if listed else 1)
    return Document(
        sha256="0", media_type="application/pdf", source="a.pdf", text=text, words=Words.of(listed), **fields
    )


@given(words(), st.integers(0, 100), st.integers(1, 30))
def test_a_span_has_the_boxes_of_the_words_it_touches(listed, start, length):
    span = Span(start, start + length)
    touched = [box for own, box, _ in listed if own.start < span.end and span.start < own.end]
    assert document(listed).locate(span) == touched


@given(words())
def test_json_keeps_the_words(listed):
    plan = Plan(document=document(listed), outline=Outline(clauses=()))
    assert load(json.loads(json.dumps(dump(plan)))) == plan


def test_json_keeps_everything_a_reader_tells_and_has_the_published_form():
    told = Document(
        sha256="0",
        media_type="application/pdf",
        source="a.pdf",
        text="| STT | Việc |\n| 1 | Họp |\n2",
        pages=(Page(number=1, span=Span(0, 28), how="ocr", confidence=0.9, why="no layer", width=595.3, height=842.0),),
        notes=("a note",),
        problems=(ReadProblem(reason="low confidence 0.60", page=1), ReadProblem(reason="cut off")),
        words=Words.of([(Span(2, 5), Box(1, 1.0, 2.0, 3.0, 4.0), 0.5)]),
        tables=(
            Table(
                rows=(
                    Row(span=Span(0, 14), cells=(Cell(span=Span(2, 5), column=0, rows=2),)),
                    Row(span=Span(15, 26), cells=(Cell(span=Span(21, 24), column=1, columns=2),)),
                ),
                heading_rows=1,
            ),
        ),
        noise=(Span(27, 28),),
        generated=(Span(17, 18),),
        repairs=(Repair(span=Span(2, 5), raw="5TT", why="a digit among capitals"),),
    )
    plan = Plan(document=told, outline=Outline(clauses=()))
    dumped = json.loads(json.dumps(dump(plan)))
    assert load(dumped) == plan
    PlanJson.model_validate(dumped)


def test_the_raw_text_is_what_was_read_before_repairs():
    repaired = document([(Span(0, 30), Box(1, 0, 0, 1, 1), 1.0)]).model_copy(
        update={
            "text": "Số 108/KH ngày 31",
            "repairs": (
                Repair(span=Span(3, 6), raw="lO8", why="letters in a number"),
                Repair(span=Span(15, 17), raw="", why="found in the picture"),
            ),
        }
    )
    assert repaired.raw == "Số lO8/KH ngày "


def test_a_merged_cell_covers_its_rows_and_columns():
    merged = Cell(span=Span(0, 1), column=1, rows=2, columns=2)
    low = Cell(span=Span(4, 5), column=0)
    table = Table(rows=(Row(span=Span(0, 3), cells=(merged,)), Row(span=Span(4, 6), cells=(low,))))
    assert [table.at(1, column) for column in range(4)] == [low, merged, merged, None]
    assert table.at(0, 0) is None
    assert table.width == 3
