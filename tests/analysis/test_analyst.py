"""From what was stored, or posted, to a report."""

from __future__ import annotations

import wave
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.analysis import Analyst
from feedbackyes.domain.errors import InvalidInput, NotFound
from feedbackyes.domain.feedback import AnalyseRequest, PostedTurn, Report
from feedbackyes.domain.principal import LOCAL_ADMIN
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn, Word
from feedbackyes.storage import Database, sessions, turns
from feedbackyes.storage.recordings.disk import Recordings
from tests.analysis.trust import trusting

SKILLED = [
    ("learner", "Good morning Marc. I would like to talk with you about the report on Friday."),
    ("partner", "All right."),
    (
        "learner",
        "On Friday the report went out at six in the evening, and the table with the revenue figures was empty. "
        "The client called me twice over the weekend and I had no answer for them.",
    ),
    ("partner", "The figures came late. I had to check them."),
    ("learner", "How do you see it? What happened on Friday afternoon?"),
    ("partner", "Finance sent wrong numbers at four."),
    ("learner", "So the numbers came late and they were wrong, and you had to check everything again."),
    ("partner", "Yes, exactly."),
    (
        "learner",
        "Could you send me a short note by two on Friday when a number is still missing? "
        "Then I can tell the client before they call, and you can take the time that you need to check it.",
    ),
    ("partner", "I can do that."),
    ("learner", "Thank you. Let us try it this week and look at it again next Monday."),
]

STARTED = 1_700_000_000_000


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    yield database
    await database.close()


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path / "recordings")


@pytest.fixture
def analyst(database: Database, recordings: Recordings) -> Analyst:
    return Analyst.create(database, recordings, measured=trusting)


def posted(lines: list[tuple[str, str]], confidence: float | None = None) -> tuple[PostedTurn, ...]:
    return tuple(
        PostedTurn.model_validate(
            {
                "speaker": speaker,
                "text": text,
                "start_ms": i * 10_000,
                "end_ms": i * 10_000 + 8_000,
                "confidence": confidence if speaker == "learner" else None,
            }
        )
        for i, (speaker, text) in enumerate(lines)
    )


def request(session_id: str = "unknown", **changes: object) -> AnalyseRequest:
    values: dict[str, object] = {"scenario_id": "late-report", "transcript": posted(SKILLED), **changes}
    return AnalyseRequest.model_validate({"session_id": session_id, **values})


def learner_turns(report_lines: list[tuple[str, str]]) -> dict[str, str]:
    return {f"t{i}": text for i, (speaker, text) in enumerate(report_lines, 1) if speaker == "learner"}


def check_quotes(report: Report) -> None:
    own = learner_turns(SKILLED)
    seen = [(one.turn_id, one.quote) for one in report.behaviours]
    seen += [(one.turn_id, one.quote) for element in report.elements for one in element.evidence]
    assert seen
    for turn_id, quote in seen:
        assert quote in own[turn_id]


async def test_a_skilled_talk_earns_levels_with_verbatim_quotes(analyst: Analyst) -> None:
    report = await analyst.analyse(request(), LOCAL_ADMIN)
    assert report.status == "done"
    assert report.judge.kind == "basic"
    assert [element.id for element in report.elements] == ["situation", "behaviour", "impact", "ask_view"]
    assert report.scores["situation"] == 2
    assert report.scores["ask_view"] == 2
    assert all(level is None or level <= 2 for level in report.scores.values())
    assert report.strength is not None
    assert report.strength.quote
    check_quotes(report)


async def test_doubtful_turns_are_shown_and_never_scored(analyst: Analyst) -> None:
    report = await analyst.analyse(request(transcript=posted(SKILLED, confidence=0.3)), LOCAL_ADMIN)
    assert report.metadata.doubtful_turns == 6
    assert {one.present for one in report.behaviours} == {"unsure"}
    assert all(element.state != "scored" or element.level == 0 for element in report.elements)
    assert report.strength is None


async def test_the_partners_good_words_are_never_the_learners(analyst: Analyst) -> None:
    swapped = [("partner" if speaker == "learner" else "learner", text) for speaker, text in SKILLED]
    padded = [*swapped, ("learner", " ".join(["the weather is nice and the coffee is good today"] * 12))]
    report = await analyst.analyse(request(transcript=posted(padded)), LOCAL_ADMIN)
    assert report.status == "done"
    assert report.scores["ask_view"] == 0
    own = {f"t{i}" for i, (speaker, _) in enumerate(padded, 1) if speaker == "learner"}
    assert {one.turn_id for one in report.behaviours} <= own


async def test_little_speech_is_said_to_be_too_little(analyst: Analyst) -> None:
    report = await analyst.analyse(request(transcript="You: Hello.\nMarc: Hi."), LOCAL_ADMIN)
    assert report.status == "not_enough_speech"
    assert report.elements == ()
    assert "hundred" in report.feedback


