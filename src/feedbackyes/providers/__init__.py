"""Voice engines behind one interface. A provider is a module here; a setting names it.

All speak Realtime (GA) text frames. `local` is the embedded engine, met over an in-memory connection; the others are
sockets. The gateway does not know which one it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from feedbackyes.domain.errors import Failed, InvalidInput, UnknownBackend
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.stage_use import StageUse
from feedbackyes.domain.transcript import Turn
from feedbackyes.settings import Settings
from feedbackyes.stages import registry


class ProviderUnreachable(Failed):
    """The provider refused the connection or did not answer.

    Args:
        status: of the HTTP answer, when there was one.
        retry_after_s: when it says that it may be asked again.
        final: asking again will not help.
    """

    code = "provider_unreachable"

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
        final: bool = False,
    ) -> None:
        super().__init__(message)
        self.status, self.retry_after_s, self.final = status, retry_after_s, final


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the gateway and the page may count on.

    Args:
        hosted: it is a service elsewhere.
        elsewhere: it is here, and asks a service elsewhere for a part of its work. costs: that work costs something.
        scenario_prompt: loads scenarios itself by `session.prompt.id`; others are given instructions.
        word_times: partner transcript deltas come in step with the audio, word by word.
        basic_ears: the recogniser mishears too much to be trusted.
        languages: that the recogniser understands, as primary subtags; None is any.
        voice_languages: that the voice speaks; None is any, or not known.
        free_languages: that the partner has something to say in without a scenario; None is any.
        confidence: transcripts carry a log probability for each word.
        price_per_minute_usd: about, while both sides speak; None when it is not known, 0 when it costs nothing.
        session_minutes: after which it ends a session of its own accord; None: it does not.
        webrtc_direct: a browser may call it itself, and we attach to the call.
        attached_audio: who is attached to a call is told its voices, at the pace at which they sound.
        push_to_talk: it can leave to the client when a turn is over.
        truncates: it can be told how much of a reply was heard.
        transcribes: it tells what the learner said, without which there is no transcript and no feedback.
        voices: that it has; None: it is not known, and a name is passed on.
    """

    hosted: bool
    elsewhere: bool = False
    costs: bool = False
    scenario_prompt: bool = False
    word_times: bool = False
    basic_ears: bool = False
    languages: frozenset[str] | None = None
    voice_languages: frozenset[str] | None = None
    free_languages: frozenset[str] | None = None
    confidence: bool = False
    price_per_minute_usd: float | None = None
    session_minutes: float | None = None
    webrtc_direct: bool = False
    attached_audio: bool = False
    push_to_talk: bool = True
    truncates: bool = True
    transcribes: bool = True
    voices: tuple[str, ...] | None = None

    @property
    def free(self) -> bool:
        """What it does itself costs nothing; its parts elsewhere may (`costs`)."""
        return not self.hosted or self.price_per_minute_usd == 0

    def understands(self, language: str) -> bool:
        """Who speaks a language (BCP 47) is understood."""
        return _has(self.languages, language)

    def speaks(self, language: str) -> bool:
        """The voice speaks a language (BCP 47)."""
        return _has(self.voice_languages, language)

    @property
    def leaves(self) -> bool:
        """Voice, or what was said, leaves this machine."""
        return self.hosted or self.elsewhere


def _has(languages: frozenset[str] | None, language: str) -> bool:
    return languages is None or language.replace("_", "-").split("-")[0].casefold() in languages


PATIENCE_MS, SHORTEST_PAUSE_MS, LARGEST_CUT = 500, 200, 0.75
"""Of a learner who asked for none; what is a pause at all and no gap in a word; share that an interrupting partner takes away."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a session should be, before a provider puts it in its own words.

    Args:
        patience_ms: silence after which the learner's turn is over; None leaves the provider's own.
        push_to_talk: no turn detection; the client commits.
        instructions: free conversation only; a scenario brings its own.
        earned: ids of the disclosures that the learner has earned so far.
    """

    scenario: Scenario | None = None
    language: str = "en"
    cultural_context: str | None = None
    patience_ms: int | None = None
    push_to_talk: bool = False
    voice: str | None = None
    instructions: str | None = None
    earned: tuple[str, ...] = ()

    @property
    def silence_ms(self) -> int | None:
        """Silence after which the partner speaks, in milliseconds; None leaves the provider's own.

        A partner who interrupts cuts in at pauses that the learner has asked it to wait for.
        """
        interrupts = self.scenario.difficulty.interrupts if self.scenario else 0.0
        if not interrupts:
            return self.patience_ms
        patience = PATIENCE_MS if self.patience_ms is None else self.patience_ms
        return max(SHORTEST_PAUSE_MS, round(patience * (1 - LARGEST_CUT * interrupts)))


RESTORED = "before_"
"""How the ids of the items begin with which a conversation is restored. The page knows them by it."""


class CallRefused(Failed):
    """A hosted service did not take a WebRTC call, or not so that we could control it."""

    code = "call_refused"


class ProviderListener(Protocol):
    """The gateway's end of a connection. Called on the event loop, never after `closed`."""

    def on_message(self, payload: bytes) -> None:
        """One text message."""
        ...

    def on_closed(self, code: int, reason: str) -> None:
        """The connection is gone, whoever ended it. Called once."""
        ...

    def on_pause(self) -> None:
        """The provider takes no more for now: stop reading from the learner."""
        ...

    def on_resume(self) -> None: ...


