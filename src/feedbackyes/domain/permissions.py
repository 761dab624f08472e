"""Who may do what: one table.

A reach says whose things an action extends to. Things without a team are in nobody's team.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from feedbackyes.domain.errors import Forbidden
from feedbackyes.domain.principal import Principal, Role


class Reach(IntEnum):
    """Ordered: a wider reach includes the narrower ones."""

    NONE = 0
    OWN = 1
    TEAM = 2
    ALL = 3


class Action(StrEnum):
    """What can be asked for. The value is what a refusal calls it."""

    USE = "use this server"
    CREATE_SESSION = "start a session"
    JOIN_SESSION = "speak in this session"
    READ_SESSION = "read this session"
    HEAR_RECORDING = "listen to this recording"
    STOP_SESSION = "stop this session"
    DELETE_SESSION = "delete this session"
    ANALYSE_SESSION = "have this session analysed"
    CORRECT_TRANSCRIPT = "correct what was said in this session"
    DISAGREE = "disagree with the feedback on this session"
    READ_DISAGREEMENTS = "read these disagreements"
    GIVE_CONSENT = "answer for this person"
    READ_USAGE = "read the usage"
    MANAGE_WEBHOOKS = "manage webhooks"
    MANAGE_MODELS = "install models"
    AUTHOR = "write this scenario"
    MONITOR = "follow this session while it goes on"


_NO, _OWN, _TEAM, _ALL = Reach.NONE, Reach.OWN, Reach.TEAM, Reach.ALL
_LEARNER, _TRAINER, _ADMIN = Role.LEARNER, Role.TRAINER, Role.ADMIN
# Speaking as somebody, saying what they said and agreeing for them are nobody else's business, not even an admin's.
TABLE: Mapping[Action, Mapping[Role, Reach]] = {
    Action.USE: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.CREATE_SESSION: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.JOIN_SESSION: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.READ_SESSION: {_LEARNER: _OWN, _TRAINER: _TEAM, _ADMIN: _ALL},
    Action.HEAR_RECORDING: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _ALL},
    Action.STOP_SESSION: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _ALL},
    Action.DELETE_SESSION: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _ALL},
    Action.ANALYSE_SESSION: {_LEARNER: _OWN, _TRAINER: _TEAM, _ADMIN: _ALL},
    Action.CORRECT_TRANSCRIPT: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.DISAGREE: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.READ_DISAGREEMENTS: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _ALL},
    Action.GIVE_CONSENT: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.READ_USAGE: {_LEARNER: _OWN, _TRAINER: _TEAM, _ADMIN: _ALL},
    Action.MANAGE_WEBHOOKS: {_LEARNER: _NO, _TRAINER: _NO, _ADMIN: _ALL},
    Action.MANAGE_MODELS: {_LEARNER: _NO, _TRAINER: _NO, _ADMIN: _ALL},
    Action.AUTHOR: {_LEARNER: _NO, _TRAINER: _OWN, _ADMIN: _ALL},
    Action.MONITOR: {_LEARNER: _NO, _TRAINER: _TEAM, _ADMIN: _ALL},
}


def reach(principal: Principal, action: Action) -> Reach:
    """Whose things `principal` may do `action` to."""
    return TABLE[action].get(principal.role, Reach.NONE)


def allowed(principal: Principal, action: Action, owner_id: str, team_id: str | None = None) -> bool:
    """Whether `principal` may do `action` to a thing of this owner and team."""
    extent = reach(principal, action)
    own = extent >= Reach.OWN and owner_id == principal.id
    team = extent >= Reach.TEAM and team_id is not None and team_id == principal.team_id
    return own or team or extent is Reach.ALL


def others(action: Action, team_id: str | None) -> tuple[Role, ...]:
    """The roles that may do `action` to what somebody of this team owns, beside the owner."""
    row = TABLE[action]
    return tuple(role for role in Role if row[role] is _ALL or (row[role] is _TEAM and team_id is not None))


def check(principal: Principal, action: Action, owner_id: str, team_id: str | None = None) -> None:
    """Raise `Forbidden` unless `allowed`.

    That a thing of somebody else exists is not kept secret: ids of sessions cannot be guessed, and a client that is
    told "not yours" can do something about it.
    """
    if not allowed(principal, action, owner_id, team_id):
        raise Forbidden(f"You may not {action.value}: it belongs to somebody else.")


def check_role(principal: Principal, action: Action) -> None:
    """Raise `Forbidden` when the role may not do `action` to anything at all."""
    if reach(principal, action) is Reach.NONE:
        raise Forbidden(f"You may not {action.value} as a {principal.role.value}.")
