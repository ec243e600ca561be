"""The whole way of bad input: no outline, no plan, texts of a size that no plan has. Each ends and invents nothing."""

from __future__ import annotations

import pytest

from models.document import RawFile
from models.errors import EmptyFile, TooLarge
from models.interchange import dump, load
from models.plan import Plan
from pipeline.process import process

MB = 1_000_000


def plan_of(text: str) -> Plan:
    plan = process(RawFile(content=text.encode(), media_type="text/plain", source="a.txt"))
    assert plan.problems == ()
    return plan


def filled(plan: Plan) -> dict:
    return {name: field.value for name, field in plan.metadata.fields() if field.value is not None}


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_an_empty_file_is_refused_by_its_name(text):
    with pytest.raises(EmptyFile, match=r"a\.txt"):
        plan_of(text)


@pytest.mark.parametrize("text", ["x", "|", "---", "1.", "- ", "KẾ HOẠCH", "a)\nb)\n", "I.", "./.", "Nơi nhận:"])
def test_hardly_any_text_is_a_plan_that_says_nothing(text):
    plan = plan_of(text)
    assert list(plan.records()) == []
    assert set(filled(plan)) <= {"document_type"}
    assert load(dump(plan)) == plan


def test_prose_is_a_plan_without_outline():
    plan = plan_of("Sáng nay trời mưa. Các em học sinh nghỉ học ở nhà.\n\nChiều trời nắng, ai cũng vui.\n")
    assert plan.outline.clauses == ()
    assert list(plan.records()) == []
    assert filled(plan) == {}


DECISION = """ỦY BAN NHÂN DÂN
TỈNH HÀ GIANG

Số: 45/QĐ-UBND

Hà Giang, ngày 05 tháng 3 năm 2021

QUYẾT ĐỊNH
Về việc thành lập Hội đồng Thi đua - Khen thưởng tỉnh

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH

Căn cứ Luật Thi đua, khen thưởng;

Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ;

QUYẾT ĐỊNH:

Điều 1. Thành lập Hội đồng Thi đua - Khen thưởng tỉnh gồm các ông, bà có tên sau:

1. Ông Nguyễn Văn Sơn, Chủ tịch Ủy ban nhân dân tỉnh.

2. Bà Trần Thị Hoa, Giám đốc Sở Nội vụ.

Điều 2. Quyết định này có hiệu lực kể từ ngày ký.

Nơi nhận:
- Như Điều 1;
- Lưu: VT.

CHỦ TỊCH

Nguyễn Văn Sơn
"""


def test_a_decision_is_told_and_its_outline_read():
    plan = plan_of(DECISION)
    assert plan.metadata.document_type.value == "Quyết định"
    assert plan.metadata.symbol.value == "45/QĐ-UBND"
    assert [str(c.path) for c in plan.outline.clauses] == ["Điều 1", "Điều 1/1", "Điều 1/2", "Điều 2"]
    assert {r.symbol or r.name for r in plan.references} == {"91/2017/NĐ-CP", "Luật Thi đua, khen thưởng"}
    assert (plan.criteria, plan.quantities, plan.awards, plan.milestones) == ((), (), (), ())
    assert not {"movement", "period", "classification", "urgency", "capacity", "on_behalf"} & set(filled(plan))


LETTER = """ỦY BAN NHÂN DÂN
TỈNH HÀ GIANG

Số: 512/UBND-NC
V/v tăng cường phòng, chống dịch

Hà Giang, ngày 05 tháng 3 năm 2021

Kính gửi: Các sở, ban, ngành tỉnh

Ủy ban nhân dân tỉnh yêu cầu thực hiện các nội dung sau:

1. Các sở, ban, ngành tăng cường tuyên truyền.

2. Sở Y tế theo dõi, đôn đốc./.

Nơi nhận:
- Như trên;
- Lưu: VT, NC.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Đức Quý
"""


