"""Made-up talks for the benches of storage: any number, the same for the same seed, written in bulk.

A talk has 20 turns of 6 to 18 words with their times, a report and the uses of models; a third are shared with the team's trainers. Words have the frequencies of a
language (Zipf, 5,000 of them); some are known to the benches by how often they come.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import numpy as np
from sqlalchemy import JSON, BigInteger, Boolean, Float, Integer, Table

from feedbackyes.domain.search import fold
from feedbackyes.storage import reports, schema

TURNS = 20
"""Of a talk."""
TALKS = 20
"""Of a person; one person has a tenth of all talks, and is `MOST`."""
MOST = "p0"
TEAM = 12
"""People in a team."""
COMMON, USUAL, RARE, NEVER = "schedule", "réunion", "zeppelin", "quetzalcoatl"
"""In a sixth of all turns, in one of 100, in one of 20,000, in none."""
FIRST_AT, YEAR_MS = 1_735_689_600_000, 365 * 86_400_000
REPORT = {
    "status": "done",
    "judge": {"kind": "model", "model": "bench", "prompt": "1"},
    "elements": [
        {"id": f"e{n}", "title": f"Element {n}", "state": "scored", "level": n % 5, "why": "w" * 200} for n in range(9)
    ],
    "metrics": [
        {
            "id": f"m{n}",
            "title": f"Metric {n}",
            "unit": "ratio",
            "value": n / 7,
            "state": "known",
            "caveat": "c" * 80,
            "source": "s",
            "band": None,
        }
        for n in range(6)
    ],
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What was made: numbers of turns, talks and people."""

    turns: int
    talks: int
    people: int


