"""Who may do what: one table.

A reach says whose things an action extends to. Things without a team are in nobody's team. What was said and heard in a
talk is its learner's, and theirs to share: no role reads it by being that role (`CONTENT`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from feedbackyes.domain.errors import Forbidden
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role
from feedbackyes.domain.sharing import PRIVATE, Sharing, is_guest


class Reach(IntEnum):
    """Ordered: a wider reach includes the narrower ones. `SHARED`: one's own, and what others share with one."""

    NONE = 0
    OWN = 1
    SHARED = 2
    TEAM = 3
    ALL = 4


class Action(StrEnum):
    """What can be asked for. The value is what a refusal calls it."""

    USE = "use this server"
    CREATE_SESSION = "start a session"
    JOIN_SESSION = "speak in this session"
    SEE_SESSION = "see this session"
    READ_SESSION = "read this session"
    SHARE_SESSION = "share this session"
    HEAR_RECORDING = "listen to this recording"
    STOP_SESSION = "stop this session"
    DELETE_SESSION = "delete this session"
    ANALYSE_SESSION = "have this session analysed"
    CORRECT_TRANSCRIPT = "correct what was said in this session"
    DISAGREE = "disagree with the feedback on this session"
    READ_DISAGREEMENTS = "read these disagreements"
    GIVE_CONSENT = "answer for this person"
    READ_USAGE = "read the usage"
    READ_METRICS = "read the metrics"
    MANAGE_WEBHOOKS = "manage webhooks"
    MANAGE_MODELS = "install models"
    RUN_SERVER = "look after this server"
    AUTHOR = "write this scenario"
    MONITOR = "follow this session while it goes on"
    SEE_PEOPLE = "see who is here"
    INVITE = "invite people"
    MANAGE_PEOPLE = "manage people and teams"
    READ_AUDIT = "read who changed what"
    ANSWER_PULSE = "answer this pulse"
    READ_PULSE = "read this pulse"
    MANAGE_PULSE = "open a pulse for this team"
    READ_DASHBOARD = "see what this team practises"


_NO, _OWN, _SHARED, _TEAM, _ALL = Reach.NONE, Reach.OWN, Reach.SHARED, Reach.TEAM, Reach.ALL
_LEARNER, _TRAINER, _ADMIN = Role.LEARNER, Role.TRAINER, Role.ADMIN
# Speaking as somebody, saying what they said and agreeing for them are nobody else's business, not even an admin's.
TABLE: Mapping[Action, Mapping[Role, Reach]] = {
    Action.USE: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.CREATE_SESSION: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.JOIN_SESSION: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    # That there is a session, and what it cost; nothing that was said in it.
    Action.SEE_SESSION: {_LEARNER: _SHARED, _TRAINER: _SHARED, _ADMIN: _ALL},
    Action.READ_SESSION: {_LEARNER: _SHARED, _TRAINER: _SHARED, _ADMIN: _SHARED},
    Action.SHARE_SESSION: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.HEAR_RECORDING: {_LEARNER: _SHARED, _TRAINER: _SHARED, _ADMIN: _SHARED},
    Action.STOP_SESSION: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _ALL},
    Action.DELETE_SESSION: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _ALL},
    Action.ANALYSE_SESSION: {_LEARNER: _SHARED, _TRAINER: _SHARED, _ADMIN: _SHARED},
    Action.CORRECT_TRANSCRIPT: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.DISAGREE: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.READ_DISAGREEMENTS: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _ALL},
    Action.GIVE_CONSENT: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    Action.READ_USAGE: {_LEARNER: _OWN, _TRAINER: _TEAM, _ADMIN: _ALL},
    Action.READ_METRICS: {_LEARNER: _NO, _TRAINER: _NO, _ADMIN: _ALL},
    Action.MANAGE_WEBHOOKS: {_LEARNER: _NO, _TRAINER: _NO, _ADMIN: _ALL},
    Action.MANAGE_MODELS: {_LEARNER: _NO, _TRAINER: _NO, _ADMIN: _ALL},
    Action.RUN_SERVER: {_LEARNER: _NO, _TRAINER: _NO, _ADMIN: _ALL},
    Action.AUTHOR: {_LEARNER: _NO, _TRAINER: _OWN, _ADMIN: _ALL},
    Action.MONITOR: {_LEARNER: _NO, _TRAINER: _TEAM, _ADMIN: _ALL},
    Action.SEE_PEOPLE: {_LEARNER: _NO, _TRAINER: _TEAM, _ADMIN: _ALL},
    Action.INVITE: {_LEARNER: _NO, _TRAINER: _TEAM, _ADMIN: _ALL},
    Action.MANAGE_PEOPLE: {_LEARNER: _NO, _TRAINER: _NO, _ADMIN: _ALL},
    Action.READ_AUDIT: {_LEARNER: _NO, _TRAINER: _NO, _ADMIN: _ALL},
    Action.ANSWER_PULSE: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _OWN},
    # What a team has answered together is everybody's who is in it.
    Action.READ_PULSE: {_LEARNER: _OWN, _TRAINER: _OWN, _ADMIN: _ALL},
    Action.MANAGE_PULSE: {_LEARNER: _NO, _TRAINER: _TEAM, _ADMIN: _ALL},
    Action.READ_DASHBOARD: {_LEARNER: _NO, _TRAINER: _TEAM, _ADMIN: _ALL},
}

