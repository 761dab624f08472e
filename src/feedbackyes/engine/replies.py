"""The responses of a session: one active in the conversation, others beside it, and what of them is being played."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from feedbackyes.engine.commands import ClearTrack, Reply, Speech, StopReply
from feedbackyes.engine.conversation import Conversation, Entry, lines
from feedbackyes.engine.echo import EchoCheck
from feedbackyes.engine.outbox import Outbox
from feedbackyes.engine.playback import Playback
from feedbackyes.engine.responses import Plan, ResponseWriter
from feedbackyes.protocol import server
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.responses import ResponseCreateParams, ResponseError, ResponseStatus, StatusDetails
from feedbackyes.protocol.sessions import (
    DEFAULT_INSTRUCTIONS,
    FunctionChoice,
    FunctionTool,
    Prompt,
    RealtimeSession,
    ServerToolChoice,
    ToolChoice,
    VoiceId,
)
from feedbackyes.stages.dialogue import Line, Reason, ReplyRequest

JUST_NOW_MS = 1_000.0
"""So long after its playback words may still be heard and understood."""
MAX_ASIDES = 8
"""Out-of-band responses at once."""
_ENDED_EARLY = StatusDetails(type="incomplete", reason="max_output_tokens")


class Replies:
    """Begins, feeds and ends responses. Stage results for a response that has ended are ignored.

    Args:
        track_ahead_ms: see `Playback`. With a track we stop playback ourselves, and say where.
        echo: is told what is played and when, if somebody wants to know.

    Attributes:
        active: the default conversation's response.
        has_spoken: audio went to the client; the voice is fixed from then on.
    """

    def __init__(
        self,
        out: Outbox,
        conversation: Conversation,
        new_item_id: Callable[[], str],
        track_ahead_ms: Callable[[], float] | None = None,
        echo: EchoCheck | None = None,
    ) -> None:
        self._out = out
        self._conversation = conversation
        self._new_item_id = new_item_id
        self._asides: dict[str, ResponseWriter] = {}
        self._language = "en"
        self.active: ResponseWriter | None = None
        self.playback = Playback(track_ahead_ms)
        self._echo = echo
        self.has_spoken = False
        self.last_id = ""

    @property
    def on_track(self) -> bool:
        """The audio goes out on a track, at a pace that is ours."""
        return self.playback.ahead_ms is not None

    def speak_in(self, language: str) -> None:
        """The language of the replies to come."""
        self._language = language

    def check_free(self, *, aside: bool) -> None:
        """Raises `InvalidEvent` when no further response may begin."""
        if aside and len(self._asides) >= MAX_ASIDES:
            raise InvalidEvent(
                f"{MAX_ASIDES} out-of-band responses are in progress. Wait until one is finished.",
                code="too_many_responses",
            )
        if not aside and self.active is not None:
            raise InvalidEvent(
                f"Conversation already has an active response in progress: {self.active.id}."
                " Wait until the response is finished before creating a new one.",
                code="conversation_already_has_active_response",
            )

    def begin(self, plan: Plan) -> None:
        """Announce a response; `start_ready` has it made."""
        aside = plan.conversation_id is None
        writer = ResponseWriter(plan, self._out, self._new_item_id, None if aside else self._conversation)
        if aside:
            self._asides[plan.id] = writer
        else:
            self.active = writer
        writer.begin()

    def start_ready(self, *, heard_all: bool) -> None:
        """Ask for the replies that wait for nothing. `heard_all`: no transcript of the conversation is outstanding."""
        for writer in [*self._asides.values(), *([self.active] if self.active else [])]:
            if not writer.generating and (heard_all or writer.plan.context is not None):
                self._start(writer)

    def said(self, response_id: str, text: str) -> None:
        """A dialogue wrote part of a reply in text."""
        if (writer := self._find(response_id)) is not None:
            writer.write(text)
            self._check_limit(writer)

    def spoke(self, response_id: str, text: str, audio: bytes, duration_ms: float, now_ms: float) -> None:
        """A voice spoke part of a reply; the words in `text` begin with `audio`."""
        if (writer := self._find(response_id)) is not None:
            item_id = writer.speak(text, audio, duration_ms)
            self.has_spoken = True
            if writer.conversation is not None or self.on_track:
                self.playback.sent(item_id, duration_ms, now_ms)
                if self._echo is not None:
                    begins_ms = self.playback.ends_at_ms - duration_ms
                    self._echo.played(audio, writer.plan.format.type, begins_ms, duration_ms)
            self._check_limit(writer)

    def stood_in(self, response_id: str) -> None:
        """A line of the script is said, because whoever was to speak did not."""
        if (writer := self._find(response_id)) is not None:
            writer.stands_in = True

    def called(self, response_id: str, name: str, arguments: str) -> None:
        if (writer := self._find(response_id)) is not None:
            writer.call(name, arguments)
            self._check_limit(writer)

    def finish(self, response_id: str, error: ResponseError | None = None) -> None:
        """The stages are done with a reply, or failed."""
        if (writer := self._find(response_id)) is not None:
            if error is None:
                self._close(writer, "completed")
            else:
                self._close(writer, "failed", StatusDetails(type="failed", error=error))

    def cancel(self, response_id: str | None, now_ms: float) -> None:
        """End a response for the client. Raises `InvalidEvent` when there is none."""
        writer = self.active if response_id is None else self._find(response_id)
        if writer is None:
            raise InvalidEvent("Cancellation failed: no active response found.", code="response_cancel_not_active")
        self._stop(writer, "client_cancelled")
        if writer.conversation is not None and not self.on_track:
            self.fall_silent(now_ms)  # what is on a track already is heard until the client clears it

    def interrupt(self, now_ms: float) -> None:
        """The user speaks: end the active response, and forget what was not played yet."""
        if self.active is not None:
            self._stop(self.active, "turn_detected")
        self.fall_silent(now_ms)

    def fall_silent(self, now_ms: float) -> None:
        """The client plays no more; items end where they were heard to, as far as we can tell."""
        unheard = {item_id: self.playback.heard_ms(item_id, now_ms) for item_id in self.playback.unheard(now_ms)}
        self.stop_playback(now_ms)
        if unheard and self.on_track:
            self._out.put(ClearTrack())
        for item_id, heard_ms in unheard.items():
            entry = self._conversation.get(item_id)
            if entry is not None and entry.stopped_ms is None:
                self._end_at(entry, heard_ms)

    def stop_playback(self, now_ms: float) -> None:
        """What was not played will not be."""
        self.playback.stop(now_ms)
        if self._echo is not None:
            self._echo.stopped(now_ms)

    def saying(self, now_ms: float) -> str:
        """The words of what is being played, or was until a moment ago."""
        entries = [self._conversation.get(item_id) for item_id in self.playback.unheard(now_ms - JUST_NOW_MS)]
        return " ".join(entry.text for entry in entries if entry is not None)

    def audible(self, now_ms: float) -> bool:
        """The partner is speaking or about to."""
        return self.active is not None or self.playback.playing(now_ms)

    def _end_at(self, entry: Entry, heard_ms: float) -> None:
        if not self.on_track:
            entry.stopped_ms = heard_ms
            return
        entry.truncate(heard_ms)
        self._out.put(
            server.ConversationItemTruncated(
                event_id=self._out.event_id(), item_id=entry.id, content_index=0, audio_end_ms=round(heard_ms)
            )
        )

    def _find(self, response_id: str) -> ResponseWriter | None:
        if self.active is not None and self.active.id == response_id:
            return self.active
        return self._asides.get(response_id)

    def _start(self, writer: ResponseWriter) -> None:
        plan = writer.plan
        context = tuple(self._conversation) if plan.context is None else plan.context
        writer.read(context)
        request = request_for(plan, lines(context))
        speech = Speech(plan.voice, plan.speed, self._language, plan.format.type) if plan.modality == "audio" else None
        self._out.put(Reply(plan.id, request, speech))

    def _check_limit(self, writer: ResponseWriter) -> None:
        if writer.exhausted:
            self._out.put(StopReply(writer.id))
            self._close(writer, "incomplete", _ENDED_EARLY)

    def _stop(self, writer: ResponseWriter, reason: Literal["turn_detected", "client_cancelled"]) -> None:
        self._out.put(StopReply(writer.id))
        self._close(writer, "cancelled", StatusDetails(type="cancelled", reason=reason))

    def _close(self, writer: ResponseWriter, status: ResponseStatus, details: StatusDetails | None = None) -> None:
        if writer is self.active:
            self.active = None
        else:
            self._asides.pop(writer.id, None)
        self.last_id = writer.id
        writer.close(status, details)


def request_for(plan: Plan, history: tuple[Line, ...]) -> ReplyRequest:
    """What a dialogue is asked for a response."""
    return ReplyRequest(
        history=history,
        reason=plan.reason or _reason(history),
        instructions=plan.instructions,
        tools=plan.tools,
        tool_choice=plan.tool_choice,
        again=plan.again,
        cultural_context=plan.cultural_context,
    )


def plan(
    session: RealtimeSession,
    params: ResponseCreateParams,
    *,
    response_id: str,
    conversation_id: str | None,
    context: tuple[Entry, ...] | None,
    reason: Reason | None,
) -> Plan:
    """What a response will be: the session's settings, with the overrides of `params`."""
    output = params.audio.output if params.audio else None
    voice = (output.voice if output else None) or session.audio.output.voice
    tools = session.tools if params.tools is None else params.tools
    choice = session.tool_choice if params.tool_choice is None else params.tool_choice
    return Plan(
        id=response_id,
        conversation_id=conversation_id,
        reason=reason,
        instructions=_instructions(session.instructions if params.instructions is None else params.instructions),
        modality=(params.output_modalities or session.output_modalities)[0],
        voice=voice.id if isinstance(voice, VoiceId) else voice,
        speed=session.audio.output.speed,
        format=(output.format if output else None) or session.audio.output.format,
        tool_choice=_choice(choice),
        tools=tuple(_tool(tool) for tool in tools if isinstance(tool, FunctionTool)),
        context=context,
        again=_again(params.prompt),
        max_output_tokens=session.max_output_tokens if params.max_output_tokens is None else params.max_output_tokens,
        metadata=params.metadata,
        cultural_context=_cultural_context(session.prompt),
    )


