"""The kinds of fault: what each does to one session's line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.faults.learner import Learner
from tests.faults.proxy import LIVE, FaultProxy, Leg

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """What a fault is done to. `live`: a session of GPT-Live."""

    proxy: FaultProxy
    model: str
    learner: Learner
    live: bool = False

    @property
    def leg(self) -> Leg:
        return self.proxy.leg(self.model)

    def refuse(self, *answers: tuple[int, dict[str, str], float]) -> None:
        """Answer the next upgrades so."""
        self.proxy.refusals[LIVE if self.live else self.model] += answers


async def close(case: Case) -> None:
    await case.leg.close(1011)


async def close_without_a_word(case: Case) -> None:
    case.leg.ours.transport.close()


async def close_mid_frame(case: Case) -> None:
    case.leg.cut_frame()


async def reset(case: Case) -> None:
    case.leg.reset()


async def garbage_frame(case: Case) -> None:
    case.leg.garbage()


async def garbage_event(case: Case) -> None:
    for message in ("no json", "[1, 2", "{}", '{"type": 7}', '{"type": "response.done", "response": 5}'):
        await case.leg.ours.send(message)


async def stall(case: Case) -> None:
    case.leg.stall()


async def half_open(case: Case) -> None:
    case.leg.half_open()


async def slow_drip(case: Case) -> None:
    case.leg.delay_s = 4.0


async def refused_at_once(case: Case) -> None:
    case.refuse((0, {}, 0.0), (0, {}, 0.0))
    case.leg.reset()


async def server_error(case: Case) -> None:
    case.refuse((503, {}, 0.0), (502, {}, 0.0), (500, {}, 0.0))
    case.leg.reset()


async def too_many(case: Case) -> None:
    case.refuse((429, {"Retry-After": "1"}, 0.0))
    case.leg.reset()


async def no_answer(case: Case) -> None:
    case.refuse((0, {}, 3.0))
    case.leg.reset()


async def no_greeting(case: Case) -> None:
    async def greet(leg: Leg) -> None:
        await leg.error("server_error", "The server had an error.")
        await leg.close(1011)

    case.proxy.greetings[case.model].append(greet)
    case.leg.reset()


async def session_limit(case: Case) -> None:
    await case.leg.error("session_expired", "Your session hit the maximum duration of 60 minutes.")
    await case.leg.close(1001)


async def rate_limit(case: Case) -> None:
    """The next reply is refused, and a reply that is asked for again is made."""
    case.leg.alter = _without_one_reply(
        case.leg,
        {"type": "error", "event_id": "e", "error": _error("rate_limit_exceeded", "Please try again in 500ms.")},
    )


async def failed_reply(case: Case) -> None:
    failed = {"type": "failed", "error": {"type": "server_error", "code": "server_error", "message": "Sorry."}}
    done = {"id": "resp_failed", "object": "realtime.response", "status": "failed", "status_details": failed}
    case.leg.alter = _without_one_reply(
        case.leg,
        {"type": "response.done", "event_id": "e", "response": {**done, "output": [], "conversation_id": "c"}},
        {
            "type": "response.created",
            "event_id": "e",
            "response": {"id": "resp_failed", "object": "realtime.response", "status": "in_progress", "output": []},
        },
    )


async def duplicates(case: Case) -> None:
    case.leg.alter = lambda event: [event] if "delta" in event["type"] else [event, event]


async def late_events(case: Case) -> None:
    """Transcripts of the learner come after the reply to them, and in pairs in the wrong order."""
    held: list[Event] = []

    def alter(event: Event) -> list[Event]:
        if "input_audio_transcription" in event["type"]:
            held.append(event)
            return []
        if event["type"] == "response.done" and held:
            late, held[:] = held[::-1], []
            return [event, *late]
        return [event]

    case.leg.alter = alter


async def both_ends(case: Case) -> None:
    """The learner's line and the provider's go at once."""
    case.leg.reset()
    if case.learner.ws is not None:
        case.learner.ws.transport.abort()


async def twice(case: Case) -> None:
    """The session that goes on is lost too, in the middle of being told what was said."""

    async def greet(leg: Leg) -> None:
        await leg.say(
            {"type": "session.created", "event_id": "e", "session": {"type": "realtime", "object": "realtime.session"}}
        )
        await leg.ours.recv()
        leg.reset()

    case.proxy.greetings[case.model].append(greet)
    case.leg.reset()


def _error(code: str, message: str) -> Event:
    return {"type": "rate_limit_error", "code": code, "message": message, "param": None, "event_id": None}


def _without_one_reply(leg: Leg, instead: Event, before: Event | None = None) -> Callable[[Event], list[Event]]:
    """The next reply is taken out on both sides, and something else said."""
    state = {"response": "", "over": False}

    def alter(event: Event) -> list[Event]:
        response = event.get("response") or {}
        if event["type"] == "response.created" and not state["response"]:
            state["response"] = response["id"]
            leg.tell({"type": "response.cancel"})
            return [before, instead] if before is not None else [instead]
        if (
            state["response"]
            and not state["over"]
            and state["response"] in (response.get("id"), event.get("response_id"))
        ):
            state["over"] = event["type"] == "response.done"
            for item in response.get("output", []) if state["over"] else []:
                leg.tell({"type": "conversation.item.delete", "item_id": item["id"]})
            return []
        if not state["over"] and state["response"] and event["type"].startswith("conversation.item."):
            return [] if (event.get("item") or {}).get("role") == "assistant" else [event]
        return [event]

    return alter


async def killed(case: Case) -> None:
    """The whole service dies at once, for everybody, and is back a second later."""
    await case.proxy.outage.strike()


async def drained(case: Case) -> None:
    """Our server is told to stop in the middle of all talks, and the next one starts."""
    await case.proxy.restart.strike()


async def token_expired(case: Case) -> None:
    """The session in use is told so; the next ones are refused until the token is another one."""
    case.refuse((401, {}, 0.0), (401, {}, 0.0))
    await case.leg.error("token_expired", "Your authentication token has expired.")
    await case.leg.close(1008)


async def next_token_expired(case: Case) -> None:
    case.refuse((401, {}, 0.0), (403, {}, 0.0))
    case.leg.reset()


async def refused(case: Case) -> None:
    """Nobody listens at the service's address for a second and a half."""
    await case.proxy.closure.strike()


