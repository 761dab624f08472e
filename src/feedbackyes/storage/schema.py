"""The tables. SQLite and PostgreSQL; every row knows its owner and team. `migrations/` must agree (a test compares)."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy import Text as AnyText
from sqlalchemy.engine import Dialect

ID = String(128)


class Text(TypeDecorator[str]):
    """Text of any length. The character NUL, which PostgreSQL does not take, becomes U+FFFD."""

    impl = AnyText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (of the interface)
        return value.replace("\0", "\ufffd") if value is not None else None


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

teams = Table(
    "teams",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner_id", ID),
    Column("name", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("id", ID, primary_key=True),
    Column("team_id", ID, ForeignKey("teams.id", ondelete="SET NULL"), index=True),
    Column("name", Text, nullable=False),
    Column("role", String(32), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("email", String(254)),
    Column("email_verified", Boolean, nullable=False, server_default=false()),
    Column("password_hash", Text),
    Column("trainer_kind", String(16)),
    Column("disabled_at", BigInteger),
    Column("last_seen_at", BigInteger),
    Index(None, "email", unique=True),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("owner_id", ID, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("team_id", ID),
    Column("label", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("id", ID, nullable=False),
    Column("last_used_at", BigInteger),
    Column("expires_at", BigInteger),
    Index(None, "id", unique=True),
)

logins = Table(
    "logins",
    metadata,
    Column("id", ID, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("owner_id", ID, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("team_id", ID),
    Column("sign_in", String(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("last_seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("address", String(64)),
    Column("agent", Text),
    Index(None, "hash", unique=True),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", ID, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("owner_id", ID),
    Column("team_id", ID, ForeignKey("teams.id", ondelete="CASCADE"), index=True),
    Column("user_id", ID, ForeignKey("users.id", ondelete="CASCADE"), index=True),
    Column("purpose", String(16), nullable=False),
    Column("role", String(32), nullable=False),
    Column("trainer_kind", String(16)),
    Column("email", String(254)),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("accepted_at", BigInteger),
    Index(None, "hash", unique=True),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", String(255), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("owner_id", ID, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("team_id", ID),
    Column("created_at", BigInteger, nullable=False),
    Column("last_used_at", BigInteger, nullable=False),
)

oidc_requests = Table(
    "oidc_requests",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("owner_id", ID),
    Column("team_id", ID),
    Column("browser", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("target", Text, nullable=False),
    Column("invitation", String(64)),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", ID, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("owner_id", ID),
    Column("team_id", ID),
    Column("role", String(32)),
    Column("action", String(64), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("address", String(64)),
    Index(None, "at", "id"),
    Index(None, "owner_id", "at", "id"),
    Index(None, "action", "at", "id"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("state", String(32), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("scenario_id", ID),
    Column("scenario_version", Integer),
    Column("provider", String(64)),
    Column("model", Text),
    Column("recogniser", Text),
    Column("basic_ears", Boolean, nullable=False),
    Column("language", String(64), nullable=False),
    Column("cultural_context", Text),
    Column("patience_ms", Integer),
    Column("push_to_talk", Boolean, nullable=False),
    Column("voice", Text),
    Column("started_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("end_reason", String(32)),
    Column("recording", Boolean, nullable=False),
    Column("retry_of", ID, index=True),
    Column("retry_turn_id", ID),
    Column("hints", Boolean, nullable=False, server_default=false()),
    Column("hints_given", JSON),
    Column("instructions", Text),
    Column("transport", String(16)),
    Column("monitoring", Boolean, nullable=False, server_default=false()),
    Column("expired", JSON),
    Index(None, "created_at", "id"),
    Index(None, "owner_id", "created_at", "id"),
    Index(None, "team_id", "created_at", "id"),
    Index("ix_sessions_practised", "started_at", "ended_at", "team_id", "owner_id", "scenario_id"),
)

session_shares = Table(
    "session_shares",
    metadata,
    Column("session_id", ID, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("grantee_id", ID, primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("recording", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "kind", "grantee_id"),
)

turns = Table(
    "turns",
    metadata,
    Column("session_id", ID, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("id", ID, primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("seq", Integer, nullable=False),
    Column("speaker", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("start_ms", BigInteger, nullable=False),
    Column("end_ms", BigInteger, nullable=False),
    Column("confidence", Float),
    Column("words", JSON, nullable=False),
    Column("state", String(32), nullable=False),
    Column("interrupted", Boolean, nullable=False),
    Column("typed", Boolean, nullable=False),
    Column("cuts_in", Boolean, nullable=False, server_default=false()),
    Column("folded", Text),
    UniqueConstraint("session_id", "seq"),
)

events = Table(
    "events",
    metadata,
    Column("session_id", ID, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("type", String(64), nullable=False),
    Column("t_ms", BigInteger, nullable=False),
    Column("t_wall", BigInteger, nullable=False),
    Column("data", JSON, nullable=False),
    Column("speaker", String(32)),
    Column("turn_id", ID),
    Column("origin", String(32), nullable=False),
    Column("v", Integer, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("owner_id", ID, primary_key=True),
    Column("purpose", String(64), primary_key=True),
    Column("team_id", ID),
    Column("granted", Boolean, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("at", BigInteger, nullable=False),
)

consent_answers = Table(
    "consent_answers",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("purpose", String(64), nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("way", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "owner_id", "at"),
)

preferences = Table(
    "preferences",
    metadata,
    Column("owner_id", ID, primary_key=True),
    Column("team_id", ID),
    Column("persona", Text),
    Column("voice", String(64)),
    Column("language", String(64)),
    Column("at", BigInteger, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("id", ID, primary_key=True),
    Column("session_id", ID, nullable=False),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("judge", Text, nullable=False),
    Column("rubric", Text, nullable=False),
    Column("input_hash", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("figures", Text),
    Index(None, "session_id", "created_at"),
)

analyses = Table(
    "analyses",
    metadata,
    Column("id", ID, primary_key=True),
    Column("session_id", ID, nullable=False, index=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("state", String(32), nullable=False),
    Column("result", JSON),
    Column("request", JSON),
    Column("done", Integer),
    Column("total", Integer),
    Column("created_at", BigInteger, nullable=False),
)

judge_answers = Table(
    "judge_answers",
    metadata,
    Column("session_id", ID, primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("body", JSON, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("session_id", ID, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("turn_id", ID, primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

disagreements = Table(
    "disagreements",
    metadata,
    Column("id", ID, primary_key=True),
    Column("session_id", ID, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("judge", Text, nullable=False),
    Column("rubric", Text, nullable=False),
    Column("rubric_hash", String(64), nullable=False),
    Column("element", String(64)),
    Column("behaviour", String(64)),
    Column("level", Integer),
    Column("turn_id", ID),
    Column("quote", Text),
    Column("comment", Text),
    Column("at", BigInteger, nullable=False),
)

goals = Table(
    "goals",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner_id", ID, nullable=False, index=True),
    Column("team_id", ID),
    Column("rubric", Text, nullable=False),
    Column("element", String(64), nullable=False),
    Column("level", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
)

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner_id", ID, nullable=False, index=True),
    Column("team_id", ID, index=True),
    Column("version", Integer, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("deleted_at", BigInteger),
)

scenario_versions = Table(
    "scenario_versions",
    metadata,
    Column("scenario_id", ID, ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("text", Text, nullable=False),
    Column("note", Text),
    Column("draft", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

usage = Table(
    "usage",
    metadata,
    Column("id", String(400), primary_key=True),
    Column("session_id", ID, index=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("provider", String(64), nullable=False),
    Column("model", Text),
    Column("text_in", BigInteger, nullable=False),
    Column("audio_in", BigInteger, nullable=False),
    Column("image_in", BigInteger, nullable=False),
    Column("text_cached", BigInteger, nullable=False),
    Column("audio_cached", BigInteger, nullable=False),
    Column("image_cached", BigInteger, nullable=False),
    Column("text_out", BigInteger, nullable=False),
    Column("audio_out", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("cost_usd", Float),
    Column("counted_usd", Float, nullable=False),
    Column("estimated", Boolean, nullable=False),
    Column("reported", Boolean, nullable=False),
    Column("priced_as_of", String(10)),
    Index(None, "at"),
    Index(None, "owner_id", "at"),
    Index(None, "team_id", "at"),
)


webhooks_seen = Table(
    "webhooks_seen",
    metadata,
    Column("id", String(256), primary_key=True),
    Column("owner_id", ID),
    Column("team_id", ID),
    Column("at", BigInteger, nullable=False, index=True),
)

webhook_endpoints = Table(
    "webhook_endpoints",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("url", Text, nullable=False),
    Column("events", JSON, nullable=False),
    Column("secret", Text, nullable=False),
    Column("content", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("failing_since", BigInteger),
    Column("disabled_at", BigInteger),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", ID, primary_key=True),
    Column("endpoint_id", ID, ForeignKey("webhook_endpoints.id", ondelete="CASCADE"), nullable=False),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("session_id", ID, nullable=False),
    Column("type", String(64), nullable=False),
    Column("data", JSON, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, index=True),
    Column("delivered_at", BigInteger),
    Column("status", Integer),
    Column("error", Text),
    Column("answer", Text),
    Index(None, "endpoint_id", "created_at", "id"),
)

nodes = Table(
    "nodes",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner_id", ID),
    Column("team_id", ID),
    Column("name", Text, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("draining", Boolean, nullable=False),
    Column("sessions", Integer, nullable=False),
)

session_leases = Table(
    "session_leases",
    metadata,
    Column("session_id", ID, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID),
    Column("node_id", ID, index=True),
    Column("fence", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("lost", Boolean, nullable=False),
)

pulse_waves = Table(
    "pulse_waves",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner_id", ID),
    Column("team_id", ID),
    Column("title", Text, nullable=False),
    Column("sets", JSON, nullable=False),
    Column("opens_at", BigInteger, nullable=False),
    Column("closes_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Index(None, "opens_at", "id"),
)

# Answers are nobody's: groups and boxes never have an owner, and who took part stands in a table that has no answers.
pulse_groups = Table(
    "pulse_groups",
    metadata,
    Column("wave_id", ID, ForeignKey("pulse_waves.id", ondelete="CASCADE"), primary_key=True),
    Column("team_id", ID, primary_key=True),
    Column("owner_id", ID),
    Column("people", Integer, nullable=False),
)

pulse_boxes = Table(
    "pulse_boxes",
    metadata,
    Column("wave_id", ID, ForeignKey("pulse_waves.id", ondelete="CASCADE"), primary_key=True),
    Column("team_id", ID, primary_key=True),
    Column("theme", String(64), primary_key=True),
    Column("owner_id", ID),
    Column("answers", JSON, nullable=False),
    Column("waiting", JSON, nullable=False),
)

pulse_participations = Table(
    "pulse_participations",
    metadata,
    Column("wave_id", ID, ForeignKey("pulse_waves.id", ondelete="CASCADE"), primary_key=True),
    Column("owner_id", ID, primary_key=True),
    Column("team_id", ID, nullable=False),
    sqlite_with_rowid=False,
)

pulse_notes = Table(
    "pulse_notes",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner_id", ID, nullable=False),
    Column("team_id", ID, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
)
