"""A session may be another take of an earlier one, from one of its turns, and may have hints.

Revision 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("retry_of", sa.String(length=128), nullable=True))
    op.add_column("sessions", sa.Column("retry_turn_id", sa.String(length=128), nullable=True))
    op.add_column("sessions", sa.Column("hints", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("sessions", sa.Column("hints_given", sa.JSON(), nullable=True))
    op.create_index("ix_sessions_retry_of", "sessions", ["retry_of"])


def downgrade() -> None:
    op.drop_index("ix_sessions_retry_of", "sessions")
    op.drop_column("sessions", "hints_given")
    op.drop_column("sessions", "hints")
    op.drop_column("sessions", "retry_turn_id")
    op.drop_column("sessions", "retry_of")
