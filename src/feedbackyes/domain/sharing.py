"""With whom a learner shares what was said and heard in one of their talks. Nobody, unless they say so."""

from __future__ import annotations

from dataclasses import dataclass

from feedbackyes.domain.principal import Principal, Role

MOST_PEOPLE = 50
"""With whom one talk is shared by name."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """One session's. What is not in it is private.

    Args:
        trainers_of: the team whose trainers may read it, whoever they are at the time; it stays that team when the learner
            goes to another one.
        people: ids of those who may read it, whatever their role and team.
        recording: they may also hear it.
    """

    trainers_of: str | None = None
    people: tuple[str, ...] = ()
    recording: bool = False

    @property
    def private(self) -> bool:
        return self.trainers_of is None and not self.people

    def includes(self, principal: Principal) -> bool:
        """Whether it is shared with `principal`."""
        trains = principal.role is Role.TRAINER and self.trainers_of is not None
        return principal.id in self.people or (trains and principal.team_id == self.trainers_of)


PRIVATE = Sharing()

GUEST = "phone-"
"""How the ids of callers begin who are nobody's users."""


def is_guest(user_id: str) -> bool:
    """Whether somebody has no account, and so no way to sign in: a caller on the telephone."""
    return user_id.startswith(GUEST)
