"""What differs between plans is told in full, and of no plan more than its text bears out."""

from __future__ import annotations

from collections.abc import Sequence

from models.document import RawFile
from models.plan import Plan
from pipeline.compare import compare
from pipeline.findings.types import Finding
from pipeline.process import process
from pipeline.report.cells import row
from pipeline.report.differences import differences
from pipeline.report.types import Status

FORM = """ỦY BAN NHÂN DÂN
TỈNH CÀ MAU
Số: {number}/KH-UBND
Cà Mau, ngày 11 tháng 3 năm 2019

KẾ HOẠCH
Phát động phong trào thi đua

{aims}

II. TIÊU CHUẨN THI ĐUA
1. Đối với tập thể
{criteria}

III. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ chủ trì theo dõi, đôn đốc việc thực hiện.
"""
AIMS = "I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao chất lượng công tác thi đua."
CRITERIA = "- Nội bộ đoàn kết."


def plan(number: int, criteria: str = CRITERIA, aims: str = AIMS) -> Plan:
    text = FORM.format(number=number, criteria=criteria, aims=aims)
    return process(RawFile(content=text.encode(), media_type="text/plain", source=f"{number}.txt"))


def found(rule: str, plans: Sequence[Plan]) -> list[Finding]:
    names = [chr(ord("A") + k) for k in range(len(plans))]
    return [f for f in differences(compare(plans), plans, names) if f.rule == rule]


def test_another_number_of_one_digit_is_named() -> None:
    first, second = (f"- Có {count} sáng kiến được công nhận;\n{CRITERIA}" for count in (3, 5))
    (changed,) = found("criterion_changed", [plan(1, first), plan(2, second)])
    assert "“3”" in str(changed.facts["changes"])
    assert "“5”" in str(changed.facts["changes"])


def test_a_plan_that_says_a_criterion_as_a_lead_is_not_said_to_leave_it_out() -> None:
    words = "Thực hiện nghiêm túc chế độ thông tin, báo cáo theo đúng quy định"
    whole = f"- {words};\n{CRITERIA}"
    lead = f"- {words}:\n+ Gửi đủ hồ sơ của đơn vị.\n+ Cử cán bộ chuyên trách.\n{CRITERIA}"
    plans = [plan(1, whole), plan(2, lead)]
    family = next(f for f in compare(plans).criteria if f.cells[0].records and words in f.cells[0].records[0].text)
    assert [x.column for x in family.leads] == [1]
    assert not [f for f in found("criterion_alone", plans) if words in str(f.facts["words"])]


def test_what_one_plan_says_alone_is_told_under_all_topics_of_its_section() -> None:
    """A plan with one of two topics that another treats as one is silent on the passage, not on the section."""
    said = "Phát huy vai trò nêu gương của người đứng đầu cơ quan."
    both = f"{AIMS}\n2. {said}"
    one = "I. YÊU CẦU\n1. Nâng cao chất lượng công tác thi đua."
    (alone,) = found("passage_alone", [plan(1, aims=both), plan(2, aims=one)])
    assert alone.facts["words"] == said.rstrip(".")
    assert alone.facts["topic"] == "mục đích, yêu cầu"


def test_a_plan_without_the_section_hides_no_other_plan_s_silence() -> None:
    said = "Phát huy vai trò nêu gương của người đứng đầu cơ quan."
    plans = [plan(1, aims=f"{AIMS}\n2. {said}"), plan(2), plan(3, aims="")]
    assert [(f.facts["plans"], f.facts["silent"]) for f in found("passage_alone", plans)] == [("A", "B")]


def test_a_lead_is_shown_with_its_page() -> None:
    words = "Thực hiện nghiêm túc chế độ thông tin, báo cáo theo đúng quy định"
    lead = f"\f- {words}:\n+ Gửi đủ hồ sơ của đơn vị.\n+ Cử cán bộ chuyên trách.\n{CRITERIA}"
    plans = [plan(1, f"- {words};\n{CRITERIA}"), plan(2, lead)]
    family = next(f for f in compare(plans).criteria if f.leads)
    cell = row(family, plans, ["A", "B"]).cells[1]
    assert cell.status == Status.CHANGED
    assert cell.source == "II/1/-1, tr. 2"
