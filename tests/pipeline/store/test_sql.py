"""SQL of a person's own: it reads and does nothing else; the views are what is documented; questions with names."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from models.errors import UsageError
from pipeline.store import Store, saved, sql
from pipeline.store.question import Question
from pipeline.store.views import VIEWS
from tests.pipeline.store.arriving import fill_arriving

ROOT = Path(__file__).parents[3]


EMPTY = {"corrections", "arrivals", "runs", "run_failures"}
"""Views of what the store of these tests has nothing of."""


@pytest.fixture
def stored(asked_store):
    """These tests only ask, or leave what they found."""
    return asked_store


@pytest.fixture
def reading(asked_at):
    with Store.open(*asked_at, read_only=True) as opened:
        yield opened


def ask(store, question, seconds=5.0, limit=1000):
    return sql.ask(store, question, seconds=seconds, limit=limit)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_answers(reading, view):
    answer = ask(reading, f"SELECT * FROM {view}")  # noqa: S608  (our own names)
    assert answer.columns
    assert len(set(answer.columns)) == len(answer.columns)
    if view not in EMPTY:
        assert answer.rows


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_and_column_is_documented(reading, view):
    said = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
    section = re.search(rf"^## `{view}`$(.*?)(?=^## |\Z)", said, re.MULTILINE | re.DOTALL)
    assert section, view
    columns = ask(reading, f"SELECT * FROM {view}").columns  # noqa: S608
    common = re.search(r"^## What every .*?(?=^## )", said, re.MULTILINE | re.DOTALL)
    assert common
    assert {c for c in columns if f"`{c}`" not in section[1] + common[0]} == set()


@pytest.mark.parametrize("kind", ["criteria", "quantities", "milestones", "awards", "assignments"])
def test_views_count_what_questions_count(reading, kind):
    (count,) = ask(reading, f"SELECT count(*) FROM {kind}").rows[0]  # noqa: S608
    assert count == reading.ask(Question(kind=kind)).total


def test_a_question_over_several_views(reading):
    question = """
        WITH led AS (SELECT key FROM assignments WHERE role = 'lead')
        SELECT plan_id, actor FROM actors JOIN led ON led.key = actors.key ORDER BY plan_id -- who leads
    """
    answer = ask(reading, question)
    assert answer.columns == ("plan_id", "actor")
    assert {row[1] for row in answer.rows} == {"Sở Nội vụ"}


def test_a_bound_on_rows_is_told(reading):
    answer = ask(reading, "SELECT 1 FROM clauses", limit=2)
    assert (len(answer.rows), answer.more) == (2, True)
    assert not ask(reading, "SELECT 1 FROM plans", limit=3).more


def test_where_plans_came_from_and_what_runs_did(store, make):
    plan_id = store.put(*make()).plan_id
    fill_arriving(store)
    url = store.place.url.render_as_string(hide_password=False)
    with Store.open(url, store.home, read_only=True) as opened:
        came = ask(
            opened,
            "SELECT plans.id, arrivals.source, arrivals.title, arrivals.fetched_at, arrivals.standing"
            " FROM arrivals JOIN plans ON plans.id = arrivals.plan_id",
        )
        ran = ask(opened, "SELECT no, what, standing, failures FROM runs")
        failed = ask(opened, "SELECT run_no, source, failure FROM run_failures")
    ((came_id, *told, fetched_at, standing),) = came.rows
    assert (came_id, told, standing) == (plan_id, ["tinh", "KH"], "stored")
    assert str(fetched_at).startswith("2026-11-20 03:30:15")
    assert ran.rows == ((1, "collect", "done", 1),)
    assert failed.rows == ((1, "xa", "Blocked"),)


WRITES = [
    "DELETE FROM plan",
    "SELECT 1; DELETE FROM plan",
    "SELECT 1) AS asked; DELETE FROM plan; --",
    "SELECT 1) AS asked; DROP TABLE plan; SELECT * FROM (SELECT 1",
    "WITH gone AS (DELETE FROM plan RETURNING no) SELECT * FROM gone",
    "UPDATE plan SET subject = 'x'",
    "CREATE TABLE t (x int)",
    "ATTACH DATABASE '/tmp/other' AS o",
    "PRAGMA writable_schema = 1",
    "COPY plan TO PROGRAM 'true'",
    "SELECT * FROM plan FOR UPDATE",
    "SET default_transaction_read_only = off",
    "VACUUM",
    "SELECT load_extension('x')",
    "SELECT nextval('plan_no_seq')",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT set_config('role', 'none', false), pg_read_file('/etc/hostname')",
    "",
    ";",
    "SELECT \x00",
]


@pytest.mark.parametrize("question", WRITES)
def test_nothing_is_written_and_the_reason_is_said(reading, stored, question):
    with pytest.raises(UsageError):
        ask(reading, question)
    assert len(stored.plans()) == 3
    assert ask(reading, "SELECT count(*) FROM plans").rows == ((3,),)


@pytest.mark.parametrize("question", ["SELECT nothing FROM plans", "SELECT * FROM none_such", "SELEC 1", "SELECT 1 +"])
def test_what_is_not_understood_is_said(reading, question):
    with pytest.raises(UsageError, match="understand"):
        ask(reading, question)


def test_a_question_without_end_is_ended(reading):
    begun = time.monotonic()
    with pytest.raises(UsageError, match="seconds"):
        ask(
            reading,
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
            seconds=0.3,
        )
    assert time.monotonic() - begun < 5
    assert ask(reading, "SELECT count(*) FROM plans").rows == ((3,),)


def test_a_question_with_a_name_is_asked_again(stored):
    question = Question.of(kind="assignments", actor="Sở Nội vụ", role="lead")
    saved.keep(stored, "  của Sở   Nội vụ ", question)
    assert saved.question(stored, "của Sở Nội vụ") == question
    saved.keep(stored, "của Sở Nội vụ", Question.of(kind="plans", year=2019))
    (one,) = saved.every(stored)
    assert (one.name, one.question.kind, one.question.year) == ("của Sở Nội vụ", "plans", 2019)
    saved.forget(stored, "của Sở Nội vụ")
    assert saved.every(stored) == []
    for missing in (saved.forget, saved.question):
        with pytest.raises(UsageError, match="kehoach run"):
            missing(stored, "của Sở Nội vụ")


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\x1bb"])
def test_what_is_no_name_is_said(stored, name):
    with pytest.raises(UsageError):
        saved.keep(stored, name, Question())
