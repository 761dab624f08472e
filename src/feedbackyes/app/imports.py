"""Bringing transcripts of another system here, for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from feedbackyes.api.services import now_ms
from feedbackyes.app.folder import make
from feedbackyes.domain import transcript_export
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal
from feedbackyes.domain.retention import DAY_MS, Kind
from feedbackyes.domain.transcript_export import BadLine, Line
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, imports, users


@dataclass(slots=True)
class Imported:
    """What came of a file. `refused`: number of the line, from 1, and why it was left out."""

    lines: int = 0
    talks: int = 0
    turns: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    @property
    def known(self) -> int:
        """Lines that were here already."""
        return self.lines - self.turns - len(self.refused)


async def transcripts(
    settings: Settings, lines: Iterable[str], owners: Mapping[str, str], *, language: str = "en"
) -> Imported:
    """Import the lines of an export; see `domain.transcript_export`.

    Args:
        owners: ids or e-mail addresses of people here, by their ids there; `*` stands for everybody else. Who is not
            among them is looked for by the id or address itself.

    Raises:
        InvalidInput: nobody here is called as `owners` say.
    """
    make(settings.data)
    database = await Database.open(settings.sqlalchemy_url)
    try:
        return await _import(settings, database, lines, owners, language)
    finally:
        await database.close()


async def _import(
    settings: Settings, database: Database, lines: Iterable[str], owners: Mapping[str, str], language: str
) -> Imported:
    done, talks = Imported(), dict[tuple[str, str], list[tuple[int, Line]]]()
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        done.lines += 1
        try:
            line = transcript_export.read(text)
        except BadLine as wrong:
            done.refused.append((number, wrong.message))
        else:
            talks.setdefault((line.user, line.talk), []).append((number, line))
    people = await _people(database, {user for user, _ in talks}, owners)
    for (user, talk), said in talks.items():
        if (why := _refusal(settings, people.get(user), user, said)) is not None:
            done.refused += [(number, why) for number, _ in said]
            continue
        added = await imports.add(database, people[user], talk, [line for _, line in said], language=language)
        done.talks, done.turns = done.talks + added.talks, done.turns + added.turns
    done.refused.sort()
    return done


def _refusal(settings: Settings, owner: Principal | None, user: str, said: list[tuple[int, Line]]) -> str | None:
    if owner is None:
        return f"nobody here is {user!r}: say who with --owner {user}=ADDRESS"
    days = settings.retention.days(Kind.TRANSCRIPT)
    if days is not None and max(line.at for _, line in said) <= now_ms() - days * DAY_MS:
        return f"it is older than the {days} days for which transcripts are kept here"
    return None


async def _people(database: Database, there: set[str], owners: Mapping[str, str]) -> dict[str, Principal]:
    """Who is who here. Raises `InvalidInput`."""
    wanted = {user: owners.get(user) or owners.get("*") or user for user in there}
    async with database.read() as tx:
        found = await users.addressed(tx, {*wanted.values(), *owners.values()})
    found[LOCAL_ADMIN.id] = LOCAL_ADMIN
    missing = [name for name in owners.values() if name not in found]
    if missing:
        raise InvalidInput(f"Nobody here has the id or address {missing[0]!r}.", param="owner")
    return {user: found[name] for user, name in wanted.items() if name in found}
