"""What the figures of all plans are worked out from in the database: dates and an index."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MEASURED = (
    "recorded_id",
    "position",
    "status",
    "original_due",
    "revised_due",
    "completed_on",
    "restricted",
)


def upgrade() -> None:
    """Make two tables, empty until the figures are asked for, and the index."""
    op.create_table(
        "baselines",
        _recorded_id("fk_baselines_recorded_id"),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("original_due", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("recorded_id", "public", "position", name="pk_baselines"),
    )
    op.create_table(
        "baselines_known",
        _recorded_id("fk_baselines_known_recorded_id"),
        sa.Column("known_from", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("recorded_id", name="pk_baselines_known"),
    )
    op.create_index("ix_actions_measured", "actions", list(MEASURED))


def _recorded_id(key: str) -> sa.Column[Any]:
    refers = sa.ForeignKey("recorded.id", name=key, ondelete="CASCADE")
    return sa.Column("recorded_id", IDENTIFIER, refers, nullable=False, autoincrement=False)
