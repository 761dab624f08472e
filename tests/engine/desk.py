"""Drives a session by hand: the test is the client, the clock and every stage."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, TypeVar

from feedbackyes.domain.errors import ExpectedError, NotFound
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine.commands import Command, Reply
from feedbackyes.engine.session import Options, Session
from feedbackyes.protocol import codec
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.sessions import Prompt
from tests.engine.fakes import transcript
from tests.engine.wire import Event, check

FRAME_MS = 32
C = TypeVar("C", bound=Command)


def no_scenario(prompt: Prompt) -> Scenario:
    raise NotFound(f"There is no scenario {prompt.id!r}.", code="scenario_not_found")


class Desk:
    """`log` has every event, `commands` what the session wanted done; `now_ms` moves with the audio."""

    def __init__(self, *, intent: str | None = None, **options: Any) -> None:
        self.now_ms = 1_000.0
        self.log: list[Event] = []
        self.commands: list[Command] = []
        self._ids: Counter[str] = Counter()
        self.session = Session(
            Options(**{"scenario": no_scenario, **options}),
            model="test",
            intent=intent,
            new_id=self._new_id,
            now_ms=self.now_ms,
            unix_s=1_700_000_000,
        )
        self.session.open()
        self.take()

    def _new_id(self, prefix: str) -> str:
        self._ids[prefix] += 1
        return f"{prefix}_{self._ids[prefix]}"

    def take(self) -> list[Event]:
        """What came of the last step, checked against the SDK's types."""
        fresh: list[Event] = []
        for what in self.session.take():
            if isinstance(what, Command):
                self.commands.append(what)
            else:
                fresh.append(json.loads(codec.encode_server(what)))
                check(fresh[-1])
        self.log += fresh
        return fresh

    # the client

    def put(self, type_: str, **fields: Any) -> list[Event]:
        try:
            event = codec.decode_client(json.dumps({"type": type_, **fields}))
            self.session.receive(event, self.now_ms)
        except InvalidEvent as error:
            self.session.refuse(error, error.event_id)
        return self.take()

    def update(self, **session: Any) -> list[Event]:
        return self.put("session.update", session={"type": "realtime", **session})

    def detect(self, **fields: Any) -> list[Event]:
        """Transcription on, and these fields of `server_vad`."""
        detection = {"type": "server_vad", **fields}
        return self.update(audio={"input": {"transcription": {"model": "test"}, "turn_detection": detection}})

    def push_to_talk(self) -> list[Event]:
        return self.update(audio={"input": {"transcription": {"model": "test"}, "turn_detection": None}})

    def hear(self, ms: float, probability: float) -> list[Event]:
        """Audio whose frames all have one probability of speech; the clock moves with it."""
        fresh = []
        for _ in range(round(ms / FRAME_MS)):
            self.now_ms += FRAME_MS
            self.session.hear(bytes(48 * FRAME_MS), bytes(32 * FRAME_MS), [probability], self.now_ms)
            fresh += self.take()
        return fresh

    def voice(self, ms: float) -> list[Event]:
        return self.hear(ms, 1.0)

    def silence(self, ms: float) -> list[Event]:
        return self.hear(ms, 0.0)

    def text(self, text: str, item_id: str = "", role: str = "user") -> list[Event]:
        part = {"type": "output_text" if role == "assistant" else "input_text", "text": text}
        item = {"type": "message", "role": role, "content": [part], **({"id": item_id} if item_id else {})}
        return self.put("conversation.item.create", item=item)

    # the stages

    def recognise(self, text: str, confidence: float = 0.9) -> list[Event]:
        """The words of the utterance that was committed last."""
        self.session.recognised(self.last_utterance, transcript(text, confidence), self.now_ms)
        return self.take()

    def lose(self, error: ExpectedError) -> list[Event]:
        self.session.not_recognised(self.last_utterance, error, self.now_ms)
        return self.take()

    def partial(self, text: str) -> list[Event]:
        self.session.partial(self.last_utterance, text, self.now_ms)
        return self.take()

    def speak(self, *words: str, ms: float = 250.0) -> list[Event]:
        """The voice speaks words of the active reply, each as long as the others."""
        fresh = []
        for index, word in enumerate(words):
            text = f" {word}" if index or self._spoken else word
            self._spoken = True
            self.session.spoke(self.reply.response_id, text, bytes(int(ms * 48)), ms, self.now_ms)
            fresh += self.take()
        return fresh

    _spoken = False

    def write(self, text: str) -> list[Event]:
        self.session.said(self.reply.response_id, text, self.now_ms)
        return self.take()

    def finish(self) -> list[Event]:
        self._spoken = False
        self.session.replied(self.reply.response_id, self.now_ms)
        return self.take()

    def wait(self, ms: float) -> list[Event]:
        """Time passes without audio; deadlines are kept."""
        end = self.now_ms + ms
        fresh = []
        while (deadline := self.session.next_deadline_ms()) <= end:
            self.now_ms = max(self.now_ms, deadline)
            self.session.tick(self.now_ms)
            fresh += self.take()
        self.now_ms = end
        return fresh

    # looking

    def of(self, kind: type[C]) -> list[C]:
        return [command for command in self.commands if isinstance(command, kind)]

    @property
    def reply(self) -> Reply:
        """The reply that was asked for last."""
        return self.of(Reply)[-1]

    @property
    def last_utterance(self) -> str:
        names = [command.utterance for command in self.commands if hasattr(command, "utterance")]
        return str(names[-1])

    def turn(self, text: str = "good morning") -> list[Event]:
        """A whole turn of the user, up to the reply's being asked for."""
        return [*self.voice(640), *self.silence(640), *self.recognise(text)]

    def item(self, item_id: str) -> Event:
        """An item as it is retrieved."""
        fresh = self.put("conversation.item.retrieve", item_id=item_id)
        assert fresh[-1]["type"] == "conversation.item.retrieved", fresh
        item: Event = fresh[-1]["item"]
        return item


def types(events: list[Event]) -> list[str]:
    return [event["type"] for event in events]


def only(events: list[Event], type_: str) -> Event:
    """The one event of a type."""
    found = [event for event in events if event["type"] == type_]
    assert len(found) == 1, f"{len(found)} events {type_} in {types(events)}"
    return found[0]


def error_of(events: list[Event]) -> Event:
    error: Event = only(events, "error")["error"]
    return error
