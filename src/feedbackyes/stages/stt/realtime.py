"""Any service with Realtime transcription: what is said goes there while it is said, and its words come meanwhile.

The service hears no pauses: an utterance ends where our own voice activity says so, and is committed there. A long one is
committed at a pause, too. What was sent is kept until its words are there. So a session that is lost on the way (its time
is over, the network) is followed by another one that hears the utterance from its beginning.

```
part     (spoken) ──appended──> ended ──commit──> committed ──completed──> has its words
               └──────────────── session lost: all that has no words is sent again ─────┘
```
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from feedbackyes.audio import Int16
from feedbackyes.domain import stage_use
from feedbackyes.domain.errors import NotReady
from feedbackyes.domain.stage_use import Tariff
from feedbackyes.domain.usage import UsageKind
from feedbackyes.protocol.server import ConversationItemInputAudioTranscriptionFailed, ErrorEvent
from feedbackyes.settings import Settings
from feedbackyes.stages import _answers, usage
from feedbackyes.stages.stt import RATE_HZ, RecogniserFailed, RecogniserOptions, Transcript
from feedbackyes.stages.stt._realtime_link import Event, Link, LinkFailed, Service
from feedbackyes.stages.stt._realtime_parts import EMPTY, Parts, Sent

MODEL = "gpt-live-transcribe"
"""The hosted service's own choice for speech that is heard as it comes."""
ATTEMPTS = 4
"""Sessions for an utterance."""
WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.3, 2.0
"""Before the second attempt, and doubled from there; what the service asks for counts more."""
MOST_SECONDS = 600.0
"""Of an utterance."""


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    foreign = settings.stt_url and settings.stt_url.rstrip("/") != settings.openai_api_base.rstrip("/")
    model = settings.stt_model if "stt_model" in settings.model_fields_set else MODEL
    return {
        "url": settings.stt_url or settings.openai_api_base,
        "key": settings.stt_key or ("" if foreign else settings.openai_api_key),
        "model": model,
        "timeout_seconds": settings.stt_timeout_seconds,
        "tariff": usage.tariff_of(settings, settings.stt_url, model, settings.stt_priced_as),
    }


def create(
    *, url: str, key: str = "", model: str = MODEL, timeout_seconds: float = 15.0, tariff: Tariff | None = None
) -> RealtimeRecogniser:
    """Nothing is sent yet. Raises `InvalidInput` for an address that is none."""
    base = _answers.base_url(url, "FEEDBACKYES_STT_URL")
    service = Service(base, key, model, timeout_seconds=timeout_seconds)
    return RealtimeRecogniser(service, tariff or usage.tariff(base, model))


class RealtimeRecogniser:
    """See `Recogniser`. What it understands is the service's to say."""

    basic = False
    languages: frozenset[str] | None = None

    def __init__(self, service: Service, tariff: Tariff) -> None:
        self._service = service
        self._tariff = tariff
        self._streams: set[Stream] = set()
        self._closed = False
        self.name = f"{service.model or 'Recogniser'} at {service.host}"

    async def open(self, options: RecogniserOptions, on_partial: Callable[[str], None]) -> Stream:
        """See `Recogniser.open`. The service is called when somebody speaks.

        Raises:
            InvalidInput: the API has no name for the language.
            NotReady: the recogniser is closed.
        """
        if self._closed:
            raise NotReady("The recogniser has ended with the engine. Connect again.")
        language = _answers.language_code(options.language)
        pay, tariff = usage.payer(), self._tariff

        def on_used(told: object, seconds: float) -> None:
            pay(usage.use(UsageKind.TRANSCRIPTION, tariff, stage_use.heard(told, seconds)))

        phrases = "\n".join(options.phrases)
        stream = Stream(self._service, language, phrases, on_partial, on_used, self._streams.discard)
        self._streams.add(stream)
        return stream

    async def close(self) -> None:
        """End all sessions; who waits for words is told so."""
        self._closed = True
        for stream in list(self._streams):
            await stream.end(RecogniserFailed("The recogniser has ended with the engine."))


