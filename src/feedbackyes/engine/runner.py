"""The engine: the stages that the settings name, shared by all its sessions."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import structlog
from pydantic import ValidationError

from feedbackyes import library
from feedbackyes.domain.errors import ExpectedError, NotReady, TooMany
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine.connection import GOING_AWAY, EngineConnection, Request, Stages, Track, Transport
from feedbackyes.engine.languages import Languages
from feedbackyes.engine.session import Options, Session
from feedbackyes.protocol.codec import Dialect
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.sessions import Prompt
from feedbackyes.protocol.sessions import Session as SessionSettings
from feedbackyes.settings import Settings
from feedbackyes.stages import dialogue, stt, tts, turn, vad
from feedbackyes.stages.processes import RunsProcesses
from feedbackyes.stages.reasons import why
from feedbackyes.stages.stt import Recogniser, RecogniserOptions
from feedbackyes.stages.usage import Payer

MODEL = "feedbackyes"
"""The model of a client that names none. Any other name is accepted, and means the same."""

READY_SPEAKERS = 4
"""So many find the recogniser ready: making it ready for one takes a second, which a first turn would feel, and up to
100 MB. It is done in the background after the start."""

MAX_STEPS = 64
"""Uses of single stages at once, beside the sessions."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Description:
    """What people should know of the engine in use.

    Args:
        languages, voice_languages, free_languages: that it understands, speaks, and has things to say in without a scenario;
            primary subtags, None is any.
        reasons: why a part is the one that it is, by `recogniser`, `voice` and `partner`; none for those that the settings
            name.
    """

    recogniser: str
    basic_ears: bool
    languages: frozenset[str] | None
    voice: str
    voice_languages: frozenset[str] | None
    dialogue: str
    free_languages: frozenset[str] | None
    scripted: bool
    reasons: Mapping[str, str]


