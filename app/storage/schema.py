"""Tables, mapped classes and the constraints that state the rules of a survey in SQL."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment, in UTC on every database and aware of it in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; one without a time zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"expected a moment with its time zone, got {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A JSON document; None is SQL's NULL, never JSON's."""

Sequential = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """What is mapped to classes; the rest are tables alone."""

    metadata = MetaData(naming_convention=NAMES)


metadata = Base.metadata


class Grant(Base, RoleMixin):
    """A role held by an account: for one wave, for those of a series, or for all."""

    __tablename__ = "account_role"

    id: Mapped[int] = mapped_column(Sequential, primary_key=True)
    account_id: Mapped[int] = mapped_column(Sequential, ForeignKey("account.id"))
    name: Mapped[str] = mapped_column("role", String(20))
    wave_code: Mapped[str | None] = mapped_column(String(40), ForeignKey("wave.code"))
    series: Mapped[str | None] = mapped_column(String(100))

    __table_args__ = (
        CheckConstraint(
            "role IN ('administrator', 'manager', 'fieldwork', 'analyst', 'viewer')", name="role"
        ),
        CheckConstraint("wave_code IS NULL OR series IS NULL", name="one_place"),
        Index("uq_account_role_place", "account_id", "role", "wave_code", "series", unique=True),
    )


