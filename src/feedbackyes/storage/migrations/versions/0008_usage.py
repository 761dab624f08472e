"""What was used of voice and language models. It stays when a session is deleted: it was paid for.

Revision 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None

TOKENS = ("text_in", "audio_in", "image_in", "text_cached", "audio_cached", "image_cached", "text_out", "audio_out")


def upgrade() -> None:
    op.create_table(
        "usage",
        sa.Column("id", sa.String(length=400), nullable=False),
        sa.Column("session_id", sa.String(length=128), nullable=True),
        sa.Column("owner_id", sa.String(length=128), nullable=False),
        sa.Column("team_id", sa.String(length=128), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in TOKENS),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=True),
        sa.Column("counted_usd", sa.Float(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("priced_as_of", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_usage"),
    )
    op.create_index("ix_usage_session_id", "usage", ["session_id"])
    op.create_index("ix_usage_at", "usage", ["at"])
    op.create_index("ix_usage_owner_id_at", "usage", ["owner_id", "at"])
    op.create_index("ix_usage_team_id_at", "usage", ["team_id", "at"])


def downgrade() -> None:
    op.drop_table("usage")
