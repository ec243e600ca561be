"""What the field knows, as data: every file loads, tells its source, says nothing twice, is matched in linear time."""

from __future__ import annotations

import signal
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors import EXTRACTORS, lexicon
from extractors.actors import actors_at
from extractors.fold import fold
from extractors.lexicon.entries import ColumnRole
from extractors.tables.roles import role_of
from extractors.times import times
from models.document import Document
from models.outline import Topic
from models.records import Comparator
from pipeline.extract import extract
from pipeline.read.markdown import tables_in
from pipeline.segment import segment
from pipeline.segment.headings import topics_of

FOLDER = Path(lexicon.__file__).parent
FILES = sorted(FOLDER.glob("*.toml"))
LOADERS = {name: getattr(lexicon, name) for name in lexicon.__all__}


def phrases(value: Any) -> Iterator[str]:
    """Every string of a file, keys of its tables included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from phrases(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from phrases(item)


def test_every_file_has_its_loader_and_loads():
    assert {f.stem for f in FILES} == set(LOADERS)
    assert all(load() for load in LOADERS.values())


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_file_opens_with_its_source(file):
    comment = []
    for line in file.read_text(encoding="utf-8").split("\n"):
        if not line.startswith("#"):
            break
        comment.append(line)
    assert "source" in " ".join(comment).lower()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_phrases_are_composed_and_trimmed(file):
    for phrase in phrases(tomllib.loads(file.read_text(encoding="utf-8"))):
        assert phrase == unicodedata.normalize("NFC", phrase)
        assert phrase == " ".join(phrase.split())
        assert phrase


def repeated(lists: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Phrases that stand twice, in one entry or in two, but for case and accents kept."""
    seen = Counter(phrase.casefold() for _, entry in lists for phrase in entry)
    return [phrase for phrase, n in seen.items() if n > 1]


# One word may tell two kinds of event: a joint name of the mid-term and the final review.
SHARED_EVENTS = {"sơ, tổng kết"}


def test_no_phrase_stands_in_two_entries():
    comparators, words = lexicon.comparators(), lexicon.words()
    assert repeated([(t.name, (*t.phrases, *t.exact)) for t in lexicon.topics()]) == []
    assert repeated([(c.role, (*c.phrases, *c.exact)) for c in lexicon.columns()]) == []
    assert repeated([(a.form, a.phrases) for a in lexicon.awards()]) == []
    assert repeated([(t.name, (t.name,)) for t in lexicon.document_types().type]) == []
    assert repeated(list(comparators.words.items())) == []
    assert repeated(list(comparators.after.items())) == []
    assert repeated(list(words.recurrence.items())) == []
    assert set(repeated(list(words.events.items()))) <= SHARED_EVENTS


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("comparators.units", lexicon.comparators().units),
        ("audiences.collective", lexicon.audiences().collective),
        ("audiences.individual", lexicon.audiences().individual),
        ("agencies.proper", lexicon.agencies().proper),
        ("agencies.common", lexicon.agencies().common),
        ("agencies.persons", lexicon.agencies().persons),
        ("words.duty_verbs", lexicon.words().duty_verbs),
        ("words.stops", lexicon.words().stops),
    ],
)
def test_no_phrase_stands_twice_in_a_list(name, entry):
    assert repeated([(name, entry)]) == []


def test_collectives_are_no_persons():
    terms = lexicon.audiences()
    assert not set(terms.collective) & set(terms.individual)


# Two headings in one: what it announces is a case of its own in tests/cases/segment/topics.toml.
COMBINED = {"hình thức và mức khen thưởng"}


def test_every_topic_has_phrases_that_give_it():
    entries = {t.name: t for t in lexicon.topics()}
    assert set(entries) == set(Topic) - {Topic.OTHER}
    for topic, entry in entries.items():
        for phrase in {*entry.phrases, *entry.exact} - COMBINED:
            assert topics_of(phrase) == (topic,)
            assert topics_of(phrase.upper()) == (topic,)


def test_every_phrase_of_a_column_gives_its_role():
    """What a longer phrase or the first of two gives stands in their order; a heading in capitals says the same."""
    entries = {c.role: c for c in lexicon.columns()}
    assert set(entries) == set(ColumnRole) - {ColumnRole.ACTORS}
    for role, entry in entries.items():
        for phrase in (*entry.phrases, *entry.exact):
            assert role_of(phrase) is role, phrase
            assert role_of(phrase.upper()) is role, phrase


def test_every_comparator_has_a_word():
    assert set(lexicon.comparators().words) == set(Comparator)


def test_every_award_is_given_by_someone():
    for award in lexicon.awards():
        assert award.phrases
        assert award.authorities
        assert fold(award.form) in {fold(p) for p in award.phrases}


