"""The words of a plan's report, remembered for the next one."""

import sqlalchemy as sa
from alembic import op

from tracker.store.column_types import Moment, Words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "report_words",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("words", Words, nullable=False),
        sa.Column("remembered_by", Words, nullable=False),
        sa.Column("remembered_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_words"),
        sa.UniqueConstraint("key", name="uq_report_words_key"),
        sqlite_autoincrement=True,
    )
