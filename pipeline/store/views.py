"""The views: what people with tools of their own query. They stay as they are when tables change (docs/sql.md).

One row a plan, version, rendition, clause or record, file of a source, run; those of clauses and records are of the
latest versions and name the plan they stand in. They are made anew with the tables, so what stands here is what a
database has.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

_OF_PLAN = (
    "plan.id AS plan_id, plan.symbol AS plan_symbol, plan.issuer_unit AS plan_unit, plan.issuer_level AS plan_level, "
    "plan.unit_code AS plan_unit_code, plan.issued AS plan_issued, plan.year AS plan_year"
)
_RECORD = ("id", "path", "page", "text", "quote", "rule", "confidence")
_RECORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "criteria": ("criterion", ("audience", "group_path")),
    "quantities": ("quantity", ("comparator", "value", "unit", "of")),
    "milestones": (
        "milestone",
        ("kind", "start", "end", "granularity", "relation", "recurrence", "action", "actor"),
    ),
    "awards": ("award", ("form", "authority", "audience", "round")),
    "cited_documents": ("reference", ("type", "symbol", "issued", "issuer", "name", "role")),
    "assignments": ("assignment", ("role",)),
}
"""The views of records: the table of each, and the columns that its kind alone has."""


def _of_records(table: str, own: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{table}"."{column}"' for column in ("key", "clause_key", *_RECORD, *own))
    return f'SELECT {_OF_PLAN}, {columns} FROM "{table}" JOIN plan ON plan.no = "{table}".plan_no'


# ruff: noqa: S608  (what is put into these questions are names of our own)
VIEWS: dict[str, str] = {
    "plans": """
        SELECT plan.id, plan.document_type, plan.number, plan.symbol, plan.place, plan.issued, plan.year,
               plan.issuer_body, plan.issuer_unit, plan.issuer_level, plan.issuer_parent, plan.unit_code,
               plan.classification, plan.urgency, plan.subject, plan.movement, plan.period_start, plan.period_end,
               plan.on_behalf, plan.capacity, plan.position, plan.signer, plan.confidence, plan.latest AS version,
               rendition.source, rendition.media_type, rendition.sha256, version.problems, version.text
        FROM plan
        JOIN version ON version.plan_no = plan.no AND version.ordinal = plan.latest
        JOIN rendition ON rendition.version_no = version.no AND rendition.leading
    """,
    "versions": """
        SELECT plan.id AS plan_id, version.ordinal AS version, version.stored_at, version.read_at,
               version.reading_rules, version.extraction_rules, version.problems, version.text
        FROM version JOIN plan ON plan.no = version.plan_no
    """,
    "renditions": """
        SELECT plan.id AS plan_id, version.ordinal AS version, rendition.sha256, rendition.media_type,
               rendition.source, rendition.stored_at, rendition.leading, rendition.why, rendition.share
        FROM rendition
        JOIN version ON version.no = rendition.version_no
        JOIN plan ON plan.no = version.plan_no
    """,
    "corrections": """
        SELECT plan.id AS plan_id, correction.field, correction.value, correction."by", correction.why, correction.at,
               correction.revoked_at, correction.revoked_by, correction.revoked_why
        FROM correction JOIN plan ON plan.no = correction.plan_no
    """,
    "clauses": f"""
        SELECT clause.key, {_OF_PLAN}, clause.ordinal, clause.path, clause.page, clause.label, clause.heading,
               clause.text
        FROM clause JOIN plan ON plan.no = clause.plan_no
    """,
    "arrivals": """
        SELECT file.plan_id, file.version, found.source, file.address, found.key AS listed_as, found.title,
               found.symbol, found.issued, found.first_seen, found.last_seen, found.changed_at, found.standing,
               found.reason, file.name, file.rank, file.sha256, file.fetched_at, file.outcome,
               file.reason AS file_reason
        FROM found LEFT JOIN file ON file.found_no = found.no
    """,
    "runs": """
        SELECT no, what, sources, started_at, ended_at, standing, counts, error,
               (SELECT count(*) FROM run_failure WHERE run_failure.run_no = run.no) AS failures
        FROM run
    """,
    "run_failures": "SELECT run_no, stage, source, address, failure, reason, at FROM run_failure",
    "labels": "SELECT key, name, value FROM label",
    "actors": f"""
        SELECT acting.key, {_OF_PLAN}, acting.position, actor.name AS actor, actor.agency
        FROM acting
        JOIN actor ON actor.no = acting.actor_no
        JOIN (SELECT key, plan_no FROM assignment UNION ALL SELECT key, plan_no FROM milestone) AS part
             ON part.key = acting.key
        JOIN plan ON plan.no = part.plan_no
    """,
    **{name: _of_records(table, own) for name, (table, own) in _RECORDS.items()},
}
"""By name: the question that each view is."""


def make_views(connection: Connection) -> None:
    """Make the views, in the place of those that are there."""
    for name, question in VIEWS.items():
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
        connection.execute(text(f"CREATE VIEW {name} AS {question}"))
