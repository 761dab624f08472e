"""Rows of a session belong to whom the session belongs to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ScalarSelect, select

from feedbackyes.storage.schema import sessions


def owner_of(session_id: str) -> dict[str, ScalarSelect[Any]]:
    """Values of `owner_id` and `team_id` for an insert, looked up by the database."""
    return {
        name: select(sessions.c[name]).where(sessions.c.id == session_id).scalar_subquery()
        for name in ("owner_id", "team_id")
    }
