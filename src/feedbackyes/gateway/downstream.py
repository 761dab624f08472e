"""What comes from the provider, in order: shown to the learner, told as a story, and stored before it is shown.

Audio passes. Of everything else the meaning is taken (`Projection`); when it puts words into the transcript, the message
and all that follow it wait until the words are on disk (a few milliseconds; if it takes long, the provider waits too).
A partner's turn is stored as `speaking` when its words are known and becomes final when they have been heard, or cut.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any

import msgspec

from feedbackyes.audio.formats import AudioFormat
from feedbackyes.domain.stage_use import StageUse
from feedbackyes.domain.transcript import Turn, TurnState
from feedbackyes.gateway import observed
from feedbackyes.gateway.fastpath import Downlink, Send
from feedbackyes.gateway.floor import Floor
from feedbackyes.gateway.journal import Kind
from feedbackyes.gateway.playback import FarClock, Playback, Track
from feedbackyes.protocol import server, usage
from feedbackyes.protocol.client import ClientEvent
from feedbackyes.protocol.codec import decode_server
from feedbackyes.protocol.conversation import Body
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.items import InputTextPart, MessageItem
from feedbackyes.protocol.learner_turns import InputClock, Unfinished
from feedbackyes.protocol.projection import Projection
from feedbackyes.protocol.scan import event_type
from feedbackyes.protocol.server import UnknownEvent
from feedbackyes.protocol.sessions import RealtimeSession, Session
from feedbackyes.providers import RESTORED
from feedbackyes.telemetry.turns import TurnWatch

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call
    from feedbackyes.gateway.ends import End
    from feedbackyes.gateway.line import Line

HELD_BYTES = 1024 * 1024
"""Messages that wait for the disk before the provider is asked to wait."""
SNAPSHOT_MS = (900.0, 4900.0)
"""How often a turn that is being spoken is stored: when its words come in step with the audio, and when they come ahead
of it and are soon all known. Shorter than whole seconds, so that the tick after one, or five, is not a hair too early."""
LAG_MS = 500.0
"""What a learner's player may be behind the playback clock. Until then an item that is over can still be truncated."""
_STORED = frozenset({"user.transcript.failed", "user.dtmf", "partner.interrupted", "warning", "error"})
OWN_EVENTS = "event_gateway_"
"""How the ids of events begin that the gateway sends upstream by itself."""
OPENING = f"{OWN_EVENTS}opening"
SETTING = f"{OWN_EVENTS}setting_"
"""What sets up a session that goes on with an earlier one."""
_TELLS_USE = frozenset(
    {b"response.done", b"conversation.item.input_audio_transcription.completed", *map(str.encode, usage.LIVE)}
)
_ENCODE = msgspec.json.Encoder().encode
logger = logging.getLogger(__name__)


