"""A user agent that takes calls (RFC 3261): messages and commands in; messages to send, and what happens, out.

There is no I/O and no clock here: methods take `now_ms` (milliseconds of a clock that does not jump) and return outputs in order. Whoever runs the
agent carries them out and calls `tick` when `deadline_ms` has come.

```
call        what happens                              then
-           INVITE from a stranger                    401, or 403; nothing is kept
-           INVITE                                    ringing: 100, `Invited`
ringing     `accept`                                  accepted: 200 with our media, until the ACK
ringing     `refuse`, CANCEL, BYE                     ended (487 for who changes their mind)
accepted    ACK                                       confirmed: `Confirmed` (with an answer, if the offer was ours)
accepted    no ACK in 32 s                            ended: BYE
confirmed   INVITE (hold, another address)            `Offered`; `accept` or `refuse` answers it, the call goes on
confirmed   INFO with a key                           `Pressed`
accepted, confirmed   BYE, `hang_up`                  ended
```
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from feedbackyes.sip.address import Address, Via, bracketed, caller, came_by, inner, number, uri, via, way_back
from feedbackyes.sip.dialog import Dialog
from feedbackyes.sip.digest import Digest, Verdict
from feedbackyes.sip.guard import Entry, Guard
from feedbackyes.sip.message import BadMessage, Headers, Request, Response, build, parse
from feedbackyes.sip.requests import (
    KEY_TYPES,
    KNOWN,
    METHODS,
    SDP,
    Refusal,
    long_way,
    pressed,
    sequence,
    tag_of,
    unsupported,
    wrong,
)
from feedbackyes.sip.timers import Timers
from feedbackyes.sip.transactions import MAGIC, Server, Transactions, key

MAX_TRANSACTIONS = 4_000
"""Beyond that nothing new is taken."""
_ABILITIES = (("allow", ", ".join(METHODS)), ("accept", SDP))
EndedBy = Literal["caller", "us", "cancelled", "refused", "no_ack"]


@dataclass(frozen=True, slots=True)
class Send:
    """Send these bytes there."""

    data: bytes
    to: Address


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody calls. `offer` is their media, empty when they leave the offer to us."""

    call: Dialog
    offer: bytes


