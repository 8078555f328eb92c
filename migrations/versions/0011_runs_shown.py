"""When readers were last led to a run, and the form that asked for it."""

import sqlalchemy as sa
from alembic import op

revision = "0011_runs_shown"
down_revision = "0010_withdrawn_runs"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("report_run", sa.Column("shown_at", sa.DateTime(timezone=True)))
    op.add_column("report_run", sa.Column("form", sa.String(64)))
    op.execute("UPDATE report_run SET shown_at = published_at")
    op.create_index("ix_report_run_form", "report_run", ["form"], unique=True)


def downgrade():
    # The earlier form leads readers to the run with the latest `published_at`.
    op.execute("UPDATE report_run SET published_at = shown_at")
    op.drop_index("ix_report_run_form", "report_run")
    with op.batch_alter_table("report_run") as batch:
        batch.drop_column("form")
        batch.drop_column("shown_at")
