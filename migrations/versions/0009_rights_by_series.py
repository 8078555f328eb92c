"""Roles on the waves of a series, and the role of those who run the field work."""

import sqlalchemy as sa
from alembic import op

revision = "0009_rights_by_series"
down_revision = "0008_kept_snapshots"
branch_labels = None
depends_on = None

ROLES = "role IN ('administrator', 'manager', 'fieldwork', 'analyst', 'viewer')"
ROLES_BEFORE = "role IN ('administrator', 'manager', 'analyst', 'viewer')"
ONE_PLACE = "wave_code IS NULL OR series IS NULL"
INDEX, COLUMNS = "uq_account_role_wave", ["account_id", "role", "wave_code"]
NEW_INDEX = "uq_account_role_place"


def upgrade():
    op.drop_index(INDEX, "account_role")
    with op.batch_alter_table("account_role") as batch:
        batch.add_column(sa.Column("series", sa.String(100)))
        batch.drop_constraint("ck_account_role_role", type_="check")
        batch.create_check_constraint("ck_account_role_role", ROLES)
        batch.create_check_constraint("ck_account_role_one_place", ONE_PLACE)
    op.create_index(NEW_INDEX, "account_role", [*COLUMNS, "series"], unique=True)


def downgrade():
    # Rights that cannot be said in the earlier form end with it: none becomes wider.
    op.execute("DELETE FROM account_role WHERE series IS NOT NULL OR role = 'fieldwork'")
    op.drop_index(NEW_INDEX, "account_role")
    with op.batch_alter_table("account_role") as batch:
        batch.drop_constraint("ck_account_role_one_place", type_="check")
        batch.drop_constraint("ck_account_role_role", type_="check")
        batch.create_check_constraint("ck_account_role_role", ROLES_BEFORE)
        batch.drop_column("series")
    op.create_index(INDEX, "account_role", COLUMNS, unique=True)
