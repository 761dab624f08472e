"""Another take over HTTP: what it may go back to, what came before it, and all takes of a moment side by side."""

from __future__ import annotations

from typing import Any

import pytest

from feedbackyes import library
from feedbackyes.domain.correction import Correction
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.storage import corrections, sessions, turns
from tests.api.conftest import World

PLAIN = (
    "On Friday the report went out at six and the client called me twice.",
    "You are always late and I cannot rely on you.",
    "Fine, do it again then.",
)
BETTER = "That sounds like a hard afternoon. What happened with the figures?"


def talk(session_id: str, *said: str, partner_first: bool = False) -> list[Turn]:
    """Learner's lines, each answered by the partner."""
    lines: list[tuple[Speaker, str]] = [(Speaker.PARTNER, "Well, then tell me.")] if partner_first else []
    for text in said:
        lines += [(Speaker.LEARNER, text), (Speaker.PARTNER, f"I heard: {text[:12]}")]
    return [
        Turn(f"{session_id}-{i}", session_id, i, speaker, text, i * 1000, i * 1000 + 800)
        for i, (speaker, text) in enumerate(lines, 1)
    ]


async def kept(world: World, session_id: str, said: list[Turn], **fields: Any) -> Session:
    fields = {"state": SessionState.ENDED, "end_reason": EndReason.COMPLETED, "scenario_id": "late-report"} | fields
    made = await world.session(session_id, **fields)
    async with world.services.database.begin() as tx:
        for turn in said:
            await turns.put(tx, turn)
    return made


async def test_a_take_is_with_the_same_partner_in_the_same_way(world: World) -> None:
    await kept(world, "a", talk("a", *PLAIN), voice="marin", patience_ms=900, language="en-GB")
    async with world.client("ann") as client:
        answer = await client.post("/api/sessions", json={"retry_of": "a", "retry_turn_id": "a-3"})
    made = answer.json()
    assert answer.status_code == 201
    assert (made["retry_of"], made["retry_turn_id"], made["scenario_id"]) == ("a", "a-3", "late-report")
    assert (made["voice"], made["patience_ms"], made["language"]) == ("marin", 900, "en-GB")


async def test_a_take_of_a_free_talk_has_its_persona(world: World) -> None:
    await kept(world, "a", talk("a", *PLAIN), scenario_id=None, instructions="You are Bo, who sells bicycles.")
    async with world.client("ann") as client:
        made = (await client.post("/api/sessions", json={"retry_of": "a", "retry_turn_id": "a-3"})).json()
    async with world.services.database.read() as tx:
        assert (await sessions.get(tx, made["id"])).instructions == "You are Bo, who sells bicycles."


@pytest.mark.parametrize(
    ("who", "wish", "status", "code"),
    [
        ("ann", {"retry_turn_id": "a-2"}, 400, "not_your_turn"),
        ("ann", {"retry_turn_id": "nothing"}, 404, "turn_not_found"),
        ("ann", {"retry_of": "nobody"}, 404, "session_not_found"),
        ("ann", {"retry_of": "open"}, 409, "session_open"),
        ("ann", {"retry_turn_id": None}, 422, "invalid_value"),
        ("ann", {"retry_of": None}, 422, "invalid_value"),
        ("ann", {"scenario_id": "indirect-yes"}, 400, "invalid_value"),
        ("ann", {"instructions": "Be somebody else."}, 400, "invalid_value"),
        ("tim", {}, 403, "forbidden"),
        ("eve", {}, 403, "forbidden"),
    ],
)
async def test_only_ones_own_turns_of_talks_that_are_over_can_be_tried_again(
    world: World, who: str, wish: dict[str, Any], status: int, code: str
) -> None:
    await kept(world, "a", talk("a", *PLAIN))
    await kept(world, "open", talk("open", *PLAIN), state=SessionState.LIVE, end_reason=None)
    async with world.client(who) as client:
        answer = await client.post("/api/sessions", json={"retry_of": "a", "retry_turn_id": "a-3", **wish})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_what_came_before_is_shown_with_the_line_that_is_said_again(world: World) -> None:
    await kept(world, "a", talk("a", *PLAIN))
    await kept(world, "b", [], retry_of="a", retry_turn_id="a-5")
    async with world.client("ann") as client:
        shown = (await client.get("/api/sessions/b/before")).json()
        nothing = (await client.get("/api/sessions/a/before")).json()
    assert [item["text"] for item in shown["items"]] == [PLAIN[0], f"I heard: {PLAIN[0][:12]}", PLAIN[1]]
    assert shown["cue"]["text"] == f"I heard: {PLAIN[1][:12]}"
    assert nothing == {"items": [], "cue": None}


