"""The partner's side of the projection: what was generated, what of it was heard. Theory in `projection`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from feedbackyes.domain.transcript import Speaker, Turn, TurnState, Word
from feedbackyes.protocol import server
from feedbackyes.protocol.captions import Caption
from feedbackyes.protocol.conversation import Body, Origin
from feedbackyes.protocol.items import MessageItem, OutputAudioPart, OutputTextPart
from feedbackyes.protocol.places import Places
from feedbackyes.protocol.responses import Response
from feedbackyes.protocol.server import ServerEvent, UnknownEvent

Delta = server.ResponseOutputAudioTranscriptDelta | server.ResponseOutputTextDelta
Settled = server.ResponseOutputAudioTranscriptDone | server.ResponseOutputTextDone
Span = tuple[float, float]

END_MS = 50.0
"""Clients round and lose a little: who stopped within this time of the end has heard it all."""
STOOD_IN = "Your partner's language model does not answer just now. Until it does, your partner speaks by its script."
CHARACTER_MS = 65.0
"""Of speech: about 150 words of five letters and a space in a minute."""


@dataclass(slots=True)
class _Item:
    """`cut_ms`: playback stopped here. `played`: from and until when it was played, told before the text was whole.

    `broken`: the provider was lost in the middle of it.
    """

    seq: int
    caption: Caption
    response_id: str
    textual: bool = False
    incomplete: bool = False
    cut_ms: float | None = None
    played: Span | None = None
    broken: bool = False
    final: bool = False

    @property
    def interrupted(self) -> bool:
        """Listening stopped before the end of what was said or going to be said."""
        if self.cut_ms is None:
            return False
        return self.heard_ms < self.caption.audio_ms or not self.caption.complete or self.incomplete

    @property
    def heard_ms(self) -> float:
        whole_ms = self.caption.audio_ms
        if self.cut_ms is None or (self.cut_ms > whole_ms - END_MS and not self.broken):
            return whole_ms
        return self.cut_ms


class PartnerTurns:
    """`word_times`: text comes just before the audio in which it is spoken."""

    def __init__(self, session_id: str, places: Places, *, word_times: bool) -> None:
        self._session_id = session_id
        self._places = places
        self.word_times = word_times
        self._items: dict[str, _Item] = {}
        self._asides = 0  # out-of-band responses that the client asked for and that have not begun
        self._aside_ids: set[str] = set()
        self._done_ids: set[str] = set()
        self._cutting_in: set[str] = set()  # responses that began while the learner spoke
        self._stood_in = False  # the script has spoken for the language model, and that was told

    def expect_aside(self) -> None:
        """The client asked for an out-of-band response."""
        self._asides += 1

    def feed(self, event: ServerEvent | UnknownEvent, t_ms: float) -> list[Body]:
        match event:
            case server.ResponseCreated():
                self._created(event.response)
            case server.ResponseOutputItemAdded(item=MessageItem(role="assistant")):
                return self._begin(event.item.id, event.response_id)
            case server.ResponseOutputItemDone(item=MessageItem(role="assistant") as message):
                return [*self._begin(message.id, event.response_id), *self._complete(message, t_ms)]
            case server.ResponseOutputAudioTranscriptDelta() | server.ResponseOutputTextDelta():
                return self._delta(event)
            case server.ResponseOutputAudioTranscriptDone():
                return self._settle(event, event.transcript)
            case server.ResponseOutputTextDone():
                return self._settle(event, event.text)
            case server.ResponseDone():
                return self._done(event.response, t_ms)
        return []

    def message(self, message: MessageItem, t_ms: float) -> list[Body]:
        """An assistant's message came into the conversation, or is complete there."""
        if message.id in self._items:
            return self._complete(message, t_ms) if message.status in ("completed", "incomplete") else []
        return self._begin(message.id, "") if message.status == "in_progress" else []

    def audio(self, item_id: str, length_ms: float) -> None:
        item = self._items.get(item_id)
        if item is not None:
            item.caption.audio_ms += length_ms

    def cut(self, item_id: str, at_ms: float) -> None:
        """Playback of an item stopped; the earliest place that is told counts."""
        item = self._items.get(item_id)
        if item is not None:
            item.cut_ms = at_ms if item.cut_ms is None else min(item.cut_ms, at_ms)

    def heard(self, item_id: str, span: Span) -> list[Body]:
        """Playback of an item is over."""
        item = self._open(item_id)
        if item is None:
            return []
        if item.cut_ms is None and not item.caption.complete:
            item.played = span
            return []
        return self._final(item_id, item, span)

    def snapshot(self, item_id: str, heard_ms: float, span: Span) -> Turn | None:
        item = self._open(item_id)
        text = item.caption.heard(heard_ms) if item is not None else ""
        return self._turn(item_id, item, text, span, TurnState.SPEAKING) if item is not None and text.strip() else None

    def break_off(self, whole: Collection[str]) -> list[Body]:
        """The provider is gone. Items of which all audio came (`whole`) are complete, of others no more will come.

        An item that was cut before stays so; of one that nobody hears any of, nothing was said.
        """
        bodies: list[Body] = []
        for item_id in list(self._items):
            item = self._open(item_id)
            if item is None or item.caption.complete:
                continue
            if item_id in whole:
                item.caption.complete = True
                bodies += self._final(item_id, item, item.played) if item.played is not None else []
            elif item.caption.audio_ms <= 0:
                self._places.excluded.add(item_id)
            else:
                self._break(item)
                bodies += self._final(item_id, item, item.played) if item.played is not None else []
        return bodies

    @staticmethod
    def _break(item: _Item) -> None:
        """What came is heard to its end, unless it was cut earlier. Text that ran ahead was to be spoken by then."""
        item.broken = True
        came_ms = item.caption.audio_ms
        item.cut_ms = came_ms if item.cut_ms is None else min(item.cut_ms, came_ms)
        whole_ms = came_ms + 1 if item.caption.exact else len(item.caption.text) * CHARACTER_MS
        item.caption.audio_ms = max(came_ms, whole_ms)

    def finish(self, t_ms: float) -> list[Body]:
        """The session is over: text becomes final as far as it came, and so does audio that was played."""
        bodies: list[Body] = []
        for item_id in list(self._items):
            item = self._open(item_id)
            if item is not None and (item.textual or item.played):
                bodies += self._final(item_id, item, item.played or (t_ms, t_ms))
        return bodies

    # --- items ----------------------------------------------------------------------------------------------------

    def _open(self, item_id: str) -> _Item | None:
        item = self._items.get(item_id)
        return None if item is None or item.final or item_id in self._places.excluded else item

    def _begin(self, item_id: str, response_id: str) -> list[Body]:
        if item_id in self._places.excluded:
            return []
        if item_id in self._items:
            self._items[item_id].response_id = self._items[item_id].response_id or response_id
            return []
        if response_id in self._aside_ids:
            self._places.excluded.add(item_id)
            return []
        seq = self._places.take(item_id)
        if not seq:
            return []
        self._items[item_id] = _Item(seq, Caption(self.word_times), response_id)
        return [Body("partner.turn.started", {}, "partner", item_id)]

    def _speaking(self, event: Delta | Settled) -> tuple[str, list[Body]]:
        """The item of an event; servers that name none mean the last one, or the response's only one."""
        item_id = event.item_id or next(reversed(self._items), "") or event.response_id or "partner"
        return item_id, self._begin(item_id, event.response_id)

    def _delta(self, event: Delta) -> list[Body]:
        item_id, bodies = self._speaking(event)
        item = self._open(item_id)
        if item is None or not event.delta:
            return bodies
        item.textual = item.textual or isinstance(event, server.ResponseOutputTextDelta)
        item.caption.add(event.content_index, event.delta)
        return [*bodies, Body("partner.transcript.delta", {"delta": event.delta}, "partner", item_id)]

    def _settle(self, event: Settled, text: str) -> list[Body]:
        item_id, bodies = self._speaking(event)
        item = self._open(item_id)
        if item is not None:
            item.textual = item.textual or isinstance(event, server.ResponseOutputTextDone)
            item.caption.settle(event.content_index, text)
        return bodies

    def _complete(self, message: MessageItem, t_ms: float) -> list[Body]:
        item = self._open(message.id)
        if item is None:
            return []
        for index, part in enumerate(message.content):
            if isinstance(part, OutputTextPart):
                item.textual = True
                item.caption.settle(index, part.text)
            elif isinstance(part, OutputAudioPart):
                item.caption.settle(index, part.transcript)
        item.caption.complete = True
        item.incomplete = message.status == "incomplete"
        if item.played is not None:
            return self._final(message.id, item, item.played)
        return self._final(message.id, item, (t_ms, t_ms)) if item.textual and not item.caption.audio_ms else []

    def _final(self, item_id: str, item: _Item, span: Span) -> list[Body]:
        item.final = True
        bodies: list[Body] = []
        text = item.caption.text
        if item.interrupted:
            text = item.caption.heard(item.heard_ms)
            data = {"heard_ms": round(item.heard_ms), "generated_ms": round(item.caption.audio_ms)}
            bodies.append(Body("partner.interrupted", data, "partner", item_id, "derived"))
        if text.strip():
            turn = self._turn(item_id, item, text, span, TurnState.FINAL)
            origin: Origin = "native" if item.caption.exact or not item.interrupted else "estimated"
            bodies.append(Body("partner.transcript.final", {}, "partner", item_id, origin, turn))
        return bodies

    def _turn(self, item_id: str, item: _Item, text: str, span: Span, state: TurnState) -> Turn:
        start_ms, end_ms = span
        heard_ms = item.heard_ms
        # While it is spoken, words that are spread evenly over it would all be told anew each time.
        timed = item.caption.audio_ms and (item.caption.exact or state is TurnState.FINAL)
        words = tuple(
            Word(
                word.text,
                round(start_ms + word.start_ms),
                round(start_ms + max(word.start_ms, min(word.end_ms, heard_ms))),
            )
            for word in (item.caption.words(text) if timed else ())
        )
        return Turn(
            id=item_id,
            session_id=self._session_id,
            seq=item.seq,
            speaker=Speaker.PARTNER,
            text=text.strip(),
            start_ms=round(start_ms),
            end_ms=round(max(start_ms, end_ms)),
            words=words,
            state=state,
            interrupted=item.interrupted,
            cuts_in=item.response_id in self._cutting_in,
        )

    # --- responses ------------------------------------------------------------------------------------------------

    def _created(self, response: Response) -> None:
        if response.cuts_in:
            self._cutting_in.add(response.id)
        if self._asides and response.conversation_id is None:
            self._asides -= 1
            self._aside_ids.add(response.id)

    def _done(self, response: Response, t_ms: float) -> list[Body]:
        if response.id in self._done_ids:
            return []
        self._done_ids.add(response.id)
        bodies: list[Body] = []
        for output in response.output:
            if isinstance(output, MessageItem) and output.id and output.role == "assistant":
                bodies += self._begin(output.id, response.id) if output.content else []
                bodies += self._complete(output, t_ms)
        bodies += self._warn(response)
        mine = [key for key, item in self._items.items() if item.response_id == response.id]
        return bodies if response.id in self._aside_ids else [*bodies, *_ended(response, mine)]

    def _warn(self, response: Response) -> list[Body]:
        """Once in a session."""
        if not response.stands_in or self._stood_in:
            return []
        self._stood_in = True
        return [Body("warning", {"code": "partner_scripted", "message": STOOD_IN}, origin="derived")]


def _ended(response: Response, items: list[str]) -> list[Body]:
    details = response.status_details
    data: dict[str, Any] = {"status": response.status}
    if details is not None and details.reason is not None:
        data["reason"] = details.reason
    ended = Body("partner.turn.ended", data, "partner", items[-1] if items else None)
    if response.status != "failed":
        return [ended]
    error = details.error if details is not None else None
    code = (error.code or error.type) if error is not None else None
    message = error.message if error is not None else None
    said = {
        "code": code or "response_failed",
        "message": message or "The partner could not answer.",
        "recoverable": True,
    }
    return [ended, Body("error", said)]
