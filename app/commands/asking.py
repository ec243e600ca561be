"""From the store: lists of plans and of records, and one plan in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.messages import say
from app.options import (
    Actor,
    AsJson,
    Audience,
    Authority,
    Form,
    Kind,
    Level,
    OnlyPlan,
    Plan,
    Role,
    Round,
    Search,
    Symbol,
    Unit,
    Year,
)

if TYPE_CHECKING:
    from models.document import RawFile
    from models.plan import Plan as PlanRead
    from models.records import Record
    from pipeline.store import RecordRow, Store


@contextmanager
def stored() -> Iterator[Store]:
    """The store of the settings in force, for reading."""
    from pipeline.settings import Settings
    from pipeline.store import Store

    settings = Settings.from_environment()
    with Store.open(settings.database, settings.home, read_only=True) as store:
        yield store


def plans(unit: Unit = None, year: Year = None, search: Search = None, as_json: AsJson = False) -> None:
    from app.render.plans import show_plans
    from app.render.terminal import print_json

    with stored() as store:
        rows = store.plans(unit=unit, year=year, search=search)
    if as_json:
        print_json([row.model_dump(mode="json") for row in rows])
    else:
        show_plans(rows)


def show(
    plan: Plan,
    evidence: Annotated[bool, typer.Option("--evidence", help=say("option.evidence"))] = False,
    as_json: AsJson = False,
) -> None:
    from app.render.terminal import print_json
    from models.interchange import dump

    with stored() as store:
        found = store.load(store.find(plan).id)
    if as_json:
        print_json(dump(found))
        return
    if evidence:
        from app.render.evidence import show_evidence

        show_evidence(found)
        return
    from app.render.show import show_plan

    show_plan(found)


def evidence(
    record: Annotated[str, typer.Argument(metavar="RECORD", help=say("option.record"))],
    png: Annotated[bool, typer.Option("--png", help=say("option.png"))] = False,
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help=say("option.out"))] = Path(),
    as_json: AsJson = False,
) -> None:
    from app.render.evidence import as_json as evidence_json
    from app.render.evidence import show_record
    from app.render.terminal import print_json

    with stored() as store:
        plan, found = store.record(record)
        files = _pictures(store.original(plan), plan, found, folder) if png else []
    if as_json:
        print_json(evidence_json(plan, found) | {"files": [str(f) for f in files]})
    else:
        show_record(plan, found, files)


def _pictures(raw: RawFile, plan: PlanRead, record: Record, folder: Path) -> list[Path]:
    """Each page that the record stands on as a PNG, its quote marked. Raises UsageError where there are no pages."""
    from models.errors import UsageError
    from pipeline.read.isolated import Isolated

    boxes = [b for mention in record.evidence for s in mention.spans for b in plan.document.locate(s)]
    if not boxes:
        raise UsageError(f"{raw.source} has no pages to show; its quote: kehoach evidence {record.id}")
    sizes = {p.number: (p.width or 0.0, p.height or 0.0) for p in plan.document.pages}
    files = []
    with Isolated() as reader:
        for page in sorted({b.page for b in boxes}):
            file = folder / f"{record.id}-p{page}.png"
            file.write_bytes(reader.draw(raw, page, boxes, sizes[page]))
            files.append(file)
    return files


def criteria(  # noqa: PLR0913  (one parameter an option is what the command line is)
    *,
    plan: OnlyPlan = None,
    unit: Unit = None,
    year: Year = None,
    audience: Audience = None,
    occasion: Round = None,
    level: Level = None,
    search: Search = None,
    as_json: AsJson = False,
) -> None:
    with stored() as store:
        rows = store.criteria(
            plan=plan, unit=unit, year=year, audience=audience, round=occasion, level=level, search=search
        )
    _answer("criteria", rows, as_json=as_json)


def timeline(  # noqa: PLR0913
    *,
    plan: OnlyPlan = None,
    unit: Unit = None,
    year: Year = None,
    kind: Kind = None,
    actor: Actor = None,
    search: Search = None,
    as_json: AsJson = False,
) -> None:
    with stored() as store:
        rows = store.timeline(plan=plan, unit=unit, year=year, kind=kind, actor=actor, search=search)
    _answer("milestones", rows, as_json=as_json)


def awards(  # noqa: PLR0913
    *,
    plan: OnlyPlan = None,
    unit: Unit = None,
    year: Year = None,
    audience: Audience = None,
    occasion: Round = None,
    form: Form = None,
    authority: Authority = None,
    search: Search = None,
    as_json: AsJson = False,
) -> None:
    with stored() as store:
        rows = store.awards(
            plan=plan,
            unit=unit,
            year=year,
            audience=audience,
            round=occasion,
            form=form,
            authority=authority,
            search=search,
        )
    _answer("awards", rows, as_json=as_json)


def references(
    *,
    plan: OnlyPlan = None,
    unit: Unit = None,
    year: Year = None,
    symbol: Symbol = None,
    search: Search = None,
    as_json: AsJson = False,
) -> None:
    with stored() as store:
        rows = store.references(plan=plan, unit=unit, year=year, symbol=symbol, search=search)
    _answer("references", rows, as_json=as_json)


def assignments(  # noqa: PLR0913
    *,
    plan: OnlyPlan = None,
    unit: Unit = None,
    year: Year = None,
    actor: Actor = None,
    role: Role = None,
    search: Search = None,
    as_json: AsJson = False,
) -> None:
    with stored() as store:
        rows = store.assignments(plan=plan, unit=unit, year=year, actor=actor, role=role, search=search)
    _answer("assignments", rows, as_json=as_json)


def quantities(
    *, plan: OnlyPlan = None, unit: Unit = None, year: Year = None, search: Search = None, as_json: AsJson = False
) -> None:
    with stored() as store:
        rows = store.quantities(plan=plan, unit=unit, year=year, search=search)
    _answer("quantities", rows, as_json=as_json)


def _answer(kind: str, rows: Sequence[RecordRow], *, as_json: bool) -> None:
    from app.render.records import show_rows
    from app.render.terminal import print_json

    if as_json:
        print_json([row.model_dump(mode="json") for row in rows])
    else:
        show_rows(kind, rows)