@dataclass(frozen=True, slots=True)
class Offered:
    """A call that goes on is to have other media; empty: we are to offer. `accept` or `refuse` is owed."""

    call: Dialog
    offer: bytes


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The caller has seen that we took the call. `answer` is theirs to an offer of ours; None when theirs was it."""

    call: Dialog
    answer: bytes | None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key, sent as INFO."""

    call: Dialog
    key: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over. Told once, and last."""

    call: Dialog
    by: EndedBy


Output = Send | Invited | Offered | Confirmed | Pressed | Ended


class Agent:
    """All calls of one listener.

    Args:
        host_for: our own address as the other end at an address sees it. port: ours.
        new_id: random text, for tags and branches.
        secret: makes the tags of answers for which nothing is kept.
    """

    def __init__(
        self,
        guard: Guard,
        digest: Digest | None,
        host_for: Callable[[Address], str],
        port: int,
        new_id: Callable[[], str],
        secret: bytes,
    ) -> None:
        self._guard, self._digest = guard, digest
        self._host_for, self._port, self._new_id, self._secret = host_for, port, new_id, secret
        self._timers = Timers()
        self._outputs: list[Output] = []
        self._transactions = Transactions(self._timers, lambda data, to: self._outputs.append(Send(data, to)))
        self._calls: dict[tuple[str, str], Dialog] = {}

    @property
    def calls(self) -> int:
        """That are not over."""
        return len(self._calls)

    @property
    def pending(self) -> int:
        """Messages that are still owed, or kept for who asks again."""
        return len(self._transactions)

    @property
    def deadline_ms(self) -> float | None:
        """When `tick` has something to do."""
        return self._timers.deadline_ms

    # ---- what comes

    def receive(self, data: bytes, source: Address, now_ms: float) -> list[Output]:
        """One message, as it came. What cannot be used changes nothing."""
        try:
            message = parse(data)
            if isinstance(message, Response):
                self._on_response(message)
            else:
                self._on_request(message, source, now_ms)
        except BadMessage:
            pass  # it says nobody to answer to
        return self._taken()

    def tick(self, now_ms: float) -> list[Output]:
        """Time passed."""
        self._timers.run(now_ms)
        return self._taken()

    # ---- commands

    def ring(self, call: Dialog, now_ms: float) -> list[Output]:
        """Let the caller hear that it rings."""
        if call.state == "ringing":
            self._answer(call, 180, now_ms)
        return self._taken()

    def accept(self, call: Dialog, media: bytes, now_ms: float) -> list[Output]:
        """Take the call, or agree to its other media. `media` is our answer, or our offer."""
        if call.state == "ended" or call.invite.state != "proceeding":
            return self._taken()
        if call.state == "ringing":
            call.state = "accepted"
        self._answer(call, 200, now_ms, ("content-type", SDP), body=media)
        return self._taken()

    def refuse(self, call: Dialog, status: int, now_ms: float, *fields: tuple[str, str]) -> list[Output]:
        """Refuse the call, or only the other media; the call then goes on as it was."""
        if call.invite.state == "proceeding":
            self._answer(call, status, now_ms, *fields)
            if call.state == "ringing":
                self._end(call, "refused")
        return self._taken()

    def hang_up(self, call: Dialog, now_ms: float) -> list[Output]:
        """End the call, whatever state it is in."""
        if call.state == "ringing":
            self._answer(call, 480, now_ms)
            self._end(call, "refused")
        elif call.state != "ended":
            self._bye(call, now_ms)
            self._end(call, "us")
        return self._taken()

    # ---- requests

    def _on_request(self, request: Request, source: Address, now_ms: float) -> None:
        if long_way(request.headers):
            raise BadMessage("The request came by too many servers.")
        vias = request.headers.every("via")
        if not vias:
            raise BadMessage("A request has a Via.")
        top = via(vias[0])
        to = way_back(top, source)
        found = self._transactions.find(key(request, top))
        if request.method == "ACK":
            self._on_ack(request, found, now_ms)
            return
        if found is not None and request.method != "CANCEL":
            self._transactions.repeat(found)
            return
        reason = wrong(request)
        if reason:
            self._reject(request, top, source, 400, ("warning", f'399 feedbackyes "{reason}"'))
        elif request.method == "CANCEL":
            self._on_cancel(request, found, top, source, now_ms)
        elif len(self._transactions) >= MAX_TRANSACTIONS:
            self._reject(request, top, source, 503, ("retry-after", "30"))
        elif tag_of(request.headers.first("to")):
            self._within(request, top, source, to, now_ms)
        elif request.method == "INVITE":
            self._on_invite(request, top, source, to, now_ms)
        elif request.method == "OPTIONS":
            self._reject(request, top, source, 200, *_ABILITIES)
        elif request.method in METHODS:
            self._reject(request, top, source, 481)
        else:
            self._not_ours(request, top, source)

    def _not_ours(self, request: Request, top: Via, source: Address) -> None:
        status = 405 if request.method in KNOWN else 501
        self._reject(request, top, source, status, ("allow", ", ".join(METHODS)))

    def _on_invite(self, request: Request, top: Via, source: Address, to: Address, now_ms: float) -> None:
        account = self._admitted(request, top, source, now_ms)
        if account is None:
            return
        refusal = unsupported(request) or self._no_room(request, account, source, now_ms)
        if refusal:
            self._reject(request, top, source, refusal[0], *refusal[1])
            return
        server = self._transactions.begin(key(request, top), request, source, to)
        call = self._dialog(request, server, top, source, account)
        self._calls[call.key] = call
        self._answer(call, 100, now_ms)
        self._outputs.append(Invited(call, request.body))

    def _admitted(self, request: Request, top: Via, source: Address, now_ms: float) -> str | None:
        """The account, empty for a trusted address; None when the request was answered with a refusal."""
        entry = self._guard.entry(source.host)
        if entry is Entry.OPEN:
            return ""
        if entry is Entry.CLOSED or self._digest is None:
            self._reject(request, top, source, 403)
            return None
        stale = False
        for credentials in request.headers.lines("authorization"):
            verdict, account = self._digest.verify(credentials, request.method, request.uri, now_ms / 1000)
            if verdict is Verdict.GOOD:
                return account
            stale = stale or verdict is Verdict.STALE
        challenges = self._digest.challenges(now_ms / 1000, stale=stale)
        self._reject(request, top, source, 401, *(("www-authenticate", one) for one in challenges))
        return None

    def _no_room(self, request: Request, account: str, source: Address, now_ms: float) -> Refusal | None:
        headers = request.headers
        for call in self._calls.values():
            if (call.call_id, call.remote_tag) == (headers.first("call-id"), tag_of(headers.first("from"))):
                return 482, ()  # the same call by another way
        if not self._guard.room(self.calls):
            return 486, (("retry-after", "30"),)
        wait = self._guard.wait_seconds(caller(request), account, source.host, now_ms / 1000)
        return (480, (("retry-after", str(wait)),)) if wait else None

    def _dialog(self, request: Request, server: Server, top: Via, source: Address, account: str) -> Dialog:
        headers, tag = request.headers, self._new_id()
        host = f"{bracketed(self._host_for(source))}:{self._port}"
        transport = ";transport=tcp" if source.transport == "tcp" else ""
        contacts = headers.every("contact")
        return Dialog(
            call_id=headers.first("call-id"),
            local_tag=tag,
            remote_tag=tag_of(headers.first("from")),
            caller=caller(request),
            dialled=number(uri(request.uri)),
            account=account,
            source=source,
            behind_nat=(top.host, top.port or 5060) != (source.host, source.port),
            local=f"{headers.first('to')};tag={tag}",
            remote=headers.first("from"),
            target=inner(contacts[0]) if contacts else inner(headers.first("from")),
            route=headers.every("record-route"),
            remote_sequence=sequence(request),
            invite=server,
            here=f"<sip:{host}{transport}>",
        )

    def _on_ack(self, request: Request, found: Server | None, now_ms: float) -> None:
        if found is not None and found.state == "completed":
            self._transactions.acknowledge(found, now_ms)
            return
        call = self._calls.get((request.headers.first("call-id"), tag_of(request.headers.first("to"))))
        if call is None or call.invite.state != "accepted" or sequence(request) != sequence(call.invite.request):
            return
        self._transactions.acknowledge(call.invite, now_ms)
        first, call.state = call.state == "accepted", "confirmed"
        if first or call.offered:
            self._outputs.append(Confirmed(call, request.body if call.offered else None))
        call.offered = False

    def _on_cancel(self, request: Request, found: Server | None, top: Via, source: Address, now_ms: float) -> None:
        call = next((one for one in self._calls.values() if found is not None and one.invite is found), None)
        if found is None:
            self._reject(request, top, source, 481)
            return
        self._reject(request, top, source, 200)
        if call is not None and found.state == "proceeding":
            self._answer(call, 487, now_ms)
            if call.state == "ringing":
                self._end(call, "cancelled")

    # ---- requests within a call

    def _within(self, request: Request, top: Via, source: Address, to: Address, now_ms: float) -> None:
        call = self._calls.get((request.headers.first("call-id"), tag_of(request.headers.first("to"))))
        if call is None or call.remote_tag != tag_of(request.headers.first("from")):
            self._reject(request, top, source, 481)
            return
        if request.method not in METHODS:
            self._not_ours(request, top, source)
            return
        server = self._transactions.begin(key(request, top), request, source, to)
        if sequence(request) <= call.remote_sequence:
            self._respond(server, 500, now_ms)
            return
        call.remote_sequence, call.source = sequence(request), source
        if request.method == "INVITE":
            self._again(call, request, server, now_ms)
            return
        if request.method == "BYE":
            self._on_bye(call, server, now_ms)
        elif request.method == "INFO":
            self._on_info(call, request, server, now_ms)
        else:
            self._respond(server, 200, now_ms, *_ABILITIES)

    def _again(self, call: Dialog, request: Request, server: Server, now_ms: float) -> None:
        """Another invitation within the call: hold, resume, another address."""
        if call.state != "confirmed" or call.invite.state == "proceeding":
            self._respond(server, 500, now_ms, ("retry-after", "2"))
            return
        refusal = unsupported(request)
        if refusal:
            self._respond(server, refusal[0], now_ms, *refusal[1])
            return
        call.invite = server
        contacts = request.headers.every("contact")
        call.target = inner(contacts[0]) if contacts else call.target
        self._respond(server, 100, now_ms)
        self._outputs.append(Offered(call, request.body))

    def _on_bye(self, call: Dialog, server: Server, now_ms: float) -> None:
        self._respond(server, 200, now_ms)
        if call.invite.state == "proceeding":
            self._answer(call, 487, now_ms)
        elif call.invite.state == "accepted":
            self._transactions.acknowledge(call.invite, now_ms)  # there is nobody left to acknowledge it
        self._end(call, "caller")

    def _on_info(self, call: Dialog, request: Request, server: Server, now_ms: float) -> None:
        kind = request.headers.first("content-type").partition(";")[0].strip().lower()
        if request.body and kind not in KEY_TYPES:
            self._respond(server, 415, now_ms, ("accept", ", ".join(KEY_TYPES)))
            return
        self._respond(server, 200, now_ms)
        key_name = pressed(request.body)
        if key_name:
            self._outputs.append(Pressed(call, key_name))

    # ---- answers

    def _on_response(self, response: Response) -> None:
        vias = () if long_way(response.headers) else response.headers.every("via")
        if len(vias) == 1:  # with more, it is not for us
            self._transactions.response((via(vias[0]).branch,), response)

    def _answer(self, call: Dialog, status: int, now_ms: float, *fields: tuple[str, str], body: bytes = b"") -> None:
        """Answer the call's invitation."""
        said = list(fields)
        if status == 200:
            said += [("contact", call.here), *_ABILITIES]
            call.offered = not call.invite.request.body
        elif status == 180:
            said.append(("contact", call.here))
        invite = call.invite
        tag = "" if status == 100 else call.local_tag
        response = self._made(invite.request, status, invite.source, tag, *said, body=body)
        self._transactions.respond(invite, response, now_ms, gone=lambda at_ms: self._unacknowledged(call, at_ms))

    def _respond(
        self,
        server: Server,
        status: int,
        now_ms: float,
        *fields: tuple[str, str],
    ) -> None:
        """Answer a request within a call."""
        self._transactions.respond(server, self._made(server.request, status, server.source, "", *fields), now_ms)

    def _reject(self, request: Request, top: Via, source: Address, status: int, *fields: tuple[str, str]) -> None:
        """Answer without keeping anything: the same request again gets the same answer."""
        tag = hmac.new(self._secret, top.line.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:16]
        response = self._made(request, status, source, tag, *fields)
        self._outputs.append(Send(build(response), way_back(top, source)))

    def _made(
        self, request: Request, status: int, source: Address, tag: str, *fields: tuple[str, str], body: bytes = b""
    ) -> Response:
        headers = request.headers
        vias = headers.every("via")
        to = headers.first("to")
        if tag and not tag_of(to):
            to = f"{to};tag={tag}"
        kept = [("via", came_by(via(vias[0]), source)), *(("via", one) for one in vias[1:])]
        kept += [("from", headers.first("from")), ("to", to), ("call-id", headers.first("call-id"))]
        kept.append(("cseq", headers.first("cseq")))
        if 100 < status < 300 and request.method == "INVITE":
            kept += [("record-route", one) for one in headers.every("record-route")]
        return Response(status, Headers((*kept, *fields, ("server", "FeedbackYes"))), body)

    # ---- the end

    def _unacknowledged(self, call: Dialog, now_ms: float) -> None:
        if call.state in ("accepted", "confirmed"):
            self._bye(call, now_ms)
            self._end(call, "no_ack")

    def _bye(self, call: Dialog, now_ms: float) -> None:
        branch = MAGIC + self._new_id()
        here = f"{bracketed(self._host_for(call.source))}:{self._port}"
        line = f"SIP/2.0/{call.source.transport.upper()} {here};branch={branch};rport"
        request, to = call.request("BYE", line)
        self._transactions.request((branch,), request, to, now_ms)

    def _end(self, call: Dialog, by: EndedBy) -> None:
        if call.state != "ended":
            call.state = "ended"
            self._calls.pop(call.key, None)
            self._outputs.append(Ended(call, by))

    def _taken(self) -> list[Output]:
        outputs, self._outputs = self._outputs, []
        return outputs
