"""The learner's side of the projection: speech, its transcript, typed text. Theory in `projection`."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from feedbackyes.domain.transcript import Speaker, Turn, Word
from feedbackyes.protocol import server
from feedbackyes.protocol.confidence import overall, timed_words
from feedbackyes.protocol.conversation import Body, Origin
from feedbackyes.protocol.items import InputTextPart, MessageItem
from feedbackyes.protocol.places import Places
from feedbackyes.protocol.server import ServerEvent, UnknownEvent


class InputClock(Protocol):
    """The learner's audio against the session clock."""

    @property
    def audio_ms(self) -> float:
        """Audio that has been sent so far."""
        ...

    def session_ms(self, audio_ms: float) -> float:
        """When the learner spoke what is at `audio_ms` of their audio."""
        ...

    def position(self, audio_ms: float) -> float:
        """Where `audio_ms` of what this provider was sent is in all of the learner's audio."""
        ...


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Speech that the provider took as a turn and whose words it never told.

    Args:
        seq: its place in the transcript. start_ms, end_ms: when it was spoken.
        from_ms, until_ms: where it is in all of the learner's audio.
    """

    item_id: str
    seq: int
    start_ms: float
    end_ms: float
    from_ms: float
    until_ms: float


@dataclass(slots=True)
class _Item:
    """`start_ms`, `end_ms`: when the speech was. `partial`: the text shown so far. `silent`: nobody spoke.

    `from_ms`, `until_ms`: where it is in all of the learner's audio.
    """

    seq: int = 0
    start_ms: float | None = None
    end_ms: float | None = None
    from_ms: float | None = None
    until_ms: float | None = None
    partial: str = ""
    silent: bool = False
    final: bool = False


class LearnerTurns:
    """`padding_ms` and `silence_ms` are what turn detection adds before and after speech."""

    def __init__(self, session_id: str, clock: InputClock, places: Places) -> None:
        self.padding_ms = self.silence_ms = 0.0
        self._session_id = session_id
        self._clock = clock
        self._places = places
        self._items: dict[str, _Item] = {}
        self._begun: list[_Item] = []  # those that may be neither committed nor final; asked for every second
        self._boundary_ms = 0.0  # of the learner's audio: where it was committed or cleared last
        self._stopped_last: tuple[_Item, float] | None = None  # and when its audio ended, silence included
        self._dealt_ms = 0.0  # of all of it: where earlier provider sessions had committed or cleared it last
        self._again: deque[Unfinished] = deque()  # what a new provider is sent once more, in order

    def feed(self, event: ServerEvent | UnknownEvent, t_ms: float) -> list[Body]:
        match event:
            case server.InputAudioBufferSpeechStarted():
                return self._started(event)
            case server.InputAudioBufferSpeechStopped():
                return self._stopped(event)
            case server.InputAudioBufferTimeoutTriggered():
                self._item(event.item_id).silent = True
            case server.InputAudioBufferCommitted():
                self._commit(event.item_id)
            case server.InputAudioBufferCleared():
                self._boundary_ms = self._clock.audio_ms
            case server.ConversationItemInputAudioTranscriptionDelta():
                return self._delta(event.item_id, event.delta)
            case UnknownEvent(type="conversation.item.input_audio_transcription.updated"):
                return self._replaced(event)
            case server.ConversationItemInputAudioTranscriptionCompleted():
                return self._completed(event, t_ms)
            case server.ConversationItemInputAudioTranscriptionFailed():
                return self._failed(event.item_id, event.error.code or "transcription_failed", event.error.message)
        return []

    def typed(self, message: MessageItem, t_ms: float) -> list[Body]:
        """A message of the user came into the conversation. Speech has no text yet and is none."""
        text = "\n".join(part.text for part in message.content if isinstance(part, InputTextPart)).strip()
        item = self._item(message.id)
        if not text or item.final or message.id in self._places.excluded:
            return []
        return self._final(message.id, item, text, (t_ms, t_ms), typed=True)

    def finish(self, t_ms: float) -> list[Body]:
        """What was shown of unfinished turns becomes final."""
        bodies: list[Body] = []
        for item_id, item in self._items.items():
            if item.partial.strip() and not item.final and item_id not in self._places.excluded:
                bodies += self._spoken(item_id, item, item.partial, (), t_ms, "derived")
        return bodies

    def give_up(self, waiting: Collection[str], t_ms: float) -> list[Body]:
        """The audio is gone, and nobody will hear it again: of what was said only what was shown is left.

        Args:
            waiting: items that are being transcribed.
        """
        bodies = self.finish(t_ms)
        message = "The connection broke before your words were understood. Please say them again."
        for item_id, item in self._items.items():
            if item.final:
                continue
            item.final = True
            if (item_id in waiting or not item.seq) and not item.silent:
                data = {"code": "not_heard", "message": message}
                bodies.append(Body("user.transcript.failed", data, "learner", item_id, "derived"))
        return bodies

    def forget_speech(self) -> None:
        """Speech that was not committed will be heard by somebody else."""
        for item in self._items.values():
            item.final = item.final or not item.seq

    # --- from one provider session to the next -------------------------------------------------------------------

    def unfinished(self, waiting: Collection[str]) -> list[Unfinished]:
        """Turns whose words are still to come, in the order of the transcript. `waiting`: items that are transcribed."""
        found = list(self._again)
        for item_id, item in self._items.items() if waiting else ():
            places = (item.start_ms, item.end_ms, item.from_ms, item.until_ms)
            if item_id not in waiting or item.final or not item.seq or None in places:
                continue
            start_ms, end_ms, from_ms, until_ms = (place or 0.0 for place in places)
            found.append(Unfinished(item_id, item.seq, start_ms, end_ms, from_ms, until_ms))
        return sorted(found, key=lambda one: one.seq)

    def since_ms(self) -> float | None:
        """Where speech begins, in all of the learner's audio, that nobody has committed; None: nobody is speaking."""
        self._begun = [item for item in self._begun if not item.seq and not item.final]
        return next((item.from_ms for item in self._begun if item.from_ms is not None), None)

    def boundary_ms(self) -> float:
        """Up to where the learner's audio was committed or cleared, in all of it."""
        return max(self._dealt_ms, self._clock.position(self._boundary_ms))

    def renew(self, clock: InputClock, again: Sequence[Unfinished]) -> list[str]:
        """A new provider session begins, which is sent `again` first. Returns the items that are void now."""
        void = [item_id for item_id, item in self._items.items() if not item.final]
        for item_id in void:
            self._items[item_id].final = True
        self._dealt_ms = self.boundary_ms()
        self._clock, self._boundary_ms, self._again = clock, 0.0, deque(again)
        return void

    def cut_into(self) -> None:
        """The partner did not wait for the silence that ends a turn: there is none in the last one."""
        if self._stopped_last is not None:
            item, end_ms = self._stopped_last
            item.end_ms = end_ms

    # --- events ---------------------------------------------------------------------------------------------------

    def _started(self, event: server.InputAudioBufferSpeechStarted) -> list[Body]:
        item = self._item(event.item_id)
        item.start_ms = self._clock.session_ms(event.audio_start_ms + self.padding_ms)
        item.from_ms = self._clock.position(event.audio_start_ms)
        return [Body("user.speech.started", {"at_ms": round(item.start_ms)}, "learner", event.item_id)]

    def _stopped(self, event: server.InputAudioBufferSpeechStopped) -> list[Body]:
        item = self._item(event.item_id)
        end_ms = self._clock.session_ms(max(0.0, event.audio_end_ms - self.silence_ms))
        item.end_ms = max(end_ms, item.start_ms or 0.0)
        self._stopped_last = item, self._clock.session_ms(event.audio_end_ms)
        item.until_ms = self._clock.position(event.audio_end_ms)
        return [Body("user.speech.stopped", {"at_ms": round(item.end_ms)}, "learner", event.item_id)]

    def _commit(self, item_id: str) -> None:
        """Speech that nobody detected (push-to-talk) lies between the last commit and this one."""
        item = self._item(item_id)
        if item.seq or item.final:
            return  # told twice
        if self._again:
            again = self._again.popleft()
            item.seq, item.start_ms, item.end_ms = again.seq, again.start_ms, again.end_ms
            item.from_ms, item.until_ms = again.from_ms, again.until_ms
            return
        item.seq = self._places.take(item_id)
        if item.start_ms is None:
            item.start_ms = self._clock.session_ms(self._boundary_ms)
        if item.end_ms is None:
            item.end_ms = max(item.start_ms, self._clock.session_ms(self._clock.audio_ms))
        if item.from_ms is None:
            item.from_ms = self._clock.position(self._boundary_ms)
        if item.until_ms is None:
            item.until_ms = self._clock.position(self._clock.audio_ms)
        self._boundary_ms = self._clock.audio_ms

    def _delta(self, item_id: str, delta: str) -> list[Body]:
        item_id = self._meant(item_id)
        item = self._item(item_id)
        if not delta or item.final:
            return []
        item.partial += delta
        return [Body("user.transcript.delta", {"delta": delta}, "learner", item_id)]

    def _replaced(self, event: UnknownEvent) -> list[Body]:
        """Only what goes on from the text that was shown can be told."""
        item_id, whole = event.raw.get("item_id"), event.raw.get("transcript")
        if not isinstance(item_id, str) or not isinstance(whole, str):
            return []
        shown = self._item(self._meant(item_id)).partial
        return self._delta(item_id, whole.removeprefix(shown)) if whole.startswith(shown) else []

    def _completed(self, event: server.ConversationItemInputAudioTranscriptionCompleted, t_ms: float) -> list[Body]:
        item_id, text = self._meant(event.item_id), event.transcript.strip()
        item = self._item(item_id)
        if item.final or item_id in self._places.excluded:
            return []
        if text:
            logprobs = event.logprobs if isinstance(event.logprobs, tuple) else ()
            return self._spoken(item_id, item, text, logprobs, t_ms, "native")
        return [] if item.silent else self._failed(item_id, "not_understood", "Nothing could be understood.")

    def _failed(self, item_id: str, code: str, message: str) -> list[Body]:
        item_id = self._meant(item_id)
        if self._item(item_id).final:
            return []
        data = {"code": code, "message": message or "What was said could not be transcribed."}
        return [Body("user.transcript.failed", data, "learner", item_id)]

    # --- turns ----------------------------------------------------------------------------------------------------

    def _spoken(
        self, item_id: str, item: _Item, text: str, logprobs: tuple[server.Logprob, ...], t_ms: float, origin: Origin
    ) -> list[Body]:
        start_ms = t_ms if item.start_ms is None else item.start_ms
        end_ms = max(start_ms, t_ms if item.end_ms is None else item.end_ms)
        words = timed_words(text.strip(), logprobs, start_ms, end_ms)
        return self._final(item_id, item, text.strip(), (start_ms, end_ms), words=words, origin=origin)

    def _final(
        self,
        item_id: str,
        item: _Item,
        text: str,
        span: tuple[float, float],
        *,
        words: tuple[Word, ...] = (),
        typed: bool = False,
        origin: Origin = "native",
    ) -> list[Body]:
        item.final = True
        item.seq = item.seq or self._places.take(item_id)
        if not item.seq:
            return []
        turn = Turn(
            id=item_id,
            session_id=self._session_id,
            seq=item.seq,
            speaker=Speaker.LEARNER,
            text=text,
            start_ms=round(span[0]),
            end_ms=round(span[1]),
            confidence=overall(words),
            words=words,
            typed=typed,
        )
        return [Body("user.transcript.final", {}, "learner", item_id, origin, turn)]

    def _item(self, item_id: str) -> _Item:
        item = self._items.get(item_id)
        if item is None:
            item = self._items[item_id] = _Item()
            self._begun.append(item)
        return item

    def _meant(self, item_id: str) -> str:
        """Servers that name no item mean the last one whose text is not known."""
        if item_id:
            return item_id
        waiting = [key for key, item in self._items.items() if not item.final]
        return waiting[-1] if waiting else f"learner_{self._places.next}"
