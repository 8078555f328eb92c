"""When a published run of a report was taken from readers again."""

import sqlalchemy as sa
from alembic import op

revision = "0010_withdrawn_runs"
down_revision = "0009_rights_by_series"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("report_run", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))


def downgrade():
    # Without the column a withdrawn run would be seen again: it counts as never published.
    op.execute("UPDATE report_run SET published_at = NULL WHERE withdrawn_at IS NOT NULL")
    with op.batch_alter_table("report_run") as batch:
        batch.drop_column("withdrawn_at")
