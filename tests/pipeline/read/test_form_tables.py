"""Which tables are the form's columns, and which have a grid of their own to say something with."""

from __future__ import annotations

import pytest

from pipeline.read.form_tables import Form, Rows, columns_of, form_of

_ISSUER = ["ỦY BAN NHÂN DÂN", "TỈNH HÀ NAM", "Số: 12/KH-UBND"]
_MOTTO = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nam, ngày 5 tháng 3 năm 2024"]
_RECIPIENTS = ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
_SIGNED = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "Trần Văn A"]
_TASKS = [["STT", "Nội dung", "Chủ trì"], ["1", "Phát động", "Sở Nội vụ"], ["2", "Sơ kết", "Sở Nội vụ"]]


def _rows(*rows: list[str | list[str]]) -> Rows:
    return [[[cell] if isinstance(cell, str) else cell for cell in row] for row in rows]


CASES: list[tuple[str, Rows, bool, Form | None]] = [
    ("header without lines", _rows([_ISSUER, _MOTTO]), False, "header"),
    ("header of which the typist drew the lines", _rows([_ISSUER, _MOTTO]), True, "header"),
    ("header with an empty column between", _rows([_ISSUER, "", _MOTTO]), False, "header"),
    ("header with a row a line", _rows(*([a, b] for a, b in zip(_ISSUER, _MOTTO, strict=True))), False, "header"),
    (
        "header without a motto",
        _rows(["UBND TỈNH", "Số: 1/KH-UBND"], ["", "Hà Nam, ngày   tháng 3 năm 2024"]),
        False,
        "header",
    ),
    ("closing", _rows([_RECIPIENTS, _SIGNED]), False, "closing"),
    ("closing with lines", _rows([_RECIPIENTS, _SIGNED]), True, "closing"),
    ("signature without recipients", _rows(["", _SIGNED]), False, "closing"),
    ("two who sign", _rows([["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], ["CHỦ TỊCH"]]), False, "closing"),
    ("a frame around a text", _rows(["Toàn văn của một thông báo"]), True, "layout"),
    ("a page with its menu, side by side", _rows(["Trang chủ", "Bài viết dài", "Quảng cáo", "Liên hệ"]), True, None),
    ("two texts side by side", _rows(["Một đoạn văn.", "Đoạn khác."]), False, "layout"),
    ("a frame with an empty row below", _rows(["Toàn văn của một thông báo"], [""]), True, "layout"),
    ("a table of tasks", _rows(*_TASKS), True, None),
    ("a table of tasks without lines", _rows(*_TASKS), False, None),
    ("a table of two rows without lines", _rows(["Chỉ tiêu", "Kết quả"], ["Tỷ lệ", "95%"]), False, None),
    ("a date in a cell is no header", _rows(["Họp", "Hà Nam, ngày 5 tháng 3 năm 2024"], ["a", "b"]), True, None),
    ("offices named in a table", _rows(*[["CHỦ TỊCH UBND", "Chỉ đạo chung"]] * 5), False, None),
]


@pytest.mark.parametrize(("rows", "ruled", "form"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_form(rows: Rows, ruled: bool, form: Form | None) -> None:
    assert form_of(rows, ruled=ruled) == form


def test_rows_side_by_side_are_read_column_by_column() -> None:
    rows = _rows(["UBND TỈNH", "CỘNG HÒA"], ["Số: 1", "ngày"], ["KẾ HOẠCH"], ["a", "b"])
    assert columns_of(rows) == [[(0, 0), (1, 0)], [(0, 1), (1, 1)], [(2, 0)], [(3, 0)], [(3, 1)]]


def test_every_cell_with_words_is_read_once() -> None:
    rows = _rows(["", "b"], ["c", ""], ["d"])
    assert sorted(p for column in columns_of(rows) for p in column) == [(0, 1), (1, 0), (2, 0)]
