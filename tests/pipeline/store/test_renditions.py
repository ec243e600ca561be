"""What a document is to the store, on real plans: another rendition, a new version, a draft, or another plan."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from models.document import RawFile
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.rendering import Kind
from pipeline.evaluate.rendering.build import render
from pipeline.process import process
from pipeline.read import read_file
from pipeline.store import Store, Stored
from pipeline.store.question import Question

ROOT = Path(__file__).parents[3]
PLAN = ROOT / "corpus" / "plans" / "an-bien-2019-118-kh-ubnd.txt"
NAME = "huyen-an-bien-2019-118-kh-ubnd"


def put(store: Store, text: str, name: str) -> Stored:
    raw = RawFile(content=text.encode(), media_type="text/plain", source=name)
    return store.put(raw, process(raw))


@pytest.fixture
def text(store: Store) -> str:
    """The text of a plan that is stored already."""
    raw = read_file(PLAN)
    assert store.put(raw, process(raw)).status == "stored"
    return PLAN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda t: t.replace("\n", "\r\n"),
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.replace(", ", ",  ").replace("**", ""),
        lambda t: t.replace("hoá", "hóa").replace("Uỷ", "Ủy").replace("hòa", "hoà"),
        lambda t: t.replace("“", '"').replace("”", '"'),
    ],
    ids=["line ends", "NFD", "spaces and marks", "where tones stand", "quotes"],
)
def test_the_same_text_in_other_bytes_is_a_rendition(store, text, otherwise):
    done = put(store, otherwise(text), "again.txt")
    assert (done.status, done.plan_id, done.version) == ("rendition", NAME, 1)
    assert len(store.plans()) == 1


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("năm 2025", "năm 2026"),
        ("Giấy khen", "Bằng khen"),
        ("làm việc văn minh", "làm việc hiệu quả"),
        ("vì Nhân dân phục vụ.", "vì Nhân dân phục vụ và phát triển."),
    ],
)
def test_one_other_word_is_a_new_version(store, text, was, now):
    assert was in text
    done = put(store, text.replace(was, now, 1), "changed.txt")
    assert (done.status, done.plan_id, done.version) == ("new version", NAME, 2)
    assert was in store.load(NAME, version=1).document.text
    assert now in store.load(NAME).document.text
    # Going back to the first text is no third version.
    assert put(store, text + "\n\n", "back.txt").version == 1


def test_a_word_file_is_a_rendition_and_leads(store, text, tmp_path):
    plans = [plan for plan in load_gold(ROOT / "corpus" / "gold", PLAN.parent) if plan.name == PLAN.stem]
    (made,) = render(plans, Kind.DOCX, tmp_path)
    raw = read_file(made.file)
    done = store.put(raw, process(raw))
    assert (done.status, done.plan_id, done.version) == ("rendition", NAME, 1)
    (row,) = store.plans()
    assert row.source.endswith(".docx")
    assert store.load(NAME).document.media_type.endswith("wordprocessingml.document")
    # What led before is kept, and another rendition that reads worse does not take the lead.
    assert put(store, text.replace(", ", ",  "), "again.txt").status == "rendition"
    assert store.plans()[0].source == row.source


@pytest.mark.parametrize("blank", ["Số:      /KH-UBND", "Số: …../KH-UBND"])
@pytest.mark.parametrize("draft_first", [True, False])
def test_a_draft_and_what_was_issued_are_two_plans_and_linked(store, tmp_path, blank, draft_first):
    issued = PLAN.read_text(encoding="utf-8")
    draft = issued.replace("Số: 118/KH-UBND", blank).replace("ngày 17 tháng 9 năm 2019", "ngày     tháng 9 năm 2019")
    texts = [(draft, "draft.txt"), (issued, "issued.txt")]
    done = [put(store, *one) for one in (texts if draft_first else texts[::-1])]
    assert [d.status for d in done] == ["stored", "stored"]
    ids = {name: d.plan_id for d, (_, name) in zip(done, texts if draft_first else texts[::-1], strict=True)}
    with store.reading() as connection:
        query = (
            "SELECT p.id, o.id, link.kind FROM link JOIN plan p ON p.no = link.plan_no JOIN plan o ON o.no = other_no"
        )
        links = [tuple(row) for row in connection.exec_driver_sql(query)]
    assert links == [(ids["issued.txt"], ids["draft.txt"], "issued")]
    # The draft, put again with other bytes, is the draft.
    again = put(store, draft + "\n", "draft again.txt")
    assert (again.status, again.plan_id) == ("rendition", ids["draft.txt"])


def test_the_same_text_of_another_office_is_another_plan(store, text):
    other = text.replace("An Biên", "Gò Quao")
    done = put(store, other, "go-quao.txt")
    assert (done.status, done.version) == ("stored", 1)
    assert done.plan_id != NAME


def test_a_movement_of_many_offices_stays_apart(store):
    for path in sorted(PLAN.parent.glob("*.txt")):
        raw = read_file(path)
        assert store.put(raw, process(raw)).status == "stored"
    assert len(store.plans()) == 5
    assert store.ask(Question(kind="criteria")).total == 126


def test_neither_of_two_files_without_a_number_is_the_draft_of_the_other(store, tmp_path):
    """One says that it is blank, the other that it cannot be read; both have the date."""
    path = PLAN.with_name("lai-chau-2019-kh-ubnd.txt")
    raw = read_file(path)
    first = store.put(raw, process(raw))
    (made,) = render(
        [p for p in load_gold(ROOT / "corpus" / "gold", PLAN.parent) if p.name == path.stem], Kind.DOCX, tmp_path
    )
    word = read_file(made.file)
    done = store.put(word, process(word))
    assert (done.status, done.plan_id, done.version) == ("rendition", first.plan_id, 1)
