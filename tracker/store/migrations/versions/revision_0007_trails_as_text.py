"""A trail is text, not compressed: it is written and read in less time than that took."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Change the column's type: trails are made again when the history is opened."""
    op.drop_column("plans", "trail")
    op.add_column("plans", sa.Column("trail", sa.Text))
    op.execute("UPDATE plans SET trail_after = NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE plans ALTER COLUMN trail SET STORAGE EXTERNAL")
