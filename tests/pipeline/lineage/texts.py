"""Plans of a few lines, in the form of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from functools import cache

from models.document import RawFile
from models.plan import Plan
from pipeline.process import process

BODY = "I. MỤC ĐÍCH, YÊU CẦU\n\n1. Mục đích: Nâng cao hiệu quả phong trào trên địa bàn."


def text_of(unit: str, symbol: str, place: str, subject: str, preamble: str, body: str = BODY) -> str:
    return (
        f"ỦY BAN NHÂN DÂN\n{unit}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        f"Số: {symbol}\n\n{place}\n\nKẾ HOẠCH\n\n{subject}\n\n{preamble}\n\n{body}\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn A\n"
    )


@cache
def plan_of(text: str) -> Plan:
    return process(RawFile(content=text.encode(), media_type="text/plain", source="plan.txt"))


def plan(unit: str, symbol: str, place: str, subject: str, preamble: str, body: str = BODY) -> Plan:
    return plan_of(text_of(unit, symbol, place, subject, preamble, body))
