"""What a plan's positions leave to the next one is kept, to record that without reading them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns: they are filled when the plan is next recorded, corrected or decided on."""
    identifier = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.add_column("plans", sa.Column("trail_after", identifier))
    op.add_column("plans", sa.Column("trail", sa.LargeBinary))
