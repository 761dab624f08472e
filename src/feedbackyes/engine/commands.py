"""What the session asks of its surroundings. It gets the results back through its methods."""

from __future__ import annotations

from dataclasses import dataclass

from feedbackyes.domain.scenario import Scenario
from feedbackyes.protocol.sessions import FormatName
from feedbackyes.stages.dialogue import ReplyRequest


@dataclass(frozen=True, slots=True)
class StartListening:
    """Begin to recognise an utterance. Utterances follow each other; a new one starts after the end of the last."""

    utterance: str


@dataclass(frozen=True, slots=True)
class Listen:
    """`audio` is PCM16 at 16 kHz."""

    utterance: str
    audio: bytes


@dataclass(frozen=True, slots=True)
class Settle:
    """The speaker paused; this may have been all."""

    utterance: str


@dataclass(frozen=True, slots=True)
class JudgeEnding:
    """The speaker paused: is the turn over? `audio`: its last seconds, PCM16 at 16 kHz. Answer with `Session.judged`, or not."""

    utterance: str
    audio: bytes


@dataclass(frozen=True, slots=True)
class Finish:
    """Answer with `Session.recognised` or `Session.not_recognised`."""

    utterance: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Forget the utterance; no answer."""

    utterance: str


@dataclass(frozen=True, slots=True)
class Recognise:
    """Recognise a whole recording, in the wire's format, when nobody is being listened to. Answer as to `Finish`."""

    utterance: str
    audio: bytes
    format: FormatName


@dataclass(frozen=True, slots=True)
class Cast:
    """Who the partner is from now on, in what language, and what the learner may be expected to say.

    Args:
        scenario: None is a neutral partner.
        vocabulary: texts for the recogniser to adapt to.
    """

    scenario: Scenario | None
    language: str
    seed: int = 0
    vocabulary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """How a reply is to be spoken. `format` is the wire's."""

    voice: str
    speed: float
    language: str
    format: FormatName


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer with `Session.said`, `spoke` and `called`, at last `replied` or `reply_failed`. Without `speech`: as text."""

    response_id: str
    request: ReplyRequest
    speech: Speech | None


@dataclass(frozen=True, slots=True)
class Expect:
    """A reply to this may be asked for next, if the pause that has begun is the end of a turn. No answer."""

    request: ReplyRequest


@dataclass(frozen=True, slots=True)
class Unexpect:
    """The pause was none: the learner goes on."""


@dataclass(frozen=True, slots=True)
class StopReply:
    """Nothing more of this reply is wanted."""

    response_id: str


@dataclass(frozen=True, slots=True)
class ClearTrack:
    """Drop the audio that has not gone out on the track yet."""


@dataclass(frozen=True, slots=True)
class Close:
    """End the connection, after what was sent so far."""

    code: int
    reason: str


Command = (
    StartListening
    | Listen
    | Settle
    | JudgeEnding
    | Finish
    | Drop
    | Recognise
    | Cast
    | Reply
    | Expect
    | Unexpect
    | StopReply
    | ClearTrack
    | Close
)
