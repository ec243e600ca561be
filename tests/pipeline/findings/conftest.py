"""Plans in the form of Nghị định 30/2020/NĐ-CP, made of the parts that a case gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.document import RawFile
from models.plan import Plan
from pipeline.process import process

Make = Callable[..., Plan]

_FORM = {
    "issuer": "{issuer_above}ỦY BAN NHÂN DÂN\n{unit}",
    "motto": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
    "symbol": "Số: {number}/KH-UBND",
    "date": "{place}, ngày {issued}",
    "type": "KẾ HOẠCH\n{subject}",
    "preamble": "{preamble}",
    "body": "{body}",
    "recipients": "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
    "office": "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    "signer": "{signer}",
}
_USUAL = {
    "issuer_above": "",
    "unit": "TỈNH HÀ GIANG",
    "number": "12",
    "place": "Hà Giang",
    "issued": "05 tháng 3 năm 2021",
    "subject": "Tổ chức phong trào thi đua cải cách hành chính",
    "preamble": "Ủy ban nhân dân ban hành Kế hoạch như sau:",
    "body": "I. MỤC ĐÍCH\n\n1. Nâng cao chất lượng phục vụ.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ theo dõi.",
    "signer": "Nguyễn Văn Sơn",
}


def written(*, omit: tuple[str, ...] = (), media: str = "text/plain", **parts: str) -> Plan:
    """A plan of the province Hà Giang, but for what is given; `omit` are parts of the form that it lacks."""
    said = _USUAL | parts
    if said["issuer_above"]:
        said["issuer_above"] += "\n\n"
    text = "\n\n".join(part.format(**said) for name, part in _FORM.items() if name not in omit)
    plan = process(RawFile(content=text.encode(), media_type="text/plain", source="ke-hoach.txt"))
    document = plan.document.model_copy(update={"media_type": media})
    return plan.model_copy(update={"document": document})


@pytest.fixture(scope="session")
def plan() -> Make:
    """Makes a plan of the parts that are given."""
    return written


def of_case(case: dict[str, Any]) -> Plan:
    """The plan that a case gives as data."""
    return written(omit=tuple(case.get("omit", ())), **{k: v for k, v in case.items() if k != "omit"})


@pytest.fixture(scope="session")
def of_data() -> Callable[[dict[str, Any]], Plan]:
    return of_case
