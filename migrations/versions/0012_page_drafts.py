"""Pages that were left before they could be saved, as they were typed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012_page_drafts"
down_revision = "0011_runs_shown"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade():
    op.create_table(
        "page_draft",
        sa.Column("response_id", sa.String(36), nullable=False),
        sa.Column("section", sa.String(60), nullable=False),
        sa.Column("page", sa.String(60), nullable=False),
        sa.Column("fields", DOCUMENT, nullable=False),
        sa.Column("contributor", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("response_id", "section", "page", name="pk_page_draft"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_page_draft_response_id"
        ),
        sqlite_with_rowid=False,
    )


def downgrade():
    op.drop_table("page_draft")
