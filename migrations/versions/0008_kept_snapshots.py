"""Snapshots that staff keep under a label, as provisional or final."""

import sqlalchemy as sa
from alembic import op

revision = "0008_kept_snapshots"
down_revision = "0007_consents"
branch_labels = None
depends_on = None

SEQUENTIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "kept_snapshot",
        sa.Column("id", SEQUENTIAL, nullable=False),
        sa.Column("wave_code", sa.String(40), nullable=False),
        sa.Column("snapshot_id", SEQUENTIAL, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.Column("kept_by", sa.String(255), nullable=False),
        sa.Column("reason", sa.String(400)),
        sa.Column("replaced_at", INSTANT),
        sa.Column("final_of", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_kept_snapshot"),
        sa.ForeignKeyConstraint(["wave_code"], ["wave.code"], name="fk_kept_snapshot_wave_code"),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name="fk_kept_snapshot_snapshot_id"
        ),
        sa.CheckConstraint("kind IN ('provisional', 'final')", name="ck_kept_snapshot_kind"),
        sa.CheckConstraint("label <> ''", name="ck_kept_snapshot_label_there"),
        sa.CheckConstraint(
            "final_of IS NULL OR final_of = wave_code", name="ck_kept_snapshot_final_of_its_wave"
        ),
        sa.CheckConstraint(
            "(final_of IS NOT NULL) = (kind = 'final' AND replaced_at IS NULL)",
            name="ck_kept_snapshot_final_holds",
        ),
        sa.UniqueConstraint("wave_code", "label", name="uq_kept_snapshot_wave_code_label"),
        sa.UniqueConstraint("final_of", name="uq_kept_snapshot_final_of"),
    )


def downgrade():
    op.drop_table("kept_snapshot")