class Engine:
    """Made by `create`. Stages are loaded by `start`, or by the first connection.

    Attributes:
        fault: why the stages could not be used when it started; empty: they could, or were not tried.
    """

    model = MODEL

    def __init__(self, settings: Settings, load: Callable[[], Stages]) -> None:
        self._settings = settings
        self._load = load
        self._loaded: Stages | None = None
        self._connections: dict[EngineConnection, asyncio.Task[None]] = {}
        self._spares: asyncio.Task[None] | None = None
        self._steps = 0
        self._closed = False
        self.fault = ""

    @classmethod
    def create(cls, settings: Settings) -> Engine:
        """An engine of the back ends that the settings name."""

        def load() -> Stages:
            return Stages(
                vad=vad.configured(settings),
                stt=stt.configured(settings),
                dialogue=dialogue.configured(settings),
                tts=tts.configured(settings),
                turn=turn.configured(settings),
            )

        return cls(settings, load)

    async def start(self) -> None:
        """Load the stages and use each once, so that the first conversation does not wait.

        Raises:
            ExpectedError: a back end is missing or does not work; the sentence says which.
        """
        try:
            stages = self._stages()
            await asyncio.gather(asyncio.to_thread(library.scenarios), _warm(stages))
        except ExpectedError as error:
            self.fault = error.message
            raise
        self.fault = ""
        self._spares = asyncio.create_task(_open_at_once(stages.stt, READY_SPEAKERS))

    def describe(self) -> Description:
        stages = self._stages()
        built_in = {
            "recogniser": stages.stt.name == stt.BUILT_IN,
            "voice": stages.tts.name == tts.BUILT_IN,
            "partner": stages.dialogue.scripted,
        }
        return Description(
            recogniser=stages.stt.name,
            basic_ears=stages.stt.basic,
            languages=stages.stt.languages,
            voice=stages.tts.name,
            voice_languages=stages.tts.languages,
            dialogue=stages.dialogue.name,
            free_languages=_free_languages(stages),
            scripted=stages.dialogue.scripted,
            reasons=why(self._settings, built_in=built_in),
        )

    def processes(self) -> Mapping[str, int]:
        """How many worker processes run now, by `recogniser` and `voice`, of those that have some."""
        if self._loaded is None:
            return {}
        parts = {"recogniser": self._loaded.stt, "voice": self._loaded.tts}
        return {name: len(part.process_ids()) for name, part in parts.items() if isinstance(part, RunsProcesses)}

    def check_room(self) -> None:
        """Raises `TooMany` or `NotReady` when `connect` would."""
        if self._closed:
            raise NotReady("The engine is shutting down. Try again in a moment.")
        if len(self._connections) >= self._settings.max_sessions:
            raise TooMany(f"All {self._settings.max_sessions} places are taken. Try again when a session has ended.")

    def connect(
        self,
        transport: Transport,
        *,
        model: str | None = None,
        dialect: Dialect = Dialect.GA,
        intent: str | None = None,
        backchannels: bool = False,
        turn_cues: bool = False,
        echo_check: bool = False,
        noise_gate: bool = False,
        tell_languages: bool = False,
        session: dict[str, Any] | None = None,
        track: Track | None = None,
        payer: Payer | None = None,
    ) -> EngineConnection:
        """Begin a session; its first event follows.

        Args:
            intent: `transcription`, or None for a conversation.
            session: how it is set up from the start, as in a `session.update`; `type` and `model` count too.
            track: where audio goes, when it does not go in events.
            payer: is told what the stages use at servers.
            backchannels: a short "mm-hm" while the partner talks does not stop it. A client that stops playback by
                itself at the first sound would not profit.
            turn_cues: who stops in the middle of a sentence is waited for longer than their `silence_duration_ms`, who has
                asked a question less. Other clients get exactly what they set.
            echo_check: the partner's own voice in the microphone is no speech. noise_gate: nor is what does not stand out
                from the steady noise of the place.
            tell_languages: a client that asks for a language which nobody understands or speaks is told by an `error` event;
                the session goes on.

        Raises:
            TooMany: there are as many sessions as the settings allow.
            NotReady: the engine is closing.
            ExpectedError: the session cannot be as `session` wants it.
        """
        self.check_room()
        stages = self._stages()
        options = replace(
            self._options(),
            backchannels=backchannels,
            turn_cues=turn_cues,
            turn_model=stages.turn is not None,
            echo_check=echo_check,
            noise_gate=noise_gate,
            announce_conversation=dialect is Dialect.BETA,
            languages=self._languages() if tell_languages else None,
            track_ahead_ms=None if track is None else lambda: track.ahead_ms,
        )
        request = _request(model, dialect, intent, session)
        connection = EngineConnection(stages, options, request, transport, track, payer)
        connection.start()
        self._connections[connection] = asyncio.create_task(self._forget(connection))
        return connection

    @contextmanager
    def step(self) -> Iterator[Stages]:
        """The stages, for one use of one of them without a session.

        Raises:
            TooMany: there are `MAX_STEPS` already.
            NotReady: the engine is closing, or a back end is missing.
        """
        if self._closed:
            raise NotReady("The engine is shutting down. Try again in a moment.")
        if self._steps >= MAX_STEPS:
            raise TooMany(f"{MAX_STEPS} requests of this kind are under way. Try again in a moment.", retry_after=2)
        self._steps += 1
        try:
            yield self._stages()
        finally:
            self._steps -= 1

    def preview(self, session: dict[str, Any]) -> SessionSettings:
        """The session that a client would find; see `connect`. Nothing is begun.

        Raises:
            ExpectedError: it cannot be like that.
        """
        request = _request(None, Dialect.GA, None, session)
        made = Session(
            self._options(),
            model=request.model,
            intent=request.intent,
            new_id=lambda prefix: f"{prefix}_{secrets.token_urlsafe(15)}",
            now_ms=0.0,
            unix_s=0.0,
        )
        made.prepare(request.session or {})
        return made.greeting().session

    def _options(self) -> Options:
        minutes = self._settings.max_session_minutes
        return Options(scenario=_scenario, voices=self._stages().tts.voices, minutes=minutes)

    def _languages(self) -> Languages:
        stages = self._stages()
        return Languages(
            recogniser=stages.stt.name,
            understood=stages.stt.languages,
            voice=stages.tts.name,
            spoken=stages.tts.languages,
            partner=stages.dialogue.name,
            free=_free_languages(stages),
        )

    async def empty(self) -> None:
        """Until no session is left."""
        while self._connections:
            await asyncio.wait(self._connections.values())

    async def close(self) -> None:
        """End all sessions, then the stages."""
        self._closed = True
        for connection in self._connections:
            connection.end(GOING_AWAY, "The server is shutting down.")
        await asyncio.gather(*self._connections.values())
        if self._spares is not None:
            self._spares.cancel()
            await asyncio.gather(self._spares, return_exceptions=True)
        if self._loaded is not None:
            await self._loaded.close()

    def _stages(self) -> Stages:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded

    async def _forget(self, connection: EngineConnection) -> None:
        await connection.wait_closed()
        self._connections.pop(connection, None)