class User(Base, UserMixin):
    """An account of staff. Flask-Security wants the name; everybody else says account."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(Sequential, primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    roles: Mapped[list[Grant]] = relationship(  # type: ignore[assignment]  # list of RoleMixin there
        order_by=Grant.id, lazy="selectin"
    )

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)


account = Base.metadata.tables["account"]
account_role = Base.metadata.tables["account_role"]

instrument = Table(
    "instrument",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("questionnaire", String(100), nullable=False),
    Column("canonical", LargeBinary, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("published_by", String(255), nullable=False),
    CheckConstraint("length(hash) = 64", name="hash_length"),
)

wave = Table(
    "wave",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("questionnaire", String(100), nullable=False),
    Column("instrument_hash", String(64), ForeignKey("instrument.hash"), nullable=False),
    Column("status", String(10), nullable=False),
    Column("anonymous", Boolean(create_constraint=False), nullable=False),
    Column("simulated", Boolean(create_constraint=False), nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("plan", Document, nullable=False),
    Column("plan_hash", String(64), nullable=False),
    CheckConstraint("status IN ('planned', 'open', 'closed')", name="status"),
    CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
    UniqueConstraint("code", "anonymous"),
)

unit = Table(
    "unit",
    metadata,
    Column("id", Sequential, primary_key=True),
    Column("wave_code", String(40), ForeignKey("wave.code"), nullable=False),
    Column("code", String(60), nullable=False),
    Column("name", String(300), nullable=False),
    Column("country", String(10), nullable=False),
    Column("sector", String(40), nullable=False),
    Column("size", String(40), nullable=False),
    Column("stratum", String(120), nullable=False),
    Column("completed_on", Date),
    CheckConstraint("code <> ''", name="code_there"),
    CheckConstraint("stratum <> ''", name="stratum_there"),
    UniqueConstraint("wave_code", "code"),
)

assignment = Table(
    "assignment",
    metadata,
    Column("id", Sequential, primary_key=True),
    Column("unit_id", Sequential, ForeignKey("unit.id"), nullable=False),
    Column("code_hash", LargeBinary(32), nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    CheckConstraint("length(code_hash) = 32", name="code_hash_length"),
    UniqueConstraint("code_hash"),
    Index("ix_assignment_unit_id", "unit_id"),
)

response = Table(
    "response",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("wave_code", String(40), nullable=False),
    Column("anonymous", Boolean(create_constraint=False), nullable=False),
    Column("unit_id", Sequential, ForeignKey("unit.id")),
    Column("instrument_hash", String(64), ForeignKey("instrument.hash"), nullable=False),
    Column("status", String(10), nullable=False),
    Column("language", String(10), nullable=False),
    Column("country", String(10), nullable=False),
    Column("sector", String(40), nullable=False),
    Column("size", String(40), nullable=False),
    Column("stratum", String(120), nullable=False),
    Column("contributors", Integer, nullable=False),
    Column("row_version", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("submitted_at", Instant),
    Column("receipt", String(20)),
    Column("answers", Document, nullable=False),
    Column("sent", Document),
    ForeignKeyConstraint(
        ["wave_code", "anonymous"], ["wave.code", "wave.anonymous"], name="fk_response_wave"
    ),
    CheckConstraint("status IN ('started', 'submitted')", name="status"),
    CheckConstraint(
        "(submitted_at IS NULL) = (receipt IS NULL) AND (submitted_at IS NULL) = (sent IS NULL)",
        name="sent_whole",
    ),
    CheckConstraint("status <> 'submitted' OR receipt IS NOT NULL", name="submitted_has_receipt"),
    CheckConstraint(
        "NOT (anonymous AND status = 'submitted') OR unit_id IS NULL", name="anonymous_link_cut"
    ),
    CheckConstraint(
        "unit_id IS NOT NULL OR (anonymous AND status = 'submitted')", name="unit_while_open"
    ),
    UniqueConstraint("unit_id"),
    UniqueConstraint("receipt"),
    Index("ix_response_wave_code_stratum", "wave_code", "stratum"),
)

response_event = Table(
    "response_event",
    metadata,
    Column("id", Sequential, primary_key=True),
    Column("response_id", String(36), ForeignKey("response.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("source", String(12), nullable=False),
    Column("contributor", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("item", String(60)),
    Column("old", Document),
    Column("new", Document),
    Column("reason", String(200)),
    CheckConstraint("source IN ('respondent', 'colleague', 'staff', 'import')", name="source"),
    CheckConstraint(
        "kind IN ('opened', 'answered', 'dropped', 'language', 'submitted', 'reopened')",
        name="kind",
    ),
    CheckConstraint("(kind IN ('answered', 'dropped')) = (item IS NOT NULL)", name="item"),
    Index("ix_response_event_response_id", "response_id"),
    sqlite_autoincrement=True,
)

page_draft = Table(
    "page_draft",
    metadata,
    Column("response_id", String(36), ForeignKey("response.id"), primary_key=True),
    Column("section", String(60), primary_key=True),
    Column("page", String(60), primary_key=True),
    Column("fields", Document, nullable=False),
    Column("contributor", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)
"""What was typed on a page that was left before it could be saved; no answer, never counted."""

consent = Table(
    "consent",
    metadata,
    Column("unit_id", Sequential, ForeignKey("unit.id"), primary_key=True, autoincrement=False),
    Column("item", String(60), primary_key=True),
    Column("answer", Document, nullable=False),
    Column("given_on", Date, nullable=False),
    CheckConstraint("item <> ''", name="item_there"),
    sqlite_with_rowid=False,
)
"""No row id on SQLite: it would tell in what order firms sent what is not linked to them."""

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Sequential, primary_key=True),
    Column("wave_code", String(40), ForeignKey("wave.code"), nullable=False),
    Column("instrument_hash", String(64), ForeignKey("instrument.hash"), nullable=False),
    Column("last_event", BigInteger, nullable=False),
    Column("responses", Integer, nullable=False),
    Column("frame", Document, nullable=False),
    Column("simulated", Boolean(create_constraint=False), nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("parquet", LargeBinary, nullable=False),
    CheckConstraint("responses >= 0", name="responses_counted"),
    Index("ix_snapshot_wave_code", "wave_code"),
)

kept_snapshot = Table(
    "kept_snapshot",
    metadata,
    Column("id", Sequential, primary_key=True),
    Column("wave_code", String(40), ForeignKey("wave.code"), nullable=False),
    Column("snapshot_id", Sequential, ForeignKey("snapshot.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("label", String(80), nullable=False),
    Column("kept_at", Instant, nullable=False),
    Column("kept_by", String(255), nullable=False),
    Column("reason", String(400)),
    Column("replaced_at", Instant),
    Column("final_of", String(40)),
    CheckConstraint("kind IN ('provisional', 'final')", name="kind"),
    CheckConstraint("label <> ''", name="label_there"),
    CheckConstraint("final_of IS NULL OR final_of = wave_code", name="final_of_its_wave"),
    CheckConstraint(
        "(final_of IS NOT NULL) = (kind = 'final' AND replaced_at IS NULL)", name="final_holds"
    ),
    UniqueConstraint("wave_code", "label"),
    UniqueConstraint("final_of"),
)
"""`final_of` names the wave while the row is its final snapshot: at most one is."""

report_run = Table(
    "report_run",
    metadata,
    Column("id", Sequential, primary_key=True),
    Column("report", String(100), nullable=False),
    Column("run_at", Instant, nullable=False),
    Column("run_by", String(255), nullable=False),
    Column("inputs", Document, nullable=False),
    Column("document", Document, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("simulated", Boolean(create_constraint=False), nullable=False),
    Column("published_at", Instant),
    Column("withdrawn_at", Instant),
    Column("shown_at", Instant),
    Column("form", String(64)),
    Index("ix_report_run_report", "report"),
    Index("ix_report_run_form", "form", unique=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Sequential, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", String(255), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", Document, nullable=False),
    CheckConstraint("action <> ''", name="action_there"),
    sqlite_autoincrement=True,
)


def append_only(table: str) -> Sequence[tuple[str, str]]:
    """The statements, each with its dialect, that refuse to change or delete rows of a table."""
    refusal = f"{table} is append-only"
    function = f"{table}_append_only"
    before = f"BEFORE UPDATE OR DELETE ON {table}"
    raised = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    body = f"BEGIN RAISE EXCEPTION '{refusal}'; END"
    return (
        ("sqlite", f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {raised}"),
        ("sqlite", f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {raised}"),
        (
            "postgresql",
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        ),
        (
            "postgresql",
            f"CREATE TRIGGER {function} {before} FOR EACH ROW EXECUTE FUNCTION {function}()",
        ),
    )


for _table in (response_event, audit):
    for _dialect, _statement in append_only(_table.name):
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
        event.listen(_table, "after_create", _ddl.execute_if(dialect=_dialect))
