"""Snapshots of a wave as columns, and runs of reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005_snapshots_and_reports"
down_revision = "0004_responses"
branch_labels = None
depends_on = None

SEQUENTIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "snapshot",
        sa.Column("id", SEQUENTIAL, nullable=False),
        sa.Column("wave_code", sa.String(40), nullable=False),
        sa.Column("instrument_hash", sa.String(64), nullable=False),
        sa.Column("last_event", sa.BigInteger(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.Column("frame", DOCUMENT, nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("taken_at", INSTANT, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("parquet", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_snapshot"),
        sa.ForeignKeyConstraint(["wave_code"], ["wave.code"], name="fk_snapshot_wave_code"),
        sa.ForeignKeyConstraint(
            ["instrument_hash"], ["instrument.hash"], name="fk_snapshot_instrument_hash"
        ),
        sa.CheckConstraint("responses >= 0", name="ck_snapshot_responses_counted"),
    )
    op.create_index("ix_snapshot_wave_code", "snapshot", ["wave_code"])
    op.create_table(
        "report_run",
        sa.Column("id", SEQUENTIAL, nullable=False),
        sa.Column("report", sa.String(100), nullable=False),
        sa.Column("run_at", INSTANT, nullable=False),
        sa.Column("run_by", sa.String(255), nullable=False),
        sa.Column("inputs", DOCUMENT, nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("published_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_report_run"),
    )
    op.create_index("ix_report_run_report", "report_run", ["report"])


def downgrade():
    op.drop_table("report_run")
    op.drop_table("snapshot")