async def test_asking_twice_gives_the_stored_answer(analyst: Analyst) -> None:
    first = await analyst.analyse(request(), LOCAL_ADMIN)
    again = await analyst.analyse(request(), LOCAL_ADMIN)
    assert again == first
    other = await analyst.analyse(request(transcript=posted(SKILLED[:-1])), LOCAL_ADMIN)
    assert other.metadata.learner_words < first.metadata.learner_words


@pytest.mark.parametrize(("seconds", "status"), [(59.9, "not_enough_speech"), (60, "done")])
async def test_a_posted_talk_is_as_long_as_its_request_says(analyst: Analyst, seconds: float, status: str) -> None:
    await analyst.analyse(request(duration_seconds=30), LOCAL_ADMIN)
    report = await analyst.analyse(request(duration_seconds=seconds), LOCAL_ADMIN)
    assert (report.metadata.duration_seconds, report.status) == (seconds, status)


async def test_a_stored_talk_is_as_long_as_it_was(database: Database, analyst: Analyst) -> None:
    await store(database, "mine")
    report = await analyst.analyse(request("mine", duration_seconds=30), LOCAL_ADMIN)
    assert report.metadata.duration_seconds == 90
    assert (await analyst.look_up(request("mine", duration_seconds=60), LOCAL_ADMIN))[1] == report


async def test_of_a_session_that_never_began_the_request_says_how_long_the_posted_talk_was(
    database: Database, analyst: Analyst
) -> None:
    async with database.begin() as tx:
        never = Session("mine", LOCAL_ADMIN.id, None, SessionState.CREATED, STARTED)
        await sessions.create(tx, never)
    for seconds, status in [(30, "not_enough_speech"), (90, "done")]:
        report = await analyst.analyse(request("mine", duration_seconds=seconds), LOCAL_ADMIN)
        assert (report.metadata.duration_seconds, report.status) == (seconds, status)


async def test_an_unknown_session_without_a_transcript_is_not_found(analyst: Analyst) -> None:
    with pytest.raises(NotFound, match="Post a transcript"):
        await analyst.analyse(request(transcript=None), LOCAL_ADMIN)


async def test_an_unknown_scenario_is_not_found(analyst: Analyst) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        await analyst.analyse(request(scenario_id="nowhere"), LOCAL_ADMIN)


async def test_a_language_without_detectors_is_refused_with_a_sentence(analyst: Analyst) -> None:
    with pytest.raises(InvalidInput, match="'it' yet, only en, fr, de, es"):
        await analyst.analyse(request(language="it"), LOCAL_ADMIN)


GERMAN = (
    "You: Gestern im Daily hast du mich dreimal unterbrochen. Ich war frustriert, weil ich meinen Punkt nicht zu Ende"
    " bringen konnte.\nTobias: Hm.\nYou: Mir ist wichtig, dass ich ausreden kann. Wie hast du das erlebt?\nTobias: Ich"
    " hatte Druck.\nYou: Das verstehe ich. Wärst du bereit, mich beim nächsten Mal ausreden zu lassen?\n"
)


async def test_a_german_talk_is_judged_by_german_detectors(analyst: Analyst) -> None:
    asked = AnalyseRequest(session_id="d1", transcript=GERMAN * 3, language="de", rubric="nvc", duration_seconds=300)
    report = await analyst.analyse(asked, LOCAL_ADMIN)
    assert report.metadata.language == "de"
    assert {one.id: one.level for one in report.elements} == {"observation": 2, "feeling": 2, "need": 2, "request": 2}


@pytest.mark.parametrize(
    ("rubric", "begins"), [("nvc", "Gib dem Gefühl"), ("desc", "Sag, was es für dich bedeutet hat")]
)
async def test_what_to_try_next_is_said_in_the_language_of_the_talk(analyst: Analyst, rubric: str, begins: str) -> None:
    little = "You: Na gut, dann machen wir das eben so wie immer.\nTobias: Meinetwegen.\n" * 12
    asked = AnalyseRequest(session_id="d3", transcript=little, language="de", rubric=rubric, duration_seconds=300)
    report = await analyst.analyse(asked, LOCAL_ADMIN)
    assert report.next_step is not None
    assert report.next_step.language == "de"
    assert report.next_step.text == report.recommendations[0]
    assert any(text.startswith(begins) for text in report.recommendations)


async def test_what_a_language_has_no_detector_for_is_left_open_and_not_zero(analyst: Analyst) -> None:
    asked = AnalyseRequest(session_id="d2", transcript=GERMAN * 3, language="de", rubric="star", duration_seconds=300)
    report = await analyst.analyse(asked, LOCAL_ADMIN)
    action = next(one for one in report.elements if one.id == "action")
    assert (action.state, action.level) == ("unsure", None)
    assert "in this language" in action.why


