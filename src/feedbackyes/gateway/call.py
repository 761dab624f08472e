"""One live call: a learner's end, a provider's connection, and everything that has to be true between them.

```
 state          what happens                                     then
 connecting     the provider answers                             live
 live           the learner's socket goes                        reconnecting: what plays is cut, the partner is hushed
 reconnecting   a socket comes for the same session              live: it gets session.created as the session is now
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
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import pybase64

from feedbackyes.audio.formats import pcm16
from feedbackyes.domain.errors import ExpectedError, Failed
from feedbackyes.domain.limits import Spent
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.take import Moment
from feedbackyes.gateway import sockets
from feedbackyes.gateway.budget import Budget
from feedbackyes.gateway.downstream import OPENING, OWN_EVENTS, Downstream
from feedbackyes.gateway.ends import End
from feedbackyes.gateway.fastpath import Uplink
from feedbackyes.gateway.limits import Limits
from feedbackyes.gateway.meter import Meter
from feedbackyes.gateway.recorder import Recorder, Recording
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
    Setup,
)
from feedbackyes.settings import Settings

Dial = Callable[[ProviderListener, dict[str, Any]], Awaitable[ProviderConnection]]
"""Takes the listener and what the session is to be."""
EARLY_BYTES = 1024 * 1024
"""From a client that talks before the provider is there."""
WIND_DOWN_SECONDS = 2.0
DIRECT_OPENING_SECONDS = 1.5
"""After the answer to an offer, a browser needs about that long until it hears anything."""
MAX_WARNINGS = 200
"""Of one call. Warnings are stored, and a client can cause them."""

_APPEND = b'{"type":"input_audio_buffer.append","audio":"'
_ENCODE = msgspec.json.Encoder().encode
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    reason: EndReason
    code: int
    message: str


_CODES = {
    EndReason.PROVIDER_LOST: sockets.INTERNAL_ERROR,
    EndReason.PROVIDER_UNREACHABLE: sockets.INTERNAL_ERROR,
    EndReason.CRASHED: sockets.INTERNAL_ERROR,
    EndReason.SHUTDOWN: sockets.RESTART,
}
_WINDS_DOWN = frozenset(
    {
        EndReason.COMPLETED,
        EndReason.STOPPED,
        EndReason.IDLE,
        EndReason.LEFT,
        EndReason.SHUTDOWN,
        EndReason.COST_LIMIT,
    }
)
"""Endings in which the provider is still there to say what the learner said last."""


@dataclass(frozen=True, slots=True)
class Deps:
    """What all calls share."""

    settings: Settings
    provider: Provider
    recorder: Recorder
    budget: Budget
    clock: Callable[[], float] = time.monotonic


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
    ) -> None:
        """Begins when it is run.

        Args:
            wishes: what else the session is to be, as a patch in Realtime's terms that was checked before.
            dial: connects instead of the provider's `connect`. Voice goes from browser to provider then, not by us.
            first_seq: place of its first turn in the transcript.
            origin: the moment of an earlier session from which it goes on.
            spent: what earlier calls of this session have used.
        """
        self.session = session
        self._wishes = wishes
        self._dial = dial
        self.origin = origin
        self.direct = dial is not None
        self.told_instructions: list[str] = []
        self.scenario = scenario
        self.state = SessionState.CREATED
        self._deps = deps
        self.clock, self.began = deps.clock, deps.clock()
        self.story: Story = story(self.now_ms)
        self.uplink = Uplink(self.clock, self.began, self._keep)
        self.recording: Recording | None = None
        capabilities = deps.provider.capabilities
        self.plays_scenarios = capabilities.scenario_prompt
        self.downstream = Downstream(self, word_times=capabilities.word_times, first_seq=first_seq)
        self.floor = self.downstream.floor
        self.provider: ProviderConnection | None = None
        self.learner: End | None = None
        self._early: list[bytes] = []
        self._early_bytes = 0
        self._over = asyncio.Event()
        self.ending: Ending | None = None
        self.limits = Limits(self, deps.settings)
        self.meter = Meter(self, deps.budget, spent)
        self.priced_as = deps.settings.priced_as
        self._timer: asyncio.TimerHandle | None = None
        self._warned: set[str] = set()

    # ---- time

    def now_ms(self) -> float:
        """The session clock."""
        return (self.clock() - self.began) * 1000

    @property
    def engine(self) -> Provider:
        """The provider that this call talks to now."""
        return self._deps.provider

    # ---- life

    async def run(self) -> None:
        """From connecting to the stored end."""
        try:
            await self._begin()
            await self._over.wait()
        except Exception:  # the root of the call's task
            logger.exception("Session %s ends because of an error of ours.", self.session.id)
            self.end(EndReason.CRASHED, "Something went wrong on our side; what was said so far is kept.")
        await self._finish()

    async def _begin(self) -> None:
        await self.story.enter(SessionState.CONNECTING)
        self.state = SessionState.CONNECTING
        try:
            connection = await self._connect()
        except (ProviderUnreachable, CallRefused) as error:
            self.fail(error)
            self.end(EndReason.PROVIDER_UNREACHABLE, error.message)
            return
        if self.ending is not None:
            connection.close()
            return
        self._connected(connection)

    async def _connect(self) -> ProviderConnection:
        if self._dial is not None:
            return await self._dial(self.downstream, self._wanted())
        return await self._deps.provider.connect(self.downstream, model=self.session.model)

    def _connected(self, connection: ProviderConnection) -> None:
        self.provider, self.uplink.send = connection, connection.send
        self.limits.connected()
        self._set_up(connection)
        self._restore(connection)
        if self._partner_begins():
            self.floor.opening = True
            if self.direct:  # the browser is still connecting, and would miss the first words
                self._timer = asyncio.get_running_loop().call_later(DIRECT_OPENING_SECONDS, self._open)
            else:
                self._open()
        self._set_state(SessionState.LIVE)
        if self.learner is None:
            self._set_state(SessionState.RECONNECTING)  # they left while the provider was called, and may come back
        self.downstream.open()
        written, self._early = self._early, []
        for payload in written:
            connection.send(payload)
        if self.learner is not None:
            self.learner.resume_reading()

    def _partner_begins(self) -> bool:
        if self.origin is not None and (self.origin.cue is not None or self.origin.before):
            return self.origin.cue is not None
        return self.scenario is not None and self.scenario.opens == "partner"

    def _open(self) -> None:
        """Have the partner speak first: anew, or what the learner answered to before."""
        if not self.floor.opening:
            return
        opening: dict[str, Any] = {"type": "response.create", "event_id": OPENING}
        if self.origin is not None and self.origin.cue is not None:
            opening["response"] = self._deps.provider.say_again(self.origin.cue, self._setup())
        self.send(_ENCODE(opening))

    def _restore(self, connection: ProviderConnection) -> None:
        """Tell the provider what was said before the moment from which this session goes on."""
        if self.origin is None:
            return
        for item in self._deps.provider.history(self.origin.before):
            event_id = f"{OWN_EVENTS}{secrets.token_hex(8)}"
            connection.send(_ENCODE({"type": "conversation.item.create", "event_id": event_id, "item": item}))

    def _setup(self) -> Setup:
        session = self.session
        return Setup(
            scenario=self.scenario,
            language=session.language,
            cultural_context=session.cultural_context,
            patience_ms=session.patience_ms,
            push_to_talk=session.push_to_talk,
            voice=session.voice,
            instructions=session.instructions,
            earned=self.floor.earned,
        )

    def _wanted(self) -> dict[str, Any]:
        wanted = self._deps.provider.session_update(self._setup())
        if "instructions" in wanted and wanted["instructions"] not in self.told_instructions[-1:]:
            self.told_instructions.append(wanted["instructions"])
        return wanted

    def _set_up(self, connection: ProviderConnection) -> None:
        for part in [*_in_parts(self._wanted()), *([dict(self._wishes)] if self._wishes else [])]:
            event_id = f"{OWN_EVENTS}{secrets.token_hex(8)}"
            connection.send(_ENCODE({"type": "session.update", "event_id": event_id, "session": part}))

    def tell_earned(self) -> None:
        """The partner may say more from now on."""
        kept = {key: value for key, value in self._wanted().items() if key in ("type", "instructions")}
        event_id = f"{OWN_EVENTS}{secrets.token_hex(8)}"
        self.send(_ENCODE({"type": "session.update", "event_id": event_id, "session": kept}))

    def _start_recording(self) -> None:
        if not self.session.recording or self.direct or self.recording is not None:
            return
        try:
            self.recording = self._deps.recorder.open(self.session.id, self.uplink.clock, self.now_ms)
        except OSError as error:
            logger.warning("Session %s is not recorded: %s", self.session.id, error)
            self.warn("not_recorded", "This session is not recorded: the file could not be made.")
        self.uplink.recording = self.downstream.link.recording = self.recording

    def stop_recording(self) -> None:
        """There is no file to write to any more."""
        self.recording = self.uplink.recording = self.downstream.link.recording = None

    def drain(self, seconds: float) -> None:
        """The server is stopping: tell the learner how long there is."""
        self._set_state(SessionState.DRAINING, f"The server is being stopped. This session ends in {seconds:g} s.")

    def end(self, reason: EndReason, message: str) -> None:
        """Begin to end the call, unless it is ending."""
        if self.ending is None:
            self.ending = Ending(reason, _CODES.get(reason, sockets.OK), message)
            self._over.set()

    async def _finish(self) -> None:
        ending = self.ending or Ending(EndReason.CRASHED, sockets.INTERNAL_ERROR, "")
        if ending.reason in _WINDS_DOWN and self.provider is not None:
            await self.floor.wind_down(WIND_DOWN_SECONDS)
        await self.downstream.settle()
        self.floor.hush()
        self.downstream.finish()
        self.meter.close()
        if self.recording is not None:
            await self._deps.recorder.close(self.recording)
            if ending.reason is EndReason.PROVIDER_UNREACHABLE and self.uplink.clock.audio_ms == 0:
                self._deps.recorder.delete(self.recording)
        try:
            await self.story.enter(SessionState.ENDED, reason=ending.reason, message=ending.message)
        except ExpectedError as error:
            logger.warning("The end of session %s could not be stored: %s", self.session.id, error.message)
        if self.learner is not None:
            self.learner.end(ending.reason, ending.code, ending.message)
            self.learner = None
        if self._timer is not None:
            self._timer.cancel()
        if self.provider is not None:
            self.provider.close()
            self.provider, self.uplink.send = None, self._keep

    def _set_state(self, state: SessionState, message: str | None = None) -> None:
        if self.state not in (state, SessionState.DRAINING) and self.ending is None:
            self.state = state
            self.watch(self.story.enter(state, message=message))

    def watch(self, stored: asyncio.Future[None]) -> None:
        """What cannot be stored must not go on as if it were."""

        def check(future: asyncio.Future[None]) -> None:
            error = None if future.cancelled() else future.exception()
            if error is not None:
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
        self.limits.came()
        if self.state is SessionState.CREATED:
            self._start_recording()  # what is said while the provider is called belongs to it
        self.downstream.hear(end)
        if self.provider is None:
            end.pause_reading()
            return
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

    def learner_is_slow(self, end: End, *, slow: bool) -> None:
        """The learner's socket is full, or takes more again."""
        if end is not self.learner or self.provider is None:
            return
        self.limits.slow(slow=slow)
        if slow:
            self.provider.pause()
        else:
            self.provider.resume()

    # ---- what the learner sends

    def append_bytes(self, audio: bytes) -> None:
        """Append audio in the session's input format."""
        self.uplink.append(b"".join((_APPEND, pybase64.b64encode(audio), b'"}')), len(_APPEND))

    def append_pcm(self, pcm: bytes) -> None:
        """Append PCM16 at 24 kHz that was decoded here."""
        encoder = self.uplink.encoder
        self.append_bytes(pcm if encoder is None else encoder.encode(pcm16(pcm)))

    def send(self, payload: memoryview | bytes) -> None:
        """Send one message to the provider, or keep it until the provider is there."""
        self.uplink.send(payload)

    def _keep(self, payload: memoryview | bytes) -> None:
        if self.ending is None and self._early_bytes + len(payload) <= EARLY_BYTES:
            self._early.append(bytes(payload))
            self._early_bytes += len(payload)

    def send_upstream(self, event: client.ClientEvent) -> None:
        """Send an event that is part of the story."""
        self.downstream.feed_client(event)
        self.send(encode_client(event))

    def send_own(self, event: client.ClientEvent) -> None:
        """Send an event that nobody but the gateway wants; its failure is nobody else's business."""
        event_id = f"{OWN_EVENTS}{secrets.token_hex(8)}"
        self.send_upstream(msgspec.structs.replace(event, event_id=event_id))

    def update_session(self, session: dict[str, Any], event_id: str | None) -> None:
        """The allowed part of a client's `session.update`."""
        message: dict[str, Any] = {"type": "session.update", "session": self.downstream.completed(session)}
        if event_id is not None:
            message["event_id"] = event_id
        self.send(_ENCODE(message))

    def create_response(self, event: client.ResponseCreate) -> None:
        """The client wants the partner to speak; while the opening is on its way, that is happening already."""
        if not self.floor.opening:
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
        """The provider's connection is gone."""
        self.provider, self.uplink.send = None, self._keep
        if self.ending is not None:
            return
        if self.direct and code in (sockets.OK, sockets.NO_CODE):
            self.end(EndReason.LEFT, "The call is over.")
            return
        said = f"{code}: {reason}" if reason else str(code)
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

    def tick(self) -> None:
        """Time passes; called a few times a second."""
        if self.ending is None:
            now_ms = self.now_ms()
            self.downstream.tick(now_ms)
            self.meter.tick(now_ms)
            self.limits.tick(now_ms)


class ProviderLost(Failed):
    """The provider's connection is gone."""

    code = "provider_lost"


def _in_parts(session: dict[str, Any]) -> list[dict[str, Any]]:
    """What a service may not know goes by itself: one refusal must not cost the partner's whole character."""
    parts = [session]
    if "include" in session:
        parts.append({"type": session["type"], "include": session.pop("include")})
    incoming = session.get("audio", {}).get("input", {})
    transcription = incoming.get("transcription")
    if transcription and "prompt" in transcription:
        parts.append({"type": session["type"], "audio": {"input": {"transcription": transcription}}})
        incoming["transcription"] = {key: value for key, value in transcription.items() if key != "prompt"}
    return parts
