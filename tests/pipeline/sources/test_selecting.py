"""What a source takes, and which of several files is the document."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.metadata import Absent, Found, PlanMetadata
from pipeline.sources.choosing import ranked
from pipeline.sources.selecting import passed_over, passed_over_plan
from pipeline.sources.settings import Select
from pipeline.sources.types import Attachment, Entry

PLANS = Select()


def entry(title: str | None = None, symbol: str | None = None, issued: date | None = None) -> Entry:
    return Entry(key="k", title=title, symbol=symbol, issued=issued)


@pytest.mark.parametrize(
    ("title", "symbol", "taken"),
    [
        ("Về việc phong trào thi đua", "108/KH-UBND", True),
        (None, "Số: 108 / KH-UBND", True),
        (None, "108/KHUBND", True),
        (None, "108/2020/kh-ubnd", True),
        (None, "108", True),  # Only the number is listed: the document will tell.
        (None, None, True),
        ("Kế hoạch triển khai Nghị quyết số 12/NQ-CP", None, True),
        ("KE HOACH trien khai", None, True),
        ("Kế hoạch số 108/KH-UBND ngày 5/3/2020", None, True),
        ("Về việc triển khai phong trào", None, True),
        ("Quyết định ban hành Kế hoạch thi đua", None, False),
        ("Chương trình hành động năm 2020", None, False),
        ("Kế hoạch thi đua", "12/QĐ-UBND", False),
        ("Kế hoạch thi đua", "12/KH-SNV", False),
        (None, "12/TKH-UBND", False),
        (None, "45/UBND-TĐKT", False),
    ],
)
def test_plans_of_committees(title: str | None, symbol: str | None, taken: bool) -> None:
    assert (passed_over(PLANS, entry(title, symbol)) is None) == taken


def test_types_by_symbol_where_no_symbol_is_asked_for() -> None:
    select = Select(types=("Kế hoạch", "Quyết định"), symbol=None)
    assert passed_over(select, entry(symbol="1/QĐ-UBND")) is None
    assert "Chỉ thị" in str(passed_over(select, entry(symbol="1/CT-UBND")))
    assert passed_over(Select(types=(), symbol=None), entry("Công văn khẩn", "1/CV-UBND")) is None


@pytest.mark.parametrize(
    ("words", "title", "taken"),
    [
        ("thi đua", "Phong trào THI ĐUA yêu nước", True),
        ("thi dua", "Phong trào thi đua", True),
        ("thi đua", "Phong trào thi dua", False),  # Typed with accents, so they are meant.
        ("hoà bình", "Tỉnh Hòa Bình", True),
        ("đua", "được đưa", False),
        ("thi đua", "Kế hoạch tổ chức phong trào…", True),  # Cut off: the word may follow.
        ("thi đua", None, True),
    ],
)
def test_words(words: str, title: str | None, taken: bool) -> None:
    assert (passed_over(Select(words=("không có", words)), entry(title)) is None) == taken


def test_days() -> None:
    select = Select(since=date(2020, 3, 5), until=date(2020, 3, 6))
    days = [date(2020, 3, 4), date(2020, 3, 5), date(2020, 3, 6), date(2020, 3, 7), None]
    assert [passed_over(select, entry(issued=day)) is None for day in days] == [False, True, True, False, True]


def test_what_was_read_decides_where_nothing_was_listed() -> None:
    def read(**fields: object) -> PlanMetadata:
        found = {name: Found(value=value, evidence=(), rule="r", confidence=1.0) for name, value in fields.items()}
        return PlanMetadata.model_validate(found)

    plan = read(document_type="KẾ HOẠCH", symbol="108/KH-UBND", subject="Phong trào thi đua", issued=date(2020, 3, 5))
    assert passed_over_plan(PLANS, plan) is None
    assert passed_over_plan(PLANS, PlanMetadata(document_type=Absent())) is None
    assert "Quyết định" in str(passed_over_plan(PLANS, read(document_type="QUYẾT ĐỊNH")))
    assert passed_over_plan(Select(words=("giảm nghèo",)), plan)
    assert passed_over_plan(Select(until=date(2019, 1, 1)), plan)


def files(*names: str) -> list[Attachment]:
    return [Attachment(address=f"https://a.vn/tai?id={number}", name=name) for number, name in enumerate(names)]


@pytest.mark.parametrize(
    "names",
    [
        ["108-KH-UBND_signed.pdf", "108-KH-UBND.pdf", "108-KH-UBND.docx", "108.zip", "Phụ lục 1.pdf"],
        ["KH 108 (đã ký).pdf", "KH 108.doc", "du thao ke hoach_signed.pdf"],
        ["van-ban.signed.pdf", "van-ban.docx", "108_KH_PL1_signed.pdf"],
        ["108_ky.pdf", "khac.pdf", "bang.xlsx"],
        ["ke-hoach-108.pdf", "ke-hoach.pdf", "Biểu mẫu đính kèm.docx"],
        ["kehoach_kyso.pdf", "kehoach.rtf", "DanhSach.xlsx"],
    ],
)
def test_the_signed_document_comes_first_in_whatever_order_they_are_listed(names: list[str]) -> None:
    for order in permutations(files(*names)):
        assert [file.name for file in ranked(order, entry(symbol="108/KH-UBND"))] == names


def test_names_are_taken_from_addresses_and_types_from_headers_too() -> None:
    given = [
        Attachment(address="https://a.vn/tai?f=b.docx", name="Tải về"),
        Attachment(address="https://a.vn/x", name="Tải về", media_type="application/pdf"),
        Attachment(address="https://a.vn/f/a_signed.pdf", name="Tải về"),
    ]
    assert ranked(given)[0] == given[2]
    assert ranked(given)[-1] == given[0]


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=20))
def test_nothing_is_lost_and_the_order_is_settled(names: list[str], symbol: str) -> None:
    order = ranked(files(*names), entry(symbol=symbol))
    assert sorted(file.address for file in order) == sorted(file.address for file in files(*names))
    assert ranked(order, entry(symbol=symbol)) == order


@given(st.text(max_size=80), st.text(max_size=40))
def test_whatever_a_listing_says_is_taken_or_passed_over(title: str, symbol: str) -> None:
    assert passed_over(Select(words=("thi đua",)), entry(title, symbol)) != ""
