"""The first tables: plans, recorded plans with their actions and files, what is remembered."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.store.column_types import Moment, Words

revision = "0001"
down_revision = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make them."""
    _plans_and_files()
    _recorded()
    _actions()
    _beside_the_actions()
    _remembered()


def _identifier(name: str, *, refers_to: str = "", cascade: bool = False) -> sa.Column[int]:
    keys = [sa.ForeignKey(refers_to, ondelete="CASCADE" if cascade else None)] if refers_to else []
    return sa.Column(name, IDENTIFIER, *keys, nullable=False, autoincrement=not refers_to)


def _needed(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _plans_and_files() -> None:
    op.create_table(
        "plans",
        _identifier("id"),
        _needed("key", Words),
        _needed("name", Words),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
        sa.UniqueConstraint("key", name="uq_plans_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "files",
        _needed("sha256", sa.String(64)),
        _needed("compressed", sa.Boolean),
        _needed("body", sa.LargeBinary),
        sa.PrimaryKeyConstraint("sha256", name="pk_files"),
    )


def _recorded() -> None:
    op.create_table(
        "recorded",
        _identifier("id"),
        _identifier("plan_id", refers_to="plans.id"),
        _needed("as_at", sa.Date),
        _needed("file_name", Words),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("files.sha256"), nullable=False),
        _needed("sheets", Words),
        _needed("sheets_sha256", sa.String(64)),
        _needed("edition", sa.Integer),
        _needed("recorded_by", Words),
        _needed("recorded_at", Moment),
        sa.Column("mapping", Words),
        _needed("actions", sa.Integer),
        _needed("errors", sa.Integer),
        _needed("warnings", sa.Integer),
        _needed("notes", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_recorded"),
        sa.UniqueConstraint(
            "plan_id", "sha256", "sheets_sha256", "edition", name="uq_recorded_plan_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_recorded_sha256", "recorded", ["sha256"])
    op.create_index("ix_recorded_plan_id_as_at", "recorded", ["plan_id", "as_at"])


def _actions() -> None:
    texts = ("reference", "recommendation", "recommendation_text")
    more_texts = ("progress", "dependency", "risk", "priority", "evidence", "success_measure")
    op.create_table(
        "actions",
        _identifier("recorded_id", refers_to="recorded.id", cascade=True),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        *(sa.Column(name, Words) for name in texts),
        sa.Column("recommendation_due", sa.Date),
        *(sa.Column(name, Words) for name in ("source", "scope", "action", "owner")),
        _needed("owners", Words),
        sa.Column("original_due", sa.Date),
        sa.Column("original_due_text", Words),
        sa.Column("revised_due", sa.Date),
        sa.Column("revised_due_text", Words),
        _needed("date_moves", sa.Integer),
        _needed("status", sa.String(20)),
        sa.Column("status_text", Words),
        sa.Column("percent_complete", sa.Double),
        sa.Column("completed_on", sa.Date),
        *(sa.Column(name, Words) for name in more_texts),
        _needed("restricted", sa.Boolean),
        _needed("sheet", Words),
        _needed("row", sa.Integer),
        sa.PrimaryKeyConstraint("recorded_id", "position", name="pk_actions"),
    )


def _beside_the_actions() -> None:
    op.create_table(
        "readings",
        _identifier("recorded_id", refers_to="recorded.id", cascade=True),
        _needed("body", sa.LargeBinary),
        sa.PrimaryKeyConstraint("recorded_id", name="pk_readings"),
    )
    op.create_table(
        "supersessions",
        _identifier("recorded_id", refers_to="recorded.id", cascade=True),
        _identifier("by_id", refers_to="recorded.id", cascade=True),
        _needed("reason", Words),
        _needed("superseded_by", Words),
        _needed("superseded_at", Moment),
        sa.PrimaryKeyConstraint("recorded_id", name="pk_supersessions"),
        sa.CheckConstraint("recorded_id <> by_id", name="ck_supersessions_by_another"),
    )
    op.create_table(
        "deletions",
        sa.Column("recorded_id", IDENTIFIER, nullable=False, autoincrement=False),
        _needed("name", Words),
        _needed("as_at", sa.Date),
        _needed("sha256", sa.String(64)),
        _needed("deleted_by", Words),
        _needed("deleted_at", Moment),
        sa.PrimaryKeyConstraint("recorded_id", name="pk_deletions"),
    )


def _remembered() -> None:
    op.create_table(
        "layouts",
        _identifier("id"),
        _needed("key", sa.String(64)),
        _needed("mapping", Words),
        _needed("remembered_by", Words),
        _needed("remembered_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_layouts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_layouts_key", "layouts", ["key"])
    op.create_table(
        "match_decisions",
        _identifier("id"),
        _identifier("plan_id", refers_to="plans.id", cascade=True),
        _needed("old_key", Words),
        _needed("new_key", Words),
        _needed("same", sa.Boolean),
        _needed("decided_by", Words),
        _needed("decided_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_match_decisions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_match_decisions_plan_id", "match_decisions", ["plan_id"])
