"""Whether a position gives revised due dates alone is kept with it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; what was recorded before is taken as it was."""
    column = sa.Column("revised_only", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("recorded", column)