async def test_corrected_words_are_what_came_before(world: World) -> None:
    source = await kept(world, "a", talk("a", *PLAIN))
    await kept(world, "b", [], retry_of="a", retry_turn_id="a-3")
    async with world.services.database.begin() as tx:
        await corrections.put(tx, source, Correction("a", "a-1", "On Monday it went out.", 1))
    async with world.client("ann") as client:
        shown = (await client.get("/api/sessions/b/before")).json()
    assert [item["text"] for item in shown["items"]] == ["On Monday it went out."]


async def test_takes_of_a_moment_stand_side_by_side_with_what_the_moment_shows(world: World) -> None:
    await kept(world, "a", talk("a", *PLAIN), created_at=1)
    again = talk("b", BETTER, partner_first=True)
    await kept(world, "b", again, retry_of="a", retry_turn_id="a-3", created_at=2)
    async with world.client("ann") as client:
        found = (await client.get("/api/sessions/b/takes")).json()
        assert (await client.get("/api/sessions/a/takes")).json()["moments"] == found["moments"]
    (moment,) = found["moments"]
    first, second = moment["takes"]
    assert (first["session_id"], [one["text"] for one in first["said"]]) == ("a", [PLAIN[1]])
    assert (second["session_id"], [one["text"] for one in second["said"]]) == ("b", [BETTER])
    assert [one["text"] for one in second["reaction"]] == [again[-1].text]
    assert [one["text"] for one in first["reaction"]] == [f"I heard: {PLAIN[1][:12]}"]
    assert moment["judge"] == "Basic check"
    names = [{one["name"] for one in side["behaviours"]} for side in (first, second)]
    assert "absolute_you" in names[0] - names[1]
    assert "open_question" in names[1] - names[0]
    assert [one["id"] for one in first["elements"]] == [one["id"] for one in second["elements"]]


async def test_a_take_of_a_take_is_one_more_of_the_same_moment(world: World) -> None:
    await kept(world, "a", talk("a", *PLAIN), created_at=1)
    await kept(
        world, "b", talk("b", BETTER, "Go on.", partner_first=True), retry_of="a", retry_turn_id="a-3", created_at=2
    )
    await kept(world, "c", talk("c", "Tell me.", partner_first=True), retry_of="b", retry_turn_id="b-2", created_at=3)
    await kept(world, "d", talk("d", "And then?", partner_first=True), retry_of="b", retry_turn_id="b-4", created_at=4)
    await kept(world, "e", [], retry_of="a", retry_turn_id="a-3", created_at=5)
    async with world.client("ann") as client:
        found = (await client.get("/api/sessions/d/takes")).json()
        before = (await client.get("/api/sessions/d/before")).json()
    assert [[one["session_id"] for one in moment["takes"]] for moment in found["moments"]] == [
        ["a", "b", "c"],
        ["b", "d"],
    ]
    assert [one["session_id"] for one in before["items"]] == ["a", "b", "b"]  # the cue of "b" is that of "a"


async def test_a_take_that_goes_on_is_its_learners_alone(world: World) -> None:
    await kept(world, "a", talk("a", *PLAIN), created_at=1)
    await kept(world, "b", talk("b", BETTER), retry_of="a", retry_turn_id="a-3", created_at=2)
    live = {"state": SessionState.LIVE, "end_reason": None, "created_at": 3}
    await kept(world, "c", talk("c", "A private word."), retry_of="a", retry_turn_id="a-3", **live)
    for one in ("a", "b", "c"):
        await world.share(one)
    seen = {}
    for who, asked in [("ann", "a"), ("tim", "a"), ("tim", "c")]:
        async with world.client(who) as client:
            found = (await client.get(f"/api/sessions/{asked}/takes")).json()
        seen[who, asked] = [[one["session_id"] for one in moment["takes"]] for moment in found["moments"]]
    assert seen == {("ann", "a"): [["a", "b", "c"]], ("tim", "a"): [["a", "b"]], ("tim", "c"): [["a", "b"]]}