def rows(turns: int, *, batch: int = 500) -> Iterator[dict[Table, list[dict[str, Any]]]]:
    """Rows of all tables, `batch` talks at a time."""
    talks = turns // TURNS
    people = max(2, talks // TALKS)
    rng = np.random.default_rng(1)
    words, text_of, json_of, shares = _vocabulary(rng)
    yield {schema.teams: [{"id": f"team{n}", "name": f"Team {n}", "created_at": 1} for n in range(people // TEAM + 1)]}
    yield {
        schema.users: [
            {"id": f"p{n}", "name": f"Person {n}", "role": "learner", "team_id": f"team{n // TEAM}", "created_at": 1}
            for n in range(people)
        ]
    }
    report, figures = json.dumps(REPORT), reports.figures(REPORT)
    for start in range(0, talks, batch):
        found: dict[Table, list[dict[str, Any]]] = {
            schema.sessions: [],
            schema.turns: [],
            schema.reports: [],
            schema.usage: [],
            schema.session_shares: [],
        }
        count = min(batch, talks - start)
        lengths = rng.integers(6, 19, count * TURNS)
        picked = rng.choice(words, int(lengths.sum()), p=shares)
        ends = np.cumsum(lengths)
        owners = np.where(rng.random(count) < 0.1, 0, rng.integers(1, people, count))
        for n in range(count):
            number = start + n
            at = at_of(number, talks)
            whose = {"owner_id": f"p{owners[n]}", "team_id": f"team{owners[n] // TEAM}"}
            here = {"session_id": f"s{number:07}", **whose}
            found[schema.sessions].append(
                {
                    "id": here["session_id"],
                    **whose,
                    "state": "ended",
                    "created_at": at,
                    "started_at": at,
                    "ended_at": at + 300_000,
                    "end_reason": "completed",
                    "scenario_id": "late-report",
                    "provider": "local",
                    "model": "embedded",
                    "language": "en",
                    "recording": True,
                }
            )
            for place in range(TURNS):
                turn = n * TURNS + place
                chosen = picked[ends[turn] - lengths[turn] : ends[turn]]
                text = " ".join(text_of[w] for w in chosen)
                found[schema.turns].append(
                    {
                        **here,
                        "id": f"item_{number:07}_{place}",
                        "seq": place + 1,
                        "speaker": ("learner", "partner")[place % 2],
                        "state": "final",
                        "text": text,
                        "folded": fold(text),
                        "words": f"[{','.join(json_of[w] for w in chosen)}]",
                        "start_ms": place * 15_000,
                        "end_ms": place * 15_000 + 9_000,
                        "confidence": 0.9,
                    }
                )
            found[schema.reports].append(
                {
                    **here,
                    "id": f"r{number}",
                    "judge": "model",
                    "rubric": "feedback",
                    "input_hash": "0" * 64,
                    "body": report,
                    "figures": figures,
                    "created_at": at + 310_000,
                }
            )
            if number % 3 == 0:
                found[schema.session_shares].append(
                    {**here, "kind": "trainers", "grantee_id": whose["team_id"], "at": at}
                )
            for kind in ("talk", "judge"):
                found[schema.usage].append(
                    {
                        **here,
                        "id": f"u{number}{kind}",
                        "at": at,
                        "kind": kind,
                        "provider": "local",
                        "model": "embedded",
                        "seconds": 300.0,
                        "cost_usd": 0.01,
                        "counted_usd": 0.01,
                    }
                )
        yield found


def at_of(number: int, talks: int) -> int:
    """When a talk began: they are spread over a year."""
    return FIRST_AT + number * YEAR_MS // talks


def complete(table: Table, row: dict[str, Any]) -> tuple[Any, ...]:
    """A row's values in the order of the table's columns; what is missing and must be there is made up."""
    return tuple(row[column.name] if column.name in row else _value(column) for column in table.columns)


async def fill_postgres(url: str, turns: int) -> Filled:
    """Make talks in a migrated, empty database of PostgreSQL."""
    connection = await asyncpg.connect(url)
    made: dict[str, int] = {}
    for tables in rows(turns):
        for table, found in tables.items():
            columns = [column.name for column in table.columns]
            await connection.copy_records_to_table(
                table.name, records=[complete(table, row) for row in found], columns=columns
            )
            made[table.name] = made.get(table.name, 0) + len(found)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
    return Filled(made["turns"], made["sessions"], made["users"])


def fill_sqlite(path: str, turns: int) -> Filled:
    """Make talks in a migrated, empty file of SQLite."""
    connection = sqlite3.connect(path)
    made: dict[str, int] = {}
    for tables in rows(turns):
        for table, found in tables.items():
            marks = ",".join("?" * len(table.columns))
            connection.executemany(
                f"INSERT INTO {table.name} ({', '.join(table.columns.keys())}) VALUES ({marks})",
                [complete(table, row) for row in found],
            )
            made[table.name] = made.get(table.name, 0) + len(found)
        connection.commit()
    connection.execute("ANALYZE")
    connection.close()
    return Filled(made["turns"], made["sessions"], made["users"])


def _vocabulary(rng: np.random.Generator) -> tuple[Any, list[str], list[str], Any]:
    letters = "etaoinshrdlucmfwypvbgk"
    texts = ["".join(letters[i] for i in rng.integers(0, len(letters), int(rng.integers(2, 10)))) for _ in range(5000)]
    shares = 1 / np.arange(1, 5001)
    shares /= shares.sum()
    per_turn = 12
    for text, share in ((COMMON, 1 / 6), (USUAL, 1 / 100), (RARE, 1 / 20_000)):
        texts.append(text)
        shares = np.append(shares * (1 - share / per_turn), share / per_turn)
    encoded = [json.dumps({"text": text, "start_ms": 1200, "end_ms": 1500, "confidence": 0.91}) for text in texts]
    return np.arange(len(texts)), texts, encoded, shares / shares.sum()


def _value(column: Any) -> Any:
    if column.nullable:
        return None
    match column.type:
        case Boolean():
            return False
        case Integer() | BigInteger():
            return 0
        case Float():
            return 0.0
        case JSON():
            return "null"
        case _:
            return ""
