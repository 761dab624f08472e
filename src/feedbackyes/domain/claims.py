"""What an identity provider says of somebody, and which role and team follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.people import clean_email
from feedbackyes.domain.principal import Role, TrainerKind, role_named

_WIDEST_FIRST = (
    (Role.ADMIN, None),
    (Role.TRAINER, TrainerKind.INTERNAL),
    (Role.TRAINER, TrainerKind.EXTERNAL),
    (Role.LEARNER, None),
)


def values_of(claims: Mapping[str, Any], name: str) -> list[str]:
    """The texts of a claim. `name` may lead into objects, as `realm_access.roles`."""
    if not name:
        return []
    found: Any = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    every = found if isinstance(found, list) else [found]
    return [one for one in every if isinstance(one, str)]


def role_of(values: Sequence[str], mapping: Mapping[str, str]) -> tuple[Role, TrainerKind | None] | None:
    """The widest of the roles that values of a claim stand for; None when they say nothing of a role.

    Args:
        mapping: roles by value; the name of a role that is not in it stands for itself.
    """
    found = [role for role in (_role(value, mapping) for value in values) if role is not None]
    return min(found, key=_WIDEST_FIRST.index) if found else None


def verified_email(claims: Mapping[str, Any]) -> str | None:
    """The address that the provider says belongs to this person; some send the word instead of the truth value."""
    if claims.get("email_verified") not in (True, "true"):
        return None
    try:
        return clean_email(str(claims.get("email", "")))
    except InvalidInput:
        return None


def name_of(claims: Mapping[str, Any]) -> str:
    """What this person is called."""
    given = " ".join(str(claims[one]) for one in ("given_name", "family_name") if claims.get(one))
    every = (claims.get("name"), given, claims.get("preferred_username"), claims.get("email"), claims.get("sub"))
    plain = next((str(one) for one in every if one), "")
    return (
        " ".join("".join(letter for letter in plain if letter.isprintable() or letter.isspace()).split())[:200]
        or "Somebody"
    )


def local_target(wanted: str) -> str:
    """Where to go on to: a page of ours, whatever was asked for.

    A browser reads a backslash as a slash and drops tabs and line ends, so that those would lead to other hosts.
    """
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if plain and len(wanted) <= 2000 else "/"


def _role(value: str, mapping: Mapping[str, str]) -> tuple[Role, TrainerKind | None] | None:
    try:
        return role_named(mapping.get(value, value))
    except InvalidInput:
        return None
