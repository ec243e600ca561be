"""An extractor that fails is a problem on the plan that names it and the reason; all else stands."""

import pytest

from extractors import EXTRACTORS
from models.document import Document
from models.interchange import dump, load
from models.plan import Plan
from pipeline import extract as stage
from pipeline.read.markdown import tables_in
from pipeline.segment import segment

TEXT = """ỦY BAN NHÂN DÂN
TỈNH HÀ GIANG

Số: 12/KH-UBND

Hà Giang, ngày 05 tháng 3 năm 2021

KẾ HOẠCH
Phát động phong trào thi đua năm 2021

Căn cứ Quyết định số 733/QĐ-TTg ngày 14/6/2019 của Thủ tướng Chính phủ;

I. TIÊU CHUẨN THI ĐUA

- Hoàn thành tối thiểu 50% chỉ tiêu được giao.

II. HÌNH THỨC KHEN THƯỞNG

1. Khen thưởng tổng kết

Chủ tịch UBND tỉnh tặng Bằng khen cho tập thể, cá nhân có thành tích xuất sắc.

III. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ báo cáo kết quả thực hiện trước ngày 30/11/2021.
"""
KINDS = ("references", "quantities", "criteria", "milestones", "awards", "assignments")


def plan_of(text: str = TEXT) -> Plan:
    document = Document(sha256="0" * 64, media_type="text/plain", source="a.txt", text=text, tables=tables_in(text))
    return stage.extract(document, segment(document))


def breaks(*_):
    raise ZeroDivisionError("out of order")


def breaks_half_way(after: int):
    def run(reading, found):
        for k, record in enumerate(dict(EXTRACTORS)["references"](reading, found)):
            if k == after:
                raise ZeroDivisionError("out of order")
            yield record

    return run


def replaced(name: str, by):
    return tuple((n, by if n == name else run) for n, run in EXTRACTORS)


def test_the_text_has_a_record_of_every_kind():
    plan = plan_of()
    assert all(getattr(plan, kind) for kind in KINDS)
    assert plan.problems == ()
    assert {name for name, _ in EXTRACTORS} == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_one_that_fails_is_named_and_the_others_stand(monkeypatch, name):
    whole = plan_of()
    monkeypatch.setattr(stage, "EXTRACTORS", replaced(name, breaks))
    plan = plan_of()
    assert [(p.stage, p.reason) for p in plan.problems] == [(name, "ZeroDivisionError: out of order")]
    assert getattr(plan, name) == ()
    assert plan.metadata == whole.metadata
    assert plan.outline == whole.outline
    # What an extractor reads of those before it may be missing; that it runs and finds its own is what is asked.
    assert all(getattr(plan, kind) for kind in KINDS if kind != name)


def test_metadata_that_fails_leaves_the_records(monkeypatch):
    monkeypatch.setattr(stage, "metadata", breaks)
    plan = plan_of()
    assert [p.stage for p in plan.problems] == ["metadata"]
    assert all(field.value is None for _, field in plan.metadata.fields())
    assert all(getattr(plan, kind) for kind in KINDS)


def test_what_was_found_before_the_failure_stands(monkeypatch):
    text = TEXT.replace("trước ngày 30/11/2021", "theo Chỉ thị số 18/CT-TTg ngày 19/5/2016 của Thủ tướng Chính phủ")
    monkeypatch.setattr(stage, "EXTRACTORS", replaced("references", breaks_half_way(1)))
    plan = plan_of(text)
    assert [r.symbol for r in plan.references] == ["733/QĐ-TTg"]
    assert [p.stage for p in plan.problems] == ["references"]


def test_several_failures_are_several_problems_in_order(monkeypatch):
    monkeypatch.setattr(stage, "EXTRACTORS", tuple((name, breaks) for name, _ in EXTRACTORS))
    plan = plan_of()
    assert [p.stage for p in plan.problems] == [name for name, _ in EXTRACTORS]
    assert list(plan.records()) == []
    assert plan.metadata.number.value == 12


def test_problems_are_dumped_and_loaded(monkeypatch):
    monkeypatch.setattr(stage, "EXTRACTORS", replaced("awards", breaks))
    plan = plan_of()
    data = dump(plan)
    assert data["problems"] == [{"stage": "awards", "reason": "ZeroDivisionError: out of order", "clause": None}]
    assert load(data) == plan


def test_what_is_no_failure_of_a_rule_is_not_swallowed(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, "EXTRACTORS", replaced("awards", interrupted))
    with pytest.raises(KeyboardInterrupt):
        plan_of()
