"""People with accounts, and what their addresses and passwords must be like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from feedbackyes.domain.errors import Conflict, InvalidInput
from feedbackyes.domain.principal import Principal, Role, TrainerKind

LEAST_PASSWORD = 12
MOST_PASSWORD = 256
"""Characters. Longer ones would be hashed as well, but nobody types them."""
_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f.]+(\.[^@\s\x00-\x1f.]+)*")
MOST_EMAIL = 254


class LastAdmin(Conflict):
    """Nobody would be left who may manage this server."""

    code = "last_admin"


class EmailTaken(Conflict):
    code = "email_taken"


class WeakPassword(InvalidInput):
    code = "weak_password"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is stored. Times are Unix milliseconds.

    Args:
        email: in lower case; None for machines and for callers on the telephone.
        email_verified: an admin or the identity provider has said that it is theirs; not only they themselves.
        has_password: they can sign in with one.
    """

    id: str
    name: str
    role: Role
    team_id: str | None
    created_at: int
    trainer_kind: TrainerKind | None = None
    email: str | None = None
    email_verified: bool = False
    has_password: bool = False
    disabled_at: int | None = None
    last_seen_at: int | None = None

    @property
    def principal(self) -> Principal:
        return Principal(self.id, self.role, self.name, self.team_id, self.trainer_kind)


class Purpose(StrEnum):
    """What an invitation is for."""

    JOIN = "join"
    SETUP = "setup"
    PASSWORD = "password"  # noqa: S105 (a word, no secret)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that makes somebody an account, or (`PASSWORD`) lets somebody choose a new password. Times: Unix ms.

    Args:
        owner_id: who invites; None: this server itself, or the command line.
        user_id: whose password is chosen anew; who has accepted it.
    """

    id: str
    purpose: Purpose
    role: Role
    created_at: int
    expires_at: int
    trainer_kind: TrainerKind | None = None
    team_id: str | None = None
    email: str | None = None
    owner_id: str | None = None
    user_id: str | None = None
    accepted_at: int | None = None


def clean_name(name: str) -> str:
    """A name as it is stored. Raises `InvalidInput` when nothing is left of it."""
    found = " ".join(name.split())
    if not found or len(found) > 200 or not found.isprintable():
        raise InvalidInput("Give a name of 1 to 200 characters.", param="name")
    return found


def clean_email(email: str) -> str:
    """An e-mail address as it is stored and compared: in lower case. Raises `InvalidInput`."""
    found = email.strip().casefold()
    if len(found) > MOST_EMAIL or not _EMAIL.fullmatch(found):
        raise InvalidInput("This is no e-mail address. Write one like ada@example.org.", param="email")
    return found


def check_password(password: str, *, email: str | None = None, name: str | None = None) -> None:
    """Raise `WeakPassword` unless it is long enough and not what everybody knows of this person.

    Length is what counts (NIST SP 800-63B-4, section 3.1.1.2): no demand for digits or signs.
    """
    if len(password) < LEAST_PASSWORD:
        raise WeakPassword(f"A password has at least {LEAST_PASSWORD} characters.", param="password")
    if len(password) > MOST_PASSWORD:
        raise WeakPassword(f"A password has at most {MOST_PASSWORD} characters.", param="password")
    plain = password.casefold().strip()
    known = {one.casefold() for one in (email, name) if one} | {(email or "").partition("@")[0].casefold()}
    if plain in known or len(set(plain)) < 4:
        raise WeakPassword(
            "Choose a password that is not your name or address, nor one sign repeated.", param="password"
        )
