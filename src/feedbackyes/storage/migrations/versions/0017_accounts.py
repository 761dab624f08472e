"""People sign in: addresses, passwords, logins, invitations, identities of a provider, and who changed what.

Revision 0017, after 0016. On the way down logins, invitations, identities and the audit log go; people and tokens stay.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision: str | None = "0016"
branch_labels = None
depends_on = None

USERS = (
    ("email", sa.String(length=254)),
    ("password_hash", sa.Text()),
    ("trainer_kind", sa.String(length=16)),
    ("disabled_at", sa.BigInteger()),
    ("last_seen_at", sa.BigInteger()),
)
ID = sa.String(length=128)


def upgrade() -> None:
    for name, kind in USERS:
        op.add_column("users", sa.Column(name, kind, nullable=True))
    op.add_column("users", sa.Column("email_verified", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_users_email", "users", ["email"], unique=True)
    _tokens()
    _logins()
    _invitations()
    _provider()
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("role", sa.String(length=32), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at_id", "audit", ["at", "id"])
    op.create_index("ix_audit_owner_id_at_id", "audit", ["owner_id", "at", "id"])
    op.create_index("ix_audit_action_at_id", "audit", ["action", "at", "id"])


def _tokens() -> None:
    for name, kind in (("id", ID), ("last_used_at", sa.BigInteger()), ("expires_at", sa.BigInteger())):
        op.add_column("api_tokens", sa.Column(name, kind, nullable=True))
    # The beginning of the hash of a random token tells nothing about the token.
    op.execute("UPDATE api_tokens SET id = substr(hash, 1, 32)")
    with op.batch_alter_table("api_tokens") as table:
        table.alter_column("id", existing_type=ID, nullable=False)
    op.create_index("ix_api_tokens_id", "api_tokens", ["id"], unique=True)


def _logins() -> None:
    op.create_table(
        "logins",
        sa.Column("id", ID, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("sign_in", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_logins_owner_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_logins"),
    )
    op.create_index("ix_logins_owner_id", "logins", ["owner_id"])
    op.create_index("ix_logins_expires_at", "logins", ["expires_at"])
    op.create_index("ix_logins_hash", "logins", ["hash"], unique=True)


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", ID, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("trainer_kind", sa.String(length=16), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_invitations_team_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_invitations_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
    )
    for column in ("team_id", "user_id", "expires_at"):
        op.create_index(f"ix_invitations_{column}", "invitations", [column])
    op.create_index("ix_invitations_hash", "invitations", ["hash"], unique=True)


def _provider() -> None:
    op.create_table(
        "identities",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_identities_owner_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
    )
    op.create_index("ix_identities_owner_id", "identities", ["owner_id"])
    op.create_table(
        "oidc_requests",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("invitation", sa.String(length=64), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_oidc_requests"),
    )
    op.create_index("ix_oidc_requests_expires_at", "oidc_requests", ["expires_at"])


def downgrade() -> None:
    for table in ("audit", "oidc_requests", "identities", "invitations", "logins"):
        op.drop_table(table)
    op.drop_index("ix_api_tokens_id", "api_tokens")
    for name in ("expires_at", "last_used_at", "id"):
        op.drop_column("api_tokens", name)
    op.drop_index("ix_users_email", "users")
    op.drop_column("users", "email_verified")
    for name, _ in reversed(USERS):
        op.drop_column("users", name)