async def test_the_stored_transcript_wins_and_the_recording_is_measured(
    database: Database, recordings: Recordings, analyst: Analyst
) -> None:
    await store(database, "mine")
    record(recordings, "mine")
    report = await analyst.analyse(request("mine", transcript="You: Something else altogether."), LOCAL_ADMIN)
    assert report.metadata.learner_words > 50
    metrics = {metric.id: metric for metric in report.metrics}
    assert metrics["talk_share"].value == pytest.approx(0.75, abs=0.02)
    assert metrics["talk_share"].band == (0.35, 0.55)
    assert metrics["longest_monologue_s"].value == pytest.approx(60, abs=0.5)
    assert report.metadata.duration_seconds == pytest.approx(85, abs=0.1)


async def test_a_recording_that_lacks_a_part_of_the_talk_is_left_out(
    database: Database, recordings: Recordings, analyst: Analyst
) -> None:
    await store(database, "mine", lasted_ms=200_000)
    record(recordings, "mine")
    report = await analyst.analyse(request("mine"), LOCAL_ADMIN)
    assert report.metadata.duration_seconds == 200
    assert {metric.id: metric.state for metric in report.metrics}["pause_median_ms"] == "not_enough"


async def store(database: Database, session_id: str, lasted_ms: int = 90_000) -> None:
    async with database.begin() as tx:
        await sessions.create(
            tx,
            Session(
                id=session_id,
                owner_id=LOCAL_ADMIN.id,
                team_id=None,
                state=SessionState.ENDED,
                created_at=STARTED,
                scenario_id="late-report",
                started_at=STARTED,
                ended_at=STARTED + lasted_ms,
            ),
        )
        for i, (speaker, text) in enumerate(SKILLED, 1):
            words = tuple(Word(part, 0, 1, 0.9) for part in text.split())
            await turns.put(
                tx,
                Turn(f"t{i}", session_id, i, Speaker(speaker), text, i * 1000, i * 1000 + 900, 0.9, words=words),
            )


def record(recordings: Recordings, session_id: str) -> None:
    """A minute of the learner, then twenty seconds of the partner, a second of silence around each."""
    rate = 24_000
    tone = (np.sin(2 * np.pi * 140 * np.arange(rate) / rate) * 9000).astype("<i2")
    silence = np.zeros(rate, "<i2")
    left = [silence, *[tone] * 60, *[silence] * 24]
    right = [*[silence] * 62, *[tone] * 20, *[silence] * 3]
    path = recordings._folder / f"{session_id}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.stack([np.concatenate(left), np.concatenate(right)], axis=1).tobytes())


async def test_a_partner_that_left_its_role_is_named_and_not_held_against_the_learner(analyst: Analyst) -> None:
    # Nobody asked, so the partner may not tell what finance did either.
    blunt = [one for one in SKILLED if "How do you see it" not in one[1] and "Finance" not in one[1]]
    bad = [(speaker, "As an AI I cannot say." if speaker == "partner" else text) for speaker, text in blunt]
    extra = [("learner", " ".join(["the weather is nice and the coffee is good today"] * 6))]
    fair = await analyst.analyse(request(transcript=posted([*blunt, *extra])), LOCAL_ADMIN)
    excused = await analyst.analyse(request(transcript=posted([*bad, *extra])), LOCAL_ADMIN)
    assert (fair.persona.state, excused.persona.state) == ("ok", "broken")
    assert {one.kind for one in excused.persona.findings} == {"role"}
    assert fair.scores["ask_view"] == 0
    assert excused.scores["ask_view"] is None
    assert "left its role" in next(one.why for one in excused.elements if one.id == "ask_view")
    assert excused.scores["situation"] == fair.scores["situation"] == 2


async def test_what_answers_a_partner_outside_its_role_does_not_lower_a_level(analyst: Analyst) -> None:
    """Only that one turn: what is said against the partner elsewhere counts."""
    rude = ("learner", "You are careless and lazy, that is what you are.")
    machine, human = ("partner", "As an AI language model I have no report."), ("partner", "I see.")
    scores = {}
    for name, line in (("left", machine), ("played", human)):
        report = await analyst.analyse(request(transcript=posted([*SKILLED, line, rude])), LOCAL_ADMIN)
        scores[name] = report.scores
    clean = await analyst.analyse(request(transcript=posted([*SKILLED, human])), LOCAL_ADMIN)
    assert scores["left"] == clean.scores
    assert sum(level or 0 for level in scores["played"].values()) < sum(level or 0 for level in clean.scores.values())
