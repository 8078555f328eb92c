"""The frame of a wave, and the access codes of its units."""

import sqlalchemy as sa
from alembic import op

revision = "0003_frame"
down_revision = "0002_instruments_and_waves"
branch_labels = None
depends_on = None

SEQUENTIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "unit",
        sa.Column("id", SEQUENTIAL, nullable=False),
        sa.Column("wave_code", sa.String(40), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("country", sa.String(10), nullable=False),
        sa.Column("sector", sa.String(40), nullable=False),
        sa.Column("size", sa.String(40), nullable=False),
        sa.Column("stratum", sa.String(120), nullable=False),
        sa.Column("completed_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.ForeignKeyConstraint(["wave_code"], ["wave.code"], name="fk_unit_wave_code"),
        sa.UniqueConstraint("wave_code", "code", name="uq_unit_wave_code_code"),
        sa.CheckConstraint("code <> ''", name="ck_unit_code_there"),
        sa.CheckConstraint("stratum <> ''", name="ck_unit_stratum_there"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", SEQUENTIAL, nullable=False),
        sa.Column("unit_id", SEQUENTIAL, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_assignment_unit_id"),
        sa.UniqueConstraint("code_hash", name="uq_assignment_code_hash"),
        sa.CheckConstraint("length(code_hash) = 32", name="ck_assignment_code_hash_length"),
    )
    op.create_index("ix_assignment_unit_id", "assignment", ["unit_id"])


def downgrade():
    op.drop_table("assignment")
    op.drop_table("unit")