INTERNAL = frozenset({Action.SEE_PEOPLE, Action.INVITE})
"""What trainers from outside may not do at all."""

AGGREGATES = frozenset({Action.READ_DASHBOARD})
"""What tells of a team without telling of anybody in it: its trainers from outside see it as well."""

CONTENT = frozenset({Action.READ_SESSION, Action.HEAR_RECORDING, Action.ANALYSE_SESSION})
"""What takes that something is shared; hearing takes that the recording is shared too."""


def reach(principal: Principal, action: Action) -> Reach:
    """Whose things `principal` may do `action` to. To trainers from outside a team is what is shared with them."""
    if principal.external and action in INTERNAL:
        return Reach.NONE
    found = TABLE[action].get(principal.role, Reach.NONE)
    narrowed = principal.external and found is Reach.TEAM and action not in AGGREGATES
    return Reach.SHARED if narrowed else found


def allowed(
    principal: Principal, action: Action, owner_id: str, team_id: str | None = None, sharing: Sharing = PRIVATE
) -> bool:
    """Whether `principal` may do `action` to a thing of this owner and team, with whom its content is shared."""
    extent = reach(principal, action)
    own = extent >= Reach.OWN and owner_id == principal.id
    shared = extent is Reach.SHARED and _shared(principal, action, owner_id, sharing)
    team = extent >= Reach.TEAM and team_id is not None and team_id == principal.team_id
    return own or shared or team or extent is Reach.ALL


def _shared(principal: Principal, action: Action, owner_id: str, sharing: Sharing) -> bool:
    """Callers that are nobody's users have no account to share from: who runs a server without accounts keeps theirs."""
    if principal.id == LOCAL_ADMIN.id and is_guest(owner_id):
        return True
    return sharing.includes(principal) and (sharing.recording or action is not Action.HEAR_RECORDING)


def check(
    principal: Principal, action: Action, owner_id: str, team_id: str | None = None, sharing: Sharing = PRIVATE
) -> None:
    """Raise `Forbidden` unless `allowed`.

    That a thing of somebody else exists is not kept secret: ids of sessions cannot be guessed, and a client that is
    told "not yours" can do something about it.
    """
    if allowed(principal, action, owner_id, team_id, sharing):
        return
    if action in CONTENT:
        raise Forbidden(f"You may not {action.value}: its learner has not shared it with you.", code="not_shared")
    raise Forbidden(f"You may not {action.value}: it belongs to somebody else.")


def check_role(principal: Principal, action: Action) -> None:
    """Raise `Forbidden` when the role may not do `action` to anything at all."""
    if reach(principal, action) is Reach.NONE:
        raise Forbidden(f"You may not {action.value} as a {principal.role.value}.")
