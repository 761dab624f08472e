"""What was said, as it is looked for: as corrected, without accents, in small letters.

Turns of before have none and are looked for in their text, so that no large table is written anew. Corrected ones are few.

Revision 0019, after 0018.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedbackyes.domain.search import fold

revision = "0019"
down_revision: str | None = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("turns", sa.Column("folded", sa.Text()))
    corrections = sa.table("corrections", sa.column("session_id"), sa.column("turn_id"), sa.column("text"))
    turns = sa.table("turns", sa.column("session_id"), sa.column("id"), sa.column("folded"))
    for session_id, turn_id, text in op.get_bind().execute(sa.select(corrections)).all():
        here = (turns.c.session_id == session_id) & (turns.c.id == turn_id)
        op.execute(sa.update(turns).where(here).values(folded=fold(text)))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX IF EXISTS ix_turns_said")
    op.drop_column("turns", "folded")