def test_an_official_letter_has_its_outline_read_and_nothing_invented():
    plan = plan_of(LETTER)
    assert [c.text for c in plan.outline.clauses] == [
        "Các sở, ban, ngành tăng cường tuyên truyền.",
        "Sở Y tế theo dõi, đôn đốc./.",
    ]
    assert plan.metadata.document_type.value in ("Công văn", None)
    assert plan.metadata.symbol.value == "512/UBND-NC"
    assert plan.metadata.signer.value == "Trần Đức Quý"
    assert (plan.criteria, plan.quantities, plan.awards, plan.milestones) == ((), (), (), ())
    assert not {"movement", "period", "classification", "urgency", "on_behalf"} & set(filled(plan))


HEAD = "KẾ HOẠCH\nPhát động phong trào thi đua\n\nI. TỔ CHỨC THỰC HIỆN\n\n"
SENTENCE = "Các cơ quan, đơn vị, địa phương tổ chức thực hiện nghiêm túc phong trào thi đua. "


def test_a_line_of_a_megabyte_is_one_clause():
    line = SENTENCE * (MB // len(SENTENCE))
    plan = plan_of(f"{HEAD}1. {line}\n\n2. Sở Nội vụ theo dõi.\n")
    assert [str(c.path) for c in plan.outline.clauses] == ["I", "I/1", "I/2"]
    assert plan.outline.clauses[1].text == line.strip()


def test_a_megabyte_without_a_space_is_one_clause():
    plan = plan_of(f"{HEAD}- {'a' * MB}\n")
    assert [len(c.text) for c in plan.outline.clauses] == [len("TỔ CHỨC THỰC HIỆN"), MB]


def test_ten_thousand_flat_bullets_are_ten_thousand_clauses():
    plan = plan_of(HEAD + "".join(f"- Nhiệm vụ thứ {k} của tỉnh.\n" for k in range(10_000)))
    assert len(plan.outline.clauses) == 10_001
    assert str(plan.outline.clauses[-1].path) == "I/-10000"


def test_ten_thousand_bullets_under_bullets_are_ten_thousand_clauses():
    plan = plan_of(HEAD + "- Nhiệm vụ của tỉnh:\n\n+ Cải cách hành chính.\n\n" * 5_000)
    assert len(plan.outline.clauses) == 10_001
    assert str(plan.outline.clauses[-1].path) == "I/-5000/+1"


def test_ten_thousand_numbers_that_begin_again_are_told_apart():
    plan = plan_of(HEAD + "1. Nhiệm vụ của tỉnh.\n\n" * 10_000)
    paths = [str(c.path) for c in plan.outline.clauses]
    assert len(set(paths)) == len(paths) == 10_001


def test_labels_of_every_style_below_each_other_are_as_deep_as_there_are_styles():
    labels = ["Phần I.", "Chương I.", "Mục 1.", "A.", "I.", "1.", "1.1.", "1.1.1.", "a)", "*", "-", "+"]
    plan = plan_of("KẾ HOẠCH\nVề thi đua\n\n" + "\n\n".join(f"{x} NỘI DUNG:" for x in labels) + "\n")
    assert [c.path.depth for c in plan.outline.clauses] == list(range(1, len(labels) + 1))


def test_ten_megabytes_end():
    block = "".join(f"{k}. {SENTENCE}\n\n- {SENTENCE}\n\n" for k in range(1, 100))
    plan = plan_of(HEAD + block * (10 * MB // len(block.encode())))
    assert len(plan.document.text.encode()) > 9 * MB
    assert len(plan.outline.clauses) > 50_000


# Each ends at once; a pattern that tries every way of parting such a text would not end at all.
@pytest.mark.parametrize("run", [", tốt" * 500, "," * 5_000, "12, " * 2_000])
def test_what_repeats_without_end_is_read_once(run: str):
    heading = "KẾ HOẠCH\nVề thi đua\n\nI. TIÊU CHUẨN VÀ HÌNH THỨC KHEN THƯỞNG\n\n1. Khen thưởng\n\n"
    plan = plan_of(f"{heading}- Khen thưởng cá nhân đạt thành tích{run} x.\n")
    assert [str(c.path) for c in plan.outline.clauses] == ["I", "I/1", "I/1/-1"]


def test_beyond_the_bound_is_refused_with_the_reason():
    with pytest.raises(TooLarge, match=r"a\.txt: .* characters"):
        plan_of("a" * 20_000_001)
