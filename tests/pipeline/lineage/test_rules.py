"""Every reason of a link is said in words and told in the documentation; time grows with the length of a text."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest

from models.plan import Plan
from pipeline import messages
from pipeline.lineage import lineage
from pipeline.lineage.opening import Opening, mentioned
from tests.pipeline.lineage.texts import plan

ROOT = Path(__file__).parents[3]
PROVINCE = ("TỈNH ĐỒNG THÁP", "55/KH-UBND", "Đồng Tháp, ngày 24 tháng 4 năm 2018", "Cải cách hành chính năm 2018")


def rules() -> set[str]:
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "pipeline" / "lineage").glob("*.py")]
    inside_reasons = [call for source in sources for call in re.findall(r"Reason\(\s*rule=([^)]*)", source)]
    named = {name for call in inside_reasons for name in re.findall(r'"([a-z_]+(?:\.[a-z_]+)?)"', call)}
    return named | {n for source in sources for n in re.findall(r'"(in_store\.[a-z_]+)"', source)}


def test_every_reason_is_said_in_words_and_no_other() -> None:
    assert len(rules()) > 20
    assert {rule.replace(".", "_") for rule in rules()} == messages.names("lineage_rule")


@pytest.mark.parametrize("rule", sorted(rules()))
def test_every_reason_is_told_in_the_documentation(rule: str) -> None:
    told = (ROOT / "docs" / "lineage.md").read_text(encoding="utf-8")
    group, _, name = rule.partition(".")
    assert re.search(rf"^\| `{group}[.`]", told, re.MULTILINE)
    assert f"`{rule}`" in told or f"`.{name}`" in told


def opening(preamble: str) -> Opening | None:
    of = plan(*PROVINCE, preamble)
    (reference,) = [r for r in of.references if r.symbol == "101/QĐ-TTg"]
    return mentioned(of, reference.evidence[0]).opening


@pytest.mark.parametrize(
    ("preamble", "said"),
    [
        ("Thực hiện Quyết định số 101/QĐ-TTg ngày 01/02/2018 của Thủ tướng Chính phủ, ban hành:", Opening.CARRIES),
        ("Căn cứ Quyết định số 101/QĐ-TTg ngày 01/02/2018 của Thủ tướng Chính phủ, ban hành:", Opening.BASIS),
        ("Thực hiện Chỉ thị số 7/CT-TTg ngày 01/02/2018; Quyết định số 101/QĐ-TTg, ban hành:", Opening.CARRIES),
        ("Căn cứ Chỉ thị số 7/CT-TTg; thực hiện Quyết định số 101/QĐ-TTg, ban hành:", Opening.CARRIES),
        ("Xét đề nghị của Sở Nội vụ về Quyết định số 101/QĐ-TTg, ban hành:", Opening.ASKED),
        ("UBND tỉnh ban hành Kế hoạch thực hiện Quyết định số 101/QĐ-TTg như sau:", Opening.CARRIES),
        ("UBND tỉnh ban hành Kế hoạch, trong đó có Quyết định số 101/QĐ-TTg, như sau:", None),
    ],
)
def test_what_opens_the_sentence(preamble: str, said: Opening | None) -> None:
    assert opening(preamble) is said


def test_a_paragraph_without_end_is_read_around_its_mentions() -> None:
    """A thousand documents in one paragraph: each looks at its own surroundings only."""

    def seconds(count: int) -> float:
        listed = "; ".join(f"Quyết định số {k}/QĐ-TTg ngày 01/02/2018 về cải cách hành chính" for k in range(1, count))
        named: list[tuple[str, Plan]] = [("one", plan(*PROVINCE, f"Thực hiện {listed}, ban hành Kế hoạch như sau:"))]
        begun = process_time()
        found = lineage(named)
        assert len(found.edges) == count - 1
        return process_time() - begun

    seconds(10)
    assert seconds(800) < 12 * seconds(200) + 0.5
