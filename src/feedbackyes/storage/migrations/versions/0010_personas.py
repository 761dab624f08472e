"""Who the partner of a free conversation is stays with the session.

Revision 0010, after 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("instructions", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("sessions", "instructions")
