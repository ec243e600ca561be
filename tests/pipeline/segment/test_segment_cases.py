"""Labels, topics, paragraphs and outlines: cases as data, in tests/cases/segment/.

Each case has a title, a kind (`wild`: seen in real plans; `negative`: what looks alike and is not; `synthetic`: made
from the rule) and an input. One that is known to fail says why under `fails` and must go on failing until that is put
right.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

import pytest

from models.document import Document
from models.outline import Outline
from models.span import Span
from models.words import Box, Words
from pipeline.read.markdown import tables_in
from pipeline.segment import segment
from pipeline.segment.headings import topics_of
from pipeline.segment.labels import labels
from pipeline.segment.paragraphs import paragraphs

CASES = Path(__file__).parents[2] / "cases/segment"
KINDS = {"wild", "negative", "synthetic"}


def cases(name: str) -> Iterator[Any]:
    for case in tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]:
        marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
        yield pytest.param(case, id=case["title"], marks=marks)


def document_of(text: str) -> Document:
    return Document(sha256="0" * 64, media_type="text/plain", source="a.txt", text=text, tables=tables_in(text))


def outline_of(text: str) -> Outline:
    return segment(document_of(text))


@pytest.mark.parametrize("name", [p.stem for p in sorted(CASES.glob("*.toml"))])
def test_cases_are_told_apart_by_title_and_kind(name):
    found = [param.values[0] for param in cases(name)]
    assert len({c["title"] for c in found}) == len(found)
    assert {c["kind"] for c in found} <= KINDS


@pytest.mark.parametrize("case", cases("labels"))
def test_labels(case):
    found = labels(case["input"])
    if "label" not in case:
        assert found == []
        return
    likeliest = found[0]
    assert (likeliest.printed, likeliest.step) == (case["label"], case["step"])
    assert case["input"][likeliest.end :] == case["rest"]


@pytest.mark.parametrize("case", cases("topics"))
def test_topics(case):
    assert [t.value for t in topics_of(case["input"])] == case["topics"]


@pytest.mark.parametrize("case", cases("paragraphs"))
def test_paragraphs(case):
    document = document_of(case["input"])
    found, noise = paragraphs(document)
    assert [p.text for p in found] == case["paragraphs"]
    assert [span.of(document.text) for span in sorted(noise)] == case.get("noise", [])


@pytest.mark.parametrize("case", [*cases("outlines"), *cases("tables")])
def test_outlines(case):
    outline = outline_of(case["input"])
    assert [[str(c.path), c.text] for c in outline.clauses] == case["clauses"]
    text = case["input"]
    if "noise" in case:
        assert [span.of(text) for span in outline.noise] == case["noise"]
    if "headings" in case:
        assert {str(c.path): c.heading for c in outline.clauses if c.heading} == case["headings"]
    if "topics" in case:
        assert {str(c.path): [t.value for t in c.topics] for c in outline.clauses if c.topics} == case["topics"]
    for part in ("subject", "signature", "recipients"):
        if part in case:
            assert [span.of(text) for span in getattr(outline.parts, part)] == case[part], part


# Where a wrap falls, dashes, years and numbers come to begin lines; none of them opens a paragraph then.
WRAPPED = (
    "II. TIÊU CHUẨN THI ĐUA, HÌNH THỨC KHEN THƯỞNG, TIẾN ĐỘ THỰC HIỆN VÀ KINH PHÍ, MỨC KHEN THƯỞNG",
    "1. Các cơ quan, đơn vị, địa phương xây dựng kế hoạch và tổ chức phát động phong trào thi đua trong tháng 9 năm "
    "2019, báo cáo kết quả về Sở Nội vụ trước ngày 30 tháng 9 năm 2019 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh.",
    "- Hội đồng Thi đua - Khen thưởng các cấp phân công rõ trách nhiệm cho từng thành viên Hội đồng Thi đua - Khen "
    "thưởng theo dõi, hướng dẫn, đôn đốc, kiểm tra việc tổ chức thực hiện phong trào thi đua trong toàn tỉnh.",
    "- Tiếp tục đổi mới công tác thi đua, khen thưởng giai đoạn 2019 - 2025 theo hướng thiết thực, hiệu quả, gắn với "
    "thực hiện nhiệm vụ chính trị của từng cơ quan, đơn vị trong giai đoạn 2019 - 2025 theo kế hoạch đã đề ra.",
    "- Hoàn thành 05 nhiệm vụ trọng tâm được Ủy ban nhân dân tỉnh giao tại Chỉ thị số 04/CT-UBND ngày 14/3/2023 của Ủy "
    "ban nhân dân tỉnh, trong đó có ít nhất 15% nhiệm vụ vượt tiến độ, không để xảy ra chậm trễ.",
)


@pytest.mark.parametrize("width", range(50, 101))
def test_paragraphs_wrapped_at_any_column_are_whole(width):
    lines = [line for p in WRAPPED for line in wrap(p, width, break_on_hyphens=False, break_long_words=False)]
    found, noise = paragraphs(document_of("\n".join(lines)))
    assert [p.text for p in found] == list(WRAPPED)
    assert noise == []


def laid_out(text: str) -> Document:
    """A document whose layout is known: what no empty line parts goes on."""
    words = [(Span(*m.span()), Box(1, 0, 0, 1, 1), 1.0) for m in re.finditer(r"\S+", text)]
    return document_of(text).model_copy(update={"words": Words.of(words)})


def test_where_the_layout_is_known_a_line_goes_on_that_no_empty_line_parts():
    document = laid_out(
        "KẾ HOẠCH\n\nChuyển đổi số\n\nI. MỤC TIÊU\n\n1. Các tổ chức chính trị\n- xã hội tham gia chuyển đổi\nsố.\n\n"
        "2. Đạt tối thiểu 50%;\n90% dân số.\n\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH THƯỜNG\nTRỰC\n\nNguyễn Văn An"
    )
    outline = segment(document)
    assert [" ".join(s.of(document.text).split()) for s in outline.parts.signature] == [
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH THƯỜNG TRỰC",
        "Nguyễn Văn An",
    ]
    assert {str(c.path): c.text for c in outline.clauses} == {
        "I": "MỤC TIÊU",
        "I/1": "Các tổ chức chính trị - xã hội tham gia chuyển đổi số.",
        "I/2": "Đạt tối thiểu 50%; 90% dân số.",
    }
