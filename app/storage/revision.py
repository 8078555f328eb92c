"""Which form the tables of a database have."""

from sqlalchemy import column, select, table
from sqlalchemy.exc import DBAPIError

from app.storage.database import MIGRATIONS, Database

_VERSION = table("alembic_version", column("version_num"))


def is_current(database: Database) -> bool:
    """Whether the tables are there, in the form that this code needs."""
    newest = (MIGRATIONS / "current-head").read_text(encoding="ascii").strip()
    try:
        with database.read() as connection:
            found = connection.execute(select(_VERSION.c.version_num)).scalars().all()
    except DBAPIError:
        return False
    return found == [newest]
