"""Degrees of secrecy: the stamp is found however it was printed or scanned, and words in the text are no stamp."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import RawFile
from models.errors import Classified
from pipeline.process import process
from pipeline.read import media_type_of, read, secrecy_of

PLANS = sorted((Path(__file__).parents[3] / "corpus/plans").glob("*.txt"))

MARKED = [
    ("MẬT", "Mật"),
    ("TỐI MẬT", "Tối mật"),
    ("TUYỆT MẬT", "Tuyệt mật"),
    ("  [ TỐI MẬT ]  ", "Tối mật"),
    ("**MẬT**", "Mật"),
    ("# TUYỆT MẬT", "Tuyệt mật"),
    ("> *TỐI MẬT*", "Tối mật"),
    ("| MẬT |", "Mật"),
    ("<b>MẬT</b>", "Mật"),
    ("**TUYỆT\nMẬT**", "Tuyệt mật"),
    ("TỐI\n\nMẬT", "Tối mật"),
    ("M Ậ T", "Mật"),
    ("T U Y Ệ T   M Ậ T", "Tuyệt mật"),
    ("Độ mật: Mật", "Mật"),
    ("**Độ mật:** Tối mật", "Tối mật"),
    ("ĐỘ MẬT: TUYỆT MẬT", "Tuyệt mật"),
    ("MẬT            Cà Mau, ngày 19 tháng 8 năm 2019", "Mật"),
    ("Số: 12/KH-UBND\tTỐI MẬT", "Tối mật"),
    ("Số: 12/KH-UBND (MẬT)", "Mật"),
    ("Số: 12/KH-UBND **TỐI MẬT**", "Tối mật"),
    ("MÂT", "Mật"),
    ("TUYÊT MÂT", "Tuyệt mật"),
    ("\nTối mật\n", "Tối mật"),
    ("THÀNH PHỐ UÔNG BÍ\nMẬT", "Mật"),
]

UNMARKED = [
    "Căn cứ Luật Bảo vệ bí mật nhà nước ngày 15 tháng 11 năm 2018",
    "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "KẾ HOẠCH\nTăng cường công tác bảo vệ bí\nmật",
    "KẾ HOẠCH\nTĂNG CƯỜNG CÔNG TÁC BẢO VỆ BÍ\nMẬT",
    "TĂNG CƯỜNG CÔNG TÁC BẢO VỆ BÍ\nMẬT NHÀ NƯỚC",
    "MẬT ONG RỪNG",
    "GIẢI PHÓNG\nMẶT\nBẰNG",
    "- Mật độ dân số",
    "Độ mật, mật độ và tỷ trọng",
    "Bảo mật (mật khẩu)",
    "HỎA TỐC",
    "TỐI",
]

AROUND = "UBND TỈNH CÀ MAU\nSố: 12/KH-UBND\n{}\nKẾ HOẠCH\nPhát động phong trào thi đua\n"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("mark", "degree"), MARKED)
def test_a_marked_document_is_refused(mark: str, degree: str, form: str) -> None:
    content = unicodedata.normalize(form, AROUND.format(mark)).encode()
    raw = RawFile(content=content, media_type=media_type_of(content), source="a.txt")
    with pytest.raises(Classified, match=rf"a\.txt: it is marked {degree.upper()}"):
        process(raw)
    document = read(raw, allow_classified=True)
    assert secrecy_of(document.text) == degree


@pytest.mark.parametrize("text", UNMARKED)
def test_words_are_no_mark(text: str) -> None:
    assert secrecy_of(AROUND.format(text)) is None


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_the_plans_bear_no_mark(path: Path) -> None:
    assert secrecy_of(path.read_text("utf-8")) is None


def test_a_mark_in_tcvn3_is_found() -> None:
    content = "ñy ban nh©n d©n tØnh\nTèI MËT\nKÕ ho¹ch ph¸t ®éng phong trµo".encode("cp1252")
    with pytest.raises(Classified, match="TỐI MẬT"):
        read(RawFile(content=content, media_type=media_type_of(content), source="a.txt"))


def test_a_mark_behind_a_page_of_blank_lines_is_found_and_one_in_the_body_is_not() -> None:
    assert secrecy_of("\n \n" * 50_000 + "MẬT\n") == "Mật"
    assert secrecy_of("Điều khoản\n" * 60 + "MẬT\n") is None


@given(st.text(max_size=300))
def test_any_text_has_a_degree_or_none(text: str) -> None:
    assert secrecy_of(text) in {None, "Mật", "Tối mật", "Tuyệt mật"}
