"""What people set right: laid over what was read, kept through new readings, taken back without trace in the plan."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import UsageError
from models.metadata import Absent, Found
from pipeline.store import write
from pipeline.store.correcting import correct, revoke
from pipeline.store.corrections import FIELDS, checked, every
from pipeline.store.question import Question
from pipeline.store.symbols import number_of, renumbered
from pipeline.store.tables import CorrectionTable, PlanTable

SAME_WORDS = "- - -"
"""Other bytes that say the same."""
WHO = {"by": "Nguyễn Văn A", "why": "xem bản giấy"}


def value(plan, field):
    return getattr(plan.metadata, field).value


def number_of_plan(connection, plan_id):
    found = PlanTable.__table__.select().where(PlanTable.id == plan_id)
    return connection.execute(found).one().no


def misread(sample, number):
    """The sample as a machine reads it that takes its number for another, or for none."""
    said = {"number": Absent(reason="not readable"), "symbol": found("KH-UBND")}
    if number:
        said = {"number": found(number), "symbol": found(f"{number}/KH-UBND")}
    metadata = sample.plan.metadata.model_copy(update=said)
    return sample._replace(plan=sample.plan.model_copy(update={"metadata": metadata}))


def found(said):
    return Found(value=said, evidence=(), rule="test", confidence=0.9)


@pytest.fixture
def unnumbered(store, make):
    """A plan whose number could not be read; its id."""
    return store.put(*misread(make(), None)).plan_id


def test_a_corrected_number_is_in_the_symbol_the_identity_and_every_answer(store, unnumbered):
    done = correct(store, unnumbered, {"number": "127"}, **WHO)
    assert {c.field: (c.before, c.after) for c in done.changes} == {
        "number": (None, 127),
        "symbol": ("KH-UBND", "127/KH-UBND"),
    }
    assert done.identity == "ca-mau|127-kh-ubnd|2019-08-19"
    plan = store.load(unnumbered)
    assert (value(plan, "number"), value(plan, "symbol")) == (127, "127/KH-UBND")
    assert {plan.metadata.number.rule, plan.metadata.symbol.rule} == {"correction"}
    assert plan.metadata.number.evidence == ()
    row = store.find("127/KH-UBND")
    assert (row.id, row.symbol, row.corrected) == (unnumbered, "127/KH-UBND", ("number",))
    (clause, *_) = store.ask(Question(kind="clauses")).rows
    assert clause.plan_symbol == "127/KH-UBND"
    assert [f.row.id for f in store.search("127").rows] == [unnumbered]  # the index follows


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"number": "127"}, (127, "127/KH-UBND")),
        ({"number": "7"}, (7, "07/KH-UBND")),
        ({"number": None}, (None, "KH-UBND")),
        ({"symbol": "127/QĐ-UBND"}, (127, "127/QĐ-UBND")),
        ({"symbol": "127 / KH-UBND"}, (127, "127/KH-UBND")),
        ({"symbol": "KH-UBND"}, (None, "KH-UBND")),
        ({"symbol": None}, (108, None)),
        ({"number": "127", "symbol": "128/KH-UBND"}, (127, "128/KH-UBND")),
    ],
)
def test_number_and_symbol_follow_each_other(store, make, typed, expected):
    plan_id = store.put(*make()).plan_id
    correct(store, plan_id, typed, **WHO)
    plan = store.load(plan_id)
    assert (value(plan, "number"), value(plan, "symbol")) == expected


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("issued", "20/08/2019", date(2019, 8, 20)),
        ("issued", "2019-08-20", date(2019, 8, 20)),
        ("issuer_level", "district", "district"),
        ("subject", "  Một trích yếu khác ", "Một trích yếu khác"),
        ("subject", "thi \u0111ua y\u00ea\u0301u", "thi đua y\u1ebfu"),  # composed, as everything read is
        ("movement", None, None),
    ],
)
def test_values_are_typed_as_people_write_them(store, make, field, typed, expected):
    plan_id = store.put(*make()).plan_id
    correct(store, plan_id, {field: typed}, **WHO)
    assert value(store.load(plan_id), field) == expected


def test_a_period_is_two_days_or_a_year(store, make):
    plan_id = store.put(*make()).plan_id
    for typed, days in {
        "2020": (date(2020, 1, 1), date(2020, 12, 31)),
        "01/02/2020..2021-03-04": (date(2020, 2, 1), date(2021, 3, 4)),
        "01/02/2020..": (date(2020, 2, 1), None),
    }.items():
        correct(store, plan_id, {"period": typed}, **WHO)
        period = value(store.load(plan_id), "period")
        assert (period.start, period.end) == days


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("colour", "red"),
        ("recipients", "Sở Nội vụ"),
        ("id", "x"),
        ("number", "một trăm"),
        ("number", "0"),
        ("number", "-5"),
        ("number", "9" * 30),
        ("issued", "31/02/2019"),
        ("issued", "1/1/99999999999999999999"),
        ("issued", "hôm qua"),
        ("period", "2021..2020"),
        ("period", "31/12/2020..01/01/2020"),
        ("period", ".."),
        ("issuer_level", "hamlet"),
        ("subject", "  "),
        ("subject", "x\0y"),
        ("subject", "x" * 5000),
    ],
)
def test_what_is_no_value_changes_nothing(store, make, field, typed):
    plan_id = store.put(*make()).plan_id
    with pytest.raises(UsageError):
        correct(store, plan_id, {"place": "An Biên", field: typed}, **WHO)
    assert value(store.load(plan_id), "place") == "Cà Mau"
    assert store.find(plan_id).corrected == ()


@given(st.sampled_from(FIELDS), st.text())
def test_any_typing_is_a_value_or_a_usage_error(field, typed):
    with suppress(UsageError):
        checked(field, typed)


@given(st.integers(min_value=1, max_value=99_999), st.sampled_from(["KH-UBND", "108/KH-UBND", "5-KH/TU", "QĐ-TTg"]))
def test_a_renumbered_symbol_has_that_number_and_gives_it_up(number, symbol):
    said = renumbered(symbol, number)
    assert number_of(said) == number
    assert number_of(renumbered(said, None)) is None
    assert renumbered(renumbered(said, None), None) == renumbered(symbol, None)


@pytest.mark.parametrize("missing", ["by", "why"])
def test_nobody_corrects_without_name_and_reason(store, make, missing):
    plan_id = store.put(*make()).plan_id
    with pytest.raises(UsageError, match=f"--{missing}"):
        correct(store, plan_id, {"number": "127"}, **(WHO | {missing: " \n "}))


def test_an_unknown_plan(store, make):
    store.put(*make())
    with pytest.raises(UsageError, match="'none-such'"):
        correct(store, "none-such", {"number": "127"}, **WHO)


def test_revoking_restores_what_was_read_and_keeps_what_was_said(store, unnumbered):
    before, row = store.load(unnumbered), store.find(unnumbered)
    correct(store, unnumbered, {"number": "126", "place": "An Biên"}, **WHO)
    correct(store, unnumbered, {"number": "127"}, **WHO)
    done = revoke(store, unnumbered, ["number"], by="Trần B", why="nhầm kế hoạch")
    assert {c.field: (c.before, c.after) for c in done.changes} == {
        "number": (127, None),
        "symbol": ("127/KH-UBND", "KH-UBND"),
    }
    assert done.identity is None
    assert store.find(unnumbered).corrected == ("place",)
    revoke(store, unnumbered, ["place"], by="Trần B", why="nhầm kế hoạch")
    assert store.load(unnumbered) == before
    assert store.find(unnumbered) == row
    with store.reading() as connection:
        said = every(connection, number_of_plan(connection, unnumbered))
    assert [(c.field, c.value, c.revoked_by) for c in said] == [
        ("number", "126", "Trần B"),
        ("place", "An Biên", "Trần B"),
        ("number", "127", "Trần B"),
    ]
    with pytest.raises(UsageError, match="not corrected"):
        revoke(store, unnumbered, ["number"], by="Trần B", why="lần nữa")


def test_a_correction_outlives_re_extraction(store, unnumbered):
    correct(store, unnumbered, {"number": "127"}, **WHO)
    with store.writing() as connection:
        plan_no = number_of_plan(connection, unnumbered)
        write.refresh(connection, plan_no)
        write.changed(connection, plan_no, "re-extracted")
    assert store.find("127/KH-UBND").id == unnumbered


def test_a_correction_outlives_a_better_rendition_and_a_new_version(store, make, unnumbered):
    correct(store, unnumbered, {"number": "127"}, **WHO)
    rendition = store.put(*misread(make(salt=SAME_WORDS), None))
    assert (rendition.plan_id, rendition.status) == (unnumbered, "rendition")
    version = store.put(*misread(make(salt="điều mới " * 400), 127))
    assert (version.plan_id, version.status, version.version) == (unnumbered, "new version", 2)
    assert store.find("127/KH-UBND").corrected == ("number",)
    assert value(store.load(unnumbered, version=1), "number") == 127


@pytest.mark.parametrize("misread_as", [108, 127, None])
def test_what_was_misread_once_is_the_same_plan_when_it_is_misread_again(store, make, misread_as):
    plan_id = store.put(*make(number=108)).plan_id
    correct(store, plan_id, {"number": "127"}, **WHO)
    assert store.put(*misread(make(salt=SAME_WORDS), misread_as)).plan_id == plan_id
    assert value(store.load(plan_id), "number") == 127


def test_another_number_on_the_same_text_is_another_plan_whatever_was_read_before(store, make, unnumbered):
    correct(store, unnumbered, {"number": "127"}, **WHO)
    assert store.put(*make(number=128, salt=SAME_WORDS)).plan_id != unnumbered


def test_an_identity_that_another_plan_has_is_told_and_nothing_is_merged(store, make):
    first = store.put(*make(number=127)).plan_id
    second = store.put(*make(number=108, salt="second")).plan_id
    done = correct(store, second, {"number": "127"}, **WHO)
    assert done.same_identity == (first,)
    assert {p.id for p in store.plans()} == {first, second}
    assert revoke(store, second, ["number"], **WHO).same_identity == ()


def test_a_change_is_numbered_once_for_all_fields(store, make):
    plan_id = store.put(*make()).plan_id
    before = store.ask(Question()).revision
    correct(store, plan_id, {"number": "127", "place": "Cà Mau"}, **WHO)
    assert store.ask(Question()).revision == before + 1
    with store.reading() as connection:
        assert len(connection.execute(CorrectionTable.__table__.select()).all()) == 2
