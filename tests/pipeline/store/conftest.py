"""A small plan with a record of every kind, in as many variants as a test asks for, and stores to keep it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from models.document import Document, Page, RawFile
from models.metadata import Absent, Found, GovernmentLevel, PlanMetadata
from models.metadata import Period as Days
from models.outline import Clause, Outline, Topic
from models.path import ClausePath
from models.plan import Plan, Problem
from models.records import (
    Assignment,
    AssignmentRole,
    Audience,
    Award,
    Comparator,
    Criterion,
    Granularity,
    Level,
    Milestone,
    MilestoneKind,
    Quantity,
    Reference,
    ReferenceRole,
    Relation,
    Round,
    record_id,
)
from models.span import Evidence, Span
from pipeline.store import Store

LINES = (
    "Tập thể có tối thiểu 80% cá nhân đạt danh hiệu;\nhồ sơ đầy đủ.",
    "Tháng 9/2020: sơ kết phong trào.",
    "Tặng Bằng khen của Chủ tịch UBND tỉnh.",
    "Căn cứ Quyết định số 733/QĐ-TTg.",
    "Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.",
)


class Sample(NamedTuple):
    raw: RawFile
    plan: Plan


def make_sample(  # noqa: PLR0913  (each is a field that a test varies)
    *,
    unit: str | None = "tỉnh Cà Mau",
    level: GovernmentLevel | None = GovernmentLevel.PROVINCE,
    parent: str | None = None,
    number: int | None = 108,
    issued: date | None = date(2019, 8, 19),
    subject: str | None = "Phát động phong trào thi đua văn hóa công sở",
    salt: str = "",
) -> Sample:
    text = "\n\n".join(LINES) + f"\n\n{salt}"
    raw = RawFile(content=text.encode(), media_type="text/plain", source=f"{salt or 'plan'}.txt")
    document = Document(
        sha256=raw.sha256,
        media_type=raw.media_type,
        source=raw.source,
        text=text,
        pages=(Page(number=1, span=Span(0, len(text)), how="text", confidence=1.0),),
    )
    clauses = tuple(_clause(text, k, line) for k, line in enumerate(LINES, 1))
    metadata = PlanMetadata(
        document_type=_found("Kế hoạch"),
        number=_found(number),
        symbol=_found(f"{number}/KH-UBND" if number else "KH-UBND"),
        place=_found("Cà Mau"),
        issued=_found(issued),
        issuer_unit=_found(unit),
        issuer_level=_found(level),
        issuer_parent=_found(parent),
        subject=_found(subject),
        period=_found(Days(start=date(2019, 1, 1), end=date(2025, 12, 31))),
    )
    return Sample(
        raw,
        Plan(
            document=document,
            outline=Outline(clauses=clauses),
            metadata=metadata,
            problems=(Problem(stage="awards", reason="a rule failed", clause=ClausePath(("3",))),),
            **_records(raw.sha256, clauses),
        ),
    )


def _found(value):
    return Absent() if value is None else Found(value=value, evidence=(Span(0, 3),), rule="test", confidence=1.0)


def _clause(text: str, ordinal: int, line: str) -> Clause:
    start = text.index(line)
    pieces, at = [], start
    for piece in line.split("\n"):
        pieces.append(Span(at, at + len(piece)))
        at += len(piece) + 1
    return Clause(
        path=ClausePath((str(ordinal),)),
        label=f"{ordinal}.",
        label_span=None,
        spans=tuple(pieces),
        text=line.replace("\n", " "),
        topics=(Topic.CRITERIA,) if ordinal == 1 else (),
    )


def _records(sha256: str, clauses: tuple[Clause, ...]) -> dict[str, tuple]:
    def shared(kind: str, clause: Clause, says: str = "") -> dict:
        evidence = (Evidence(clause=clause.path, spans=clause.spans),)
        base = {"text": clause.text, "evidence": evidence, "rule": f"{kind}.test", "confidence": 0.9}
        return {"id": record_id(sha256, kind, evidence, says), **base}

    first, second, third, fourth, fifth = clauses
    quantity = Quantity(**shared("q", first), comparator=Comparator.AT_LEAST, value=80, unit="%", of="cá nhân")
    return {
        "quantities": (quantity,),
        "criteria": (
            Criterion(
                **shared("c", first),
                audience=Audience.COLLECTIVE,
                levels=(Level.PROVINCE, Level.STATE),
                rounds=(Round.FINAL,),
                group=ClausePath.parse("1/-1"),
                quantities=(quantity.id,),
            ),
            Criterion(**shared("c", second), audience=Audience.BOTH, levels=(), rounds=(), group=None, quantities=()),
        ),
        "milestones": (
            Milestone(
                **shared("m", third, "report"),
                kind=MilestoneKind.REPORT,
                start=None,
                end=None,
                granularity=None,
                relation=None,
                recurrence="yearly",
                action="báo cáo",
                actor=None,
            ),
            Milestone(
                **shared("m", second),
                kind=MilestoneKind.PRELIMINARY_REVIEW,
                start=date(2020, 9, 1),
                end=date(2020, 9, 30),
                granularity=Granularity.MONTH,
                relation=Relation.WITHIN,
                recurrence=None,
                action="sơ kết phong trào",
                actor="Sở Nội vụ",
            ),
        ),
        "awards": (
            Award(
                **shared("a", third),
                form="Bằng khen",
                authority="Chủ tịch UBND tỉnh",
                audience=Audience.UNSPECIFIED,
                round=Round.FINAL,
            ),
        ),
        "references": (
            Reference(
                **shared("r", fourth),
                type="Quyết định",
                symbol="733/QĐ-TTg",
                issued=date(2019, 6, 14),
                issuer="Thủ tướng Chính phủ",
                name=None,
                role=ReferenceRole.BASIS,
            ),
        ),
        "assignments": (
            Assignment(**shared("s", fifth, "lead"), actors=("Sở Nội vụ",), role=AssignmentRole.LEAD),
            Assignment(
                **shared("s", fifth, "with"),
                actors=("Ban Thi đua - Khen thưởng tỉnh", "Văn phòng UBND tỉnh"),
                role=AssignmentRole.COORDINATE,
            ),
        ),
    }


@pytest.fixture(name="make")
def make_fixture() -> Callable[..., Sample]:
    return make_sample


@pytest.fixture
def begins(request: pytest.FixtureRequest) -> Callable[[Store], object]:
    """What fills the store of a test before it is opened: a copy is had sooner than tables are made."""
    return fill if "stored" in request.fixturenames else leave_empty


@pytest.fixture
def store(
    tmp_path: Path,
    engine_url: str | None,
    begins: Callable[[Store], object],
    begin_with: Callable[..., None],
) -> Iterator[Store]:
    """An empty store, on each engine in turn; or one that is filled (`begins`)."""
    begin_with(begins, tmp_path)
    with Store.open(engine_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def stored(store: Store) -> Store:
    """Three plans: of a province, of a district, and one without a readable number."""
    return store


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def asked_at(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str | None, Path]:
    """A database with the same three plans, and its home: one for all tests that only ask, on each engine."""
    sqlite = request.param == "sqlite"
    at = None if sqlite else request.getfixturevalue("postgres_server").database(), tmp_path_factory.mktemp("asked")
    with Store.open(*at) as store:
        fill(store)
    return at


@pytest.fixture
def asked_store(asked_at: tuple[str | None, Path]) -> Iterator[Store]:
    with Store.open(*asked_at) as opened:
        yield opened


def leave_empty(store: Store) -> Store:
    return store


def fill(store: Store) -> Store:
    district = {"unit": "huyện An Biên", "level": GovernmentLevel.DISTRICT, "parent": "tỉnh Kiên Giang"}
    for sample in (
        make_sample(),
        make_sample(**district, number=118, salt="second"),
        make_sample(unit="tỉnh Hoà Bình", number=None, issued=date(2021, 2, 1), salt="third"),
    ):
        store.put(*sample)
    return store