def _request(model: str | None, dialect: Dialect, intent: str | None, session: dict[str, Any] | None) -> Request:
    """What is asked for by query and by session together; the query counts more.

    Raises:
        InvalidEvent: the session's type or model is none.
    """
    wanted = dict(session or {})
    if wanted.get("type", "realtime") not in ("realtime", "transcription"):
        raise InvalidEvent(
            f"Invalid value for 'session.type': {wanted['type']!r}. Supported values are: 'realtime' and 'transcription'.",
            code="invalid_value",
            param="session.type",
        )
    if wanted.get("type") == "transcription":
        intent = "transcription"
    if intent is None and wanted.get("model") is not None:
        if not isinstance(wanted["model"], str):
            raise InvalidEvent("Invalid type for 'session.model'.", code="invalid_type", param="session.model")
        model = model or wanted.pop("model")
    wanted.pop("model", None)
    return Request(model or MODEL, dialect, intent, wanted)


def _free_languages(stages: Stages) -> frozenset[str] | None:
    """In which there is something to say without a scenario. The script's neutral partner knows English only."""
    return frozenset({"en"}) if stages.dialogue.scripted else None


async def _warm(stages: Stages) -> None:
    stream = stages.vad.open()
    await stream.feed(np.zeros(vad.FRAME, np.int16))
    stream.close()
    async for _ in stages.tts.speak("Hello."):
        pass
    ears = await stages.stt.open(RecogniserOptions(), lambda _: None)
    try:
        ears.start()
        ears.feed(np.zeros(stt.RATE_HZ // 2, np.int16))
        await ears.finish()
    finally:
        await ears.close()


async def _open_at_once(recogniser: Recogniser, count: int) -> None:
    """Have a recogniser make ready for so many speakers. What it makes for them it keeps for the next ones."""
    try:
        async with AsyncExitStack() as stack:
            for _ in range(count):
                stream = await recogniser.open(RecogniserOptions(), lambda _: None)
                stack.push_async_callback(stream.close)
    except ExpectedError as error:
        log.warning("the recogniser could not be made ready for several speakers", reason=error.message)


def _scenario(prompt: Prompt) -> Scenario:
    """The scenario that a `session.prompt` names, or carries as JSON text in its variable `scenario`.

    Raises:
        NotFound: no scenario has this id.
        InvalidEvent: the one in the variables is none.
    """
    edited: Any = (prompt.variables or {}).get("scenario")
    if edited is None:
        return library.scenario(prompt.id)
    try:
        return Scenario.model_validate_json(edited) if isinstance(edited, str) else Scenario.model_validate(edited)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(["session.prompt.variables.scenario", *(str(part) for part in first["loc"])])
        raise InvalidEvent(
            f"Invalid value for '{place}': {first['msg']}.", code="invalid_value", param=place
        ) from error
