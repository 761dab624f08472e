"""Scenarios that were written on this server, beside those that ship with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.permissions import Action, Reach, reach
from feedbackyes.domain.principal import Principal

Source = Literal["shipped", "mine", "shared"]
"""Where a scenario comes from, as one person sees it."""
_LINE = {name: re.compile(rf"^{name}:.*$", re.MULTILINE) for name in ("id", "version")}
_SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True)
class OwnScenario:
    """What is known of a scenario without reading its text.

    Args:
        version: of the text that is practised now.
        shared: with the author's team; of an author without one, with everybody on this server.
        deleted_at: Unix milliseconds; only talks that were held with it still read it.
    """

    id: str
    owner_id: str
    team_id: str | None
    version: int
    shared: bool
    created_at: int
    updated_at: int
    deleted_at: int | None = None

    def seen_by(self, principal: Principal) -> bool:
        """Whether `principal` may practise it."""
        if self.deleted_at is not None:
            return False
        return self.is_offered(principal) or reach(principal, Action.AUTHOR) is Reach.ALL

    def is_offered(self, principal: Principal) -> bool:
        """Whether it is for `principal` to practise, not only to look after: others' drafts are not.

        What an organisation has written for its own people is not for a trainer from outside.
        """
        if self.owner_id == principal.id:
            return True
        return self.shared and self.team_id in (None, principal.team_id) and not principal.external

    def source(self, principal: Principal) -> Source:
        return "mine" if self.owner_id == principal.id else "shared"


@dataclass(frozen=True, slots=True)
class ScenarioVersion:
    """One text. `draft`: it was tried, and not saved."""

    scenario_id: str
    version: int
    text: str
    note: str | None
    draft: bool
    created_at: int


def new_id(title: str, suffix: str) -> str:
    """An id for a scenario with this title; `suffix` (lower-case letters and digits) keeps it apart from others."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:_SLUG_LENGTH].strip("-")
    return f"{words or 'scenario'}-{suffix}"


def stamped(text: str, scenario_id: str, version: int) -> str:
    """The YAML text with this id and version, which the server gives; everything else as it was, comments too.

    Raises:
        InvalidInput: the text has no lines to write them on, because all of it is one value in braces.
    """
    if text.lstrip().startswith("{"):
        raise InvalidInput(
            "Write a line for each field of the scenario, without braces around the whole.", param="text"
        )
    for name, value in (("version", str(version)), ("id", scenario_id)):
        line = f"{name}: {value}"
        text = _LINE[name].sub(line, text, count=1) if _LINE[name].search(text) else f"{line}\n{text}"
    return text
