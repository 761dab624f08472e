"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from feedbackyes.domain.errors import InvalidInput


class Role(StrEnum):
    ADMIN = "admin"
    TRAINER = "trainer"
    LEARNER = "learner"


class TrainerKind(StrEnum):
    """An internal trainer works for the organisation; an external one comes from outside and sees less."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class SignIn(StrEnum):
    """By what somebody is known."""

    NONE = "none"
    LINK = "link"
    PASSWORD = "password"  # noqa: S105 (a word, no secret)
    OIDC = "oidc"
    TOKEN = "token"  # noqa: S105 (as above)


@dataclass(frozen=True, slots=True)
class Principal:
    """The person or machine behind a request. `id` is stable and opaque."""

    id: str
    role: Role
    name: str = ""
    team_id: str | None = None
    trainer_kind: TrainerKind | None = None

    @property
    def external(self) -> bool:
        """A trainer from outside the organisation."""
        return self.role is Role.TRAINER and self.trainer_kind is TrainerKind.EXTERNAL


LOCAL_ADMIN = Principal(id="local", role=Role.ADMIN, name="You")
"""Everybody who reaches a single-user server on its loopback address."""

_NAMES = {
    "admin": (Role.ADMIN, None),
    "superadmin": (Role.ADMIN, None),
    "trainer": (Role.TRAINER, TrainerKind.INTERNAL),
    "formateur": (Role.TRAINER, TrainerKind.INTERNAL),
    "formateurint": (Role.TRAINER, TrainerKind.INTERNAL),
    "trainerinternal": (Role.TRAINER, TrainerKind.INTERNAL),
    "formateurext": (Role.TRAINER, TrainerKind.EXTERNAL),
    "trainerexternal": (Role.TRAINER, TrainerKind.EXTERNAL),
    "learner": (Role.LEARNER, None),
    "formé": (Role.LEARNER, None),
    "formée": (Role.LEARNER, None),
    "forme": (Role.LEARNER, None),
}


def role_named(name: str) -> tuple[Role, TrainerKind | None]:
    """The role that a name stands for: ours, or one of the source documents' (SuperAdmin, Formateur-int, …).

    Raises:
        InvalidInput: there is no such role.
    """
    plain = "".join(letter for letter in name.casefold() if letter.isalpha())
    found = _NAMES.get(plain)
    if found is None:
        raise InvalidInput(
            f"There is no role {name[:100]!r}. Choose one of: {', '.join(Role)} "
            "(or SuperAdmin, Formateur-int, Formateur-ext, Formé).",
            param="role",
        )
    return found