@runtime_checkable
class HearsAudio(Protocol):
    """A listener that knows audio messages by their beginning; a socket asks it before it looks at a frame itself."""

    def on_audio(self, payload: bytes) -> bool:
        """Take a message that is audio and return True, or return False and get it by `on_message`."""
        ...


@runtime_checkable
class KnowsCaller(Protocol):
    """A listener that can say on whose behalf it listens; hosted services want to tell callers apart."""

    caller_id: str


@runtime_checkable
class Pays(Protocol):
    """A listener that is told what the parts of the embedded engine use at servers, also after the end."""

    def on_used(self, use: StageUse) -> None: ...


class ProviderConnection(Protocol):
    """One session at a provider."""

    def send(self, payload: bytes) -> None:
        """Send one text message; copies what it keeps. After the end it does nothing."""
        ...

    def pause(self) -> None:
        """Deliver no more messages until `resume`: the learner reads too slowly."""
        ...

    def resume(self) -> None: ...

    def close(self) -> None:
        """End the session properly; `on_closed` follows."""
        ...


class Provider(Protocol):
    """A voice engine. `model` is what it will use unless a session asks for another."""

    name: str
    model: str
    recogniser: str
    voice: str
    capabilities: Capabilities

    async def connect(self, listener: ProviderListener, *, model: str | None = None) -> ProviderConnection:
        """Open one session. Raises `ProviderUnreachable`."""
        ...

    def session_update(self, setup: Setup) -> dict[str, Any]:
        """The GA `session` object for `session.update` that makes a session what `setup` says."""
        ...

    def history(self, turns: Sequence[Turn]) -> list[dict[str, Any]]:
        """Items for `conversation.item.create` that put a session where it was after `turns` of an earlier one."""
        ...

    def say_again(self, cue: Turn, setup: Setup) -> dict[str, Any]:
        """The `response` of a `response.create` in which the partner says `cue` once more."""
        ...

    def go_on(self, begun: Turn, setup: Setup) -> dict[str, Any] | None:
        """The `response` in which the partner goes on with a line that a lost connection cut; None: it cannot."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class Assembled(Protocol):
    """A provider made of parts that can be chosen one by one.

    Attributes:
        partner: who decides what the partner says.
        reasons: why `auto` took a part, by `recogniser`, `voice` and `partner`; none for those that the settings name.
    """

    partner: str
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DirectCall:
    """A WebRTC call between a browser and a hosted service. `connection` is its sideband; closing that hangs up."""

    answer: str
    call_id: str
    connection: ProviderConnection


@runtime_checkable
class TakesOffers(Protocol):
    """A provider that a browser can call by WebRTC itself."""

    async def call(
        self, offer: str, listener: ProviderListener, *, session: dict[str, Any], model: str | None = None
    ) -> DirectCall:
        """Pass on an SDP offer, with what the session is to be, and attach to the call that comes of it.

        Raises:
            CallRefused: the service refused, or the call cannot be controlled and was hung up.
            ProviderUnreachable: it does not answer.
        """
        ...


CallsApi = Literal["realtime", "live"]
"""Of the hosted service. A telephone call may wait at both; who accepts it first decides by which it is held."""


@runtime_checkable
class TakesCalls(Protocol):
    """A provider that people call by telephone, and that asks us by webhook what to do with a call.

    Attributes:
        calls_api: by which it takes them.
    """

    name: str
    calls_api: CallsApi

    async def accept(
        self, call_id: str, listener: ProviderListener, *, session: dict[str, Any], model: str | None = None
    ) -> ProviderConnection:
        """Take a call that waits, with what the session is to be, and attach to it; closing that hangs up.

        Raises:
            CallRefused: the service does not let us, or the call cannot be controlled and was hung up.
            ProviderUnreachable: it does not answer.
        """
        ...

    async def reject(self, call_id: str, status: int) -> None:
        """Turn a call down with a SIP status, 300 to 699. Raises as `accept`."""
        ...


def require_voice(provider: Provider, language: str) -> None:
    """Before a talk: there is none without the partner's voice. Who is only not understood can still write.

    Raises:
        InvalidInput: the voice does not speak the language (BCP 47).
    """
    known = provider.capabilities.voice_languages
    if known is not None and not provider.capabilities.speaks(language):
        raise InvalidInput(
            f"The voice {provider.voice} does not speak {language!r}, only {', '.join(sorted(known))}. Choose a talk in one of "
            "these, or another voice: with FEEDBACKYES_TTS=auto there is one for most languages.",
            code="language_not_spoken",
            param="language",
        )


def available() -> list[str]:
    """Names as settings have them: with hyphens where modules have underscores."""
    return [name.replace("_", "-") for name in registry.available(__path__)]


def load(name: str, settings: Settings, **options: Any) -> Provider:
    """Create the provider `name`. Raises `UnknownBackend` or `NotReady` (a key is missing)."""
    if name not in available():
        raise UnknownBackend("providers", name, available())
    module = name.replace("-", "_")
    provider: Provider = registry.create(__name__, __path__, module, settings=settings, **options)
    return provider
