"""`findings` on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.commands.findings import WeightWord
from pipeline.findings.types import Weight

Run = Callable[..., Any]

DISTRICT = """ỦY BAN NHÂN DÂN
HUYỆN VỊ XUYÊN

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 45/KH-UBND

Vị Xuyên, ngày 20 tháng 3 năm 2024

KẾ HOẠCH

Tổ chức phong trào thi đua cải cách hành chính

Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ quy định chi tiết Luật Thi đua, khen thưởng;

Thực hiện Kế hoạch số 31/KH-UBND ngày 01/3/2024 của Ủy ban nhân dân tỉnh Hà Giang về thi đua cải cách hành chính;

Ủy ban nhân dân huyện Vị Xuyên ban hành Kế hoạch như sau:

I. HÌNH THỨC KHEN THƯỞNG

1. Chủ tịch Ủy ban nhân dân huyện tặng Bằng khen cho các tập thể xuất sắc.

II. TỔ CHỨC THỰC HIỆN

1. Ủy ban nhân dân các xã, thị trấn báo cáo kết quả về Phòng Nội vụ trước ngày 20/11/2024.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Hoàng Văn Thắng
"""
PROVINCE = """ỦY BAN NHÂN DÂN
TỈNH HÀ GIANG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 31/KH-UBND

Hà Giang, ngày 01 tháng 3 năm 2024

KẾ HOẠCH

Thi đua cải cách hành chính trên địa bàn tỉnh

Ủy ban nhân dân tỉnh Hà Giang ban hành Kế hoạch như sau:

I. TỔ CHỨC THỰC HIỆN

1. Ủy ban nhân dân các huyện, thành phố báo cáo kết quả về Sở Nội vụ trước ngày 15/11/2024.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Sơn
"""


@pytest.fixture(scope="module")
def two_levels(kehoach: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a province's plan and a district's."""
    folder, home = tmp_path_factory.mktemp("plans"), tmp_path_factory.mktemp("levels")
    for name, text in (("huyen.txt", DISTRICT), ("tinh.txt", PROVINCE)):
        (folder / name).write_text(text, encoding="utf-8")
    assert kehoach("ingest", folder, home=home).returncode == 0
    return home


def test_a_district_against_its_province_and_the_law(kehoach: Run, two_levels: Path) -> None:
    done = kehoach("findings", "45/KH-UBND", "31/KH-UBND", "--json", home=two_levels)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert {f["rule"] for f in told["findings"]} == {"later_report", "award_refused", "ground_ended"}
    assert {f["weight"] for f in told["findings"]} == {"high"}
    assert told["problems"] == []
    report = next(f for f in told["findings"] if f["rule"] == "later_report")
    assert "20/11/2024" in report["sentence"]
    assert "15/11/2024" in report["sentence"]
    assert [p["path"] for p in report["places"]] == ["II/1", "I/1", None]
    sources = {p["version"]: p["source"] for p in told["plans"]}
    assert [sources[p["version"]].rpartition("/")[2] for p in report["places"]] == [
        "huyen.txt",
        "tinh.txt",
        "huyen.txt",
    ]


def test_the_district_alone_has_nothing_to_be_later_than(kehoach: Run, two_levels: Path) -> None:
    done = kehoach("findings", "45/KH-UBND", "--json", home=two_levels)
    assert {f["rule"] for f in json.loads(done.stdout)["findings"]} == {"award_refused", "ground_ended"}


def test_without_a_plan_the_whole_store_is_looked_at(kehoach: Run, two_levels: Path) -> None:
    whole = json.loads(kehoach("findings", "--json", home=two_levels).stdout)
    named = json.loads(kehoach("findings", "31/KH-UBND", "45/KH-UBND", "--json", home=two_levels).stdout)
    assert whole["findings"] == named["findings"]


def test_it_reads_without_colour_in_both_languages(kehoach: Run, two_levels: Path) -> None:
    vietnamese = kehoach("findings", "45/KH-UBND", home=two_levels).stdout
    assert "[Quan trọng] Chủ tịch UBND huyện không có thẩm quyền tặng Bằng khen" in vietnamese
    assert "45/KH-UBND, huyện Vị Xuyên · I/1: «" in vietnamese
    assert "Căn cứ: Luật Thi đua, khen thưởng số 06/2022/QH15" in vietnamese
    assert "2 phát hiện trong 1 kế hoạch" in vietnamese
    english = kehoach("--lang", "en", "findings", "45/KH-UBND", "--rule", "award_refused", home=two_levels).stdout
    assert "[Serious] Chủ tịch UBND huyện may not give Bằng khen" in english
    assert "1 finding; plans looked at: 1" in english
    assert "\x1b" not in vietnamese + english


def test_rules_and_weights_choose(answer: Callable[..., Any]) -> None:
    told = answer("findings")["findings"]
    assert {f["rule"] for f in told} == {"numbering_repeated", "numbering_prefix"}
    assert answer("findings", "--weight", "medium")["findings"] == []
    assert len(answer("findings", "--weight", "low")["findings"]) == len(told)
    only = answer("findings", "118/KH-UBND", "--rule", "numbering_prefix")["findings"]
    assert [f["rule"] for f in only] == ["numbering_prefix"]


def test_nothing_found_is_said(shown: Callable[..., str]) -> None:
    assert "Không có phát hiện nào" in shown("findings", "108/KH-UBND")


def test_an_unknown_rule_is_wrong_usage_and_names_the_rules(kehoach: Run, filled: Path) -> None:
    done = kehoach("findings", "--rule", "no_such", home=filled)
    assert (done.returncode, done.stdout) == (2, "")
    assert "award_refused" in done.stderr


def test_an_unknown_plan_ends_with_one_line(kehoach: Run, filled: Path) -> None:
    done = kehoach("findings", "999/KH-UBND", home=filled)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1


def test_weights_are_the_words_of_the_models() -> None:
    assert list(WeightWord.__args__) == [w.value for w in Weight]
