"""Searching what was said in one's own talks."""

from __future__ import annotations

from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.storage import turns
from tests.api.conftest import World

SAID = "On Friday the report was late. The figures were missing."


async def test_a_talk_is_found_with_the_sentence_by_its_owner_alone(world: World) -> None:
    await world.session("s1")
    async with world.services.database.begin() as tx:
        await turns.put(tx, Turn("t1", "s1", 1, Speaker.PARTNER, SAID, 500, 900))
    async with world.client("ann") as http:
        answer = (await http.get("/api/search", params={"q": "Figures missing?"})).json()
        nothing = (await http.get("/api/search", params={"q": "holiday"})).json()
        refused = await http.get("/api/search", params={"q": " . "})
    (one,) = answer["items"]
    assert (answer["words"], answer["next_cursor"]) == (["Figures", "missing"], None)
    assert one["session"]["id"] == "s1"
    assert (one["turn_id"], one["speaker"], one["start_ms"], one["more"]) == ("t1", "partner", 500, 0)
    assert one["sentence"] == "The figures were missing."
    assert nothing["items"] == []
    assert (refused.status_code, refused.json()["error"]["param"]) == (400, "q")
    for who in ("bob", "tim", "eve"):
        async with world.client(who) as http:
            assert (await http.get("/api/search", params={"q": "figures"})).json()["items"] == []
