"""Published instruments, waves, and the roles that accounts hold on them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002_instruments_and_waves"
down_revision = "0001_accounts"
branch_labels = None
depends_on = None

SEQUENTIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "instrument",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("questionnaire", sa.String(100), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("published_by", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_instrument"),
        sa.CheckConstraint("length(hash) = 64", name="ck_instrument_hash_length"),
    )
    op.create_table(
        "wave",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("questionnaire", sa.String(100), nullable=False),
        sa.Column("instrument_hash", sa.String(64), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("opens_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("plan", DOCUMENT, nullable=False),
        sa.Column("plan_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_wave"),
        sa.UniqueConstraint("code", "anonymous", name="uq_wave_code_anonymous"),
        sa.ForeignKeyConstraint(
            ["instrument_hash"], ["instrument.hash"], name="fk_wave_instrument_hash"
        ),
        sa.CheckConstraint("status IN ('planned', 'open', 'closed')", name="ck_wave_status"),
        sa.CheckConstraint("opens_at < closes_at", name="ck_wave_opens_before_it_closes"),
    )
    op.create_table(
        "account_role",
        sa.Column("id", SEQUENTIAL, nullable=False),
        sa.Column("account_id", SEQUENTIAL, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("wave_code", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_account_role"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_account_role_account_id"),
        sa.ForeignKeyConstraint(["wave_code"], ["wave.code"], name="fk_account_role_wave_code"),
        sa.CheckConstraint(
            "role IN ('administrator', 'manager', 'analyst', 'viewer')",
            name="ck_account_role_role",
        ),
    )
    op.create_index(
        "uq_account_role_wave", "account_role", ["account_id", "role", "wave_code"], unique=True
    )


def downgrade():
    op.drop_table("account_role")
    op.drop_table("wave")
    op.drop_table("instrument")
