"""What a caller may send to be judged."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from feedbackyes.domain.feedback import AnalyseRequest, Highlight, Metadata, PostedTurn


def test_a_transcript_is_text_or_a_list_of_turns() -> None:
    assert AnalyseRequest(session_id="s", transcript="Me: Hello.").transcript == "Me: Hello."
    turn = {"speaker": "learner", "text": "Hello."}
    for turns in ([turn], (turn,)):
        sent = AnalyseRequest.model_validate({"session_id": "s", "transcript": turns})
        assert sent.transcript == (PostedTurn(speaker="learner", text="Hello."),)


def test_what_is_wrong_with_a_turn_is_said_of_the_turn() -> None:
    with pytest.raises(ValidationError) as refused:
        AnalyseRequest.model_validate({"session_id": "s", "transcript": [{"speaker": "dog", "text": "Wuff."}]})
    assert [error["loc"] for error in refused.value.errors()] == [("transcript", "turns", 0, "speaker")]


def test_what_to_say_first_is_reliable_unless_it_says_otherwise() -> None:
    assert not Highlight(text="You asked.").experimental


def test_a_stored_report_that_tells_of_no_tokens_used_none() -> None:
    stored = {"duration_seconds": 60, "scenario_id": None, "language": "en", "created_at": "", "learner_words": 5}
    read = Metadata.model_validate(stored)
    assert (read.input_tokens, read.output_tokens, read.cost_usd, read.doubtful_turns) == (0, 0, None, 0)
