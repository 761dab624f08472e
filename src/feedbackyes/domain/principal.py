"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    ADMIN = "admin"
    TRAINER = "trainer"
    LEARNER = "learner"


@dataclass(frozen=True, slots=True)
class Principal:
    """The person or machine behind a request. `id` is stable and opaque."""

    id: str
    role: Role
    name: str = ""
    team_id: str | None = None


LOCAL_ADMIN = Principal(id="local", role=Role.ADMIN, name="You")
"""Everybody who reaches a single-user server on its loopback address."""
