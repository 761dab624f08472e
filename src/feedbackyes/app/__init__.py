"""Wiring: what is made at start, in which order, and how it ends."""

from __future__ import annotations

from feedbackyes.app.people import add_user, list_users
from feedbackyes.app.server import PortBusy, running, serve, serve_engine
from feedbackyes.app.wiring import create_app

__all__ = [
    "PortBusy",
    "add_user",
    "create_app",
    "list_users",
    "running",
    "serve",
    "serve_engine",
]