class _Utterance:
    """What somebody says, and who sees to its words."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self.parts = Parts(on_text)
        self.result: asyncio.Future[Transcript] = asyncio.get_running_loop().create_future()
        self.result.add_done_callback(_looked_at)
        self.task: asyncio.Task[None] | None = None

    def lose(self, reason: RecogniserFailed) -> None:
        self.parts.drop()
        if not self.result.done():
            self.result.set_exception(reason)


class Stream:
    """See `RecogniserStream`. One session at a time, which stays from one utterance to the next."""

    def __init__(
        self,
        service: Service,
        language: str,
        prompt: str,
        on_partial: Callable[[str], None],
        on_used: Callable[[object, float], None],
        on_closed: Callable[[Stream], None],
    ) -> None:
        self._service = service
        self._language = language
        self._prompt = prompt
        self._on_partial = on_partial
        self._on_used = on_used
        self._on_closed = on_closed
        self._link: Link | None = None
        self._sent = Sent(on_used)
        self._utterance: _Utterance | None = None
        self._wake = asyncio.Event()
        self._ending: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self.cancel()
        self._utterance = utterance = _Utterance(self._on_partial)
        utterance.task = asyncio.create_task(self._serve(utterance), name="transcription")
        self._ending.add(utterance.task)
        utterance.task.add_done_callback(self._ending.discard)

    def feed(self, samples: Int16) -> None:
        utterance = self._utterance
        if utterance is None or utterance.result.done() or not samples.size:
            return
        if (utterance.parts.size + samples.size) / RATE_HZ > MOST_SECONDS:
            minutes = f"{MOST_SECONDS / 60:.0f} minutes"
            self._lose(utterance, RecogniserFailed(f"Nobody can speak for {minutes}. Send shorter parts."))
            return
        utterance.parts.feed(samples)
        self._wake.set()

    def pause(self) -> None:
        if self._utterance is not None:
            self._utterance.parts.pause()
            self._wake.set()

    async def finish(self) -> Transcript:
        """See `RecogniserStream.finish`. An utterance that was not started is empty."""
        utterance = self._utterance
        if utterance is None:
            return Transcript("", (), 0.0)
        utterance.parts.end()
        self._wake.set()
        try:
            async with asyncio.timeout(self._service.timeout_seconds):
                return await asyncio.shield(utterance.result)
        except TimeoutError:
            self._unlink()  # who does not answer is not asked again
            raise self._failed("It did not answer in time") from None
        finally:
            self._lose(utterance, RecogniserFailed("The utterance was cancelled."))
            if self._utterance is utterance:
                self._utterance = None

    def cancel(self) -> None:
        utterance, self._utterance = self._utterance, None
        if utterance is not None:
            self._lose(utterance, RecogniserFailed("The utterance was cancelled."))

    async def close(self) -> None:
        await self.end(RecogniserFailed("The utterance was cancelled."))

    async def end(self, reason: RecogniserFailed) -> None:
        """Drop everything; who waits in `finish` is told the reason."""
        utterance, self._utterance = self._utterance, None
        if utterance is not None:
            self._lose(utterance, reason)
        await asyncio.gather(*self._ending, return_exceptions=True)
        if (link := self._link) is not None:
            self._unlink()
            await link.closed()
        self._on_closed(self)

    def _lose(self, utterance: _Utterance, reason: RecogniserFailed) -> None:
        """Nothing more of an utterance is wanted. One that has its words keeps them."""
        utterance.lose(reason)
        if utterance.task is not None:
            utterance.task.cancel()
        if self._link is not None and self._sent.uncommitted:
            self._link.clear()

    def _failed(self, reason: str) -> RecogniserFailed:
        return RecogniserFailed(f"The recogniser at {self._service.host} lost this. {reason}. Please say that again.")

    # ---- to the service

    async def _serve(self, utterance: _Utterance) -> None:
        """Bring what is said there until it has its words."""
        parts, attempt = utterance.parts, 0
        while not utterance.result.done():
            settled = parts.settled_count
            try:
                await self._send(utterance)
            except LinkFailed as failed:
                self._unlink()
                parts.send_again()
                attempt = 1 if parts.settled_count > settled else attempt + 1
                wait = failed.wait_seconds or min(WAIT_SECONDS * 2 ** (attempt - 1), LONGEST_WAIT_SECONDS)
                if not failed.passing or attempt >= ATTEMPTS:
                    utterance.lose(self._failed(failed.words))
                elif wait >= self._service.timeout_seconds:
                    utterance.lose(self._failed(f"{failed.words}, and wants {wait:.0f} seconds of peace"))
                else:
                    await asyncio.sleep(wait)

    async def _send(self, utterance: _Utterance) -> None:
        """Raises `LinkFailed`."""
        parts = utterance.parts
        while not utterance.result.done():
            self._wake.clear()
            if parts.settled:
                utterance.result.set_result(parts.transcript())
                return
            if self._link is not None and self._link.failure is not None:
                if parts.begun:
                    raise self._link.failure
                self._unlink()  # lost between two utterances
            if parts.waiting:
                await self._send_waiting(await self._linked(), parts)
            await self._wake.wait()

    async def _linked(self) -> Link:
        if self._link is None:
            self._link = await self._service.connect(self._language, self._prompt, self._on_event, self._wake.set)
        return self._link

    async def _send_waiting(self, link: Link, parts: Parts) -> None:
        for part in parts.waiting:
            while link.failure is None and (pcm := part.take()):
                self._sent.add(part)
                link.append(pcm)
                await link.ready()
                await asyncio.sleep(0)  # a long recording must not keep others waiting
            if part.ended and link.failure is None:
                part.committed = True
                link.commit()

    def _unlink(self) -> None:
        link, self._link = self._link, None
        self._sent.left()
        self._sent = Sent(self._on_used)
        if link is not None:
            link.close()

    # ---- from the service

    def _on_event(self, event: Event) -> None:
        part, utterance = self._sent.take(event), self._utterance
        ours = part is not None and utterance is not None and part in utterance.parts
        link = self._link
        if link is None or utterance is None:
            return
        if isinstance(event, ErrorEvent) and event.error.code != EMPTY:
            self._unlink()
            self._lose(utterance, self._failed(link.failure_of(event.error).words))
        elif ours and isinstance(event, ConversationItemInputAudioTranscriptionFailed):
            self._lose(utterance, self._failed(f"It said: {link.said(event.error.message)}"))
        elif ours:
            utterance.parts.tell()
        self._wake.set()


def _looked_at(result: asyncio.Future[Transcript]) -> None:
    """What became of an utterance that nobody waits for is nobody's business."""
    if not result.cancelled():
        result.exception()
