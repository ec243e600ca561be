"""Texts of plans, made up from the script: each with a subject, targets and duties of its own, so that none is taken
for a copy of another."""

from __future__ import annotations

import io
import random
from functools import cache
from html import escape
from pathlib import Path

from tests.portal.script import UNITS, Document, Form

FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
TYPES = {
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

SUBJECTS = (
    "Phát động phong trào thi đua văn hóa công sở",
    "Chuyển đổi số",
    "Phòng, chống thiên tai và tìm kiếm cứu nạn",
    "Xây dựng nông thôn mới",
    "Bảo đảm trật tự, an toàn giao thông",
    "Cải cách hành chính",
    "Giảm nghèo bền vững",
    "Phát triển du lịch cộng đồng",
    "Thực hiện tiết kiệm, chống lãng phí",
    "Phòng, chống dịch bệnh trên vật nuôi",
)
DUTIES = (
    "rà soát hồ sơ và số hóa kết quả giải quyết thủ tục",
    "tập huấn cho cán bộ thôn, tổ dân phố",
    "trồng cây phân tán dọc các tuyến đường",
    "kiểm tra việc chấp hành giờ làm việc",
    "vận động hộ dân tham gia bảo hiểm y tế tự nguyện",
    "nạo vét kênh mương trước mùa mưa",
    "tuyên truyền trên hệ thống truyền thanh cơ sở",
    "sửa chữa trường học xuống cấp",
    "tiêm vắc xin cho đàn gia súc",
    "xây dựng mô hình tổ hợp tác sản xuất",
    "lắp đặt biển báo tại các nút giao",
    "hỗ trợ hộ nghèo vay vốn sản xuất",
)
OFFICES = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Xây dựng", "Công an tỉnh", "Sở Giáo dục và Đào tạo")


def subject(document: Document) -> str:
    return f"{SUBJECTS[document.number % len(SUBJECTS)]} đợt {document.number} năm 2026"


def title(document: Document) -> str:
    """As a listing has it."""
    opens = {"plan": "Kế hoạch ", "decision": "Quyết định về việc ", "department": "Kế hoạch ", "letter": "V/v "}
    return opens[document.type] + subject(document)


@cache
def paragraphs(document: Document, revision: int) -> tuple[str, ...]:
    """The lines of a document; a revision says something else in several places."""
    name = UNITS[document.site]
    place = name.removeprefix("tỉnh ")
    issuer = "SỞ NỘI VỤ" if document.type == "department" else f"ỦY BAN NHÂN DÂN {name.upper()}"
    kind = {"decision": "QUYẾT ĐỊNH", "letter": "CÔNG VĂN"}.get(document.type, "KẾ HOẠCH")
    day = document.issued
    return (
        issuer,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Số: {document.symbol}",
        f"{place}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
        kind,
        subject(document),
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
        f"Ủy ban nhân dân {name} ban hành Kế hoạch như sau:",
        *_body(document, revision),
        "Trên đây là Kế hoạch, các đơn vị nghiêm túc thực hiện./.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nguyễn Văn An",
    )


def _body(document: Document, revision: int) -> list[str]:
    chance = random.Random(f"{document.site} {document.number}")  # noqa: S311  (the same texts each time)
    lines = ["I. MỤC TIÊU"]
    lines += [f"{k}. Đến năm 2026 đạt tối thiểu {_percent(chance)}% {duty}." for k, duty in _duties(chance, 3)]
    lines += ["II. NHIỆM VỤ"]
    for k, duty in _duties(chance, 4):
        lines.append(
            f"{k}. {chance.choice(OFFICES)} chủ trì {duty}, hoàn thành trước ngày {chance.randint(10, 28)}/9/2026."
        )
    for n in range(revision):  # What was replaced has other words, not only another figure.
        office = OFFICES[(document.number + n) % 6]
        lines += [f"{5 + n}. {office} báo cáo bổ sung lần {n + 1} việc {DUTIES[n]}, {DUTIES[-n - 1]}."]
        lines[1] = f"1. Đến năm 2026 đạt tối thiểu {20 + n}% {DUTIES[(document.number + n) % 12]} ở mọi xã, phường."
    return lines


def _duties(chance: random.Random, count: int) -> list[tuple[int, str]]:
    return list(enumerate(chance.sample(DUTIES, count), 1))


def _percent(chance: random.Random) -> int:
    return chance.randint(30, 95)


@cache
def content(document: Document, revision: int, form: Form) -> bytes:
    """The bytes of a file; the same each time they are asked for in one process."""
    lines = paragraphs(document, revision)
    return {"txt": _txt, "html": _html, "docx": _docx, "pdf": _pdf}[form](lines)


def annex(document: Document) -> bytes:
    lines = ("PHỤ LỤC", f"Biểu mẫu báo cáo kèm theo Kế hoạch số {document.symbol}", "Đơn vị: …", "Kết quả: …")
    return _txt(lines)


def _txt(lines: tuple[str, ...]) -> bytes:
    return "\n\n".join(lines).encode()


def _html(lines: tuple[str, ...]) -> bytes:
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    head = '<meta charset="utf-8"><title>Văn bản</title>'
    return f'<!DOCTYPE html><html lang="vi"><head>{head}</head><body>{body}</body></html>'.encode()


def _docx(lines: tuple[str, ...]) -> bytes:
    import docx

    made, file = docx.Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(file)
    return file.getvalue()


def _pdf(lines: tuple[str, ...]) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Serif", str(FONT)))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595.0, 842.0), invariant=1)
    canvas.setFont("Serif", 9)
    for k, line in enumerate(lines):
        canvas.drawString(60, 790 - 24 * k, line)
    canvas.save()
    return file.getvalue()
