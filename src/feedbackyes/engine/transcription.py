"""What clients are told of a user's words."""

from __future__ import annotations

from math import log

from msgspec import UNSET

from feedbackyes.engine import tokens
from feedbackyes.protocol import server
from feedbackyes.stages.stt import Transcript

LEAST_CONFIDENCE = 1e-6
"""Keeps a logarithm finite."""


def completed(
    event_id: str, item_id: str, transcript: Transcript, audio_ms: float, *, with_logprobs: bool
) -> server.ConversationItemInputAudioTranscriptionCompleted:
    """The event for a transcript. Each word is a token whose probability is the recogniser's confidence."""
    heard, wrote = tokens.of_user_audio(audio_ms), tokens.of_text(transcript.text)
    return server.ConversationItemInputAudioTranscriptionCompleted(
        event_id=event_id,
        item_id=item_id,
        transcript=transcript.text,
        usage=server.TokenUsage(
            total_tokens=heard + wrote,
            input_tokens=heard,
            output_tokens=wrote,
            input_token_details=server.TranscriptionTokens(audio_tokens=heard),
        ),
        logprobs=_logprobs(transcript) if with_logprobs else UNSET,
    )


def failed(
    event_id: str, item_id: str, code: str, message: str
) -> server.ConversationItemInputAudioTranscriptionFailed:
    """The event for an utterance that the recogniser lost."""
    error = server.TranscriptionError(type="transcription_error", code=code, message=message)
    return server.ConversationItemInputAudioTranscriptionFailed(event_id=event_id, item_id=item_id, error=error)


def _logprobs(transcript: Transcript) -> tuple[server.Logprob, ...]:
    return tuple(
        server.Logprob(
            token=word.text,
            logprob=log(min(1.0, max(LEAST_CONFIDENCE, word.confidence))),
            bytes=tuple(word.text.encode()),
        )
        for word in transcript.words
    )
