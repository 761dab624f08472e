"""One live call: a learner's end, a provider's connection, and everything that has to be true between them.

```
 state          what happens                                     then
 connecting     the provider answers                             live
 live           the learner's socket goes                        reconnecting: what plays is cut, the partner is hushed
 reconnecting   a socket comes for the same session              live: it gets session.created as the session is now
 live           the provider goes, or says nothing any more      reconnecting: another session is opened (`continuity`, `redial`)
 reconnecting   nobody comes within the grace time               ended, left
 any            stop | idle | too long | provider gone | drain   ended, with the reason
```

The call is the listener of the provider. What it says to the learner goes to an `End` (`relay`, `audio_socket`, `webrtc_end`); what
it tells everybody else, and what it stores, goes to a `Story`.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

import msgspec
import pybase64

from feedbackyes import log
from feedbackyes.audio.formats import pcm16
from feedbackyes.cluster import LeaseLost
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.limits import Spent
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.take import Moment
from feedbackyes.domain.transcript import Turn
from feedbackyes.gateway import carrying, sockets
from feedbackyes.gateway.budget import Budget
from feedbackyes.gateway.configuration import Configuration
from feedbackyes.gateway.continuity import Continuity, ProviderLost
from feedbackyes.gateway.downstream import OPENING, OWN_EVENTS, SETTING, Downstream
from feedbackyes.gateway.ending import Ending
from feedbackyes.gateway.ends import End
from feedbackyes.gateway.fastpath import Uplink, drop
from feedbackyes.gateway.finish import finish
from feedbackyes.gateway.handover import Before, announcement, may_hand_over
from feedbackyes.gateway.journal import APPEND, KEPT, Kind
from feedbackyes.gateway.limits import Limits
from feedbackyes.gateway.line import Line
from feedbackyes.gateway.listening import Both, Listening, Voices
from feedbackyes.gateway.meter import Meter
from feedbackyes.gateway.monitors import Monitors
from feedbackyes.gateway.recorder import Recorder, Recording
from feedbackyes.gateway.redial import Redial
from feedbackyes.gateway.story import Story
from feedbackyes.protocol import client
from feedbackyes.protocol.codec import encode_client
from feedbackyes.protocol.conversation import Body
from feedbackyes.providers import (
    CallRefused,
    Provider,
    ProviderConnection,
    ProviderListener,
    ProviderUnreachable,
)
from feedbackyes.settings import Settings
from feedbackyes.storage.recordings.disk import Recordings

Dial = Callable[[ProviderListener, dict[str, Any]], Awaitable[ProviderConnection]]
"""Takes the listener and what the session is to be."""
RESTARTED = "The server was restarted. What was said is kept."
EARLY_BYTES = 1024 * 1024
"""From a client that talks before the provider is there."""
DUTIES_MS = 1_900.0
"""How often what is a matter of seconds is looked after. Shorter than whole ticks, so that it is every eighth one."""
DUTIES_SHARE = 0.25
"""Of the shortest time that is set, when that is less."""
MAX_WARNINGS = 200
"""Of one call. Warnings are stored, and a client can cause them."""

_ENCODE = msgspec.json.Encoder().encode
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Deps:
    """What all calls share.

    Args:
        spare: goes on with a call whose provider cannot be had any more.
        lost: is told of a session that is another process's by now.
    """

    settings: Settings
    provider: Provider
    recorder: Recorder
    budget: Budget
    clock: Callable[[], float]
    spare: Provider | None
    recordings: Recordings
    lost: Callable[[str], None] = lambda _: None


class Call:
    """Made by `Gateway`, which runs `run` as a task and calls `tick` a few times a second."""

    def __init__(
        self,
        deps: Deps,
        session: Session,
        scenario: Scenario | None,
        story: Callable[..., Story],
        wishes: Mapping[str, Any] | None = None,
        dial: Dial | None = None,
        first_seq: int = 1,
        origin: Moment | None = None,
        spent: Spent | None = None,
        before: Before | None = None,
        engine: Provider | None = None,
        calls_again: bool = False,
    ) -> None:
        """Begins when it is run.

        Args:
            wishes: what else the session is to be, as a patch in Realtime's terms that was checked before.
            dial: connects instead of the provider's `connect`. Voice goes from browser to provider then, not by us.
            first_seq: place of its first turn in the transcript.
            origin: the moment of an earlier session from which it goes on.
            spent: what earlier calls of this session have used.
            before: what it was in another process, which has left it to this one.
            engine: its provider; None: the server's own.
            calls_again: who calls by `dial` can do so again when that line is lost.
        """
        self.session = session
        self.scope = log.scope(session_id=session.id, user_id=session.owner_id)
        self.configuration = Configuration(self, wishes)
        self._dial = dial
        self.origin = origin
        self.direct = dial is not None
        self.told_instructions: list[str] = []
        self.scenario = scenario
        self.state = SessionState.CREATED
        self._deps = deps
        self.engine: Provider = engine or deps.provider
        self._model = session.model
        self.before = before
        self.hands_over = self.lost = False
        self.clock, self.began = deps.clock, deps.clock() - (before.elapsed_ms / 1000 if before is not None else 0.0)
        self.story: Story = story(self.now_ms)
        self.uplink = Uplink(self.clock, self.began, self._keep)
        self.recording: Recording | None = None
        self.downstream = Downstream(self, word_times=self.engine.capabilities.word_times, first_seq=first_seq)
        self.floor = self.downstream.floor
        self.provider: ProviderConnection | None = None
        self.learner: End | None = None
        self._early: list[bytes] = []
        self._early_bytes = 0
        self._over = asyncio.Event()
        settings = deps.settings
        shortest_s = min(
            settings.session_timeout_seconds, settings.provider_stall_seconds, settings.resume_seconds or inf
        )
        self._duties_due_ms, self._duties_ms = 0.0, min(DUTIES_MS, DUTIES_SHARE * 1000 * shortest_s)
        self.due_at = 0.0
        """When it is to be told next that time passes; of `clock`."""
        self.ending: Ending | None = None
        self.limits = Limits(self, deps.settings)
        self.meter = Meter(self, deps.budget, spent)
        self.monitors = Monitors(self._tell, granted=session.monitoring, direct=self.direct)
        self.priced_as = deps.settings.priced_as
        self.continuity, self.redial = Continuity(self, deps.settings, deps.spare), Redial(self, calls_again)
        if self.may_bridge:
            self.uplink.remember()
        self._warned: set[str] = set()

    # ---- time

    def now_ms(self) -> float:
        """The session clock."""
        return (self.clock() - self.began) * 1000

    @property
    def plays_scenarios(self) -> bool:
        """The provider knows scenarios by their id, with all that may come out in them."""
        return self.engine.capabilities.scenario_prompt

    @property
    def may_bridge(self) -> bool:
        """A session of the provider that is lost can be replaced by another one."""
        there = self._deps.settings.reconnect_tries > 0 or self._deps.spare is not None
        return there and not self.direct and self.ending is None and self.engine.capabilities.hosted

    @property
    def may_go_on(self) -> bool:
        """A session of the provider that is lost is no end."""
        return self.may_bridge or self.redial.awaits_offers

    # ---- life

    async def run(self) -> None:
        """From connecting to the stored end."""
        try:
            await self._begin()
            await self._over.wait()
        except LeaseLost:
            self._deps.lost(self.session.id)
            await self._over.wait()
        except Exception:  # the root of the call's task
            logger.exception("Session %s ends because of an error of ours.", self.session.id)
            self.end(EndReason.CRASHED, "Something went wrong on our side; what was said so far is kept.")
        await finish(self, self._deps.recorder, self._deps.recordings)

    async def _begin(self) -> None:
        begins = SessionState.CONNECTING if self.before is None else SessionState.RECONNECTING
        if self.before is None and self.state is SessionState.CREATED:
            await self.story.enter(begins)
        if self.state is SessionState.CREATED:  # else the server is being stopped already
            self.state = begins
        try:
            line = await self.continuity.begin()
        except (ProviderUnreachable, CallRefused) as error:
            self.fail(error)
            self.end(EndReason.PROVIDER_UNREACHABLE, error.message)
            return
        if line is None:
            return
        if self.ending is not None or line.connection is None:
            line.leave()
            return
        self._connected(line.connection)
        self.continuity.check()

    async def dial(self, line: Line) -> ProviderConnection:
        """Connect to the provider. Raises `ProviderUnreachable` or `CallRefused`."""
        if self.direct and self._dial is not None:
            return await self._dial(line, self.configuration.wanted())
        return await self.engine.connect(line, model=self._model)

    def _connected(self, connection: ProviderConnection) -> None:
        self.provider, self.uplink.send = connection, connection.send
        self.limits.connected()
        self._set_up(connection)
        self._restore(connection)
        if self.before is not None and any(turn.text for turn in self.before.said):
            self.floor.take_up(self.before.said)
        elif self._partner_begins():
            self.floor.opening = True
            if self.direct:  # the browser is still connecting, and would miss the first words
                self.redial.speak_soon()
            else:
                self.begin()
        self._set_state(SessionState.LIVE)
        if self.learner is None:
            self._set_state(SessionState.RECONNECTING)  # they left while the provider was called, and may come back
        self.downstream.open()
        carrying.send(self, self._deps.recordings)
        written, self._early = self._early, []
        for payload in written:
            connection.send(payload)
        if self.learner is not None:
            self.learner.resume_reading()

    def _partner_begins(self) -> bool:
        if self.origin is not None and (self.origin.cue is not None or self.origin.before):
            return self.origin.cue is not None
        return self.scenario is not None and self.scenario.opens == "partner"

    def begin(self) -> None:
        """Have the partner speak first: anew, or what the learner answered to before."""
        if not self.floor.opening:
            return
        opening: dict[str, Any] = {"type": "response.create", "event_id": OPENING}
        if self.origin is not None and self.origin.cue is not None:
            opening["response"] = self.engine.say_again(self.origin.cue, self.configuration.setup())
        self.floor.asked()
        self.send(_ENCODE(opening))

    def _restore(self, connection: ProviderConnection) -> None:
        """Tell the provider what was said before: in the session that this is another take of, or in this one."""
        for item in self.engine.history(self.downstream.said_so_far()):
            event_id = f"{OWN_EVENTS}{secrets.token_hex(8)}"
            connection.send(_ENCODE({"type": "conversation.item.create", "event_id": event_id, "item": item}))

    def _set_up(self, connection: ProviderConnection) -> None:
        for part in self.configuration.parts():
            event_id = f"{OWN_EVENTS}{secrets.token_hex(8)}"
            connection.send(_ENCODE({"type": "session.update", "event_id": event_id, "session": part}))

    # ---- from one provider session to the next

    def without_provider(self) -> None:
        """There is none for now. What the learner sends is kept."""
        self.meter.disconnected()
        self.provider, self.uplink.send = None, drop

    def interrupted(self, why: str, message: str) -> None:
        """Say that the provider is gone and another session of it is being opened."""
        self._set_state(SessionState.RECONNECTING, message, why)

    def serve_with(self, provider: Provider) -> None:
        """Another provider goes on with this call."""
        self.engine, self._model = provider, None

    def take_line(self, line: Line, why: str) -> None:
        """A session that goes on with this call is there; `why` the one before did not."""
        if line.connection is None:
            return
        self.provider, self.uplink.send = line.connection, line.connection.send
        self.limits.connected()
        served = {
            "provider": self.engine.name,
            "model": self.engine.model,
            "from_ms": round(self.now_ms()),
            "reason": why,
        }
        self.watch(self.story.serve(served, basic_ears=self.engine.capabilities.basic_ears))
        if self.learner is not None:
            self._set_state(SessionState.LIVE)
            self.learner.resume_reading()

    def set_up_again(self, parts: list[dict[str, Any]]) -> None:
        for part in parts:
            event_id = f"{SETTING}{secrets.token_hex(8)}"
            self.send(_ENCODE({"type": "session.update", "event_id": event_id, "session": part}))

    def send_raw(self, message: dict[str, Any]) -> None:
        """Send what is no part of the story, and nobody else's business."""
        self.send(_ENCODE({"event_id": f"{OWN_EVENTS}{secrets.token_hex(8)}", **message}))

    def probe(self) -> None:
        """Ask for any answer at all."""
        self.downstream.expect_silence()
        self.set_up_again([{"type": "realtime"}])

    def go_on(self, begun: Turn) -> dict[str, Any] | None:
        """The response in which the partner goes on with what it had begun to say, when it can."""
        return self.engine.go_on(begun, self.configuration.setup())

    @property
    def asks_already(self) -> bool:
        """The client has asked for a reply itself, and that is sent again."""
        return self.uplink.journal is not None and self.uplink.journal.waits_for(Kind.RESPONSE)

    def tell_earned(self) -> None:
        """The partner may say more from now on."""
        kept = {key: value for key, value in self.configuration.wanted().items() if key in ("type", "instructions")}
        event_id = f"{OWN_EVENTS}{secrets.token_hex(8)}"
        self.send(_ENCODE({"type": "session.update", "event_id": event_id, "session": kept}))

    def start_recording(self, *, takes_over: bool = False) -> None:
        """Record what passes here; `takes_over`: the browser has recorded until now."""
        if not self.session.recording or self.direct or self.recording is not None:
            return
        try:
            self.recording = self._deps.recorder.open(
                self.session.id, self.uplink.clock, self.now_ms, takes_over=takes_over
            )
        except OSError as error:
            logger.warning("Session %s is not recorded: %s", self.session.id, error)
            self.warn("not_recorded", "This session is not recorded: the file could not be made.")

    def stop_recording(self) -> None:
        """There is no file to write to any more."""
        self.recording = None
        self.share_voices()

    def share_voices(self) -> None:
        """Who takes them as they pass: the recording, those who may listen in, or both."""
        monitors = self.monitors
        if not monitors.granted or self.direct:
            monitors.listening = None
        elif monitors.listening is None:
            monitors.listening = Listening(self.uplink.clock, self.now_ms)
            self.stir()
        taking: list[Voices] = [one for one in (self.recording, monitors.listening) if one is not None]
        voices = Both(*taking) if len(taking) > 1 else taking[0] if taking else None
        self.uplink.recording = self.downstream.link.recording = voices

    def _tell(self, body: Body) -> asyncio.Future[None]:
        self.watch(stored := self.story.store(body))
        return stored

    def drain(self, seconds: float) -> None:
        """The server is stopping: tell the learner how long there is."""
        if self.uplink.journal is None and not self.direct:
            self.uplink.remember()
        if self.state is not SessionState.CREATED:  # who has not begun is handed over all the same
            self._set_state(SessionState.DRAINING, announcement(self, seconds))

    def hand_over(self, code: int | None = None, message: str = RESTARTED) -> None:
        """Another server may go on with this session: this one is stopping, or the learner has come there; else it ends
        here. `code`: for the learner's socket."""
        if self.ending is None:
            self.hands_over = may_hand_over(self)
            self.end(EndReason.SHUTDOWN, message, code)

    def lose(self, code: int, message: str, reason: EndReason | None = None) -> None:
        """Another process has the session, or it is over there, for this `reason`."""
        learner, self.learner, self.lost = self.learner, None, True
        if learner is not None and reason is not None:
            learner.end(reason, code, message)
        elif learner is not None:
            learner.leave(code, message)
        self.end(EndReason.SHUTDOWN, message)

    def end(self, reason: EndReason, message: str, code: int | None = None) -> None:
        """Begin to end the call, unless it is ending. `code`: of the learner's socket; None: that of the reason."""
        if self.ending is None:
            self.ending = Ending(reason, message, code)
            self._over.set()
            self.continuity.stop_calling()

    def _set_state(self, state: SessionState, message: str | None = None, why: str | None = None) -> None:
        if self.state not in (state, SessionState.DRAINING) and self.ending is None:
            self.state = state
            self.watch(self.story.enter(state, message=message, why=why, call_again=self.direct and why is not None))

    def watch(self, stored: asyncio.Future[None]) -> None:
        """What cannot be stored must not go on as if it were."""

        def check(future: asyncio.Future[None]) -> None:
            error = None if future.cancelled() else future.exception()
            if isinstance(error, LeaseLost):
                self._deps.lost(self.session.id)
            elif error is not None:
                self.end(EndReason.CRASHED, str(error))

        stored.add_done_callback(check)

    # ---- the learner's end

    def attach(self, end: End) -> None:
        """A socket is there for this call: the first, one that comes back, or one that takes over."""
        former, self.learner = self.learner, end
        if former is not None:
            if former.player is not None:  # what it has not played is lost with it
                self.floor.hush()
            former.leave(sockets.TAKEN_OVER, "This conversation was taken over by another window.")
        if self.provider is not None and self.limits.slow_since_ms is not None:
            self.provider.resume()  # it waited for the former end
        self.limits.came()
        if self.state is SessionState.CREATED:
            self.start_recording()  # what is said while the provider is called belongs to it
            self.share_voices()
        self.downstream.hear(end)
        if self.provider is None and not self.continuity.broken:
            end.pause_reading()
            return
        if self.provider is not None:
            self._set_state(SessionState.LIVE)
        self.downstream.welcome()

    def detach(self, end: End, code: int, reason: str) -> None:
        """The socket is gone. Unless it said that this is the end, the learner may come back."""
        if end is not self.learner:
            return
        self.learner = None
        self.downstream.hear(None)
        if self.ending is not None:
            return
        if code == sockets.OK and reason == "end":
            self.end(EndReason.COMPLETED, "You ended the conversation.")
            return
        self.floor.hush()
        if self.provider is not None:
            self.provider.resume()
        self.limits.left()
        if self.provider is not None:
            self._set_state(SessionState.RECONNECTING)  # unless that was the end

    @property
    def is_slow(self) -> bool:
        """The learner's socket is full, and the provider waits."""
        return self.learner is not None and self.limits.slow_since_ms is not None

    def learner_is_slow(self, end: End, *, slow: bool) -> None:
        """The learner's socket is full, or takes more again."""
        if end is not self.learner:
            return
        self.limits.slow(slow=slow)
        if self.provider is None:
            return
        if slow:
            self.provider.pause()
        else:
            self.provider.resume()

    # ---- what the learner sends

    def append_bytes(self, audio: bytes) -> None:
        """Append audio in the session's input format."""
        self.uplink.append(b"".join((APPEND, pybase64.b64encode(audio), b'"}')), len(APPEND))

    def append_pcm(self, pcm: bytes) -> None:
        """Append PCM16 at 24 kHz that was decoded here."""
        encoder = self.uplink.encoder
        self.append_bytes(pcm if encoder is None else encoder.encode(pcm16(pcm)))

    def send(self, payload: bytes) -> None:
        """Send one message to the provider, or keep it until the provider is there."""
        self.uplink.send(payload)

    def _keep(self, payload: bytes) -> None:
        if self.ending is None and self._early_bytes + len(payload) <= EARLY_BYTES:
            self._early.append(payload)
            self._early_bytes += len(payload)

    def send_upstream(self, event: client.ClientEvent) -> None:
        """Send an event that is part of the story. What a provider that is gone knew, the next one does not."""
        self.downstream.feed_client(event)
        if getattr(event, "item_id", None) in self.downstream.former:
            return
        payload = encode_client(event)
        kind, journal = KEPT.get(type(event)), self.uplink.journal
        if kind is not None and journal is not None:
            journal.control(kind, payload, self.uplink.clock.audio_ms)
        self.send(payload)

    def send_own(self, event: client.ClientEvent) -> None:
        """Send an event that nobody but the gateway wants; its failure is nobody else's business."""
        event_id = f"{OWN_EVENTS}{secrets.token_hex(8)}"
        self.send_upstream(msgspec.structs.replace(event, event_id=event_id))

    def update_session(self, session: dict[str, Any], event_id: str | None) -> None:
        """The allowed part of a client's `session.update`."""
        self.configuration.change(session)
        message: dict[str, Any] = {"type": "session.update", "session": self.downstream.completed(session)}
        if event_id is not None:
            message["event_id"] = event_id
        self.send(_ENCODE(message))

    def create_response(self, event: client.ResponseCreate) -> None:
        """The client wants the partner to speak; while the opening is on its way, that is happening already."""
        if not self.floor.opening:
            self.floor.asked()
            self.send_upstream(event)

    def create_item(self, event: client.ConversationItemCreate) -> None:
        self.limits.written = True
        self.send_upstream(event)

    def cancel_response(self, event: client.ResponseCancel) -> None:
        """The client makes the partner stop; where it stopped playing it may say next."""
        self.floor.stop_playing()
        self.send_upstream(event)

    def stop_playing(self) -> None:
        """The client wants what plays to stop; a response that is being made goes on."""
        self.floor.stop_playing()

    def client_truncates(self, event: client.ConversationItemTruncate) -> None:
        """The client says up to where it has played an item, which is the truth."""
        self.send_upstream(self.floor.client_truncates(event))

    # ---- what becomes of the provider

    def provider_closed(self, code: int, reason: str) -> None:
        """The provider's connection is gone, and there will be no other."""
        self.meter.disconnected()
        self.provider, self.uplink.send = None, self._keep
        if self.ending is None and self.direct and code in (sockets.OK, sockets.NO_CODE):
            self.end(EndReason.LEFT, "The call is over.")
        if self.ending is not None:
            return
        said = f"{code}: {reason}".removesuffix(": ")
        error = ProviderLost(f"The voice service has ended the connection ({said}). What was said so far is kept.")
        self.fail(error)
        self.end(EndReason.PROVIDER_LOST, error.message)

    # ---- what is said to everybody

    def warn(self, code: str, message: str, *, again: bool = False) -> None:
        """Something the learner should know, which changes nothing for the session.

        The same is not said twice, unless it is news each time (`again`).
        """
        if not again:
            if message in self._warned or len(self._warned) >= MAX_WARNINGS:
                return
            self._warned.add(message)
        self.watch(self.story.store(Body("warning", {"code": code, "message": message}, origin="derived")))

    def fail(self, error: ExpectedError) -> None:
        """The session cannot go on."""
        data = {"code": error.code, "message": error.message, "recoverable": False}
        self.watch(self.story.store(Body("error", data, origin="derived")))
        if self.learner is not None:
            self.learner.fail(error)

    def stir(self, at_ms: float = 0.0) -> None:
        """Something waits for time to pass: be told of it then, or the next time that anybody is."""
        self.due_at = min(self.due_at, self.began + at_ms / 1000)

    def tick(self) -> Turn | None:
        """Time passes. Says in `due_at` when this is to be called again, unless something stirs before.

        Returns what is being spoken, when it is time to store it.
        """
        if self.ending is not None:
            self.due_at = inf
            return None
        now_ms = self.now_ms()
        self.uplink.settle()
        self.downstream.tick(now_ms)
        if self.monitors.listening is not None:
            self.monitors.listening.pump()
        if now_ms >= self._duties_due_ms:
            self.continuity.tick(now_ms)
            self.meter.tick(now_ms)
            self.limits.tick(now_ms)
            self._duties_due_ms = min(now_ms + self._duties_ms, self.limits.end_ms)
        spoken = self.downstream.spoken(now_ms)
        waits = self.monitors.listening is not None or self.downstream.waits
        due_ms = 0.0 if waits else min(self._duties_due_ms, self.downstream.words_due_ms)
        self.due_at = self.began + due_ms / 1000
        return spoken
