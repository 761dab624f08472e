"""A team's pulse: waves, the answers of each team to each theme, who took part, and what was changed for it.

Revision 0018, after 0017.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision: str | None = "0017"
branch_labels = None
depends_on = None

ID = sa.String(length=128)
TABLES = ("pulse_notes", "pulse_participations", "pulse_boxes", "pulse_groups", "pulse_waves")


def upgrade() -> None:
    op.create_table(
        "pulse_waves",
        sa.Column("id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sets", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pulse_waves"),
    )
    op.create_index("ix_pulse_waves_opens_at_id", "pulse_waves", ["opens_at", "id"])
    op.create_table(
        "pulse_groups",
        sa.Column("wave_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        _of_wave("pulse_groups"),
        sa.PrimaryKeyConstraint("wave_id", "team_id", name="pk_pulse_groups"),
    )
    op.create_table(
        "pulse_boxes",
        sa.Column("wave_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=False),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("waiting", sa.JSON(), nullable=False),
        _of_wave("pulse_boxes"),
        sa.PrimaryKeyConstraint("wave_id", "team_id", "theme", name="pk_pulse_boxes"),
    )
    op.create_table(
        "pulse_participations",
        sa.Column("wave_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=False),
        _of_wave("pulse_participations"),
        sa.PrimaryKeyConstraint("wave_id", "owner_id", name="pk_pulse_participations"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pulse_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pulse_notes"),
    )
    op.create_index("ix_pulse_notes_team_id", "pulse_notes", ["team_id"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _of_wave(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_wave_id_pulse_waves"
    return sa.ForeignKeyConstraint(["wave_id"], ["pulse_waves.id"], name=name, ondelete="CASCADE")
