"""Who has the floor: interruptions, a learner who is away, and the last words of a session.

A learner who interrupts stops the partner's voice in their player. The client says where (`conversation.item.truncate`);
if it does not within `TRUNCATE_SECONDS`, or cannot, the playback clock knows well enough. Nobody speaks to an empty
room: what plays when a learner drops is cut there, and an answer that would begin is put off until they are back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedbackyes.behaviours import Utterance, rapport
from feedbackyes.domain.transcript import DOUBTFUL_BELOW, Speaker, Turn
from feedbackyes.gateway.playback import Track
from feedbackyes.protocol import client, server
from feedbackyes.protocol.responses import Response
from feedbackyes.protocol.server import ServerEvent, UnknownEvent
from feedbackyes.providers import RESTORED

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call
    from feedbackyes.gateway.downstream import Downstream

TRUNCATE_SECONDS = 1.0
WORDS_SECONDS = 3.0
"""In which speech becomes words, or is answered without."""
KEPT_WORDS_SECONDS = 0.5
"""In which what a learner said while there was no line has been sent, and is noticed."""


@dataclass(frozen=True, slots=True)
class _Interruption:
    """The learner began to speak when `heard_ms` of the item had been heard; the client has until `until_ms` to say."""

    item_id: str
    heard_ms: float
    until_ms: float


class Floor:
    """One call's turn-taking. `earned`: the disclosures that the learner has earned so far."""

    def __init__(self, call: Call, downstream: Downstream) -> None:
        self._call = call
        self._downstream = downstream
        self.earned: tuple[str, ...] = ()
        self.opening = False
        self._interruption: _Interruption | None = None
        self._response: str | None = None
        self._response_items: set[str] = set()
        self._speaking: set[str] = set()
        self._transcribing: set[str] = set()
        self._told: set[str] = set()
        self._settled = asyncio.Event()
        self._said: dict[int, Utterance] = {}
        self._doubted: set[str] = set()
        self._owed = self._unheard = self._winding_down = False
        self._asked = False  # somebody waits for a reply of which nothing has come
        self._again = 0
        self._ask_by_ms: float | None = None
        self._begun: str | None = None  # the item that a lost provider was in the middle of
        self._rest: Turn | None = None  # what the learner heard of a line that nobody can play to its end
        self._left: tuple[Turn, float] | None = None  # what another process had said last, and until when it is left
        earlier = [*(call.origin.before if call.origin else ()), *(call.before.said if call.before else ())]
        if earlier:
            self._go_on_from(earlier)

    # ---- what the provider says

    def before(self, event: ServerEvent | UnknownEvent, now_ms: float) -> None:
        """Called before an event becomes part of the story."""
        match event:
            case server.InputAudioBufferSpeechStarted(item_id=item_id):
                self._call.limits.touch(speech=True)
                self._speaking.add(item_id)
                self._interrupt(now_ms)
            case server.InputAudioBufferSpeechStopped():
                self._call.limits.touch(speech=True)
            case server.InputAudioBufferCommitted(item_id=item_id):
                self._commit(item_id)
            case server.InputAudioBufferCleared():
                self._speaking.clear()
                self._settle()
            case server.ResponseCreated(response=response):
                self._call.limits.touch(speech=True)
                self._resolve(now_ms)
                self._begin_response(response.id)
            case server.ResponseOutputItemAdded(item=item):
                self._response_items.add(getattr(item, "id", ""))
            case server.ConversationItemTruncated(item_id=item_id, audio_end_ms=end_ms):
                self._downstream.cut(self._downstream.playback.truncate(item_id, end_ms, now_ms))

    def after(self, event: ServerEvent | UnknownEvent) -> None:
        """Called when it has become that."""
        match event:
            case (
                server.ConversationItemInputAudioTranscriptionCompleted(item_id=item_id)
                | server.ConversationItemInputAudioTranscriptionFailed(item_id=item_id)
            ):
                self._transcribing.discard(item_id)
                self._asked = self._asked and bool(getattr(event, "transcript", "").strip())
                self._settle()
                if self._ask_by_ms is not None and not self._transcribing:
                    self.ask_again()
            case server.ResponseOutputAudioDone(item_id=item_id):
                self._complete(item_id)
            case server.ResponseOutputItemDone(item=item):
                self._complete(getattr(item, "id", ""))
            case server.ResponseDone(response=response):
                self._end_response(response)

    def on_turn(self, turn: Turn) -> None:
        """A turn is final."""
        if turn.speaker is Speaker.LEARNER:
            self.opening = False
        if self._call.scenario is None or self._call.plays_scenarios:
            return
        self._note(turn.seq, turn.id, turn)
        if turn.speaker is Speaker.LEARNER:
            earned = self._earned_by_now()
            if earned != self.earned:
                self.earned = earned
                self._call.tell_earned()

    def _go_on_from(self, before: Sequence[Turn]) -> None:
        """What was earned in an earlier session stays earned in one that goes on from it."""
        for seq, turn in enumerate(before, -len(before)):
            self._note(seq, f"{RESTORED}{seq}", turn)
        if not self._call.plays_scenarios:
            self.earned = self._earned_by_now()

    def _note(self, seq: int, turn_id: str, turn: Turn) -> None:
        self._said[seq] = Utterance(turn_id, turn.speaker, turn.text)
        if turn.confidence is not None and turn.confidence < DOUBTFUL_BELOW:
            self._doubted.add(turn_id)

    def _earned_by_now(self) -> tuple[str, ...]:
        if self._call.scenario is None:
            return ()
        said = [self._said[seq] for seq in sorted(self._said)]
        return rapport.follow(self._call.scenario, said, doubted=self._doubted).earned

    # ---- interruptions

    def client_truncates(self, event: client.ConversationItemTruncate) -> client.ConversationItemTruncate:
        """The client says up to where it has played an item. Returns the event as the provider can take it."""
        downstream, now_ms = self._downstream, self._call.now_ms()
        track = downstream.playback.tracks.get(event.item_id)
        if self._interruption is not None and self._interruption.item_id == event.item_id:
            self._interruption = None
        if track is None:
            return event
        end_ms = max(0, min(event.audio_end_ms, int(track.generated_ms)))
        if not (track.complete and end_ms >= int(track.generated_ms)):
            downstream.cut(downstream.playback.truncate(event.item_id, end_ms, now_ms))
        return client.ConversationItemTruncate(
            event_id=event.event_id, item_id=event.item_id, content_index=event.content_index, audio_end_ms=end_ms
        )

    @property
    def contested(self) -> bool:
        """It is still open how much of what plays was heard."""
        return self._interruption is not None

    def hush(self) -> None:
        """Cut the partner short: nobody listens any more."""
        now_ms = self._call.now_ms()
        self._resolve(now_ms)
        tracks = self._downstream.playback.tracks
        heard = any(tracks[item_id].heard_ms(now_ms) > 0 for item_id in self._response_items if item_id in tracks)
        self._cut_at(now_ms)
        if self._response is not None:
            self._unheard = not heard
            self._owed = self._owed or self._unheard
            self._call.send_own(client.ResponseCancel())

    @property
    def times(self) -> bool:
        """Something happens when nothing else does for a while."""
        return not (self._interruption is None and self._ask_by_ms is None and self._left is None)

    def tick(self, now_ms: float) -> None:
        if self._interruption is not None and now_ms >= self._interruption.until_ms:
            self._resolve(now_ms)
        if self._ask_by_ms is not None and now_ms >= self._ask_by_ms:
            self.ask_again()
        if self._left is not None and now_ms >= self._left[1] and self._is_free():
            self._answer(self._left[0])

    def stop_playing(self) -> None:
        """A client that cancels a response stops playing it too."""
        self._left = None
        self._stop_playing(self._call.now_ms())

    def _interrupt(self, now_ms: float) -> None:
        if self._interrupts():
            self._stop_playing(now_ms)

    def _stop_playing(self, now_ms: float) -> None:
        learner = self._call.learner
        track = self._downstream.playback.playing(now_ms)
        if learner is None or track is None or self._interruption is not None:
            return
        if learner.truncates:
            until_ms = now_ms + TRUNCATE_SECONDS * 1000
            self._interruption = _Interruption(track.item_id, track.heard_ms(now_ms), until_ms)
            self._call.stir()
        else:
            learner.interrupted()  # a player of ours stops here, and its clock with it
            self._cut_at(now_ms + learner.lead_ms)

    def _interrupts(self) -> bool:
        audio = self._downstream.effective.get("audio") or {}
        detection = (audio.get("input") or {}).get("turn_detection")
        return not isinstance(detection, dict) or detection.get("interrupt_response", True) is not False

    def _resolve(self, now_ms: float) -> None:
        """The client has not said where it stopped: it is taken to be where the learner began to speak."""
        if self._interruption is None:
            return
        interruption, self._interruption = self._interruption, None
        tracks = self._downstream.playback.truncate(interruption.item_id, interruption.heard_ms, now_ms)
        self._truncate_upstream(tracks)
        self._downstream.cut(tracks)

    def _cut_at(self, at_ms: float) -> None:
        self._downstream.link.void = (self._response or "").encode()
        tracks = self._downstream.playback.stop(at_ms)
        self._truncate_upstream(tracks)
        self._downstream.cut(tracks)

    def _truncate_upstream(self, tracks: list[Track]) -> None:
        for track in tracks:
            end_ms = int(track.cut_ms or 0)
            event = client.ConversationItemTruncate(item_id=track.item_id, content_index=0, audio_end_ms=end_ms)
            self._call.send_own(event)

    # ---- from one provider session to the next

    @property
    def manual(self) -> bool:
        """The client says when a turn is over."""
        incoming = (self._downstream.effective.get("audio") or {}).get("input") or {}
        return incoming.get("turn_detection", ...) is None

    @property
    def transcribing(self) -> frozenset[str]:
        """The learner's items whose words are still to come."""
        return frozenset(self._transcribing)

    @property
    def waits(self) -> bool:
        """A reply is due, or on its way."""
        return self._asked or self._response is not None

    @property
    def idle(self) -> bool:
        """A reply is due, and none is on its way."""
        return self._asked and self._response is None

    def asked(self) -> None:
        """Somebody has asked for a reply."""
        self._asked = True

    def give_up(self) -> None:
        """Nobody waits any more for a reply that was asked for and has not come."""
        self._asked = self._owed = self.opening = False
        self._begun = self._rest = self._left = self._ask_by_ms = None

    def break_off(self, now_ms: float) -> None:
        """The provider is gone. A reply of which nothing was heard is still due."""
        self._resolve(now_ms)
        tracks = self._downstream.playback.tracks
        came = [item_id for item_id in self._response_items if item_id in tracks]
        if self._response is not None:
            self._asked = not came
            self.opening = self.opening and not came
            self._begun = next((item_id for item_id in came if not tracks[item_id].complete), None)
        self._response, self._response_items = None, set()

    def fall_silent(self, now_ms: float) -> None:
        """As `break_off`, of a partner whose voice did not pass by here: what plays is heard no further either."""
        self.break_off(now_ms)
        playback, projection = self._downstream.playback, self._downstream.projection
        track = playback.playing(now_ms)
        if track is not None:
            times = {"start_ms": track.start_ms, "end_ms": track.end_ms}
            self._rest = projection.snapshot(track.item_id, track.heard_ms(now_ms), **times)
            self._begun, self._asked = None, self._rest is None
        self._cut_at(now_ms)

    def forget_asked(self) -> None:
        """What was to be answered is lost."""
        self._asked = self._owed = False

    def renew(self, again: int) -> None:
        """Another session begins, and is told what was said. `again`: turns that it commits for us."""
        self._again = again
        self._speaking.clear()
        self._transcribing.clear()
        self._settle()

    def ask_when_heard(self) -> None:
        """As `ask_again`, when what was committed again has become words: not every service answers to mere sound."""
        self._ask_by_ms = self._call.now_ms() + WORDS_SECONDS * 1000
        self._call.stir()

    def ask_again(self) -> None:
        """Have the partner say what is due, unless the learner is speaking or away."""
        call = self._call
        self._ask_by_ms = None
        begun, self._begun = self._begun, None
        rest, self._rest = self._rest, None
        if self.opening and self._asked:
            call.begin()
        elif call.learner is None:
            self._owed = self._owed or self._asked
        elif self._downstream.projection.spoken_since_ms is not None or call.asks_already:
            return
        elif self._asked:
            call.send_raw({"type": "response.create"})
        elif rest is not None:
            self.say_rest(rest)
        elif begun is not None:
            self._go_on_with(begun)

    def _go_on_with(self, item_id: str) -> None:
        track = self._downstream.playback.tracks.get(item_id)
        if track is None:
            return
        times = {"start_ms": track.start_ms, "end_ms": track.end_ms}
        turn = self._downstream.projection.snapshot(item_id, track.generated_ms, **times)
        if turn is not None:
            self.say_rest(turn)

    def say_rest(self, begun: Turn) -> None:
        """Have the partner go on with a line that broke off, if it can."""
        response = self._call.go_on(begun)
        if response is not None:
            self._asked = True
            self._call.send_raw({"type": "response.create", "response": response})

    def take_up(self, said: Sequence[Turn]) -> None:
        """Another process has left this talk: have the partner answer what the learner said last there, or say the rest
        of what was cut. What they said while nobody heard them comes first, and is then answered together with it."""
        last = next(turn for turn in reversed(said) if turn.text)
        if last.speaker is Speaker.LEARNER or last.interrupted:
            self._left = last, self._call.now_ms() + KEPT_WORDS_SECONDS * 1000
            self._call.stir()

    def _answer(self, last: Turn) -> None:
        self._left = last, self._call.now_ms() + KEPT_WORDS_SECONDS * 1000  # until something of the answer is heard
        if last.speaker is Speaker.PARTNER:
            self.say_rest(last)
            return
        self._asked = True
        self._call.send_raw({"type": "response.create"})

    def _is_free(self) -> bool:
        """The learner is here, and nobody speaks or is about to."""
        busy = self._speaking or self._transcribing or self._response is not None or self._asked
        return not busy and self._call.learner is not None and not self._call.asks_already

    # ---- being away, and the end

    def welcome(self) -> None:
        """The learner is back: what was put off is said now."""
        if self._owed and self._response is None:
            self._owed = False
            self._asked = True
            self._call.send_own(client.ResponseCreate())

    def forget_speech(self) -> None:
        """Somebody else will hear what the learner is just saying."""
        self._speaking.clear()
        self._downstream.projection.forget_speech()
        self._settle()

    async def wind_down(self, seconds: float) -> None:
        """Let what the learner said last become words, for at most `seconds`."""
        self._winding_down = True
        if self._response is not None:
            self._call.send_own(client.ResponseCancel())
        if self._speaking:
            self._call.send_own(client.InputAudioBufferCommit())
        self._settle()
        try:
            await asyncio.wait_for(self._settled.wait(), seconds)
        except TimeoutError:
            return

    def _begin_response(self, response_id: str) -> None:
        self._response = response_id
        self._response_items = set()
        self._unheard = self._call.learner is None or self._winding_down
        if self._unheard:
            self._owed = True
            self._call.send_own(client.ResponseCancel())

    def _end_response(self, response: Response) -> None:
        response_id = response.id
        for item_id in self._response_items:
            self._complete(item_id)
        if response_id == self._response:
            came = any(item_id in self._downstream.playback.tracks for item_id in self._response_items)
            self._asked = response.status == "failed" and not came
            if came or response.status == "completed":
                self._left = None
            if self._unheard:  # the provider must not remember saying it
                for item_id in self._response_items:
                    self._call.send_own(client.ConversationItemDelete(item_id=item_id))
            self._response = None
            self.opening = self.opening and self._asked
            self._unheard = False
            if self._asked:
                self._call.continuity.on_failed_reply(_error_of(response))
            else:
                self._call.continuity.on_reply()
            if self._call.learner is not None:
                self.welcome()

    def _complete(self, item_id: str) -> None:
        track = self._downstream.playback.tracks.get(item_id)
        if track is not None:
            track.complete = True
            self._call.stir()

    def _commit(self, item_id: str) -> None:
        self._speaking.discard(item_id)
        if item_id in self._told:
            return  # said twice
        self._told.add(item_id)
        audio = self._downstream.effective.get("audio") or {}
        if (audio.get("input") or {}).get("transcription"):
            self._transcribing.add(item_id)
        detection = (audio.get("input") or {}).get("turn_detection")
        if self._again:
            self._again -= 1
        elif isinstance(detection, dict) and detection.get("create_response", True) is not False:
            self._asked = True
        self._settle()

    def _settle(self) -> None:
        if not self._speaking and not self._transcribing:
            self._settled.set()
        else:
            self._settled.clear()


def _error_of(response: Response) -> server.ErrorDetail | None:
    details = response.status_details
    error = details.error if details is not None else None
    if error is None:
        return None
    return server.ErrorDetail(type=error.type or "", code=error.code, message=error.message or "")
