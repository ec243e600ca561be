"""Pages that wait packed are written as those that do not."""

from __future__ import annotations

from dataclasses import replace

from pipeline.read.paged.arranging import Waiting
from pipeline.read.paged.lines import SeenLine
from pipeline.read.paged.packed import PackedLines
from tests.pipeline.read.paged.seen import body, composed, grid, line, page

XS, YS = [85.0, 200.0, 540.0], [300.0, 330.0, 360.0]
LATE = 900


def test_lines_come_out_as_they_went_in():
    repaired = line("ng‡y", 90, 40)[0]._replace(text="ngày", raw="ng‡y", why="a reason")
    lines = [SeenLine([repaired, *line("Kế hoạch này", 120, 40, bold=True)], 3), SeenLine(line("số 1", 85, 60), 3)]
    packed = PackedLines(lines, 3).lines()
    assert [x.words for x in packed] == [x.words for x in lines]
    assert [x.page for x in packed] == [3, 3]
    assert PackedLines([], 3).lines() == []


def test_a_late_page_with_a_table_is_written_like_an_early_one():
    words = [*body(4, 60), *line("STT", 90, 320), *line("Nội dung", 210, 320), *line("1", 90, 350)]
    words += [*line("Phát động", 210, 350), *body(3, 420)]
    early = page(words, 1, grid(XS, YS))
    first, last = composed(early), composed(replace(early, number=LATE))
    assert first.text == last.text
    assert first.tables == last.tables != ()
    assert last.words is not None
    assert {*last.words.page} == {LATE}


def test_a_page_without_words_waits_too():
    empty = Waiting(page([], LATE))
    assert (empty.has_words, empty.runs().runs, empty.tables()) == (False, [], [])
