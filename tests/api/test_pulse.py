"""A pulse over the API: who is asked, answers apart from who gave them, and what is told."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from feedbackyes.api import pulse as pulse_api
from feedbackyes.api import pulse_trends
from feedbackyes.api.services import now_ms
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.pulse import DAY_MS
from feedbackyes.storage import audit, pulse, users
from tests.api.conftest import World

SAFE = [2, 6, 2, 5, 2, 6, 6]
"""Scored 6, 6, 6, 5, 6, 6, 6: a mean of 41/7."""
AFRAID = [6, 2, 6, 2, 6, 2, 2]


def safety(values: list[int]) -> dict[str, int]:
    return {f"safety_{number}": value for number, value in enumerate(values, 1)}


async def people(world: World, team: str, count: int) -> list[str]:
    """More people of a team, who can sign in."""
    names = [f"{team}{number}" for number in range(count)]
    async with world.services.database.begin() as tx:
        for name in names:
            world.tokens[name] = await users.add(tx, Principal(name, Role.LEARNER, name, team), at=1)
    return names


async def post(world: World, who: str, path: str, body: Any, status: int = 201) -> dict[str, Any]:
    async with world.client(who) as client:
        answer = await client.post(f"/api/pulse{path}", json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def get(world: World, who: str, path: str, status: int = 200) -> dict[str, Any]:
    async with world.client(who) as client:
        answer = await client.get(f"/api/pulse{path}")
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def wave(world: World, who: str, answers: dict[str, Any], **body: Any) -> str:
    """Ask, have people answer, and close."""
    made = await post(world, who, "/waves", {"sets": ["safety"], **body})
    for person, given in answers.items():
        await post(world, person, "", {"wave_id": made["id"], "answers": given})
    await post(world, who, f"/waves/{made['id']}/close", {}, 200)
    return str(made["id"])


async def test_known_answers_have_the_figures_that_were_reckoned_by_hand(world: World) -> None:
    red = await people(world, "red", 5)
    one = await wave(world, "tim", {who: safety(SAFE) for who in red[:4]} | {red[4]: safety(AFRAID)})
    for who in ("ann", "tim"):
        found = await get(world, who, "/trends")
        (trend,) = found["trends"]
        (point,) = trend["points"]
        assert (point["wave_id"], point["state"], point["hidden"]) == (one, "closed", None)
        of = point["figures"]
        assert (of["n"], of["people"], of["response_rate"]) == (5, 7, pytest.approx(5 / 7))
        # Scores 41/7 four times and 2: spread 54/7 / (2·√5), t(4) = 2.776445, √(2/6) for five of seven.
        assert of["mean"]["value"] == pytest.approx((4 * 41 / 7 + 2) / 5)
        spread = (41 / 7 - 2) / 5**0.5
        assert of["spread"] == pytest.approx(spread)
        half = 2.776445 * spread / 5**0.5 * (2 / 6) ** 0.5
        assert of["mean"]["high"] - of["mean"]["value"] == pytest.approx(half, abs=1e-5)
        assert of["good"]["value"] == 0.8
        assert [(one["value"], one["people"]) for one in of["counts"] if one["people"]] == [(2, 1), (6, 4)]
        assert [item["id"] for item in of["items"]] == [f"safety_{number}" for number in range(1, 8)]
        assert (found["team"]["name"], found["message"]) == ("Red", None)


async def test_four_answers_are_not_told_to_anybody_and_it_is_said_why(world: World) -> None:
    red = await people(world, "red", 4)
    await wave(world, "tim", {who: safety(SAFE) for who in red}, sets=["safety", "comment"])
    for who, query in (("ann", ""), ("tim", ""), ("eve", ""), ("eve", "?team_id=red")):
        found = await get(world, who, f"/trends{query}")
        points = [point for trend in found["trends"] for point in trend["points"]]
        assert [(point["hidden"], point["figures"], point["comments"]) for point in points] in (
            [("few", None, []), ("few", None, [])],
            [("few", None, [])],
        )
        assert "5 answers" in found["message"]


async def test_nothing_is_told_while_a_pulse_is_open(world: World) -> None:
    red = await people(world, "red", 6)
    made = await post(world, "tim", "/waves", {"sets": ["safety"]})
    for who in red:
        await post(world, who, "", {"answers": safety(SAFE)})
    (trend,) = (await get(world, "tim", "/trends"))["trends"]
    assert trend["points"][0]["hidden"] == "open"
    (listed,) = (await get(world, "tim", "/waves"))["items"]
    assert (listed["state"], listed["answered"], listed["people"]) == ("open", 5, 8)
    closed = await post(world, "tim", f"/waves/{made['id']}/close", {}, 200)
    assert (closed["state"], closed["answered"]) == ("closed", None)
    await post(world, "ann", "", {"wave_id": made["id"], "answers": safety(SAFE)}, 409)


async def test_everybody_answers_once_and_for_themselves(world: World) -> None:
    made = await post(world, "tim", "/waves", {"sets": ["safety", "comment"]})
    mine = await get(world, "ann", "")
    assert (mine["now"]["id"], mine["now"]["answered"], mine["manages"]) == (made["id"], False, False)
    assert [theme["id"] for theme in mine["now"]["themes"]] == ["safety", "comment"]
    sent = await post(world, "ann", "", {"answers": safety(SAFE), "comment": "Keep it.", "timestamp": "2026-11-22"})
    assert (sent["wave_id"], sent["themes"], sent["ignored"]) == (made["id"], ["comment", "safety"], ["timestamp"])
    assert (await get(world, "ann", ""))["now"]["answered"] is True
    again = await post(world, "ann", "", {"answers": safety(AFRAID)}, 409)
    assert again["error"]["code"] == "already_answered"
    await post(world, "ann", "", {"user_id": "bob", "mood": 3}, 403)
    await post(world, "ann", "", {"team_id": "blue", "mood": 3}, 403)
    await post(world, "bob", "", {"wave_id": made["id"], "answers": safety(SAFE)}, 403)
    assert (await get(world, "bob", ""))["now"] is None


async def test_the_database_has_no_row_that_joins_a_person_with_an_answer(world: World) -> None:
    red = await people(world, "red", 3)
    await post(world, "tim", "/waves", {"sets": ["safety", "comment"]})
    for who, given in zip(red, (AFRAID, SAFE, [7] * 7), strict=True):
        await post(world, who, "", {"answers": safety(given), "comment": f"z{9 - int(who[-1])}"})
    async with world.services.database.read() as tx:
        boxes = {row.theme: row for row in await tx.execute(text("SELECT * FROM pulse_boxes"))}
        came = [row._asdict() for row in await tx.execute(text("SELECT * FROM pulse_participations"))]
    assert boxes["safety"].answers == "[[2,6,2,5,2,6,6],[6,2,6,2,6,2,2],[7,7,7,7,7,7,7]]"
    assert boxes["comment"].answers == '["z7","z8","z9"]'
    assert boxes["safety"].owner_id is None
    assert sorted(one["owner_id"] for one in came) == red
    assert all(set(one) == {"wave_id", "owner_id", "team_id"} for one in came)


async def test_a_documented_body_is_a_check_in_that_is_told_in_fives(world: World) -> None:
    red = await people(world, "red", 7)
    for number, who in enumerate(red):
        sent = await post(
            world, who, "", {"team_id": "red", "mood": 1 + number % 5, "energy_level": 4, "date": "today"}
        )
        assert sent["wave_id"].startswith("check-in-")
        points = {one["theme"]["id"]: one["points"][0] for one in (await get(world, "ann", "/trends"))["trends"]}
        told = points["mood"]["figures"]
        assert (told and told["n"]) == (5 if number >= 4 else None)
    assert told["mean"]["value"] == 3
    assert points["stress"]["hidden"] == "few"
    assert (await post(world, red[0], "", {"mood": 5}, 409))["error"]["code"] == "already_answered"
    assert (await get(world, "ann", ""))["check_in"]["answered"] is False


async def test_alone_on_a_server_a_pulse_is_kept_and_nothing_is_told(world: World) -> None:
    async with world.client() as client:
        assert (await client.post("/api/pulse", json={"mood": 4, "energy": 3, "comment": "Fine."})).status_code == 201
        found = (await client.get("/api/pulse/trends")).json()
        stats = (await client.get("/api/dashboard/stats")).json()
    assert all(point["hidden"] == "few" for trend in found["trends"] for point in trend["points"])
    assert "5 answers" in found["message"]
    assert "5 people" in stats["message"]


async def test_what_cannot_be_used_is_refused_with_what_to_do(world: World) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"charm": 4}, "unknown_item"),
        ({"mood": 9}, "invalid_value"),
        ({"safety_1": 4}, "answered_in_part"),
        ({}, "nothing_answered"),
        ({"answers": {"recommend": 4}}, "not_asked"),
        ({"mood": 3, "answers": safety(SAFE)}, "not_asked"),
    ]
    for body, code in refused:
        assert (await post(world, "ann", "", body, 400))["error"]["code"] == code


async def test_all_teams_together_leave_no_small_team_over(world: World) -> None:
    red, blue = await people(world, "red", 6), await people(world, "blue", 3)
    answers = {who: safety(SAFE) for who in red} | {who: safety(AFRAID) for who in blue}
    await wave(world, "eve", answers, team_ids=["red", "blue"])
    (trend,) = (await get(world, "eve", "/trends"))["trends"]
    (point,) = trend["points"]
    assert (point["figures"]["n"], point["teams"], point["teams_left_out"]) == (6, 1, 1)
    assert (await get(world, "eve", "/trends?team_id=blue"))["trends"][0]["points"][0]["hidden"] == "few"
    (of_red,) = (await get(world, "tim", "/trends"))["trends"]
    assert of_red["points"][0]["figures"]["mean"] == point["figures"]["mean"]


async def test_whoever_puts_together_all_that_can_be_asked_finds_nobody(world: World) -> None:
    """Every question that anybody here may put: no figure is of fewer than five, and no two of a wave differ by fewer."""
    red, blue, none = await people(world, "red", 6), await people(world, "blue", 3), ["eve"]
    answers = {who: safety(SAFE) for who in red} | {who: safety(AFRAID) for who in [*blue, *none]}
    await wave(world, "eve", answers, team_ids=["red", "blue", ""])
    for who in [*red, *blue]:
        await post(world, who, "", {"mood": 4})
    told: dict[tuple[str, str], set[int]] = {}
    for who in ("ann", "bob", "tim", "eve"):
        async with world.client(who) as client:
            for team in (None, "red", "blue", "none"):
                query = {} if team is None else {"team_id": team}
                answer = await client.get("/api/pulse/trends", params=query)
                for trend in answer.json()["trends"] if answer.status_code == 200 else []:
                    for point in trend["points"]:
                        if point["figures"]:
                            told.setdefault((trend["theme"]["id"], point["wave_id"]), set()).add(point["figures"]["n"])
                        else:
                            assert (point["change"], point["rolling"], point["comments"]) == (None, None, [])
                table = await client.get("/api/pulse/trends", params={**query, "format": "csv"})
                assert table.status_code == answer.status_code
                counts = (
                    [line.split(",")[7] for line in table.text.splitlines()[1:]] if table.status_code == 200 else []
                )
                assert all(count == "" or int(count) >= 5 for count in counts)
    assert len(told) == 2
    for counts_told in told.values():
        assert min(counts_told) >= 5
        assert all(abs(one - other) not in range(1, 5) for one in counts_told for other in counts_told)


async def test_a_second_pulse_at_once_with_one_person_less_is_not_told(world: World) -> None:
    red = await people(world, "red", 6)
    await wave(world, "tim", {who: safety(SAFE) for who in red})
    await wave(world, "tim", {who: safety(SAFE) for who in red[:5]})
    (trend,) = (await get(world, "tim", "/trends"))["trends"]
    assert [point["hidden"] for point in trend["points"]] == [None, "too_alike"]


async def test_the_table_to_save_tells_what_is_told_and_no_words(world: World) -> None:
    red = await people(world, "red", 8)
    await wave(
        world,
        "tim",
        {who: safety(SAFE) | {"comment": "=secret"} for who in red},
        sets=["safety", "comment", "recommend"],
        title="=1+1",
    )
    async with world.client("tim") as client:
        answer = await client.get("/api/pulse/trends?format=csv")
    rows = [line.split(",") for line in answer.text.splitlines()]
    assert answer.headers["content-type"].startswith("text/csv")
    assert [row[:2] for row in rows[1:3]] == [["safety", ""], ["safety", "safety_1"]]
    assert rows[1][7:9] == ["8", "10"]
    assert float(rows[1][9]) == pytest.approx(41 / 7)
    assert rows[-1][0] == "recommend"
    assert rows[-1][6:10] == ["few", "", "", ""]
    assert "secret" not in answer.text
    assert rows[1][3] == "'=1+1"
    (comments,) = [one for one in (await get(world, "ann", "/trends"))["trends"] if one["theme"]["id"] == "comment"]
    assert comments["points"][0]["comments"] == ["=secret"] * 8


async def test_a_low_theme_suggests_the_same_to_everybody_in_the_team(world: World) -> None:
    red = await people(world, "red", 5)
    await wave(world, "tim", {who: safety(AFRAID) for who in red})
    found = [(await get(world, who, "?language=de-AT"))["low"] for who in ("ann", "tim", red[0])]
    assert found[0] == found[1] == found[2]
    (low,) = found[0]
    assert (low["theme"], low["title"]) == ("safety", "Psychologische Sicherheit")
    assert len(low["scenarios"]) == 2
    assert (await get(world, "bob", ""))["low"] == []


async def test_questions_are_asked_in_the_language_that_is_read(world: World) -> None:
    await post(world, "tim", "/waves", {"sets": ["safety"]})
    asked = {
        tag: (await get(world, "ann", f"?language={tag}"))["now"]["themes"][0]["items"][3]["text"]
        for tag in ("en", "de", "fr-CA", "es", "ja")
    }
    assert asked["en"] == asked["ja"] == "It is safe to take a risk on this team."
    assert len(set(asked.values())) == 4


async def test_who_may_open_close_and_read(world: World) -> None:
    await post(world, "ann", "/waves", {"sets": ["safety"]}, 403)
    await post(world, "tim", "/waves", {"sets": ["safety"], "team_ids": ["blue"]}, 403)
    await post(world, "eve", "/waves", {"sets": ["safety"], "team_ids": ["nowhere"]}, 404)
    both = await post(world, "eve", "/waves", {"sets": ["safety"]})
    assert [team["name"] for team in both["teams"]] == ["Blue", "Red"]
    await post(world, "tim", f"/waves/{both['id']}/close", {}, 403)
    overlap = await post(world, "tim", "/waves", {"sets": ["safety"]}, 409)
    assert overlap["error"]["code"] == "wave_overlaps"
    await get(world, "ann", "/waves", 403)
    await get(world, "ann", "/trends?team_id=blue", 403)
    await get(world, "tim", "/trends?team_id=none", 403)
    await get(world, "eve", "/trends?team_id=nowhere", 404)
    assert [team["name"] for team in (await get(world, "eve", "/trends"))["teams"]] == ["Blue", "Red"]
    async with world.client("eve") as client:
        assert (await client.delete(f"/api/pulse/waves/{both['id']}")).status_code == 204
        assert (await client.delete(f"/api/pulse/waves/{both['id']}")).status_code == 404
    assert (await get(world, "ann", ""))["now"] is None


async def test_what_was_told_stays(world: World) -> None:
    one = await wave(world, "tim", {})
    async with world.client("tim") as client:
        kept = await client.delete(f"/api/pulse/waves/{one}")
    assert (kept.status_code, kept.json()["error"]["code"]) == (409, "wave_closed")


async def test_a_pulse_that_makes_no_sense_is_refused(world: World) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"sets": ["check_in"]}, "sets"),
        ({"sets": ["comment"]}, "sets"),
        ({"sets": ["safety"], "team_ids": []}, "team_ids"),
        ({"sets": ["safety"], "opens_on": "2020-01-01"}, "opens_on"),
        ({"sets": ["safety"], "opens_on": "9999-12-31"}, "opens_on"),
        ({"sets": ["safety"], "closes_on": "2020-01-01"}, "closes_on"),
        ({"sets": ["safety"], "closes_on": "9999-12-31"}, "closes_on"),
    ]
    for body, param in refused:
        assert (await post(world, "tim", "/waves", body, 400))["error"]["param"] == param


async def test_what_was_changed_is_said_by_who_looks_after_the_team(world: World) -> None:
    note = await post(world, "tim", "/notes", {"text": " Handovers have more time. "})
    assert (note["team_id"], note["text"]) == ("red", "Handovers have more time.")
    await post(world, "tim", "/notes", {"text": "  "}, 422)
    await post(world, "ann", "/notes", {"text": "x"}, 403)
    await post(world, "tim", "/notes", {"team_id": "blue", "text": "x"}, 403)
    await post(world, "eve", "/notes", {"team_id": "nowhere", "text": "x"}, 404)
    found = await get(world, "ann", "/trends")
    assert (found["notes"], found["may_note"]) == ([note], False)
    assert (await get(world, "bob", "/trends"))["notes"] == []
    async with world.client("ann") as ann, world.client("tim") as tim:
        assert (await ann.delete(f"/api/pulse/notes/{note['id']}")).status_code == 403
        assert (await tim.delete(f"/api/pulse/notes/{note['id']}")).status_code == 204
        assert (await tim.delete(f"/api/pulse/notes/{note['id']}")).status_code == 404


async def test_who_took_part_is_forgotten_after_a_month(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one = await wave(world, "tim", {"ann": safety(SAFE)})
    clock = now_ms() + pulse_api.REMEMBERED_MS + DAY_MS
    for module in (pulse_api, pulse_trends):
        monkeypatch.setattr(module, "now_ms", lambda: clock)
    await post(world, "tim", "/waves", {"sets": ["safety"]})
    async with world.services.database.read() as tx:
        assert not await pulse.took_part(tx, one, "ann")
        (first, groups), _ = await pulse.asked(tx, before=clock)
    assert first.id == one
    assert len(groups["red"].boxes["safety"].answers) == 1


async def test_two_answers_at_once_are_both_kept(world: World) -> None:
    red = await people(world, "red", 8)
    made = await post(world, "tim", "/waves", {"sets": ["safety"]})
    await asyncio.gather(*(post(world, who, "", {"answers": safety(SAFE)}) for who in red))
    again = await asyncio.gather(*(answered(world, "ann") for _ in range(4)))
    assert sorted(again) == [201, 409, 409, 409]
    await post(world, "tim", f"/waves/{made['id']}/close", {}, 200)
    (trend,) = (await get(world, "tim", "/trends"))["trends"]
    assert trend["points"][0]["figures"]["n"] == 9


async def answered(world: World, who: str) -> int:
    async with world.client(who) as client:
        return (await client.post("/api/pulse", json={"answers": safety(SAFE)})).status_code


async def test_who_changed_what_is_noted_without_words(world: World) -> None:
    await wave(world, "tim", {"ann": safety(SAFE)})
    async with world.client("tim") as client:
        await client.get("/api/pulse/trends?format=csv")
    async with world.services.database.read() as tx:
        entries = (await audit.page(tx, action="pulse")).items
    assert [entry.action for entry in entries] == ["pulse.exported", "pulse.closed", "pulse.opened"]
    assert {entry.owner_id for entry in entries} == {"tim"}
