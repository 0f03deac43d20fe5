"""The tables of a history. A change here needs a revision in ``migrations/versions`` too."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    false,
)
from sqlalchemy.types import TypeEngine

from tracker.store.column_types import Moment, Words
from tracker.vocabulary import FIELDS, Field

REVISION: Final = "0008"
"""The newest revision: a history that has it needs no migration, and so no Alembic."""

# SQLite counts only in columns of this very type.
Identifier = BigInteger().with_variant(Integer, "sqlite")

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}

metadata = MetaData(naming_convention=_NAMES)

version = Table("tracker_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Which revision the tables are of; Alembic's own."""


def _type_of(field: Field) -> TypeEngine[Any]:
    if field.kind == "date":
        return Date()
    if field.kind == "flag":
        return Boolean()
    if field.kind == "number":
        return Integer() if field.name == "date_moves" else Double()
    return String(20) if field.kind == "status" else Words()


def _needed(field: Field) -> bool:
    return field.name in ("owners", "date_moves", "status", "restricted")


def _recorded_id(*, primary_key: bool = False, name: str = "recorded_id") -> Column[int]:
    """A reference to a recorded plan, whose deletion takes the row with it."""
    return Column(
        name,
        Identifier,
        ForeignKey("recorded.id", ondelete="CASCADE"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=False,
    )


plans = Table(
    "plans",
    metadata,
    Column("id", Identifier, primary_key=True),
    # The name without case and spaces: "Building the picture" is no other plan.
    Column("key", Words, nullable=False, unique=True),
    Column("name", Words, nullable=False),
    # One more whenever anything of the plan is recorded, corrected or decided.
    Column("revision", Integer, nullable=False, server_default="0"),
    # What its positions leave to the next one, and which of them is the last that counts.
    Column("trail_after", Identifier),
    Column("trail", Text),
    sqlite_autoincrement=True,
)

files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("compressed", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

recorded = Table(
    "recorded",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("plan_id", Identifier, ForeignKey("plans.id"), nullable=False),
    Column("as_at", Date, nullable=False),
    Column("file_name", Words, nullable=False),
    Column("sha256", String(64), ForeignKey("files.sha256"), nullable=False, index=True),
    # One file can hold a plan as at several dates, a sheet each.
    Column("sheets", Words, nullable=False),
    Column("sheets_sha256", String(64), nullable=False),
    # 1, and one more for each time that the same sheets are recorded again.
    Column("edition", Integer, nullable=False),
    Column("recorded_by", Words, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("mapping", Words),
    Column("actions", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("notes", Integer, nullable=False),
    Column("stated", Date),
    Column("published", Date),
    Column("tells_confirmed", Boolean, nullable=False, server_default=false()),
    Column("revised_only", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("plan_id", "sha256", "sheets_sha256", "edition"),
    Index("ix_recorded_plan_id_as_at", "plan_id", "as_at"),
    sqlite_autoincrement=True,
)

actions = Table(
    "actions",
    metadata,
    _recorded_id(primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    *(Column(name, _type_of(field), nullable=not _needed(field)) for name, field in FIELDS.items()),
    Column("sheet", Words, nullable=False),
    Column("row", Integer, nullable=False),
)

# What each position that counts comes to, whole and public, made by the functions of the core.
figures = Table(
    "figures",
    metadata,
    _recorded_id(primary_key=True),
    Column("public", Boolean, primary_key=True),
    # Which definitions of the figures they follow: others are worked out again.
    Column("definitions", Integer, nullable=False),
    Column("restricted", Integer, nullable=False),
    Column("body", Words, nullable=False),
)

# What a plan has beside its actions: the user's own sheet, findings, where it was read from.
readings = Table(
    "readings",
    metadata,
    _recorded_id(primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

supersessions = Table(
    "supersessions",
    metadata,
    _recorded_id(primary_key=True),
    _recorded_id(name="by_id"),
    Column("reason", Words, nullable=False),
    Column("superseded_by", Words, nullable=False),
    Column("superseded_at", Moment, nullable=False),
    CheckConstraint("recorded_id <> by_id", name="by_another"),
)

# That there was a recorded plan which an administrator deleted: nothing of what was in it.
deletions = Table(
    "deletions",
    metadata,
    Column("recorded_id", Identifier, primary_key=True, autoincrement=False),
    Column("name", Words, nullable=False),
    Column("as_at", Date, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("deleted_by", Words, nullable=False),
    Column("deleted_at", Moment, nullable=False),
)

# The latest row of a key counts; the earlier ones say who thought otherwise.
layouts = Table(
    "layouts",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("key", String(64), nullable=False, index=True),
    Column("mapping", Words, nullable=False),
    Column("remembered_by", Words, nullable=False),
    Column("remembered_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

match_decisions = Table(
    "match_decisions",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column(
        "plan_id",
        Identifier,
        ForeignKey("plans.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("old_key", Words, nullable=False),
    Column("new_key", Words, nullable=False),
    Column("same", Boolean, nullable=False),
    Column("decided_by", Words, nullable=False),
    Column("decided_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# By the plan's name, recorded or not; only the last words are kept, as they name people.
report_words = Table(
    "report_words",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("words", Words, nullable=False),
    Column("remembered_by", Words, nullable=False),
    Column("remembered_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# PostgreSQL need not compress what is compressed already, nor what each recording reads.
for _name, _column in (("files", "body"), ("readings", "body"), ("plans", "trail")):
    _plainly = DDL(f"ALTER TABLE {_name} ALTER COLUMN {_column} SET STORAGE EXTERNAL")  # type: ignore[no-untyped-call]
    event.listen(metadata.tables[_name], "after_create", _plainly.execute_if(dialect="postgresql"))
