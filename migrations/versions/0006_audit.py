"""The append-only record of what staff did."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006_audit"
down_revision = "0005_snapshots_and_reports"
branch_labels = None
depends_on = None

SEQUENTIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
REFUSAL = "audit is append-only"
RAISED = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
BODY = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
FUNCTION = "audit_append_only"
BEFORE = "BEFORE UPDATE OR DELETE ON audit"
APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit {RAISED}",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit {RAISED}",
    ],
    "postgresql": [
        f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ {BODY} $$",
        f"CREATE TRIGGER {FUNCTION} {BEFORE} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
    ],
}


def upgrade():
    op.create_table(
        "audit",
        sa.Column("id", SEQUENTIAL, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("detail", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.CheckConstraint("action <> ''", name="ck_audit_action_there"),
        sqlite_autoincrement=True,
    )
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade():
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_append_only()")