class Downstream:
    """One call's. `playback` is where the partner's voice is; `effective` the session as the provider has it now."""

    def __init__(self, call: Call, *, word_times: bool, first_seq: int = 1) -> None:
        self._call = call
        self.caller_id = call.session.owner_id
        self.link = Downlink(call.clock, call.began)
        self.on_audio = self.link.on_audio
        clock: InputClock = FarClock(call.now_ms) if call.direct else call.uplink.clock
        self.projection = Projection(call.session.id, clock, word_times=word_times, first_seq=first_seq)
        self.floor = Floor(call, self)
        self.turns = TurnWatch(lambda times: observed.turn(call, times))
        self.passed_ms = 0.0  # of the partner's audio, without what plays
        self.effective: dict[str, Any] = {}
        self._held: deque[bytes] = deque()
        self._held_bytes = 0
        self._waiting = True  # until the provider has been told what the session is to be
        self._storing: asyncio.Future[None] | None = None
        self._learner_audio: Send | None = None
        self._paused = False
        self._told_ms: dict[str, float] = {}
        self._snapshot_ms = SNAPSHOT_MS[0] if word_times else SNAPSHOT_MS[1]
        self._snapshot_due_ms = 0.0
        self._fresh: set[str] = set()  # items that got words since they were stored
        self._known: set[str] = set()
        self._snapshots: dict[str, str] = {}
        self._said: dict[int, Turn] = {turn.seq: turn for turn in call.before.said} if call.before is not None else {}
        self._quiet = 0
        self.former: frozenset[str] = frozenset()

    # ---- what a line brings

    def on_message(self, payload: bytes) -> None:
        """One message of the provider."""
        if self._waiting:
            self._hold(payload)
        elif not self.link.on_audio(payload):
            with self._call.scope:
                self._read(payload)

    def on_late(self, line: Line, payload: bytes) -> None:
        """One message on a line that was left: of interest when it says what was used."""
        if event_type(payload) not in _TELLS_USE:
            return
        try:
            used = usage.told(decode_server(payload))
        except InvalidEvent:
            return
        if used is not None:
            self._call.meter.take_last(used, line)

    def on_used(self, use: StageUse) -> None:
        """A part of the embedded engine has used a server."""
        self._call.meter.take_part(use)

    def on_pause(self) -> None:
        if self._call.learner is not None:
            self._call.learner.pause_reading()

    def on_resume(self) -> None:
        if self._call.learner is not None:
            self._call.learner.resume_reading()

    @property
    def playback(self) -> Playback:
        """Where the partner's voice is."""
        return self.link.playback

    @property
    def paused(self) -> bool:
        """The provider waits for the disk."""
        return self._paused

    # ---- the way of a message

    def open(self) -> None:
        """The connection is there, and the call has said what it wants; what came meanwhile is dealt with now."""
        self._go_on()

    def hear(self, learner: End | None) -> None:
        """Who hears the partner now; nobody while somebody is away."""
        self._learner_audio = None if learner is None else learner.audio
        self.link.hear(None if learner is None else learner.player)
        self.link.audio = None if self._waiting else self._learner_audio

    def feed_client(self, event: ClientEvent) -> None:
        """What the client sends on is part of the story too."""
        self._sync()
        self.projection.feed_client(event)

    def _read(self, payload: bytes) -> None:
        try:
            event = decode_server(payload)
        except InvalidEvent as error:
            what = (self._call.session.id, error.code, error.param)  # its message quotes what was sent
            logger.warning("Session %s: the provider sent what is no event (%s, %s).", *what)
            return
        if isinstance(event, server.ResponseOutputAudioDelta):
            if (
                self.link.audio is not None and event.response_id.encode() != self.link.void
            ):  # nobody hears it otherwise
                self.on_message(_ENCODE(event))
            return
        if self._is_ours(event):
            return
        self._sync()
        now_ms = self._call.now_ms()
        if isinstance(event, server.SessionCreated | server.SessionUpdated):
            self._on_session(event.session, payload)
            if self._quiet:  # what the next provider session is was said before
                self._quiet -= 1
                return
        self.floor.before(event, now_ms)
        stored = self.tell(self.projection.feed_server(event, now_ms))
        if (used := usage.told(event)) is not None:
            self._call.meter.take(used)
        self.floor.after(event)
        self._time(event, now_ms)
        self._confirm(event)
        stored = self._on_words(event, now_ms) or stored
        if isinstance(event, UnknownEvent) and event.type in usage.LIVE:
            return  # no event of Realtime, and for us alone
        if stored is None:
            self._forward(payload)
        else:
            self._wait(stored, payload)

    def _on_words(self, event: server.ServerEvent | UnknownEvent, now_ms: float) -> asyncio.Future[None] | None:
        """See to it that the partner's words are stored. Returns what is being stored now."""
        match event:
            case server.ResponseOutputAudioTranscriptDelta(item_id=item_id):
                self._fresh.add(item_id)
                self._call.stir(self._snapshot_due_ms)
            case server.ResponseOutputAudioTranscriptDone(item_id=item_id):
                self._fresh.discard(item_id)
                self._known.add(item_id)
                self._call.stir()
                return self._keep_known(now_ms)
            case server.ResponseDone():
                self._fresh.intersection_update(self.playback.tracks)  # nobody hears the others
        return None

    def _time(self, event: server.ServerEvent | UnknownEvent, now_ms: float) -> None:
        """See how long the answer takes. When its sound came is asked of the playback: nothing is done while it comes."""
        turns = self.turns
        match event:
            case server.InputAudioBufferSpeechStarted():
                turns.began()
            case (
                server.InputAudioBufferSpeechStopped(item_id=item_id)
                | server.InputAudioBufferCommitted(item_id=item_id)
            ):
                turns.ended(item_id, now_ms)
            case server.ConversationItemInputAudioTranscriptionCompleted(item_id=item_id):
                turns.recognised(item_id, now_ms)
            case server.ResponseOutputItemAdded(item=MessageItem(id=item_id)):
                turns.replies(item_id)
            case (
                server.ResponseOutputAudioTranscriptDelta(item_id=item_id)
                | server.ResponseOutputTextDelta(item_id=item_id)
            ):
                turns.written(item_id, now_ms)
            case server.OutputAudioBufferStarted():
                turns.heard(turns.reply_item, now_ms)
            case server.ResponseDone(response=response) if turns.reply_item in {item.id for item in response.output}:
                track = self.playback.tracks.get(turns.reply_item)
                if track is not None and track.stretches:
                    turns.heard(track.item_id, track.start_ms)
                turns.over()

    def _is_ours(self, event: server.ServerEvent | UnknownEvent) -> bool:
        """What only the gateway wants to know, and no part of this session's story."""
        if isinstance(event, server.ConversationItemAdded | server.ConversationItemDone):
            return event.item.id.startswith(RESTORED)  # said before
        if isinstance(event, UnknownEvent) and not event.type:
            logger.warning("Session %s: the provider sent an event without a type.", self._call.session.id)
            return True
        if not isinstance(event, server.ErrorEvent):
            return False
        event_id = event.error.event_id or ""
        if self._call.continuity.on_error(event.error):
            return True
        if not event_id.startswith(OWN_EVENTS):
            return False
        what = (event.error.code or event.error.type, event.error.param)
        logger.info("Session %s: the provider refused what we sent (%s, %s).", self._call.session.id, *what)
        if event.error.code == "conversation_already_has_active_response" and self.floor.idle:
            self._call.continuity.on_failed_reply(None)  # one that it reported as failed, and has not let go of
        self.floor.opening = self.floor.opening and event_id != OPENING
        self._quiet = max(0, self._quiet - event_id.startswith(SETTING))
        return True

    def _confirm(self, event: server.ServerEvent | UnknownEvent) -> None:
        """The provider has taken what the client sent: it need not be sent to another one."""
        journal = self._call.uplink.journal
        if journal is None:
            return
        match event:
            case server.InputAudioBufferCommitted():
                journal.confirm(Kind.COMMIT)
            case server.InputAudioBufferCleared():
                journal.confirm(Kind.CLEAR)
            case server.ConversationItemAdded(item=MessageItem(role="user" | "system", content=content)) if any(
                isinstance(part, InputTextPart) for part in content
            ):
                journal.confirm(Kind.ITEM)
            case server.ResponseCreated():
                journal.confirm(Kind.RESPONSE)
            case server.ResponseDone():
                journal.drop(Kind.RESPONSE)
            case server.ErrorEvent(error=error) if error.code == "conversation_already_has_active_response":
                journal.confirm(Kind.RESPONSE)
            case server.ErrorEvent(error=server.ErrorDetail(event_id=str(event_id))):
                journal.refuse(event_id)

    async def settle(self) -> None:
        """Wait until everything that has come has been dealt with."""
        while self._storing is not None and not self._storing.done():
            await asyncio.wait({self._storing})
            await asyncio.sleep(0)  # its callbacks come after us

    def _wait(self, stored: asyncio.Future[None], payload: bytes) -> None:
        self._waiting, self.link.audio, self._storing = True, None, stored
        stored.add_done_callback(lambda done: self._stored(done, payload))

    def _stored(self, stored: asyncio.Future[None], payload: bytes) -> None:
        """What was waited for is on disk. If it could not be, the call is ending and nothing more is shown."""
        if stored.cancelled() or stored.exception() is not None:
            self._held.clear()
            return
        self._forward(payload)
        self._go_on()

    def _hold(self, payload: bytes) -> None:
        self._held.append(payload)
        self._held_bytes += len(payload)
        if self._held_bytes > HELD_BYTES and not self._paused and self._call.provider is not None:
            self._paused = True
            self._call.provider.pause()

    def _go_on(self) -> None:
        self._waiting, self.link.audio = False, self._learner_audio
        while self._held and not self._waiting:
            held = self._held.popleft()
            self._held_bytes -= len(held)
            self.on_message(held)
        if self._paused and not self._held:
            self._paused = False
            if self._call.provider is not None and self._call.limits.slow_since_ms is None:
                self._call.provider.resume()

    def _forward(self, payload: bytes) -> None:
        if self._call.learner is not None:
            self._call.learner.event(payload)

    # ---- the story

    def tell(self, bodies: list[Body]) -> asyncio.Future[None] | None:
        """Tell and store. Returns what the words of the transcript wait for, if there are any."""
        last = None
        for body in bodies:
            if body.turn is not None:
                self._said[body.turn.seq] = body.turn
                last = self._call.story.finish_turn(body.turn, body)
                self._call.watch(last)
                self.floor.on_turn(body.turn)
            elif body.type in _STORED:
                self._call.watch(self._call.story.store(body))
            else:
                self._call.story.pass_on(body)
        return last

    def finish_track(self, track: Track) -> None:
        """An item has been heard, or as much of it as will be."""
        self._sync()
        times = {"start_ms": track.start_ms, "end_ms": track.end_ms}
        self._known.discard(track.item_id)
        self._fresh.discard(track.item_id)
        self.passed_ms += track.generated_ms
        if track.stretches:
            self.turns.heard(track.item_id, track.start_ms)
        self._told_ms.pop(track.item_id, None)
        stored = self._snapshots.pop(track.item_id, "")
        spoken = self.projection.snapshot(track.item_id, inf, **times) if stored else None
        bodies = self.projection.heard(track.item_id, track.cut_ms, **times)
        self.playback.forget(track.item_id)
        self.tell(bodies)
        if spoken is not None and not any(body.turn for body in bodies) and track.cut_ms is not None:
            # It was stored as being spoken, and the learner says that they heard nothing of it.
            unheard = replace(spoken, text="", words=(), state=TurnState.FINAL, interrupted=True)
            self._call.watch(self._call.story.put_turn(unheard))

    def cut(self, tracks: list[Track]) -> None:
        """The listener hears no more of these; the first is the one that was playing."""
        if tracks and self.link.recording is not None:
            self.link.recording.cut(tracks[0].end_ms)
        for track in tracks:
            self.finish_track(track)

    def finish(self) -> None:
        """The call is over: everything that was said has its end."""
        for track in list(self.playback.tracks.values()):
            self.finish_track(track)
        self.turns.over()
        self._sync()
        self.tell(self.projection.finish(self._call.now_ms()))

    def tick(self, now_ms: float) -> None:
        """Finish what has been heard to its end; keep what is being said safe."""
        for track in [track for track in self.playback.tracks.values() if track.complete]:
            over = now_ms >= track.end_ms + LAG_MS if track.player is None else track.over(now_ms)
            if over and not self.floor.contested:
                self.finish_track(track)
        if self._known:
            self._keep_known(now_ms)
        self.floor.tick(now_ms)

    @property
    def waits(self) -> bool:
        """Something is to be done as soon as it is time to."""
        return self.floor.times or bool(self._known) or any(one.complete for one in self.playback.tracks.values())

    def spoken(self, now_ms: float) -> Turn | None:
        """The turn that is being spoken, when it has words that are not stored and it is time to store them."""
        if now_ms < self.words_due_ms:
            return None
        self._snapshot_due_ms = now_ms + self._snapshot_ms
        track = self.playback.playing(now_ms)
        if track is None or track.item_id not in self._fresh or now_ms < track.start_ms:
            return None
        self._fresh.discard(track.item_id)
        return self._unstored(track)

    @property
    def words_due_ms(self) -> float:
        """When what is being spoken is to be stored; of the session clock."""
        return self._snapshot_due_ms if self._fresh else inf

    def _keep_known(self, now_ms: float) -> asyncio.Future[None] | None:
        """Store turns whose words are all known, once they begin to be heard."""
        stored = None
        for item_id in self._known:
            track = self.playback.tracks.get(item_id)
            if track is None or track.cut_ms is not None or not track.stretches or now_ms < track.start_ms:
                continue
            turn = self._unstored(track)
            if turn is not None:
                stored = self._call.story.put_turn(turn)
                self._call.watch(stored)
        return stored

    def _unstored(self, track: Track) -> Turn | None:
        self._sync()
        times = {"start_ms": track.start_ms, "end_ms": track.end_ms}
        turn = self.projection.snapshot(track.item_id, inf, **times)
        if turn is None or turn.text == self._snapshots.get(track.item_id):
            return None
        self._snapshots[track.item_id] = turn.text
        return turn

    def _sync(self) -> None:
        """Work out, and tell the projection, what audio has passed since this was done last."""
        self._call.uplink.settle()
        for item_id, track in self.playback.tracks.items():
            told_ms = self._told_ms.get(item_id, 0.0)
            if track.generated_ms > told_ms:
                self.projection.audio(item_id, track.generated_ms - told_ms)
                self._told_ms[item_id] = track.generated_ms

    # ---- from one provider session to the next

    def break_off(self) -> None:
        """The provider is gone in the middle of whatever it was doing. What has come is heard to its end."""
        self._sync()
        whole = {item_id for item_id, track in self.playback.tracks.items() if track.complete}
        self.floor.break_off(self._call.now_ms())
        bodies = self.projection.break_off(whole)
        for track in self.playback.tracks.values():
            track.complete = True
        self._call.stir()
        self.tell(bodies)

    def fall_silent(self) -> None:
        """The provider is gone, and with it the learner's own line to it: neither side is heard any further."""
        self._sync()
        now_ms = self._call.now_ms()
        whole = {item_id for item_id, track in self.playback.tracks.items() if track.complete}
        self.floor.fall_silent(now_ms)
        self.tell(self.projection.break_off(whole))
        said = self.projection.give_up(self.floor.transcribing, now_ms)
        self.tell(said)
        if any(body.type == "user.transcript.failed" for body in said):
            self.floor.forget_asked()
            self._call.warn("not_heard", "The connection broke while you spoke. Please say that again.", again=True)

    def unfinished(self) -> list[Unfinished]:
        """The learner's turns whose words the provider has not told."""
        return self.projection.unfinished(self.floor.transcribing)

    def said_so_far(self) -> list[Turn]:
        """All turns in order, as they were heard; of what is being heard, what the learner has been sent."""
        said = dict(self._said)
        for item_id, track in self.playback.tracks.items():
            times = {"start_ms": track.start_ms, "end_ms": track.end_ms}
            turn = self.projection.snapshot(item_id, track.generated_ms, **times)
            if turn is not None:
                said[turn.seq] = turn
        before = () if self._call.origin is None else self._call.origin.before
        return [*before, *(said[seq] for seq in sorted(said) if said[seq].text)]

    def expect_silence(self) -> None:
        """One more update of the session is asked for whose answer is nobody's business."""
        self._quiet += 1

    def renew(self, clock: InputClock, again: Sequence[Unfinished], *, updates: int) -> None:
        """Another provider session goes on.

        Args:
            again: what it commits first.
            updates: of its settings, whose answers are nobody else's business.
        """
        self._quiet = updates
        self.former = self.projection.known()
        self.floor.renew(len(again))
        self.link.void = b""
        word_times = self._call.engine.capabilities.word_times
        self._snapshot_ms = SNAPSHOT_MS[0] if word_times else SNAPSHOT_MS[1]
        for body in self.projection.renew(clock, again, word_times=word_times):
            self._call.story.pass_on(body)

    # ---- the session

    def _on_session(self, session: Session, payload: bytes) -> None:
        self.effective = msgspec.json.decode(payload).get("session", {})
        self._call.uplink.use(AudioFormat(session.audio.input.format.type))
        if isinstance(session, RealtimeSession):
            self.link.use(AudioFormat(session.audio.output.format.type))

    def completed(self, patch: dict[str, Any]) -> dict[str, Any]:
        """A patch of the session as the provider must get it: transcription is replaced as a whole there."""
        wanted = patch.get("audio", {}).get("input", {})
        now = (self.effective.get("audio") or {}).get("input", {}).get("transcription")
        if isinstance(now, dict) and "transcription" in wanted:
            wanted["transcription"] = {**now, **wanted["transcription"]}
        return patch

    def welcome(self) -> None:
        """A learner came back: they get the session as it is now."""
        if self.effective and self._call.learner is not None:
            event = {"type": "session.created", "event_id": f"event_{secrets.token_hex(8)}", "session": self.effective}
            self._call.learner.event(_ENCODE(event))
        self.floor.welcome()
