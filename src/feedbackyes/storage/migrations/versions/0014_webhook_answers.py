"""What an endpoint said when it did not take a webhook.

Revision 0014, after 0013.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("webhook_deliveries", sa.Column("answer", sa.Text()))


def downgrade() -> None:
    op.drop_column("webhook_deliveries", "answer")
