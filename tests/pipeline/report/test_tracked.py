"""Tracked changes: all accepted the texts are those of the second plan, all rejected those of the first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import UsageError
from pipeline.report import docx
from pipeline.report.shown import fit
from pipeline.report.types import Cell, Line, Mark, Report, Row, Run, Section, Signing, Table
from tests.pipeline.report import contents
from tests.pipeline.report.word_samples import W, decided, part, texts

PLANS = Path(__file__).parents[3] / "corpus" / "plans"
GONE = {True: Mark.DROPPED, False: Mark.ADDED}


def of_lines(*lines: Line, signing: Signing = contents.SIGNING) -> Report:
    table = Table(caption="Bảng", header=("Cột",), rows=(Row(cells=(Cell(lines=lines),)),), widths=(1.0,))
    section = Section(name="only", title="Chỉ một", blocks=(table,))
    return contents.report(sections=(section,), signing=signing).model_copy(update={"pair": True})


def body(of: Report) -> Any:
    return part(docx.made(of, tracked=True), "word/document.xml")


def cell(of: Report, *, accept: bool) -> list[str]:
    """What the one cell says after every change is decided."""
    said = texts(decided(body(of), accept=accept))
    return said[said.index("Cột") + 1 : said.index("Trên đây là nội dung báo cáo./.") - 1]


def kept(line: Line, *, accept: bool) -> str:
    return "".join(fit(run.text) for run in line.runs if run.mark is not GONE[accept])


marked = st.lists(st.tuples(st.text("ab \n", min_size=1, max_size=5), st.sampled_from(Mark)), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(marked, st.booleans())
def test_one_line_is_either_text(runs: list[tuple[str, Mark]], accept: bool) -> None:
    line = contents.line(*runs)
    [said], expected = cell(of_lines(line), accept=accept), kept(line, accept=accept)
    if accept:
        assert said == expected
    else:  # What was dropped comes back with the spaces that part it from its neighbours.
        assert re.sub(r"\s", "", said) == re.sub(r"\s", "", expected)


@pytest.mark.parametrize(
    ("runs", "first", "second"),
    [
        (["nghiên cứu ", ("có góp ý", Mark.DROPPED), "bổ sung"], "nghiên cứu có góp ý bổ sung", "nghiên cứu bổ sung"),
        (["lãng phí;", ("tham nhũng;", Mark.DROPPED)], "lãng phí; tham nhũng;", "lãng phí;"),
        (["giảm ", ("10%", Mark.DROPPED), ("15%", Mark.ADDED), " chi phí"], "giảm 10% chi phí", "giảm 15% chi phí"),
        (["giảm", ("10%", Mark.DROPPED), (" 15%", Mark.ADDED), " chi phí"], "giảm 10% chi phí", "giảm 15% chi phí"),
        (["(", ("của", Mark.DROPPED), "tỉnh)"], "(của tỉnh)", "(tỉnh)"),
    ],
)
def test_words_that_come_back_are_parted_from_their_neighbours(runs: list[Any], first: str, second: str) -> None:
    of = of_lines(contents.line(*runs))
    assert cell(of, accept=False) == [first]
    assert cell(of, accept=True) == [second]


def test_the_texts_of_two_plans_come_out() -> None:
    from pipeline.compare.wording import PieceKind, changes, syllables

    marks = {PieceKind.SAME: Mark.PLAIN, PieceKind.ADDED: Mark.ADDED, PieceKind.DROPPED: Mark.DROPPED}
    first, second = (
        [line for line in (PLANS / f"{name}.txt").read_text(encoding="utf-8").split("\n") if line.startswith("+ ")]
        for name in ("ca-mau-2019-108-kh-ubnd", "lai-chau-2019-kh-ubnd")
    )
    pairs = list(zip(first, second, strict=False))[:20]
    assert len(pairs) == 20
    told = [changes(one, two) for one, two in pairs]
    lines = (Line(runs=tuple(Run(text=p.text, mark=marks[p.kind]) for p in pieces)) for pieces in told)
    of = of_lines(*lines)
    assert cell(of, accept=True) == [two for _, two in pairs]
    # What is kept is in the second plan's spelling, case and punctuation; by its words it is the first plan's.
    for said, (one, _) in zip(cell(of, accept=False), pairs, strict=True):
        assert [s.key for s in syllables(said)] == [s.key for s in syllables(one)]


def test_a_paragraph_that_is_wholly_new_or_gone_leaves_no_empty_line() -> None:
    lines = contents.line(("mới", Mark.ADDED)), contents.line(("bỏ", Mark.DROPPED)), contents.line("giữ")
    assert cell(of_lines(*lines), accept=True) == ["mới", "giữ"]
    assert cell(of_lines(*lines), accept=False) == ["bỏ", "giữ"]


def test_changes_have_an_author_a_day_and_numbers_of_their_own() -> None:
    found = body(of_lines(contents.CHANGED.lines[0], contents.CHANGED.lines[0]))
    changes = [*found.iter(f"{W}ins"), *found.iter(f"{W}del")]
    assert len(changes) == 4
    assert {c.get(qn("w:author")) for c in changes} == {"Sở Nội vụ"}
    assert {c.get(qn("w:date")) for c in changes} == {"2026-02-05T00:00:00Z"}
    assert len({c.get(qn("w:id")) for c in changes}) == 4
    unsigned = body(of_lines(contents.CHANGED.lines[0], signing=Signing()))
    assert {c.get(qn("w:author")) for c in unsigned.iter(f"{W}ins")} == {"kehoach"}


def test_deleted_words_are_no_text_and_added_ones_need_no_other_mark() -> None:
    found = body(of_lines(contents.CHANGED.lines[0]))
    assert [e.text for e in found.iter(f"{W}delText")] == ["10%"]
    assert "10%" not in [e.text for e in found.iter(f"{W}t")]
    styles = {e.get(qn("w:val")) for e in found.iter(f"{W}rStyle")}
    assert "Follows" in styles  # a name that follows is no change
    assert not styles & {"Added", "Dropped"}


def test_the_key_says_how_to_accept_and_reject() -> None:
    [key] = [t for t in texts(body(of_lines(contents.CHANGED.lines[0]))) if t.startswith("Cách đọc:")]
    assert "chấp nhận hết" in key
    assert "từ chối hết" in key


def test_more_than_a_pair_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one plan against one other"):
        docx.write(contents.report(sections=()), tmp_path / "a.docx", tracked=True)
    assert list(tmp_path.iterdir()) == []
