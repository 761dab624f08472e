"""With whom talks are shared, which text was agreed to and when, and what of a talk was deleted because its time was over.

Revision 0016, after 0015.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision: str | None = "0015"
branch_labels = None
depends_on = None

ID = sa.String(128)


def upgrade() -> None:
    op.create_table(
        "session_shares",
        sa.Column("session_id", ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("grantee_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("team_id", ID),
        sa.Column("recording", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "kind", "grantee_id", name="pk_session_shares"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_session_shares_session_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_session_shares_kind_grantee_id", "session_shares", ["kind", "grantee_id"])
    op.create_table(
        "consent_answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("team_id", ID),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consent_answers"),
    )
    op.create_index("ix_consent_answers_owner_id_at", "consent_answers", ["owner_id", "at"])
    op.add_column("consents", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("sessions", sa.Column("expired", sa.JSON()))
    _remember_answers()


def downgrade() -> None:
    op.drop_column("sessions", "expired")
    op.drop_column("consents", "version")
    op.drop_table("consent_answers")
    op.drop_table("session_shares")


def _remember_answers() -> None:
    """What was answered before is the first entry of its history."""
    op.execute(
        "INSERT INTO consent_answers (id, owner_id, team_id, purpose, granted, version, way, at) "
        "SELECT owner_id || '-' || purpose, owner_id, team_id, purpose, granted, 1, 'page', at FROM consents "
        "WHERE length(owner_id) + length(purpose) < 128"
    )
