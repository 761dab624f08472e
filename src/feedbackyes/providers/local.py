"""The embedded engine as a provider: no key, no network, the same protocol over an in-memory connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from feedbackyes import library
from feedbackyes.domain import estimate
from feedbackyes.domain.errors import ExpectedError, NotFound
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.engine import Engine, EngineConnection
from feedbackyes.providers import RESTORED, Capabilities, Pays, ProviderListener, ProviderUnreachable, Setup
from feedbackyes.settings import Settings
from feedbackyes.stages import usage

IDLE_MS = (5_000, 30_000)
"""Limits of `idle_timeout_ms` in the protocol."""
MINUTES = 10.0
"""Of a usual talk; what a mind reads again grows with them."""
LOGPROBS = "item.input_audio_transcription.logprobs"


def create(settings: Settings, engine: Engine | None = None) -> Local:
    """The provider of `engine`, or of an engine of its own that the settings describe."""
    return Local(settings, engine or Engine.create(settings), owns_engine=engine is None)


class Local:
    """See `Provider`."""

    name = "local"

    def __init__(self, settings: Settings, engine: Engine, *, owns_engine: bool) -> None:
        self._settings = settings
        self._engine = engine
        self._owns_engine = owns_engine
        self.model = engine.model
        description = engine.describe()
        paid = {kind: one.sold_as for kind, one in usage.tariffs(settings).items() if not one.free}
        self.recogniser = description.recogniser
        self.voice = description.voice
        self.partner = description.dialogue
        self.reasons = description.reasons
        self.capabilities = Capabilities(
            hosted=False,
            elsewhere=bool(settings.stages_elsewhere),
            costs=bool(paid),
            price_per_minute_usd=estimate.from_parts(MINUTES, paid).usd_per_minute if paid else None,
            scenario_prompt=True,
            word_times=True,
            basic_ears=description.basic_ears,
            languages=description.languages,
            voice_languages=description.voice_languages,
            free_languages=description.free_languages,
            confidence=True,
        )

    async def connect(self, listener: ProviderListener, *, model: str | None = None) -> LocalConnection:
        """Open a session. Raises `ProviderUnreachable` when the engine takes no more."""
        try:
            settings = self._settings
            session = self._engine.connect(
                _Line(listener),
                model=model,
                backchannels=settings.backchannels,
                turn_cues=settings.turn_cues,
                echo_check=settings.echo_check,
                noise_gate=settings.noise_gate,
                payer=listener.on_used if isinstance(listener, Pays) else None,
            )
        except ExpectedError as error:
            raise ProviderUnreachable(error.message) from error
        return LocalConnection(session)

    def session_update(self, setup: Setup) -> dict[str, Any]:
        """The GA session for `setup`. A scenario goes by its id, and whole when it is not the one that is shipped."""
        transcription = {"model": self._settings.stt, "language": setup.language}
        audio: dict[str, Any] = {
            "input": {"transcription": transcription, "turn_detection": _turn_detection(setup)},
        }
        voice = setup.voice or (setup.scenario.voice if setup.scenario else None)
        if voice:
            audio["output"] = {"voice": voice}
        session: dict[str, Any] = {"type": "realtime", "audio": audio, "include": [LOGPROBS]}
        if setup.scenario is not None:
            session["prompt"] = _prompt(setup.scenario, setup.cultural_context)
        if setup.instructions:
            session["instructions"] = setup.instructions
        return session

    def history(self, turns: Sequence[Turn]) -> list[dict[str, Any]]:
        """With what the partner's memory makes of them: how well each was heard, and which were cut short."""
        return [_item(f"{RESTORED}{number}", turn) for number, turn in enumerate(turns, 1)]

    def say_again(self, cue: Turn, setup: Setup) -> dict[str, Any]:
        """By variables of the prompt: the scripted partner takes no instructions in a scenario."""
        variables = {"line": cue.text, "line_cut": "true" if cue.interrupted else "false"}
        return {"prompt": {"id": setup.scenario.id if setup.scenario else "free", "variables": variables}}

    def go_on(self, begun: Turn, setup: Setup) -> dict[str, Any] | None:  # noqa: ARG002 (of the interface)
        """The scripted partner cannot know how another's line was to end."""
        return None

    async def close(self) -> None:
        if self._owns_engine:
            await self._engine.close()


class LocalConnection:
    """See `ProviderConnection`."""

    def __init__(self, session: EngineConnection) -> None:
        self._session = session

    def send(self, payload: bytes) -> None:
        self._session.receive(payload)

    def pause(self) -> None:
        self._session.pause()

    def resume(self) -> None:
        self._session.resume()

    def close(self) -> None:
        self._session.close()


class _Line:
    """The engine's transport to a listener."""

    def __init__(self, listener: ProviderListener) -> None:
        self._listener = listener

    def send(self, payload: bytes) -> None:
        self._listener.on_message(payload)

    def closed(self, code: int, reason: str) -> None:
        self._listener.on_closed(code, reason)

    def pause(self) -> None:
        self._listener.on_pause()

    def resume(self) -> None:
        self._listener.on_resume()


def _item(item_id: str, turn: Turn) -> dict[str, Any]:
    item: dict[str, Any] = {"type": "message", "id": item_id}
    if turn.speaker is Speaker.PARTNER:
        part = {"type": "output_text", "text": turn.text}
        return {
            **item,
            "role": "assistant",
            "status": "incomplete" if turn.interrupted else "completed",
            "content": [part],
        }
    said: dict[str, Any] = {"type": "input_audio", "transcript": turn.text}
    if turn.confidence is not None:
        said["confidence"] = turn.confidence
    return {**item, "role": "user", "content": [said]}


def _turn_detection(setup: Setup) -> dict[str, Any] | None:
    if setup.push_to_talk:
        return None
    detection: dict[str, Any] = {"type": "server_vad"}
    if setup.silence_ms is not None:
        detection["silence_duration_ms"] = setup.silence_ms
    if setup.scenario is not None:
        low, high = IDLE_MS
        detection["idle_timeout_ms"] = round(min(high, max(low, setup.scenario.difficulty.patience * 1000)))
    return detection


def _prompt(scenario: Scenario, cultural_context: str | None) -> dict[str, Any]:
    variables: dict[str, str] = {}
    if cultural_context:
        variables["cultural_context"] = cultural_context
    if not _is_shipped(scenario):
        variables["scenario"] = scenario.model_dump_json()
    return {"id": scenario.id, "version": str(scenario.version), "variables": variables}


def _is_shipped(scenario: Scenario) -> bool:
    try:
        return library.scenario(scenario.id) == scenario
    except NotFound:
        return False