async def test_sharing_one_take_shares_no_other(world: World) -> None:
    await kept(world, "a", talk("a", *PLAIN), created_at=1)
    await kept(world, "b", talk("b", BETTER), retry_of="a", retry_turn_id="a-3", created_at=2)
    await world.share("b")
    async with world.client("tim") as client:
        assert (await client.get("/api/sessions/b/takes")).json()["moments"] == []
        assert (await client.get("/api/sessions/b/before")).json() == {"items": [], "cue": None}
        assert (await client.get("/api/sessions/a/takes")).status_code == 403
        await world.share("a")
        assert len((await client.get("/api/sessions/b/takes")).json()["moments"][0]["takes"]) == 2
        assert (await client.get("/api/sessions/b/before")).json()["cue"] is not None


async def test_takes_outlive_the_talk_they_go_back_to(world: World) -> None:
    await kept(world, "a", talk("a", *PLAIN))
    await kept(world, "b", talk("b", BETTER, partner_first=True), retry_of="a", retry_turn_id="a-3")
    async with world.client("ann") as client:
        assert (await client.delete("/api/sessions/a")).status_code == 204
        assert (await client.get("/api/sessions/b/takes")).json()["moments"] == []
        assert (await client.get("/api/sessions/b/before")).json()["items"] == []
        refused = await client.post("/api/sessions", json={"retry_of": "b", "retry_turn_id": "b-2"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "retried_session_gone")


async def test_a_take_is_judged_on_its_own_words_in_their_place(world: World) -> None:
    said = "On Friday the report went out at six and the revenue table was empty, so the client called me twice."
    fair = "I would like to hear what was going on, because I was not in the building on that day. " * 6
    await kept(world, "a", talk("a", said, *PLAIN))
    await kept(
        world, "b", talk("b", f"How do you see it? {fair}", partner_first=True),
        retry_of="a", retry_turn_id="a-3", started_at=0, ended_at=90_000,
    )  # fmt: skip
    async with world.client("ann") as client:
        report = (await client.post("/api/feedback/analyze", json={"session_id": "b"})).json()
    elements = {one["id"]: one for one in report["elements"]}
    assert elements["situation"]["state"] == "not_applicable"
    assert "before the moment" in elements["situation"]["why"]
    assert {seen["turn_id"] for seen in report["behaviours"]} == {"b-2"}
    assert not [seen for seen in report["behaviours"] if "Friday" in seen["quote"]]


# ---- hints


async def test_a_hint_is_about_what_has_not_come_up(world: World) -> None:
    said = talk("a", "On Friday the report went out at six and the revenue table was empty.")
    await kept(world, "a", said, state=SessionState.LIVE, end_reason=None, hints=True)
    rubric = library.rubric("sbi")
    async with world.client("ann") as client:
        answers = [(await client.post("/api/sessions/a/hint")).json() for _ in range(3)]
        shown = (await client.get("/api/sessions/a")).json()
    assert [answer["element"] for answer in answers] == ["impact", "ask_view", "impact"]
    assert answers[0]["text"] == rubric.element("impact").next_step
    assert [answer["given"] for answer in answers] == [1, 2, 3]
    assert shown["hints_given"] == ["impact", "ask_view", "impact"]


async def test_what_was_said_before_a_take_needs_no_hint(world: World) -> None:
    said = "On Friday the report went out at six and the revenue table was empty, so the client called me twice."
    await kept(world, "a", talk("a", said, *PLAIN))
    live = {"state": SessionState.LIVE, "end_reason": None, "hints": True}
    await kept(world, "b", [], retry_of="a", retry_turn_id="a-3", **live)
    async with world.client("ann") as client:
        assert (await client.post("/api/sessions/b/hint")).json()["element"] == "ask_view"


async def test_hints_are_only_for_those_who_wanted_them_while_they_talk(world: World) -> None:
    async with world.client("ann") as client:
        for wish, hints in (({}, False), ({"hints": True}, True)):
            made = (await client.post("/api/sessions", json=wish)).json()
            assert (made["hints"], made["hints_given"]) == (hints, [])
            refused = await client.post(f"/api/sessions/{made['id']}/hint")
            assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_live" if hints else "hints_off")
    await kept(world, "a", [], state=SessionState.LIVE, hints=True)
    async with world.client("eve") as client:
        assert (await client.post("/api/sessions/a/hint")).status_code == 403
    async with world.services.database.read() as tx:
        assert (await sessions.get(tx, "a")).hints_given == ()
