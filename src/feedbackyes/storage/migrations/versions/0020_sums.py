"""What sums over many talks need: an index that has all of it, and the figures of a report without its words.

Reports of before have none and are read whole, so that no large table is written anew.

Revision 0020, after 0019.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision: str | None = "0019"
branch_labels = None
depends_on = None

INDEX = "ix_sessions_practised"


def upgrade() -> None:
    op.create_index(INDEX, "sessions", ["started_at", "ended_at", "team_id", "owner_id", "scenario_id"])
    op.add_column("reports", sa.Column("figures", sa.Text()))


def downgrade() -> None:
    op.drop_column("reports", "figures")
    op.drop_index(INDEX, "sessions")
