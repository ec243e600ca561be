"""All rules together: what they find in the real plans, in which order, how sure, and that none stops the others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.document import Page, RawFile
from models.metadata import Absent
from models.plan import Plan
from models.span import Span
from pipeline.findings import findings, registry, run
from pipeline.findings.registry import RULES
from pipeline.findings.saying import sentence, written
from pipeline.findings.types import Finding, Weight
from pipeline.messages import names, use
from pipeline.process import process

Make = Callable[..., Plan]
CORPUS = Path(__file__).parents[3] / "corpus/plans"


@pytest.fixture(scope="module")
def real() -> list[Plan]:
    return [process(RawFile(content=f.read_bytes(), media_type="text/plain", source=f.name)) for f in files()]


def files() -> list[Path]:
    return sorted(CORPUS.glob("*.txt"))


def test_the_five_real_plans_have_the_slips_that_a_reader_sees_and_no_other(real: list[Plan]) -> None:
    told = {(f.rule, str(f.places[0].path), f.facts.get("label")) for f in findings(real)}
    assert told == {
        ("numbering_repeated", "II", "II"),
        ("numbering_repeated", "II~2/2", "2"),
        ("numbering_prefix", "II~2/2", "1.1"),
    }


def test_together_they_find_the_same_as_alone_where_nothing_connects_them(real: list[Plan]) -> None:
    alone = [f for plan in real for f in findings([plan])]
    assert sorted(map(str, alone)) == sorted(map(str, findings(real)))


def serious(plan: Make) -> list[Plan]:
    """Two plans with findings of every weight."""
    first = plan(
        issued="05 tháng 3 năm 2024",
        preamble="Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ;\n\nBan hành Kế hoạch như sau:",
        body="I. NỘI DUNG\n\n1. Tổng kết thứ Hai, ngày 02/6/2025.\n\nIII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ theo dõi.",
    )
    second = plan(
        number="13",
        preamble="Căn cứ Quyết định số 733/QĐ-TTg ngày 14/6/2021 của Thủ tướng Chính phủ;\n\nBan hành như sau:",
        body="I. NỘI DUNG\n\n1. Báo cáo trước ngày 31/6/2022.\n\nI. TỔ CHỨC\n\n1. Sở Nội vụ.\n\nII. KHÁC\n\n1. Không.",
    )
    return [first, second]


def test_the_answer_goes_by_weight_then_by_plan_then_by_place(plan: Make) -> None:
    plans = serious(plan)
    found = findings(plans)
    turn = {p.document.sha256: k for k, p in enumerate(plans)}
    keys = [(list(Weight).index(f.weight), turn[f.places[0].version]) for f in found]
    assert {f.weight for f in found} >= {Weight.HIGH, Weight.MEDIUM, Weight.LOW}
    assert keys == sorted(keys)
    assert findings(plans) == found


def test_the_order_of_the_plans_changes_the_order_of_the_answer_alone(plan: Make) -> None:
    plans = [*serious(plan), plan(number="14")]
    told = {tuple(sorted(map(str, findings(order)))) for order in permutations(plans)}
    assert len(told) == 1


def test_a_plan_given_twice_counts_once(plan: Make) -> None:
    plans = serious(plan)
    assert findings([*plans, plans[0]]) == findings(plans)


def test_a_rule_that_fails_is_recorded_and_the_rest_stands(plan: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = serious(plan)
    before = findings(plans)

    def broken(_plan: Plan) -> Iterator[Finding]:
        yield before[-1]
        raise ZeroDivisionError("no reason")

    monkeypatch.setattr(run, "OF_ONE", (("broken", broken, ("numbering_repeated",)), *registry.OF_ONE))
    examined = run.examine(plans[:1])
    assert [(p.stage, p.reason) for p in examined.problems] == [("broken", "ZeroDivisionError: no reason")]
    assert before[-1] in examined.findings
    assert {f.rule for f in findings(plans[:1])} <= {f.rule for f in examined.findings}


def test_every_place_shows_words_of_its_plan(plan: Make, real: list[Plan]) -> None:
    plans = [*serious(plan), *real]
    texts = {p.document.sha256: p.document for p in plans}
    for finding in findings(plans):
        assert finding.places or finding.silent
        for place in finding.places:
            spans = [span for e in place.evidence for span in e.spans]
            assert spans
            assert all(0 <= s.start < s.end <= len(texts[place.version].text) for s in spans)
            assert place.quote.strip()


def test_what_was_read_from_a_scan_is_told_with_less_confidence(plan: Make) -> None:
    clean = serious(plan)[0]
    whole = Span(0, len(clean.document.text))
    page = Page(number=3, span=whole, how="ocr", confidence=0.96)
    scanned = clean.model_copy(update={"document": clean.document.model_copy(update={"pages": (page,)})})
    sure = {f.rule: f.confidence for f in findings([clean])}
    less = {f.rule: f.confidence for f in findings([scanned])}
    assert less.keys() == sure.keys()
    assert all(less[rule] < sure[rule] for rule in sure)
    assert all(place.pages == (3,) for f in findings([scanned]) for place in f.places)


def test_what_a_scan_does_not_show_is_not_missing(plan: Make) -> None:
    bare = plan(omit=("signer",), number="   ", issued="   tháng 3 năm 2021")
    page = Page(number=1, span=Span(0, len(bare.document.text)), how="ocr", confidence=0.96)
    scanned = bare.model_copy(update={"document": bare.document.model_copy(update={"pages": (page,)})})
    assert {f.rule for f in findings([bare])} == {"missing_number", "missing_date", "missing_signer"}
    assert findings([scanned]) == ()


def test_a_body_that_is_not_of_the_state_has_a_form_of_its_own(plan: Make) -> None:
    bare = plan(number="   ")
    assert [f.rule for f in findings([bare])] == ["missing_number"]
    other = bare.metadata.issuer_body.model_copy(update={"value": "BAN THƯỜNG TRỰC ỦY BAN MTTQ VIỆT NAM"})
    metadata = bare.metadata.model_copy(update={"issuer_body": other})
    assert findings([bare.model_copy(update={"metadata": metadata})]) == ()


@pytest.mark.parametrize(
    ("issued", "source"),
    [
        ("04 tháng 3 năm 2020", "Thông tư số 01/2011/TT-BNV, Điều 14"),
        ("05 tháng 3 năm 2020", "Nghị định số 30/2020/NĐ-CP, Điều 8 khoản 2 điểm i"),
    ],
)
def test_the_form_is_that_of_the_day(plan: Make, issued: str, source: str) -> None:
    (finding,) = findings([plan(omit=("recipients",), issued=issued)])
    assert (finding.rule, finding.source) == ("missing_recipients", source)


def test_a_wordprocessors_file_tells_more_surely_that_something_is_missing(plan: Make) -> None:
    kinds = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf", "text/plain")
    sure = [findings([plan(number="   ", media=kind)])[0].confidence for kind in kinds]
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == len(kinds)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_rule_has_its_sentence(plan: Make, language: str) -> None:
    use(language)
    try:
        assert names("finding") >= set(RULES)
        assert names("weight") >= {w.value for w in Weight}
        for finding in findings(serious(plan)):
            assert "{" not in sentence(finding)
            assert unicodedata.is_normalized("NFC", sentence(finding))
    finally:
        use("vi")


def test_facts_are_written_as_a_reader_expects() -> None:
    assert [written(x) for x in (date(2019, 8, 5), 90.0, 12.5, 3, "II")] == ["05/08/2019", "90", "12,5", "3", "II"]
    use("en")
    assert written(12.5) == "12.5"
    use("vi")


PIECES = st.sampled_from(
    [
        "I. MỤC ĐÍCH", "II. NỘI DUNG", "IV. TỔ CHỨC THỰC HIỆN", "1. Một.", "3. Ba.", "1.1. Một một.", "a) A;", "e) E;",
        "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/02/2018 của Chính phủ;", "thứ Hai, ngày 31/02/2021", "KẾ HOẠCH",
        "Số: /KH-UBND", "TM. ỦY BAN NHÂN DÂN", "Chủ tịch UBND huyện tặng Bằng khen.", "gồm 03 đợt:", "- Đợt I",
        "Nơi nhận:",
        "Hà Giang, ngày 05 tháng 3 năm 2021", "| TT | Điểm |\n|---|---|\n| 1 | 3 |\n| | 4 |", "Năm 2022: sơ kết.", "",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_makes_a_rule_fail(pieces: list[str]) -> None:
    raw = RawFile(content="\n\n".join(["Kế", *pieces]).encode(), media_type="text/plain", source="x.txt")
    examined = run.examine([process(raw)])
    assert examined.problems == ()
    assert all(0 <= f.confidence <= 1 and sentence(f) for f in examined.findings)


def test_the_page_on_findings_tells_of_every_rule_with_its_weight(plan: Make) -> None:
    page = (CORPUS.parents[1] / "docs/findings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_]+)` \| ([a-z ]+) \|", page, re.MULTILINE)
    assert [rule for rule, _ in rows] == list(dict.fromkeys(rule for rule, _ in rows))
    assert {rule for rule, _ in rows} == set(RULES)
    words = {Weight.HIGH: "serious", Weight.MEDIUM: "to be looked at", Weight.LOW: "slip"}
    for finding in findings(serious(plan)):
        assert words[finding.weight] == dict(rows)[finding.rule]


def test_what_cannot_be_read_is_not_missing(plan: Make) -> None:
    bare = plan(number="   ")
    for reason, rules in (("not printed", ["missing_number"]), ("not readable", []), ("ambiguous", [])):
        metadata = bare.metadata.model_copy(update={"number": Absent(reason=reason)})
        assert [f.rule for f in findings([bare.model_copy(update={"metadata": metadata})])] == rules