def test_document_types_hold_what_the_decree_lists():
    """Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III: the types that plans cite, with their abbreviations."""
    known = {t.name: t.abbreviations for t in lexicon.document_types().type}
    listed = {
        "Nghị quyết": "NQ",
        "Quyết định": "QĐ",
        "Chỉ thị": "CT",
        "Quy chế": "QC",
        "Thông cáo": "TC",
        "Thông báo": "TB",
        "Hướng dẫn": "HD",
        "Chương trình": "CTr",
        "Kế hoạch": "KH",
        "Phương án": "PA",
        "Đề án": "ĐA",
        "Dự án": "DA",
        "Báo cáo": "BC",
        "Biên bản": "BB",
        "Tờ trình": "TTr",
        "Hợp đồng": "HĐ",
        "Công điện": "CĐ",
    }
    assert {
        name: abbreviation for name, abbreviation in listed.items() if abbreviation not in known.get(name, ())
    } == {}


# --- Linear time ------------------------------------------------------------------------------------------------------

LENGTH = 50_000
# What each pattern begins to match again and again, and never finishes.
NEAR_MATCHES = (
    *("các sở, ban, ngành, ", "Ủy ban nhân dân ", "của Chủ tịch ", "Sở ", "Sở Nội vụ, ", "Thủ trưởng các ", "("),
    *("đạt tối thiểu 5", "tối thiểu ", "1.000", "1.234.567,", "không quá 02 ", "giảm còn ", "37.", "% ", "từ "),
    *(
        "từ ngày 1/1/2021 đến ",
        "ngày 1 tháng 1 ",
        "từ ",
        "giai đoạn 2019 - ",
        "năm 2019, ",
        "trước ",
        "6 tháng ",
        "hàng năm ",
    ),
    *("Quyết định số ", "số 733/QĐ", "733/QĐ-", "Nghị quyết Đại hội ", "Luật ", "Kế hoạch “", "về việc ", "-"),
    *("Bằng khen của ", "tặng thưởng ", "Huân chương ", "đề nghị ", "hạng ", "khen thưởng cấp "),
    *(
        "chủ trì, phối hợp với ",
        "căn cứ ",
        "Hàng năm, ",
        "; ",
        ". ",
        ", ",
        "“",
        "”",
        ":",
        " ",
        "a) ",
        "I. ",
        "TM. ",
        "*",
        "**",
        "|",
    ),
    *(
        "MỤC ĐÍCH, ",
        "tiêu chuẩn và ",
        "Trên đây là ",
        "như sau: ",
        "tập thể, cá nhân ",
        "sơ kết, tổng kết ",
        "có trách nhiệm ",
    ),
)


MOST_SECONDS = 8  # Each is read in well under one.


def read(text: str) -> None:
    document = Document(sha256="0" * 64, media_type="text/plain", source="a.txt", text=text, tables=tables_in(text))
    plan = extract(document, segment(document))
    assert plan.problems == ()


@pytest.fixture
def bounded() -> Iterator[None]:
    """Breaks off what a pattern of more than linear time would make a matter of minutes."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {MOST_SECONDS} seconds for {LENGTH} characters")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("piece", NEAR_MATCHES)
def test_a_long_line_of_near_matches_is_read(piece):
    body = piece * (LENGTH // len(piece))
    read(f"KẾ HOẠCH\nPhát động phong trào thi đua\n\nI. TIÊU CHUẨN, TỔ CHỨC THỰC HIỆN\n\n- {body}\n")


@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("piece", NEAR_MATCHES)
def test_a_long_header_of_near_matches_is_read(piece):
    body = piece * (LENGTH // 5 // len(piece))
    header = f"ỦY BAN NHÂN DÂN {body}\n\nSố: {body}/KH-UBND\n\n{body}, ngày 1 tháng 1\n\n"
    read(f"{header}KẾ HOẠCH\n{body}\n\n{body}\n\nI. MỤC ĐÍCH\n")


@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("piece", NEAR_MATCHES)
def test_times_and_actors_are_read_in_a_long_line(piece):
    text = piece * (LENGTH // len(piece))
    folded = fold(text)
    assert len(folded) == len(text)
    times(folded, date(2021, 1, 1))
    actors_at(text, folded, 0)
    topics_of(text[:10_000])


def test_the_order_of_extractors_lets_each_read_what_it_needs():
    """References come first: what stands in the title of another document is no record of this one."""
    names = [name for name, _ in EXTRACTORS]
    assert names.index("references") == 0
    assert names.index("quantities") < names.index("criteria") < names.index("milestones")
