"""The user's turns: from an utterance to an item of the conversation with its transcript.

```
utterance      event                                     then
none           voice                                     announced (speech_started), or held while the partner is heard
held           lasts too long | says more than "mm-hm"   announced
held           silence, partner is quiet by now          announced, stopped, item; a reply is due
held           silence                                   undecided until the transcript comes
announced      silence                                   stopped, item (committed, added, done); a reply is due
announced      the partner cuts in                       the same, and the partner speaks at once
held           silence under a partner who cut in        item; a reply is due, when the partner has finished
any            commit                                    item; the client asks for replies itself
undecided      transcript: a turn after all              announced, stopped, item; a reply is due
undecided      transcript: nothing, or "mm-hm"           item, nothing else happens
item           transcript | failure                      completed | failed
```
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.engine import items, transcription
from feedbackyes.engine.conversation import Conversation, Entry
from feedbackyes.engine.listening import Began, CutInto, Listening, Partner, Utterance
from feedbackyes.engine.outbox import Outbox
from feedbackyes.engine.presence import Presence
from feedbackyes.engine.turns import is_turn, without_echo
from feedbackyes.protocol import server
from feedbackyes.protocol.items import InputAudioPart, MessageItem
from feedbackyes.protocol.sessions import RealtimeSession, Session, TurnDetection
from feedbackyes.stages.stt import Transcript


@dataclass(slots=True, eq=False)
class _Undecided:
    """A short utterance while the partner was heard; what it says tells whether it is a turn."""

    utterance: Utterance
    end_ms: float
    audio: bytes


class Hearing:
    """One user's speech.

    Args:
        backchannels: hold short utterances while the partner is heard. turn_cues, turn_model: see `Listening`.
        partner_heard: tells whether the partner is heard; overlaps: it is, and has cut in to be. on_speech: the client has
            just been told that speech began; on_cut: the partner has cut in. All take `now_ms`.
        cuts_in: tells whether the partner, who is silent, cuts into an utterance, and the pause in it that has lasted so
            many milliseconds.
        presence: tells whose voice is heard. partner_says: what the partner is saying.
    """

    def __init__(
        self,
        out: Outbox,
        conversation: Conversation,
        new_item_id: Callable[[], str],
        settings: Session,
        *,
        backchannels: bool,
        turn_cues: bool,
        turn_model: bool,
        partner_heard: Callable[[float], bool],
        overlaps: Callable[[float], bool],
        on_speech: Callable[[float], None],
        on_cut: Callable[[float], None],
        cuts_in: Callable[[Utterance, float], bool],
        presence: Presence,
        partner_says: Callable[[float], str],
    ) -> None:
        self._out = out
        self._conversation = conversation
        self._settings = settings
        self._backchannels = backchannels
        self._partner_heard = partner_heard
        self._overlaps = overlaps
        self._on_speech = on_speech
        self._on_cut = on_cut
        self._cuts_in = cuts_in
        self._presence = presence
        self._partner_says = partner_says
        self._now_ms = 0.0
        audio_format = settings.audio.input.format
        self._listening = Listening(
            out,
            new_item_id,
            self._detection,
            audio_format,
            turn_cues=turn_cues,
            turn_model=turn_model,
            is_echo=presence.was_echo,
            own_words=self._own_words,
        )
        self._undecided: dict[str, _Undecided] = {}

    @property
    def speaking(self) -> bool:
        """The user is in the middle of a turn, as far as can be told."""
        return self._listening.speaking

    @property
    def quiet(self) -> bool:
        """Nothing is being said or thought about."""
        return self._listening.utterance is None and not self._undecided

    @property
    def pausing(self) -> Utterance | None:
        """What somebody has said who may have finished, as far as it is understood."""
        utterance = self._listening.utterance
        return utterance if utterance is not None and utterance.announced and utterance.settled else None

    @property
    def position_ms(self) -> float:
        """Audio that has been taken so far."""
        return self._listening.end_ms

    def reserved(self) -> set[str]:
        """Ids of items that are on their way."""
        current = self._listening.utterance
        return {*self._undecided, *([current.id] if current else [])}

    def configure(self, settings: Session) -> None:
        self._settings = settings
        self._listening.configure(self._detection, settings.audio.input.format)

    def understand(self, language: str) -> None:
        """The user's language, BCP 47."""
        self._listening.language = language

    def hear(self, raw: bytes, ears: bytes, probabilities: list[float], now_ms: float) -> None:
        """Take audio; see `Session.hear`."""
        hold = self._backchannels and self._partner_heard(now_ms)
        partner = Partner(
            overlaps=lambda: self._overlaps(now_ms),
            cuts_in=lambda *said: not self._partner_heard(now_ms) and self._cuts_in(*said),
        )
        self._now_ms = now_ms
        judged = self._presence.judge(ears, probabilities, now_ms)
        counted = probabilities if self._detection is None else judged  # who holds a button means it
        for change in self._listening.hear(raw, ears, counted, hold=hold, partner=partner):
            if isinstance(change, Began):
                self._announce(change.utterance, now_ms)
            elif isinstance(change, CutInto):
                self._cut_into(change.utterance, change.end_ms, now_ms)
            else:
                self._ended(change.utterance, change.end_ms, now_ms)

    def partial(self, utterance_id: str, text: str, now_ms: float) -> None:
        """More words of an utterance that is going on."""
        utterance = self._listening.utterance
        if utterance is not None and utterance.id == utterance_id:
            for began in self._listening.partial(utterance, text):
                self._announce(began.utterance, now_ms)
            self._show_partial(utterance)

    def judged(self, utterance_id: str, finished: float) -> None:
        """The turn model's answer about a pause."""
        self._listening.judged(utterance_id, finished)

    def recognised(self, utterance_id: str, transcript: Transcript, now_ms: float) -> Entry | None:
        """The words of an utterance. Returns its item, unless it is gone."""
        self._decide(utterance_id, transcript.text, now_ms)
        entry = self._conversation.get(utterance_id)
        if entry is None or not entry.awaiting:
            return None
        self._transcribe(entry, transcript)
        return entry

    def lost(self, utterance_id: str, error: ExpectedError, now_ms: float) -> Entry | None:
        """The recogniser failed. Returns the utterance's item, unless it is gone."""
        self._decide(utterance_id, "", now_ms)
        entry = self._conversation.get(utterance_id)
        if entry is None or not entry.awaiting:
            return None
        entry.awaiting, entry.failed = False, True
        if self._settings.audio.input.transcription is not None:
            self._out.put(transcription.failed(self._out.event_id(), entry.id, error.code, error.message))
        return entry

    def commit(self) -> None:
        """Make an item of what is in the buffer. Raises `InvalidEvent` when that is next to nothing."""
        utterance, end_ms = self._listening.commit()
        audio = self._listening.audio(utterance, end_ms)
        if utterance.announced:
            self._stopped(utterance, end_ms)
        self._add(utterance, end_ms, audio, answer=False)
        self._show_partial(utterance)

    def clear(self) -> None:
        self._listening.clear()

    def silence(self, item_id: str, from_ms: float) -> None:
        """Nobody has spoken since `from_ms`: make an item of the silence."""
        utterance, end_ms = self._listening.take_silence(item_id, from_ms)
        self._out.put(
            server.InputAudioBufferTimeoutTriggered(
                event_id=self._out.event_id(),
                audio_start_ms=round(utterance.start_ms),
                audio_end_ms=round(end_ms),
                item_id=item_id,
            )
        )
        entry = self._add(utterance, end_ms, self._listening.audio(utterance, end_ms), answer=False)
        self._transcribe(entry, Transcript("", (), 0.0))
        entry.confidence = None  # nobody spoke, so nobody was misunderstood

    @property
    def _detection(self) -> TurnDetection | None:
        return self._settings.audio.input.turn_detection

    @property
    def _answers(self) -> bool:
        """Whether a turn gets a reply without being asked."""
        detected = self._detection is not None and self._detection.create_response
        return detected and isinstance(self._settings, RealtimeSession)

    def _announce(self, utterance: Utterance, now_ms: float) -> None:
        undecided, self._undecided = self._undecided, {}
        for held in undecided.values():  # somebody speaks on: what was held was no turn of its own
            self._add(held.utterance, held.end_ms, held.audio, answer=False)
        utterance.announced = True
        self._out.put(
            server.InputAudioBufferSpeechStarted(
                event_id=self._out.event_id(), audio_start_ms=round(utterance.start_ms), item_id=utterance.id
            )
        )
        self._on_speech(now_ms)
        self._show_partial(utterance)

    def _cut_into(self, utterance: Utterance, end_ms: float, now_ms: float) -> None:
        self._stopped(utterance, end_ms)
        self._add(utterance, end_ms, self._listening.audio(utterance, end_ms), answer=self._answers)
        self._on_cut(now_ms)

    def _ended(self, utterance: Utterance, end_ms: float, now_ms: float) -> None:
        audio = self._listening.audio(utterance, end_ms)
        if not utterance.announced and self._overlaps(now_ms):  # they yielded
            self._add(utterance, end_ms, audio, answer=self._answers)
            return
        if not utterance.announced and self._partner_heard(now_ms):
            self._undecided[utterance.id] = _Undecided(utterance, end_ms, audio)
            return
        if not utterance.announced:
            self._announce(utterance, now_ms)
        self._stopped(utterance, end_ms)
        self._add(utterance, end_ms, audio, answer=self._answers)

    def _decide(self, utterance_id: str, text: str, now_ms: float) -> None:
        """An utterance that was held until its end has its words: it is a turn, or an item without consequences."""
        held = self._undecided.pop(utterance_id, None)
        if held is None:
            return
        turn = is_turn(self._own_words(text), held.utterance.voiced_ms)
        if turn:
            self._announce(held.utterance, now_ms)
            self._stopped(held.utterance, held.end_ms)
        self._add(held.utterance, held.end_ms, held.audio, answer=turn and self._answers)

    def _own_words(self, text: str) -> str:
        """Without the partner's, where they are heard in the microphone."""
        return without_echo(text, self._partner_says(self._now_ms)) if self._presence.echoes else text

    def _stopped(self, utterance: Utterance, end_ms: float) -> None:
        self._out.put(
            server.InputAudioBufferSpeechStopped(
                event_id=self._out.event_id(), audio_end_ms=round(end_ms), item_id=utterance.id
            )
        )

    def _add(self, utterance: Utterance, end_ms: float, audio: bytes, *, answer: bool) -> Entry:
        """Make an item of an utterance; its transcript follows."""
        item = MessageItem(
            id=utterance.id, object=items.OBJECT, status="completed", role="user", content=(InputAudioPart(),)
        )
        duration_ms = end_ms - utterance.start_ms
        entry = Entry(item, awaiting=True, answer=answer, audio=bytearray(audio), audio_ms=duration_ms)
        previous = self._conversation.add(entry)
        event_id = self._out.event_id
        self._out.put(
            server.InputAudioBufferCommitted(event_id=event_id(), previous_item_id=previous, item_id=entry.id),
            server.ConversationItemAdded(event_id=event_id(), previous_item_id=previous, item=item),
            server.ConversationItemDone(event_id=event_id(), previous_item_id=previous, item=item),
        )
        return entry

    def _show_partial(self, utterance: Utterance) -> None:
        """Send what was understood since the last time, once the client knows of the utterance."""
        delta = utterance.text[utterance.shown :]
        known = utterance.announced or self._detection is None or utterance.id in self._conversation
        if delta and known and self._settings.audio.input.transcription is not None:
            utterance.shown = len(utterance.text)
            self._out.put(
                server.ConversationItemInputAudioTranscriptionDelta(
                    event_id=self._out.event_id(), item_id=utterance.id, delta=delta
                )
            )

    def _transcribe(self, entry: Entry, transcript: Transcript) -> None:
        entry.awaiting = False
        entry.confidence = transcript.confidence
        entry.item = items.with_transcript(entry.item, transcript.text)
        if self._settings.audio.input.transcription is not None:
            event_id, with_logprobs = self._out.event_id(), bool(self._settings.include)
            self._out.put(
                transcription.completed(event_id, entry.id, transcript, entry.audio_ms, with_logprobs=with_logprobs)
            )
