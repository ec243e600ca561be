"""The invariants of outlines and records, on the plans, on mixtures of their lines, and on random text.

What must hold of any text: what is extracted is cut out of the text by its evidence, nothing of the body is lost or
told twice, the tree is a tree, and no rule fails.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.fold import fold
from models.document import Document, RawFile
from models.interchange import dump, load
from models.outline import Clause
from models.path import ClausePath
from models.plan import Plan
from models.plan_json import PlanJson
from models.span import Span
from pipeline.extract import extract
from pipeline.process import process
from pipeline.read.markdown import tables_in
from pipeline.segment import segment

ROOT = Path(__file__).parents[2]
PLANS = {p.stem: p.read_text(encoding="utf-8") for p in sorted((ROOT / "corpus/plans").glob("*.txt"))}
LINES = sorted({line.strip() for text in PLANS.values() for line in text.split("\n") if line.strip()})

GRAMMAR = (
    *("I. ", "II. ", "1. ", "1.1. ", "2.1 ", "a) ", "đ. ", "(1) ", "- ", "– ", "+ ", "* ", "- + ", "- a) ", "Điều 1. "),
    *(
        "Phần I. ",
        "Chương II ",
        "PHỤ LỤC 1",
        "# ",
        "## ",
        "**",
        "*",
        "__",
        "> ",
        "|",
        " | ",
        "|---|",
        "`",
        "\\",
        "<b>",
        "</b>",
    ),
    *("\n", "\n\n", "\n\n\n", "  ", "\t", "\u00a0", ".", ";", ":", "./.", ",", "“", "”", "(", ")", "/", "%"),
    *(
        "KẾ HOẠCH",
        "Số: 12/KH-UBND",
        "Nơi nhận:",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Trên đây là",
        "Căn cứ ",
        "như sau:",
    ),
    *("ngày 14/6/2019", "tháng 9 năm 2019", "năm 2025", "giai đoạn 2019 - 2025", "hàng năm", "733/QĐ-TTg", "02-CT/TU"),
    *(
        "tối thiểu 50%",
        "không quá 02 cá nhân",
        "37.500 lao động",
        "Bằng khen",
        "Chủ tịch UBND tỉnh",
        "Sở Nội vụ",
        "chủ trì",
    ),
    *("Tiêu chuẩn", "ĐỐI TƯỢNG", "tập thể", "cá nhân", "sơ kết", "tổng kết", "khen thưởng", "Quyết định số ", "của "),
)


def wrapped(line: str, marks: tuple[str, str]) -> str:
    return f"{marks[0]}{line}{marks[1]}"


@st.composite
def changed_lines(draw: st.DrawFn) -> str:
    """A line of a plan: whole or cut, with a label or Markdown marks, composed or decomposed."""
    line = draw(st.sampled_from(LINES))
    how = draw(st.sampled_from(["whole", "whole", "head", "tail", "label", "marks", "NFD", "upper"]))
    at = draw(st.integers(0, len(line)))
    changes = {
        "whole": line,
        "head": line[:at],
        "tail": line[at:],
        "label": draw(st.sampled_from(GRAMMAR[:17])) + line,
        "marks": wrapped(
            line, draw(st.sampled_from([("**", "**"), ("### ", ""), ("| ", " |"), ("*", "*"), ("**", "")]))
        ),
        "NFD": unicodedata.normalize("NFD", line),
        "upper": line.upper(),
    }
    return changes[how]


MIXTURES = st.lists(st.tuples(changed_lines(), st.sampled_from(["\n", "\n\n", "\n\n\n", " \n"])), max_size=25).map(
    lambda parts: "".join(line + end for line, end in parts)
)
GRAMMATICAL = st.lists(
    st.one_of(st.sampled_from(GRAMMAR), st.text("aăâbđĐế IVX123.-+*|", max_size=6)), max_size=40
).map("".join)
TEXTS = st.one_of(MIXTURES, MIXTURES, GRAMMATICAL, st.text(st.characters(codec="utf-8"), max_size=120))

ON_ANY_TEXT = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def document_of(text: str) -> Document:
    text = unicodedata.normalize("NFC", text).replace("\r", "\n")
    return Document(sha256="0" * 64, media_type="text/plain", source="a.txt", text=text, tables=tables_in(text))


def plan_of(text: str) -> Plan:
    document = document_of(text)
    return extract(document, segment(document))


def read(text: str, form: str = "NFC") -> Plan:
    content = unicodedata.normalize(form, text).encode()
    return process(RawFile(content=content, media_type="text/plain", source="a.txt"))


def words(text: str) -> str:
    return " ".join(text.split())


# --- Evidence ---------------------------------------------------------------------------------------------------------


def assert_evidenced(plan: Plan) -> None:
    document = plan.document
    for clause in plan.outline.clauses:
        assert_spans(clause.spans, document.text)
        assert document.flow(clause.spans).text == clause.text
        assert clause.text.strip()
    for record in plan.records():
        for mention in record.evidence:
            assert_spans(mention.spans, document.text)
            assert mention.clause is None or mention.clause in plan.outline.by_path
        assert words(document.flow(record.evidence[0].spans).text) == words(record.text), record
    for name, found in plan.metadata.fields():
        if found.value is not None:
            assert_spans(found.evidence, document.text), name
    for name in ("place", "on_behalf", "capacity", "position", "signer"):
        found = getattr(plan.metadata, name)
        if found.value is not None:
            assert found.value in words(document.flow(found.evidence).text)


def assert_spans(spans: tuple[Span, ...], text: str) -> None:
    """In order, apart, within the text, none empty; at least one."""
    assert spans
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("name", PLANS)
def test_what_a_plan_says_is_what_its_evidence_cuts_out(name):
    assert_evidenced(plan_of(PLANS[name]))


@ON_ANY_TEXT
@given(TEXTS)
def test_what_any_text_says_is_what_its_evidence_cuts_out(text):
    assert_evidenced(plan_of(text))


# A dash that a conversion put before a letter is a list mark, of no clause; the label is the letter's (see below).
DASHED_LETTER = re.compile(r"(?m)[-–—]\s+[abcdđeghiklmnopqrstuvxy]\s?[.)/]")
BODY_TEXTS = TEXTS.filter(lambda text: not DASHED_LETTER.search(unicodedata.normalize("NFC", text)))


# --- Nothing lost, nothing twice --------------------------------------------------------------------------------------

# What a reader of Markdown does not see: emphasis, headings, quotations, table bars, code, escapes, and inline HTML.
MARKS = set("*#_>|`~\\")
TAGS = re.compile(r"</?(?:b|i|u|em|strong|br|p|span|sup|sub|center|div|font)\b[^<>\n]*>", re.IGNORECASE)


def marks_of(text: str) -> set[int]:
    tags = {k for m in TAGS.finditer(text) for k in range(*m.span())}
    return tags | {k for k, c in enumerate(text) if c in MARKS}


def closing_of(plan: Plan) -> range:
    """Signature and recipients: from their first line ("Nơi nhận" too) to the first clause behind them, an appendix."""
    parts, text = plan.outline.parts, plan.document.text
    told = [s.start for s in (*parts.signature, *parts.recipients)]
    opened = [m.start() for m in re.finditer(r"noi nhan\b", fold(text))]
    covered = {k for c in plan.outline.clauses for s in pieces_of(c) for k in range(*s)}
    covered |= {k for s in (*parts.header, *parts.title, *parts.subject, *plan.outline.noise) for k in range(*s)}
    covered |= {k for paragraph in parts.preamble for s in paragraph for k in range(*s)}
    starts = [k for k in (*told, *opened) if k not in covered]
    if not starts:
        return range(0)
    behind = [s.start for c in plan.outline.clauses for s in pieces_of(c) if s.start > max((*told, min(starts)))]
    return range(min(starts), min(behind, default=len(text)))


def pieces_of(clause: Clause) -> tuple[Span, ...]:
    return (*((clause.label_span,) if clause.label_span else ()), *clause.spans)


def assert_nothing_lost_or_twice(plan: Plan) -> None:
    text, outline = plan.document.text, plan.outline
    told = Counter(k for c in outline.clauses for s in pieces_of(c) for k in range(*s))
    told.update(k for s in outline.noise for k in range(*s))
    twice = [k for k, n in told.items() if n > 1 and not text[k].isspace()]
    assert not twice, text[twice[0] : twice[-1] + 1]
    parts = outline.parts
    elsewhere = {k for s in (*parts.header, *parts.title, *parts.subject) for k in range(*s)}
    elsewhere |= {k for paragraph in parts.preamble for s in paragraph for k in range(*s)}
    closing, marks = closing_of(plan), marks_of(text)
    lost = [
        k
        for k, c in enumerate(text)
        if not c.isspace() and k not in told and k not in elsewhere and k not in marks and k not in closing
    ]
    assert not lost, text[lost[0] : lost[-1] + 1]


@pytest.mark.parametrize("name", PLANS)
def test_every_character_of_a_plan_is_told_once(name):
    text = DASHED_LETTER.sub(lambda m: m.group().lstrip("-–— "), PLANS[name])
    assert_nothing_lost_or_twice(plan_of(text))


def test_a_dashed_letter_is_told_once_and_its_span_is_its_own():
    plan = plan_of("KẾ HOẠCH\nVề việc thi đua\n\n1. Hồ sơ gồm:\n- a) Văn bản đề nghị.\n- b) Báo cáo thành tích.\n")
    labels = [c.label_span.of(plan.document.text).lstrip("- ") for c in plan.outline.clauses if c.label_span]
    assert labels == ["1.", "a)", "b)"]


@ON_ANY_TEXT
@given(BODY_TEXTS)
def test_every_character_of_any_text_is_told_once(text):
    assert_nothing_lost_or_twice(plan_of(text))


@ON_ANY_TEXT
@given(BODY_TEXTS)
def test_a_label_is_what_its_span_cuts_out(text):
    plan = plan_of(text)
    for clause in plan.outline.clauses:
        assert (clause.label is None) == (clause.label_span is None)
        if clause.label_span is not None:
            printed = TAGS.sub("", clause.label_span.of(plan.document.text))
            assert bare(printed) == bare(clause.label)


def bare(label: str) -> str:
    """A label without marks; its own star is one."""
    return "".join(c for c in label if c not in MARKS and not c.isspace())


# --- The tree ---------------------------------------------------------------------------------------------------------


def assert_a_tree(clauses: tuple[Clause, ...]) -> None:
    seen: set[ClausePath] = set()
    for clause in clauses:
        assert clause.path not in seen
        assert clause.path.parent is None or clause.path.parent in seen
        parent = clause.path.parent
        assert parent is None or not parent.is_paragraph, "an unlabelled paragraph never has children"
        seen.add(clause.path)
    starts = [pieces_of(c)[0].start for c in clauses]
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", PLANS)
def test_the_clauses_of_a_plan_are_a_tree_in_document_order(name):
    clauses = plan_of(PLANS[name]).outline.clauses
    assert len(clauses) > 40
    assert_a_tree(clauses)


@ON_ANY_TEXT
@given(TEXTS)
def test_the_clauses_of_any_text_are_a_tree_in_document_order(text):
    assert_a_tree(plan_of(text).outline.clauses)


@ON_ANY_TEXT
@given(TEXTS)
def test_headings_open_their_clauses_and_topics_come_from_headings(text):
    for clause in plan_of(text).outline.clauses:
        assert clause.heading is None or clause.text.startswith(clause.heading)
        assert not clause.topics or clause.heading is not None
        assert len(set(clause.topics)) == len(clause.topics)


# --- Reading again, and in another form of Unicode --------------------------------------------------------------------


def said(plan: Plan) -> dict:
    """All that a plan says, without what names the bytes that it was read from."""
    data = dump(plan)
    ids: dict[str, int] = {}
    for kind in ("quantities", "criteria", "milestones", "awards", "references", "assignments"):
        for record in data[kind]:
            ids[record["id"]] = len(ids)
            record["id"] = ids[record["id"]]
    for criterion in data["criteria"]:
        criterion["quantities"] = [ids[q] for q in criterion["quantities"]]
    return {k: v for k, v in data.items() if k != "document"}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_says_the_same_composed_and_decomposed_and_read_again(name):
    composed = read(PLANS[name])
    assert said(read(PLANS[name], "NFD")) == said(composed)
    assert said(read(composed.document.text)) == said(composed)


@settings(ON_ANY_TEXT, max_examples=60)
@given(MIXTURES.filter(str.strip))
def test_mixtures_say_the_same_composed_and_decomposed_and_read_again(text):
    text = text.replace("MẬT", "").replace("Mật", "")
    if not text.strip():
        return
    composed = read(text)
    assert said(read(text, "NFD")) == said(composed)
    assert said(read(composed.document.text)) == said(composed)


# --- Ids, JSON --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
def test_records_have_ids_of_their_own_that_stay(name):
    first, again = plan_of(PLANS[name]), plan_of(PLANS[name])
    ids = [r.id for r in first.records()]
    assert len(ids) == len(set(ids)) > 30
    assert ids == [r.id for r in again.records()]
    quantities = {q.id for q in first.quantities}
    assert {q for c in first.criteria for q in c.quantities} <= quantities


@ON_ANY_TEXT
@given(TEXTS)
def test_the_ids_of_any_text_are_unique_and_stay(text):
    ids = [r.id for r in plan_of(text).records()]
    assert len(ids) == len(set(ids))
    assert ids == [r.id for r in plan_of(text).records()]


def assert_round_trip(plan: Plan) -> None:
    printed = json.dumps(dump(plan), ensure_ascii=False)
    assert load(json.loads(printed)) == plan
    PlanJson.model_validate_json(printed)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_is_loaded_as_it_was_dumped(name):
    assert_round_trip(read(PLANS[name]))


@ON_ANY_TEXT
@given(TEXTS)
def test_any_plan_is_loaded_as_it_was_dumped(text):
    assert_round_trip(plan_of(text))


# --- Failures ---------------------------------------------------------------------------------------------------------


@settings(ON_ANY_TEXT, max_examples=250)
@given(TEXTS)
def test_no_rule_fails_on_any_text(text):
    assert plan_of(text).problems == ()