def _cultural_context(prompt: Prompt | None) -> str:
    value = (prompt.variables or {}).get("cultural_context") if prompt is not None else None
    return value if isinstance(value, str) else ""


def _again(prompt: Prompt | None) -> Line | None:
    """The line that a response's own prompt asks for, by the variables `line` and `line_cut`."""
    variables = prompt.variables if prompt is not None and isinstance(prompt.variables, dict) else {}
    line = variables.get("line")
    if not isinstance(line, str) or not line.strip():
        return None
    return Line("partner", line.strip(), interrupted=variables.get("line_cut") == "true")


def _instructions(text: str) -> str:
    """What somebody asked for. The default is for clients to see; a dialogue has a manner of its own."""
    return "" if text == DEFAULT_INSTRUCTIONS else text


def _tool(tool: FunctionTool) -> dict[str, Any]:
    known: dict[str, Any] = msgspec.to_builtins(tool)
    return known


def _choice(choice: ToolChoice) -> str:
    if isinstance(choice, FunctionChoice):
        return choice.name
    # tools of an MCP server are not ours to call
    return "none" if isinstance(choice, ServerToolChoice) else choice


def _reason(history: tuple[Line, ...]) -> Reason:
    """Why a reply is wanted, told from who spoke last."""
    speakers = [line.speaker for line in history if line.speaker != "system"]
    if not speakers:
        return "opening"
    return "silence" if history[-1].speaker == "partner" else "turn"
