"""The second form: two engines, versions with renditions, corrections, links, changes; records of latest versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_DERIVED = ("assignment_actor", "assignment", "award", "clause", "criterion", "milestone", "quantity", "reference")


def upgrade() -> None:
    """Put the versions of the first form aside, for pipeline.store.migrating to bring over, and make the tables."""
    if sa.inspect(op.get_bind()).has_table("version"):
        for table in _DERIVED:
            op.drop_table(table)
        for index in ("ix_plan_year", "ix_plan_folded_symbol"):
            op.drop_index(index)
        # SQLite would turn the reference of the versions along with the name of what they refer to.
        op.rename_table("version", "form1_version")
        op.rename_table("plan", "form1_plan")
    _make()


def _make() -> None:  # noqa: PLR0915  (one statement a table or index)
    op.create_table(
        "actor",
        sa.Column("no", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("name"),
    )
    op.create_index(op.f("ix_actor_agency"), "actor", ["agency"], unique=False)
    op.create_table(
        "change",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("plan_no", NUMBER, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no"),
    )
    op.create_index(op.f("ix_change_plan_no"), "change", ["plan_no"], unique=False)
    op.create_table(
        "label",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("name", "value", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_label_key", "label", ["key"], unique=False)
    op.create_table(
        "plan",
        sa.Column("no", NUMBER, nullable=False),
        sa.Column("id", SORTED, nullable=False),
        sa.Column("identity", sa.Text(), nullable=True),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("issuer_body", sa.Text(), nullable=True),
        sa.Column("issuer_unit", sa.Text(), nullable=True),
        sa.Column(
            "issuer_level",
            sa.Enum("central", "province", "district", "commune", name="governmentlevel", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("issuer_parent", sa.Text(), nullable=True),
        sa.Column("unit_code", sa.Text(), nullable=True),
        sa.Column("classification", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("movement", sa.Text(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("on_behalf", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("folded_symbol", sa.Text(), nullable=False),
        sa.Column("folded_unit", sa.Text(), nullable=False),
        sa.Column("folded_movement", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(op.f("ix_plan_folded_symbol"), "plan", ["folded_symbol"], unique=False)
    op.create_index(op.f("ix_plan_identity"), "plan", ["identity"], unique=False)
    op.create_index(op.f("ix_plan_issued"), "plan", ["issued"], unique=False)
    op.create_index(op.f("ix_plan_issuer_level"), "plan", ["issuer_level"], unique=False)
    op.create_index(op.f("ix_plan_issuer_unit"), "plan", ["issuer_unit"], unique=False)
    op.create_index("ix_plan_movement", "plan", ["movement"], unique=False)
    op.create_index("ix_plan_unit", "plan", ["folded_unit", "issuer_unit", "place"], unique=False)
    op.create_index(op.f("ix_plan_unit_code"), "plan", ["unit_code"], unique=False)
    op.create_index(op.f("ix_plan_year"), "plan", ["year"], unique=False)
    op.create_table(
        "saved",
        sa.Column("name", SORTED, nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "store",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "acting",
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor_no", NUMBER, nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "coordinate", "responsible", name="assignmentrole", native_enum=False, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["actor_no"],
            ["actor.no"],
        ),
        sa.PrimaryKeyConstraint("key", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_acting_actor", "acting", ["actor_no", "role", "key"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("actors", sa.JSON(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "coordinate", "responsible", name="assignmentrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", SORTED, nullable=False),
        sa.Column("clause_key", NUMBER, nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("plan_no", NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_no"], ["plan.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_assignment_id"), "assignment", ["id"], unique=False)
    op.create_index(op.f("ix_assignment_plan_no"), "assignment", ["plan_no"], unique=False)
    op.create_index("ix_assignment_role", "assignment", ["role", "plan_no"], unique=False)
    op.create_table(
        "award",
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum("collective", "individual", "both", "unspecified", name="audience", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "round",
            sa.Enum("annual", "preliminary", "final", "ad_hoc", name="round", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("folded_form", sa.Text(), nullable=False),
        sa.Column("folded_authority", sa.Text(), nullable=False),
        sa.Column("id", SORTED, nullable=False),
        sa.Column("clause_key", NUMBER, nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("plan_no", NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_no"], ["plan.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_award_authority", "award", ["authority", "form", "plan_no"], unique=False)
    op.create_index("ix_award_form", "award", ["form", "plan_no"], unique=False)
    op.create_index(op.f("ix_award_id"), "award", ["id"], unique=False)
    op.create_index(op.f("ix_award_plan_no"), "award", ["plan_no"], unique=False)
    op.create_table(
        "clause",
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("plan_no", NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_no"], ["plan.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_clause_plan_no"), "clause", ["plan_no"], unique=False)
    op.create_table(
        "correction",
        sa.Column("no", NUMBER, nullable=False),
        sa.Column("plan_no", NUMBER, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("revoked_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["plan_no"], ["plan.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("no"),
    )
    op.create_index(op.f("ix_correction_plan_no"), "correction", ["plan_no"], unique=False)
    op.create_table(
        "criterion",
        sa.Column(
            "audience",
            sa.Enum("collective", "individual", "both", "unspecified", name="audience", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("rounds", sa.JSON(), nullable=False),
        sa.Column("group_path", sa.Text(), nullable=True),
        sa.Column("quantities", sa.JSON(), nullable=False),
        sa.Column("id", SORTED, nullable=False),
        sa.Column("clause_key", NUMBER, nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("plan_no", NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_no"], ["plan.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_criterion_audience", "criterion", ["audience", "plan_no"], unique=False)
    op.create_index(op.f("ix_criterion_id"), "criterion", ["id"], unique=False)
    op.create_index(op.f("ix_criterion_plan_no"), "criterion", ["plan_no"], unique=False)
    op.create_table(
        "link",
        sa.Column("plan_no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("other_no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["other_no"], ["plan.no"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["plan_no"], ["plan.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_no", "other_no", "kind"),
    )
    op.create_index(op.f("ix_link_other_no"), "link", ["other_no"], unique=False)
    op.create_table(
        "meaning",
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("actor_no", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_no"],
            ["actor.no"],
        ),
        sa.PrimaryKeyConstraint("meaning", "actor_no"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "milestone",
        sa.Column(
            "kind",
            sa.Enum(
                "issue",
                "launch",
                "preliminary_review",
                "final_review",
                "report",
                "inspection",
                "award_round",
                "phase",
                "deadline",
                "other",
                name="milestonekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column(
            "granularity",
            sa.Enum(
                "day",
                "month",
                "quarter",
                "half_year",
                "year",
                "period",
                name="granularity",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "relation",
            sa.Enum("on", "within", "by", "before", "from", "until", name="relation", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "recurrence",
            sa.Enum("monthly", "quarterly", "half_yearly", "yearly", name="recurrence", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("id", SORTED, nullable=False),
        sa.Column("clause_key", NUMBER, nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("plan_no", NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_no"], ["plan.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_milestone_end", "milestone", ["end", "start", "plan_no"], unique=False)
    op.create_index(op.f("ix_milestone_id"), "milestone", ["id"], unique=False)
    op.create_index("ix_milestone_kind", "milestone", ["kind", "plan_no"], unique=False)
    op.create_index(op.f("ix_milestone_plan_no"), "milestone", ["plan_no"], unique=False)
    op.create_table(
        "quantity",
        sa.Column(
            "comparator",
            sa.Enum(
                "at_least",
                "at_most",
                "exactly",
                "reach",
                "decrease_by",
                "increase_by",
                "decrease_to",
                "increase_to",
                name="comparator",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=True),
        sa.Column("id", SORTED, nullable=False),
        sa.Column("clause_key", NUMBER, nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("plan_no", NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_no"], ["plan.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_quantity_amount", "quantity", ["unit", "comparator", "value", "plan_no"], unique=False)
    op.create_index(op.f("ix_quantity_id"), "quantity", ["id"], unique=False)
    op.create_index(op.f("ix_quantity_plan_no"), "quantity", ["plan_no"], unique=False)
    op.create_table(
        "reference",
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column(
            "role", sa.Enum("basis", "cites", name="referencerole", native_enum=False, length=40), nullable=False
        ),
        sa.Column("folded_symbol", sa.Text(), nullable=False),
        sa.Column("id", SORTED, nullable=False),
        sa.Column("clause_key", NUMBER, nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("plan_no", NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_no"], ["plan.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_reference_folded_symbol"), "reference", ["folded_symbol"], unique=False)
    op.create_index(op.f("ix_reference_id"), "reference", ["id"], unique=False)
    op.create_index(op.f("ix_reference_plan_no"), "reference", ["plan_no"], unique=False)
    op.create_table(
        "version",
        sa.Column("no", NUMBER, nullable=False),
        sa.Column("plan_no", NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.Column("reading_rules", sa.Text(), nullable=False),
        sa.Column("extraction_rules", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_no"], ["plan.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("plan_no", "ordinal"),
    )
    op.create_table(
        "rendition",
        sa.Column("no", NUMBER, nullable=False),
        sa.Column("version_no", NUMBER, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.Column("leading", sa.Boolean(), nullable=False),
        sa.Column("quality", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_no"], ["version.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_index(op.f("ix_rendition_version_no"), "rendition", ["version_no"], unique=False)
    op.create_table(
        "band",
        sa.Column("band", NUMBER, autoincrement=False, nullable=False),
        sa.Column("rendition_no", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["rendition_no"], ["rendition.no"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("band", "rendition_no"),
    )
    op.create_index(op.f("ix_band_rendition_no"), "band", ["rendition_no"], unique=False)
