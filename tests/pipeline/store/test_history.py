"""What became of a plan, why it is one, and what of it a person should look at."""

from __future__ import annotations

from datetime import date

import pytest

from models.document import Page, ReadProblem
from models.errors import UsageError
from models.metadata import Absent, Found
from models.span import Span
from pipeline.store import review as reviewing
from pipeline.store.correcting import correct, revoke
from pipeline.store.history import history, identified
from pipeline.store.removing import remove
from pipeline.store.review import review

WHO = {"by": "Nguyễn Văn A", "why": "xem bản giấy"}
SAME_WORDS = "- - -"


def said_of(sample, **fields):
    """The sample with other metadata."""
    metadata = sample.plan.metadata.model_copy(update=fields)
    return sample._replace(plan=sample.plan.model_copy(update={"metadata": metadata}))


def found(value, confidence=0.9):
    return Found(value=value, evidence=(Span(0, 3),), rule="test", confidence=confidence)


def test_versions_and_their_files(store, make):
    first, again, other = make(), make(salt=SAME_WORDS), make(salt="điều mới " * 400)
    (plan_id,) = {store.put(*s).plan_id for s in (first, again, other)}
    told = history(store, plan_id)
    assert [(v.ordinal, v.latest, len(v.renditions)) for v in told.versions] == [(1, False, 2), (2, True, 1)]
    assert all(v.counts["criteria"] == 2 and v.problems == 1 for v in told.versions)
    files = [f for v in told.versions for f in v.renditions]
    assert [(f.source, f.why) for f in files] == [
        (first.raw.source, "new, with identity"),
        (again.raw.source, "same identity, same text"),
        (other.raw.source, "same identity, other text"),
    ]
    assert [[f.leading for f in v.renditions].count(True) for v in told.versions] == [1, 1]
    assert files[0].ways == ("text",)
    assert files[0].share is None
    assert files[1].share == 1.0
    assert files[2].share < 0.5
    assert [c.what for c in told.changes] == ["stored", "rendition", "new version"]
    assert (told.identity, told.lacks) == ("ca-mau|108-kh-ubnd|2019-08-19", ())


def test_what_a_plan_lacks_for_an_identity(store, make):
    ids = [
        store.put(*make(number=None, salt="a " * 300)).plan_id,
        store.put(*make(issued=None, unit="tỉnh Hoà Bình", salt="b " * 300)).plan_id,
        store.put(*make(number=5, salt="c " * 300)).plan_id,
    ]
    why = identified(store, [*ids, "none-such"])
    assert list(why) == ids
    assert [w.lacks for w in why.values()] == [("number",), ("issued",), ()]
    assert [w.renditions[0].why for w in why.values()] == ["new, without identity"] * 2 + ["new, with identity"]


def test_a_draft_and_what_was_issued_from_it_know_each_other(store, make):
    draft = store.put(*make(number=None)).plan_id
    issued = store.put(*make(salt="một điều nữa")).plan_id
    assert draft != issued
    assert [(x.kind, x.plan_id) for x in history(store, draft).links] == [("draft of", issued)]
    assert [(x.kind, x.plan_id) for x in history(store, issued).links] == [("issued from", draft)]


def test_corrections_with_what_became_of_them_and_what_was_read(store, make):
    plan_id = store.put(*make()).plan_id
    correct(store, plan_id, {"number": "126", "place": "An Biên"}, **WHO)
    correct(store, plan_id, {"number": "127"}, **WHO)
    revoke(store, plan_id, ["place"], by="Trần B", why="nhầm")
    told = history(store, plan_id)
    assert [(c.field, c.value, c.standing) for c in told.corrections] == [
        ("number", "126", "superseded"),
        ("place", "An Biên", "revoked"),
        ("number", "127", "in force"),
    ]
    assert {name: r.value for name, r in told.read.items()} == {
        "number": 108,
        "symbol": "108/KH-UBND",
        "place": "Cà Mau",
    }
    assert told.read["number"].rule == "test"


