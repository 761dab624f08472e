"""No order of client events, audio and stage results breaks the conversation's invariants."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from feedbackyes import library
from feedbackyes.domain.errors import Failed
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine.commands import Close, Drop, Finish, Listen, Recognise, Reply, Settle, StartListening, StopReply
from feedbackyes.protocol import codec
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.sessions import Prompt
from tests.engine.desk import Desk, no_scenario
from tests.engine.fakes import transcript
from tests.engine.wire import Event

WORDS = st.sampled_from(["", "yes", "mm-hm", "no", "so what do you think", "and then because"])
DETECTIONS = st.sampled_from(
    [
        None,
        {"type": "server_vad"},
        {"type": "server_vad", "silence_duration_ms": 96, "create_response": False},
        {"type": "server_vad", "interrupt_response": False, "idle_timeout_ms": 5000, "prefix_padding_ms": 0},
        {"type": "semantic_vad", "eagerness": "high"},
    ]
)
SESSIONS = st.fixed_dictionaries(
    {},
    optional={
        "output_modalities": st.sampled_from([["audio"], ["text"]]),
        "audio": st.fixed_dictionaries(
            {
                "input": st.fixed_dictionaries(
                    {},
                    optional={
                        "turn_detection": DETECTIONS,
                        "transcription": st.sampled_from([None, {"model": "test"}]),
                        "format": st.sampled_from([{"type": "audio/pcm", "rate": 24000}, {"type": "audio/pcmu"}]),
                    },
                )
            }
        ),
        "max_output_tokens": st.sampled_from([5, 40, "inf"]),
        "prompt": st.sampled_from([None, {"id": "nope"}, {"id": "impatient"}, {"id": "impatient"}]),
    },
)
RESPONSES = st.fixed_dictionaries(
    {},
    optional={
        "conversation": st.sampled_from(["auto", "none"]),
        "input": st.sampled_from([[], [{"type": "item_reference", "id": "item_1"}]]),
        "output_modalities": st.sampled_from([["audio"], ["text"]]),
    },
)


IMPATIENT = library.scenario("shouting-customer").model_copy(
    update={"difficulty": library.scenario("shouting-customer").difficulty.model_copy(update={"interrupts": 1.0})}
)


def find(prompt: Prompt) -> Scenario:
    return IMPATIENT if prompt.id == "impatient" else no_scenario(prompt)


class Conversation(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.seen = 0
        self.obeyed = 0
        self.present: set[str] = set()
        self.named: list[str] = []
        self.open: dict[str, Event] = {}
        self.closed: set[str] = set()
        self.parts: dict[str, str] = {}
        self.speaking: str | None = None
        self.listening: str | None = None
        self.unheard: list[str] = []
        self.transcribed: set[str] = set()
        self.replies: list[Reply] = []
        self.ended = False
        self.session: Event = {}
        self.last = ""

    @initialize(backchannels=st.booleans(), transcription=st.booleans(), impatient=st.booleans())
    def begin(self, backchannels: bool, transcription: bool, impatient: bool) -> None:
        intent = "transcription" if transcription else None
        self.desk = Desk(backchannels=backchannels, intent=intent, scenario=find)
        if impatient and not transcription:
            self.desk.update(prompt={"id": "impatient"})

    # --- what may happen

    @rule(ms=st.integers(32, 1600), voiced=st.booleans())
    def audio(self, ms: int, voiced: bool) -> None:
        self.desk.hear(ms, 0.95 if voiced else 0.02)

    @rule(ms=st.integers(32, 600))
    def burst(self, ms: int) -> None:
        """A whole utterance in one message."""
        quiet = [0.0] * 20
        probabilities = [*quiet, *[1.0] * (ms // 32), *quiet]
        size = len(probabilities) * 32
        width = 48 if self.desk.session.input_format == "audio/pcm" else 8
        self.desk.session.hear(bytes(width * size), bytes(32 * size), probabilities, self.desk.now_ms)
        self.desk.take()

    @rule(breaths=st.integers(1, 5), breath_ms=st.sampled_from([0, 64, 192]))
    def talk_on(self, breaths: int, breath_ms: int) -> None:
        for _ in range(breaths):
            self.desk.hear(1_920, 0.95)
            self.desk.hear(breath_ms, 0.02)

    @rule(ms=st.sampled_from([1, 300, 6_000, 40_000]))
    def wait(self, ms: float) -> None:
        self.desk.wait(ms)

    @rule(session=SESSIONS)
    def update(self, session: dict[str, Any]) -> None:
        self.put("session.update", session=session)

    @rule(kind=st.sampled_from(["commit", "clear"]))
    def buffer(self, kind: str) -> None:
        self.put(f"input_audio_buffer.{kind}")

    @rule(data=st.data(), previous=st.booleans(), named=st.booleans(), call=st.booleans())
    def create(self, data: st.DataObject, previous: bool, named: bool, call: bool) -> None:
        item: Event = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "typed"}]}
        if call:
            item = {"type": "function_call_output", "call_id": data.draw(self.ids()), "output": "done"}
        if named:
            item["id"] = data.draw(self.ids())
        after = {"previous_item_id": data.draw(self.ids())} if previous else {}
        self.put("conversation.item.create", item=item, **after)

    @rule(data=st.data(), kind=st.sampled_from(["retrieve", "delete"]))
    def look(self, data: st.DataObject, kind: str) -> None:
        self.put(f"conversation.item.{kind}", item_id=data.draw(self.ids()))

    @rule(data=st.data(), at_ms=st.integers(0, 3000))
    def truncate(self, data: st.DataObject, at_ms: int) -> None:
        self.put("conversation.item.truncate", item_id=data.draw(self.ids()), content_index=0, audio_end_ms=at_ms)

    @rule(response=RESPONSES)
    def respond(self, response: dict[str, Any]) -> None:
        self.put("response.create", response=response)

    @rule(data=st.data(), named=st.booleans())
    def cancel(self, data: st.DataObject, named: bool) -> None:
        ids = [*self.open, *sorted(self.closed), "resp_none"]
        self.put("response.cancel", **({"response_id": data.draw(st.sampled_from(ids))} if named else {}))

    @rule(data=st.data(), words=WORDS)
    def partial(self, data: st.DataObject, words: str) -> None:
        utterance = data.draw(st.sampled_from([*self.unheard, self.listening or "item_none"]))
        self.desk.session.partial(utterance, words, self.desk.now_ms)
        self.desk.take()

    @rule(data=st.data(), words=WORDS, fails=st.booleans())
    def recognise(self, data: st.DataObject, words: str, fails: bool) -> None:
        if not self.unheard:
            return
        utterance = data.draw(st.sampled_from(self.unheard))
        self.unheard.remove(utterance)
        if fails:
            self.desk.session.not_recognised(utterance, Failed("Lost."), self.desk.now_ms)
        else:
            self.desk.session.recognised(utterance, transcript(words), self.desk.now_ms)
        self.desk.take()

    @rule(data=st.data(), what=st.sampled_from(["say", "say", "call", "finish", "finish", "fail"]))
    def reply(self, data: st.DataObject, what: str) -> None:
        if not self.replies:
            return
        reply = data.draw(st.sampled_from(self.replies))
        session, response_id, now_ms = self.desk.session, reply.response_id, self.desk.now_ms
        if what == "call":
            session.called(response_id, "f", "{}", now_ms)
        elif what == "say" and reply.speech:
            session.spoke(response_id, " word", bytes(9600), 200, now_ms)
        elif what == "say":
            session.said(response_id, " word", now_ms)
        else:
            self.replies.remove(reply)
            if what == "finish":
                session.replied(response_id, now_ms)
            else:
                session.reply_failed(response_id, Failed("Broken."), now_ms)
        self.desk.take()

    # --- what must hold

    @invariant()
    def everything_is_in_order(self) -> None:
        for event in self.desk.log[self.seen :]:
            self.check(event)
            self.follow(event)
            self.last = event["type"]
        for command in self.desk.commands[self.obeyed :]:
            self.obey(command)
        self.seen, self.obeyed = len(self.desk.log), len(self.desk.commands)

    @invariant()
    def nothing_is_left_behind(self) -> None:
        assert len([response for response in self.open.values() if response["conversation_id"]]) <= 1

    def check(self, event: Event) -> None:
        kind = event["type"]
        assert not self.ended, f"{kind} after the end"
        response_id = event.get("response_id")
        if response_id is not None and kind != "output_audio_buffer.cleared":
            assert response_id in self.open, f"{kind} outside its response"
        previous = event.get("previous_item_id")
        assert previous is None or previous in self.present

    def follow(self, event: Event) -> None:
        match event["type"]:
            case "session.created" | "session.updated":
                self.session = event["session"]
            case "response.created" | "response.done":
                self.follow_response(event["type"], event["response"])
            case "conversation.item.added":
                assert event["item"]["id"] not in self.present
                self.present.add(event["item"]["id"])
                self.named.append(event["item"]["id"])
            case "conversation.item.deleted":
                self.present.remove(event["item_id"])
            case "conversation.item.done" | "conversation.item.retrieved":
                assert event["item"]["id"] in self.present
            case "input_audio_buffer.speech_started":
                self.speaking = event["item_id"]
            case "input_audio_buffer.speech_stopped":
                assert self.speaking == event["item_id"]
                self.speaking = None
            case "conversation.item.input_audio_transcription.completed":
                assert event["item_id"] not in self.transcribed
                self.transcribed.add(event["item_id"])
            case "response.output_audio_transcript.delta" | "response.output_text.delta":
                self.parts[event["item_id"]] = self.parts.get(event["item_id"], "") + event["delta"]
            case "response.output_audio_transcript.done":
                assert event["transcript"] == self.parts.get(event["item_id"], "")
            case "response.output_text.done":
                assert event["text"] == self.parts[event["item_id"]]

    def follow_response(self, kind: str, response: Event) -> None:
        if kind == "response.done":
            self.closed.add(self.open.pop(response["id"])["id"])
            assert all(item["status"] != "in_progress" for item in response["output"])
            return
        assert response["id"] not in self.closed
        self.open[response["id"]] = response
        if response["metadata"]:
            self.check_interruption(response)

    def check_interruption(self, response: Event) -> None:
        """The partner cuts in by voice, in a scenario, where turns are detected, and right where it ended one."""
        assert response["metadata"] == {"reason": "cut_in"}
        assert self.last == "conversation.item.done"
        assert self.speaking is None
        assert self.session["prompt"]["id"] == "impatient"
        assert self.session["audio"]["input"]["turn_detection"]["create_response"]
        assert response["output_modalities"] == ["audio"]
        assert len([one for one in self.open.values() if one["conversation_id"]]) == 1

    def obey(self, command: object) -> None:
        match command:
            case StartListening():
                assert self.listening is None, "an utterance began within another"
                self.listening = command.utterance
            case Listen() | Settle():
                assert self.listening == command.utterance
                assert not isinstance(command, Listen) or (command.audio and len(command.audio) % 2 == 0)
            case Finish():
                assert self.listening == command.utterance
                self.listening = None
                self.unheard.append(command.utterance)
            case Drop():
                assert self.listening == command.utterance
                self.listening = None
            case Recognise():
                self.unheard.append(command.utterance)
            case Reply():
                assert command.response_id in self.open or command.response_id in self.closed
                assert command.response_id not in [reply.response_id for reply in self.replies]
                self.replies.append(command)
            case StopReply():
                assert command.response_id in self.closed
            case Close():
                self.ended = True

    def ids(self) -> st.SearchStrategy[str]:
        return st.sampled_from([*self.named[-6:], "mine", "item_1", "item_2", "root"])

    def put(self, type_: str, **fields: Any) -> None:
        desk = self.desk
        kind = desk.log[0]["session"]["type"]
        if type_ == "session.update":
            fields["session"] = {"type": kind, **fields["session"]}
            if kind == "transcription":
                fields["session"] = {
                    key: fields["session"][key] for key in ("type", "audio") if key in fields["session"]
                }
        before = len(desk.log)
        try:
            desk.session.receive(
                codec.decode_client(json.dumps({"type": type_, "event_id": "mine", **fields})), desk.now_ms
            )
        except InvalidEvent as error:
            desk.session.refuse(error, error.event_id)
        desk.take()
        for event in desk.log[before:]:
            assert event["type"] != "error" or event["error"]["event_id"] == "mine"


Conversation.TestCase.settings = settings(
    max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestConversation = Conversation.TestCase
