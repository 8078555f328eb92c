"""What firms agreed to, with the firm and apart from its answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007_consents"
down_revision = "0006_audit"
branch_labels = None
depends_on = None

SEQUENTIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade():
    # Without a row id of SQLite, which would tell in what order the firms sent their answers.
    op.create_table(
        "consent",
        sa.Column("unit_id", SEQUENTIAL, nullable=False, autoincrement=False),
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("answer", DOCUMENT, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "item", name="pk_consent"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_consent_unit_id"),
        sa.CheckConstraint("item <> ''", name="ck_consent_item_there"),
        sqlite_with_rowid=False,
    )


def downgrade():
    op.drop_table("consent")