def test_the_history_is_of_the_plan_and_not_of_one_removed_before_it(store, make):
    plan_id = store.put(*make()).plan_id
    correct(store, plan_id, {"place": "An Biên"}, **WHO)
    remove(store, plan_id)
    assert store.put(*make()).plan_id == plan_id
    told = history(store, plan_id)
    assert [c.what for c in told.changes] == ["stored"]
    assert told.corrections == ()
    with pytest.raises(UsageError):
        history(store, "none-such")


def test_fields_and_records_that_are_not_sure(store, make):
    doubtful = said_of(
        make(),
        number=Absent(reason="not readable"),
        symbol=found("KH-UBND"),
        urgency=Absent(reason="ambiguous"),
        movement=Absent(),
        place=found("Cà Mau", 0.79),
        signer=found("Trần B", 0.8),
    )
    plan_id = store.put(*doubtful).plan_id
    doubts = review(store, [plan_id])
    fields = {d.name: (d.sure, d.reason) for d in doubts if d.kind == "field"}
    assert fields == {"number": (0.0, "not readable"), "urgency": (0.0, "ambiguous"), "place": (0.79, None)}
    assert [(d.name, d.reason, d.path) for d in doubts if d.kind == "problem"] == [("awards", "a rule failed", "3")]
    assert [d for d in doubts if d.kind == "record"] == []
    more = review(store, [plan_id], below=0.95)
    assert len([d for d in more if d.kind == "record"]) == sum(1 for _ in doubtful.plan.records())
    assert [d.sure for d in more] == sorted(d.sure for d in more)


def test_what_a_person_set_is_in_no_doubt(store, make):
    plan_id = store.put(*said_of(make(), number=Absent(reason="not readable"), symbol=found("KH-UBND", 0.5))).plan_id
    correct(store, plan_id, {"number": "127", "place": None}, **WHO)
    assert [d for d in review(store, [plan_id]) if d.kind == "field"] == []


def test_pages_that_were_not_read(store, make):
    sample = make()
    document = sample.plan.document
    end = len(document.text)
    pages = (
        Page(number=1, span=Span(0, end), how="ocr", confidence=0.62),
        *(Page(number=n, span=Span(end, end), how="ocr", confidence=0.0) for n in (2, 3)),
    )
    problems = (
        ReadProblem(reason="low confidence 0.62", page=1),
        *(ReadProblem(reason="could not be drawn", page=n) for n in (2, 3)),
    )
    changed = document.model_copy(update={"pages": pages, "problems": problems})
    plan_id = store.put(sample.raw, sample.plan.model_copy(update={"document": changed})).plan_id
    doubts = review(store, [plan_id])
    assert [(d.name, d.reason) for d in doubts if d.kind == "pages"] == [("pages 2–3", "pages 2–3: could not be drawn")]
    assert [(d.sure, d.reason) for d in doubts if d.name == "read"] == [(0.62, "page 1: low confidence 0.62")]
    assert doubts[0].kind == "pages"


def test_plans_that_may_be_one_are_told_once(store, make, monkeypatch):
    monkeypatch.setattr(reviewing, "_AT_ONCE", 1)
    ids = [store.put(*make(number=n, salt=SAME_WORDS * n)).plan_id for n in (1, 2)]
    doubts = [d for d in review(store, ids) if d.kind == "same text"]
    assert [{d.plan_id, d.other} for d in doubts] == [set(ids)]
    assert [{d.plan_id, d.other} for d in review(store, ids[:1]) if d.kind == "same text"] == [set(ids)]
    correct(store, ids[1], {"symbol": "01/KH-UBND"}, **WHO)
    correct(store, ids[0], {"symbol": "01/KH-UBND"}, **WHO)
    alike = [d for d in review(store, ids) if d.kind == "same identity"]
    assert [{d.plan_id, d.other} for d in alike] == [set(ids)]


def test_review_tells_how_far_it_is(store, make):
    ids = [
        store.put(*make(number=n, issued=date(2019, 1, n), unit=unit)).plan_id
        for n, unit in enumerate(("tỉnh A", "tỉnh B"), 1)
    ]
    done = []
    review(store, ids, on_plans=done.append)
    assert sum(done) == len(ids)
    assert review(store, []) == []
