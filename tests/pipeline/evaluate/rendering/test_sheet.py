"""What is printed is what the gold says: every clause once, with its label, and no noise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.evaluate.gold import clause_texts
from pipeline.evaluate.rendering.compose import closing, compose, header
from pipeline.evaluate.rendering.errors import character_errors
from pipeline.evaluate.rendering.labels import automatic
from pipeline.evaluate.rendering.sheet import Columns, Grid, Item, NewPage
from pipeline.evaluate.wording import fold, same
from tests.pipeline.evaluate.rendering.conftest import FOLDERS

NAMES = sorted(file.stem for gold, _ in FOLDERS for file in gold.glob("*.json") if file.stem != "alignment")


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_is_printed_once_with_its_label(name, annotated):
    plan = annotated[name]
    items = [b for b in compose(plan).blocks if isinstance(b, Item) and b.depth]
    clauses = [c for c in plan.gold["outline"] if "row" not in c["path"].rpartition("/")[2]]
    assert [i.label for i in items] == [c["label"] or "" for c in clauses]
    texts = clause_texts(plan.gold, plan.text)
    wrong = [c["path"] for i, c in zip(items, clauses, strict=True) if not same(i.text, texts[c["path"]])]
    # The annotators' text of b1's clause holds the page number that cuts it; what is printed does not.
    assert wrong == (["IV/1/-2"] if name == "b1" else [])


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_printed_once_below_its_head(name, annotated):
    plan = annotated[name]
    rows = [row for b in compose(plan).blocks if isinstance(b, Grid) for row in b.rows[1:]]
    texts = clause_texts(plan.gold, plan.text)
    wanted = [fold(texts[c["path"]]) for c in plan.gold["outline"] if "row" in c["path"].rpartition("/")[2]]
    assert [fold(" ".join(row)) for row in rows] == wanted


@pytest.mark.parametrize("name", NAMES)
def test_marks_and_noise_are_not_printed(name, annotated):
    plan = annotated[name]
    printed = compose(plan).text.splitlines()
    assert not {line for line in plan.gold["noise"] if not line.strip("*").isdigit()} & set(printed)
    assert not any("**" in line or line.startswith("#") for line in printed)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_printed_oftener_than_it_stands_in_the_text(name, annotated):
    plan = annotated[name]
    long = [line for line in compose(plan).text.splitlines() if len(line) > 100]
    told = " ".join(plan.text.replace("**", "").split())
    assert [line for line in long if long.count(line) > told.count(" ".join(line.split()[2:8]))] == []


def test_the_header_follows_the_decree(annotated):
    found = header(annotated["b4"].gold["metadata"])
    assert found.left == ("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI", "Số: 142/KH-UBND", "KHẨN")
    assert found.right[-1] == "Quảng Ngãi, ngày 22 tháng 8 năm 2022"


def test_an_unreadable_number_stays_blank(annotated):
    assert header(annotated["lai-chau-2019-kh-ubnd"].gold["metadata"]).left[-1] == "Số:         /KH-UBND"


def test_recipients_end_in_semicolons_and_one_stop(annotated):
    found = closing(annotated["b4"].gold["metadata"])
    assert [line[-1] for line in found.left] == [":", *";" * (found.marked - 1), "."]


def test_an_appendix_and_an_attached_plan_begin_a_page(annotated):
    for name, pages in (("a3", 1), ("a4", 1), ("a1", 0), ("t1", 1)):
        blocks = compose(annotated[name]).blocks
        assert sum(isinstance(b, NewPage) for b in blocks) == pages, name
        assert sum(isinstance(b, Columns) and b.closing for b in blocks) == 1


def test_a_group_row_is_one_cell():
    grid = Grid((("STT", "Việc", "Ai", "Khi"), ("I", "Nhóm", "", ""), ("1", "a", "b", ""), ("Chung", "", "", "")))
    assert [grid.merged(k) for k in range(4)] == [None, 1, None, 0]


@pytest.mark.parametrize(
    ("label", "kind", "number"),
    [
        ("I.", "upperRoman", 1),
        ("XIV.", "upperRoman", 14),
        ("2.", "decimal", 2),
        ("2.1.", "decimal", 1),
        ("1.2", "decimal", 2),
        ("(3)", "decimal", 3),
        ("a)", "lowerLetter", 1),
        ("e)", "lowerLetter", 5),
        ("Điều 3.", "decimal", 3),
        ("-", "bullet", 0),
        ("+", "bullet", 0),
    ],
)
def test_labels_that_a_word_processor_computes(label, kind, number):
    found = automatic(label)
    assert found is not None
    assert (found.form.format, found.number) == (kind, number)


@pytest.mark.parametrize("label", ["đ)", "- +", "Phần I", "PHỤ LỤC", "05."])
def test_labels_that_none_computes(label):
    assert automatic(label) is None


def test_character_errors_count_each_change_once():
    assert character_errors("Số 5\n\nđợt", "Số  5 đọt") == (1, 8)
    assert character_errors("abc", "") == (3, 3)


def test_the_sheet_says_each_block_in_reading_order(annotated):
    sheet = compose(annotated["t2"])
    only = replace(sheet, blocks=(Columns(("Nơi nhận:", "A;"), ("CHỦ TỊCH", "B"), closing=True, marked=1),))
    assert only.text.split("\n") == ["Nơi nhận:", "- A;", "CHỦ TỊCH", "B"]
