"""Responses as documents, and the append-only record of their events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004_responses"
down_revision = "0003_frame"
branch_labels = None
depends_on = None

SEQUENTIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
REFUSAL = "response_event is append-only"
RAISED = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
BODY = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
FUNCTION = "response_event_append_only"
BEFORE = "BEFORE UPDATE OR DELETE ON response_event"
APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER response_event_no_update BEFORE UPDATE ON response_event {RAISED}",
        f"CREATE TRIGGER response_event_no_delete BEFORE DELETE ON response_event {RAISED}",
    ],
    "postgresql": [
        f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ {BODY} $$",
        f"CREATE TRIGGER {FUNCTION} {BEFORE} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
    ],
}


def upgrade():
    op.create_table(
        "response",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("wave_code", sa.String(40), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("unit_id", SEQUENTIAL),
        sa.Column("instrument_hash", sa.String(64), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("country", sa.String(10), nullable=False),
        sa.Column("sector", sa.String(40), nullable=False),
        sa.Column("size", sa.String(40), nullable=False),
        sa.Column("stratum", sa.String(120), nullable=False),
        sa.Column("contributors", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("submitted_at", INSTANT),
        sa.Column("receipt", sa.String(20)),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("sent", DOCUMENT),
        sa.PrimaryKeyConstraint("id", name="pk_response"),
        sa.ForeignKeyConstraint(
            ["wave_code", "anonymous"], ["wave.code", "wave.anonymous"], name="fk_response_wave"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_response_unit_id"),
        sa.ForeignKeyConstraint(
            ["instrument_hash"], ["instrument.hash"], name="fk_response_instrument_hash"
        ),
        sa.UniqueConstraint("unit_id", name="uq_response_unit_id"),
        sa.UniqueConstraint("receipt", name="uq_response_receipt"),
        sa.CheckConstraint("status IN ('started', 'submitted')", name="ck_response_status"),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (receipt IS NULL) "
            "AND (submitted_at IS NULL) = (sent IS NULL)",
            name="ck_response_sent_whole",
        ),
        sa.CheckConstraint(
            "status <> 'submitted' OR receipt IS NOT NULL",
            name="ck_response_submitted_has_receipt",
        ),
        sa.CheckConstraint(
            "NOT (anonymous AND status = 'submitted') OR unit_id IS NULL",
            name="ck_response_anonymous_link_cut",
        ),
        sa.CheckConstraint(
            "unit_id IS NOT NULL OR (anonymous AND status = 'submitted')",
            name="ck_response_unit_while_open",
        ),
    )
    op.create_index("ix_response_wave_code_stratum", "response", ["wave_code", "stratum"])
    op.create_table(
        "response_event",
        sa.Column("id", SEQUENTIAL, nullable=False),
        sa.Column("response_id", sa.String(36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("contributor", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("item", sa.String(60)),
        sa.Column("old", DOCUMENT),
        sa.Column("new", DOCUMENT),
        sa.Column("reason", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name="pk_response_event"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_response_event_response_id"
        ),
        sa.CheckConstraint(
            "source IN ('respondent', 'colleague', 'staff', 'import')",
            name="ck_response_event_source",
        ),
        sa.CheckConstraint(
            "kind IN ('opened', 'answered', 'dropped', 'language', 'submitted', 'reopened')",
            name="ck_response_event_kind",
        ),
        sa.CheckConstraint(
            "(kind IN ('answered', 'dropped')) = (item IS NOT NULL)",
            name="ck_response_event_item",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_response_event_response_id", "response_event", ["response_id"])
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade():
    op.drop_table("response_event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION response_event_append_only()")
    op.drop_table("response")
