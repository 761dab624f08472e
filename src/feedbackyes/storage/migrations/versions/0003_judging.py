"""How far an analysis is, and the answers of a model judge that was interrupted.

Revision 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("analyses", sa.Column("request", sa.JSON(), nullable=True))
    op.add_column("analyses", sa.Column("done", sa.Integer(), nullable=True))
    op.add_column("analyses", sa.Column("total", sa.Integer(), nullable=True))
    op.create_table(
        "judge_answers",
        sa.Column("session_id", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=128), nullable=False),
        sa.Column("team_id", sa.String(length=128), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "key", name="pk_judge_answers"),
    )


def downgrade() -> None:
    op.drop_table("judge_answers")
    op.drop_column("analyses", "total")
    op.drop_column("analyses", "done")
    op.drop_column("analyses", "request")
