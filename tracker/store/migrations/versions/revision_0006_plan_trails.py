"""What a plan's positions leave to the next one is kept, to record that without reading them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns: they are filled when the plan is next recorded, corrected or decided on.

    PostgreSQL need not try to compress what is compressed already.
    """
    identifier = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.add_column("plans", sa.Column("trail_after", identifier))
    op.add_column("plans", sa.Column("trail", sa.LargeBinary))
    if op.get_bind().dialect.name == "postgresql":
        for table, column in (("files", "body"), ("readings", "body"), ("plans", "trail")):
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL")