async def live_limit(case: Case) -> None:
    await case.leg.say(
        {
            "type": "session.closed",
            "event_id": "event_fault",
            "reason": "expired",
            "usage": {"seconds": 7.0},
            "session": {"id": "live_1", "expires_at": 1, "model": case.model, "status": "active"},
        }
    )
    await case.leg.close(1000)


async def live_twice(case: Case) -> None:
    """The session that goes on begins, and is lost at once."""

    async def greet(leg: Leg) -> None:
        session = {"id": "live_2", "expires_at": 1, "model": case.model, "status": "active"}
        await leg.say({"type": "session.started", "event_id": "event_fault", "session": session})
        await leg.ours.recv()
        leg.reset()

    case.proxy.greetings[case.model].append(greet)
    case.leg.reset()


@dataclass(frozen=True, slots=True)
class Live:
    """A fault of a GPT-Live session."""

    strike: Callable[[Case], Awaitable[None]]

    async def __call__(self, case: Case) -> None:
        await self.strike(case)


Fault = Callable[[Case], Awaitable[None]]
KINDS: dict[str, Fault] = {
    "closed with 1011": close,
    "closed without a close frame": close_without_a_word,
    "closed in the middle of a frame": close_mid_frame,
    "connection reset": reset,
    "a frame that is none": garbage_frame,
    "messages that are no events": garbage_event,
    "stalls, and answers pings": stall,
    "half open: nothing passes": half_open,
    "a message every 4 s": slow_drip,
    "lost, then hung up on twice": refused_at_once,
    "lost, then 503, 502, 500": server_error,
    "lost, then 429 with Retry-After": too_many,
    "lost, then no answer for 3 s": no_answer,
    "lost, then an error instead of a session": no_greeting,
    "lost, then lost again while it is restored": twice,
    "session_expired, then 1001": session_limit,
    "token_expired, then 401 twice": token_expired,
    "lost, then 401 and 403": next_token_expired,
    "a reply refused: rate limit": rate_limit,
    "a reply that fails": failed_reply,
    "all events twice": duplicates,
    "transcripts late and out of order": late_events,
    "learner's and provider's line at once": both_ends,
    "the service is killed and started again": killed,
    "its address refuses for 1.5 s": refused,
    "our server is stopped and started again": drained,
    "GPT-Live: closed with 1011": Live(close),
    "GPT-Live: connection reset": Live(reset),
    "GPT-Live: a frame that is none": Live(garbage_frame),
    "GPT-Live: messages that are no events": Live(garbage_event),
    "GPT-Live: stalls, and answers pings": Live(stall),
    "GPT-Live: lost, then 503, 502, 500": Live(server_error),
    "GPT-Live: lost, then 429 with Retry-After": Live(too_many),
    "GPT-Live: lost, then an error instead of a session": Live(no_greeting),
    "GPT-Live: lost, then lost again as it begins": Live(live_twice),
    "GPT-Live: session.closed, expired": Live(live_limit),
}
