"""The agent with a clock of its own: what comes in as bytes, what goes out."""

from __future__ import annotations

import re
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedbackyes.sip.address import Address
from feedbackyes.sip.agent import Agent, Confirmed, Ended, Invited, Offered, Output, Pressed, Send
from feedbackyes.sip.digest import Digest
from feedbackyes.sip.guard import Guard, Rules, networks
from tests.sip.caller import Reply, digest, read

ADA = Address("udp", "192.0.2.9", 5060)
STRANGER = Address("udp", "198.51.100.7", 5060)
MEDIA = b"v=0\r\n"


class Bench:
    """An agent, a clock, and all that came of it."""

    def __init__(self, *, accounts: bool = False, calls: int = 10, per_minute: int = 20) -> None:
        ids = count(1)
        rules = Rules(networks(["192.0.2.0/24"]), accounts, calls, per_minute)
        self.agent = Agent(
            Guard(rules),
            Digest("feedbackyes", {"trunk": "secret"}, b"k" * 32) if accounts else None,
            lambda _: "192.0.2.1",
            5060,
            lambda: f"id{next(ids)}",
            b"s" * 32,
        )
        self.now_ms = 0.0

    def hear(self, data: bytes | str, source: Address = ADA) -> list[Output]:
        return self.agent.receive(data.encode() if isinstance(data, str) else data, source, self.now_ms)

    def pass_ms(self, length_ms: float) -> list[Output]:
        """Let time pass as the listener does, deadline by deadline."""
        end, outputs = self.now_ms + length_ms, list[Output]()
        while (due_ms := self.agent.deadline_ms) is not None and due_ms <= end:
            self.now_ms = due_ms
            outputs += self.agent.tick(due_ms)
        self.now_ms = end
        return outputs

    def invited(self, *, extra: str = "") -> Invited:
        found = [one for one in self.hear(message("INVITE", body="v=0", extra=extra)) if isinstance(one, Invited)]
        assert found
        return found[0]

    def taken(self) -> Invited:
        """A call that goes on."""
        invited = self.invited()
        accepted = self.agent.accept(invited.call, MEDIA, self.now_ms)
        tag = tag_of(sent(accepted)[0])
        assert kinds(self.hear(message("ACK", tag=tag, branch="ack"))) == ["Confirmed"]
        return invited


def message(
    method: str,
    *,
    cseq: int = 1,
    tag: str = "",
    branch: str = "",
    call: str = "c1",
    host: str = "192.0.2.9",
    extra: str = "",
    body: str = "",
    kind: str = "application/sdp",
    sender: str = "+4930555",
) -> str:
    """A request; each method and number has a branch of its own unless told."""
    to = f"<sip:200@192.0.2.1>;tag={tag}" if tag else "<sip:200@192.0.2.1>"
    return (
        f"{method} sip:200@192.0.2.1 SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP {host}:5060;branch=z9hG4bK{branch or f'{method}{cseq}{call}'}\r\n"
        f"From: <sip:{sender}@{host}>;tag=theirs\r\nTo: {to}\r\nCall-ID: {call}\r\nCSeq: {cseq} {method}\r\n"
        f"Contact: <sip:ada@{host}:5060>\r\n{extra}"
        + (f"Content-Type: {kind}\r\n" if body else "")
        + f"Content-Length: {len(body)}\r\n\r\n{body}"
    )


def sent(outputs: list[Output]) -> list[Reply]:
    return [read(one.data) for one in outputs if isinstance(one, Send)]


def statuses(outputs: list[Output]) -> list[int]:
    return [one.status for one in sent(outputs)]


def kinds(outputs: list[Output]) -> list[str]:
    return [type(one).__name__ for one in outputs if not isinstance(one, Send)]


def tag_of(reply: Reply) -> str:
    return str(re.findall(r"tag=(\w+)", reply.one("to"))[-1])


def test_a_call_is_taken_acknowledged_and_ended_by_the_caller() -> None:
    bench = Bench()
    outputs = bench.hear(message("INVITE", body="v=0"))
    assert statuses(outputs) == [100]
    invited = outputs[-1]
    assert isinstance(invited, Invited)
    assert (invited.offer, invited.call.caller, invited.call.dialled) == (b"v=0", "+4930555", "200")
    assert statuses(bench.agent.ring(invited.call, 0)) == [180]
    accepted = sent(bench.agent.accept(invited.call, MEDIA, 0))[0]
    assert accepted.status == 200
    assert accepted.body == MEDIA.decode()
    assert accepted.one("contact") == "<sip:192.0.2.1:5060>"
    outputs = bench.hear(message("ACK", tag=tag_of(accepted), branch="ack"))
    assert outputs == [Confirmed(invited.call, None)]
    outputs = bench.hear(message("BYE", cseq=2, tag=tag_of(accepted)))
    assert statuses(outputs) == [200]
    assert outputs[-1] == Ended(invited.call, "caller")
    assert bench.agent.calls == 0


def test_the_answer_comes_again_until_it_is_acknowledged() -> None:
    bench = Bench()
    invited = bench.invited()
    tag = tag_of(sent(bench.agent.accept(invited.call, MEDIA, 0))[0])
    times = []
    while bench.now_ms < 20_000:
        if 200 in statuses(bench.pass_ms(100)):
            times.append(bench.now_ms)
    assert times == [500, 1500, 3500, 7500, 11_500, 15_500, 19_500]
    assert kinds(bench.hear(message("ACK", tag=tag, branch="ack"))) == ["Confirmed"]
    assert bench.pass_ms(60_000) == []


def test_a_call_that_nobody_acknowledges_is_ended() -> None:
    bench = Bench()
    invited = bench.invited()
    bench.agent.accept(invited.call, MEDIA, 0)
    outputs = bench.pass_ms(33_000)
    assert Ended(invited.call, "no_ack") in outputs
    assert sent(outputs)[-1].method == "BYE"


def test_a_request_that_comes_again_changes_nothing() -> None:
    bench = Bench()
    invited = bench.invited()
    bench.agent.ring(invited.call, 0)
    again = bench.hear(message("INVITE", body="v=0"))
    assert (statuses(again), kinds(again)) == ([180], [])
    tag = tag_of(sent(bench.agent.accept(invited.call, MEDIA, 0))[0])
    bench.hear(message("ACK", tag=tag, branch="ack"))
    assert bench.hear(message("ACK", tag=tag, branch="ack")) == []
    bye = message("BYE", cseq=2, tag=tag)
    assert kinds(bench.hear(bye)) == ["Ended"]
    again = bench.hear(bye)
    assert (statuses(again), kinds(again)) == ([200], [])
    bench.pass_ms(33_000)
    assert statuses(bench.hear(bye)) == [481]


def test_a_refusal_comes_again_until_it_is_acknowledged() -> None:
    bench = Bench()
    invited = bench.invited()
    refused = bench.agent.refuse(invited.call, 404, 0)
    assert (statuses(refused), kinds(refused)) == ([404], ["Ended"])
    assert statuses(bench.pass_ms(1600)) == [404, 404]
    bench.hear(message("ACK", tag=tag_of(sent(refused)[0]), branch="INVITE1c1"))
    assert bench.pass_ms(60_000) == []


def test_who_changes_their_mind_is_told_so_twice() -> None:
    bench = Bench()
    invited = bench.invited()
    bench.agent.ring(invited.call, 0)
    outputs = bench.hear(message("CANCEL", branch="INVITE1c1"))
    assert [(one.status, one.one("cseq")) for one in sent(outputs)] == [(200, "1 CANCEL"), (487, "1 INVITE")]
    assert outputs[-1] == Ended(invited.call, "cancelled")
    assert bench.agent.accept(invited.call, MEDIA, 0) == []


def test_a_cancel_that_comes_too_late_ends_nothing() -> None:
    bench = Bench()
    invited = bench.taken()
    outputs = bench.hear(message("CANCEL", branch="INVITE1c1"))
    assert (statuses(outputs), kinds(outputs), invited.call.state) == ([200], [], "confirmed")
    assert statuses(bench.hear(message("CANCEL", branch="unheard"))) == [481]


def test_we_hang_up_and_say_so_until_it_is_heard() -> None:
    bench = Bench()
    invited = bench.taken()
    outputs = bench.agent.hang_up(invited.call, 0)
    bye = sent(outputs)[0]
    assert (bye.method, bye.one("cseq"), outputs[-1]) == ("BYE", "1 BYE", Ended(invited.call, "us"))
    assert "tag=theirs" in bye.one("to")
    assert f"tag={invited.call.local_tag}" in bye.one("from")
    assert [one.method for one in sent(bench.pass_ms(3600))] == ["BYE", "BYE", "BYE"]
    bench.hear(f"SIP/2.0 200 OK\r\nVia: {bye.one('via')}\r\nCSeq: 1 BYE\r\n\r\n")
    assert bench.pass_ms(60_000) == []


def test_the_first_proxy_of_a_recorded_route_gets_our_requests() -> None:
    bench = Bench()
    route = "Record-Route: <sip:192.0.2.30;lr>, <sip:192.0.2.40:5070;lr>\r\n"
    invited = bench.invited(extra=route)
    accepted = sent(bench.agent.accept(invited.call, MEDIA, 0))[0]
    assert accepted.headers["record-route"] == ["<sip:192.0.2.30;lr>", "<sip:192.0.2.40:5070;lr>"]
    output = bench.agent.hang_up(invited.call, 0)[0]
    assert isinstance(output, Send)
    assert output.to == Address("udp", "192.0.2.30", 5060)
    bye = read(output.data)
    assert bye.first == "BYE sip:ada@192.0.2.9:5060 SIP/2.0"
    assert bye.headers["route"] == ["<sip:192.0.2.30;lr>", "<sip:192.0.2.40:5070;lr>"]


def test_a_strict_router_finds_itself_in_the_first_line() -> None:
    bench = Bench()
    invited = bench.invited(extra="Record-Route: <sip:192.0.2.30>\r\n")
    bench.agent.accept(invited.call, MEDIA, 0)
    bye = sent(bench.agent.hang_up(invited.call, 0))[0]
    assert bye.first == "BYE sip:192.0.2.30 SIP/2.0"
    assert bye.headers["route"] == ["<sip:ada@192.0.2.9:5060>"]


def test_other_media_are_offered_within_a_call() -> None:
    bench = Bench()
    invited = bench.taken()
    tag = invited.call.local_tag
    outputs = bench.hear(message("INVITE", cseq=2, tag=tag, body="hold"))
    assert (statuses(outputs), outputs[-1]) == ([100], Offered(invited.call, b"hold"))
    assert statuses(bench.hear(message("INVITE", cseq=3, tag=tag, body="more"))) == [500]
    assert statuses(bench.agent.accept(invited.call, MEDIA, 0)) == [200]
    bench.hear(message("ACK", cseq=3, tag=tag, branch="INVITE3c1"))
    bench.hear(message("ACK", cseq=2, tag=tag, branch="ack2"))
    assert bench.pass_ms(60_000) == []
    bench.hear(message("INVITE", cseq=4, tag=tag, body="bad"))
    refused = bench.agent.refuse(invited.call, 488, 0)
    assert (statuses(refused), kinds(refused), invited.call.state) == ([488], [], "confirmed")


def test_who_leaves_the_offer_to_us_answers_when_they_acknowledge() -> None:
    bench = Bench()
    outputs = bench.hear(message("INVITE"))
    invited = outputs[-1]
    assert isinstance(invited, Invited)
    assert invited.offer == b""
    tag = tag_of(sent(bench.agent.accept(invited.call, MEDIA, 0))[0])
    outputs = bench.hear(message("ACK", tag=tag, branch="ack", body="answer"))
    assert outputs == [Confirmed(invited.call, b"answer")]


@pytest.mark.parametrize(
    ("body", "kind", "key"),
    [("Signal=5\r\nDuration=160\r\n", "application/dtmf-relay", "5"), ("#", "application/dtmf", "#")],
)
def test_keys_come_as_info(body: str, kind: str, key: str) -> None:
    bench = Bench()
    invited = bench.taken()
    outputs = bench.hear(message("INFO", cseq=2, tag=invited.call.local_tag, body=body, kind=kind))
    assert (statuses(outputs), outputs[-1]) == ([200], Pressed(invited.call, key))


def test_other_info_is_no_key() -> None:
    bench = Bench()
    tag = bench.taken().call.local_tag
    assert statuses(bench.hear(message("INFO", cseq=2, tag=tag, body="x", kind="text/plain"))) == [415]
    assert kinds(bench.hear(message("INFO", cseq=3, tag=tag, body="Signal=up", kind="application/dtmf-relay"))) == []


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (message("OPTIONS"), 200),
        (message("REGISTER"), 405),
        (message("FROBNICATE"), 501),
        (message("BYE", tag="unknown"), 481),
        (message("BYE"), 481),
        (message("INVITE", body="x", kind="text/plain"), 415),
        (message("INVITE", extra="Require: 100rel\r\n"), 420),
        (message("INVITE").replace("CSeq: 1 INVITE", "CSeq: 1 BYE"), 400),
        (message("INVITE").replace("From:", "X-From:"), 400),
        (message("INVITE").replace("sip:200@192.0.2.1 SIP/2.0", "mailto:x SIP/2.0"), 400),
        (message("INVITE", extra="Record-Route: nonsense\r\n"), 400),
    ],
)
def test_other_requests_are_answered_as_the_standard_says(request_text: str, status: int) -> None:
    outputs = Bench().hear(request_text)
    assert (statuses(outputs), kinds(outputs)) == ([status], [])


def test_a_number_that_was_used_up_is_refused_within_a_call() -> None:
    bench = Bench()
    tag = bench.taken().call.local_tag
    bench.hear(message("OPTIONS", cseq=5, tag=tag))
    assert statuses(bench.hear(message("BYE", cseq=4, tag=tag))) == [500]


def test_a_stranger_is_refused_and_nothing_is_kept() -> None:
    bench = Bench()
    for _ in range(3):
        assert statuses(bench.hear(message("INVITE", body="v=0"), STRANGER)) == [403]
    assert bench.agent.deadline_ms is None


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_stranger_with_a_password_is_let_in(algorithm: str) -> None:
    bench = Bench(accounts=True)
    asked = sent(bench.hear(message("INVITE", body="v=0"), STRANGER))[0]
    assert asked.status == 401
    assert bench.agent.deadline_ms is None
    challenge = next(one for one in asked.headers["www-authenticate"] if algorithm in one)
    proof = digest(challenge, "INVITE", "sip:200@192.0.2.1", "trunk", "secret")
    second = message("INVITE", cseq=2, body="v=0", extra=f"Authorization: {proof}\r\n")
    invited = bench.hear(second, STRANGER)[-1]
    assert isinstance(invited, Invited)
    assert invited.call.account == "trunk"
    replayed = message("INVITE", cseq=3, call="c2", body="v=0", extra=f"Authorization: {proof}\r\n")
    answer = sent(bench.hear(replayed, STRANGER))[0]
    assert answer.status == 401
    assert "stale=true" in answer.one("www-authenticate")


def test_there_is_room_for_so_many_calls_and_so_many_of_one_caller() -> None:
    bench = Bench(calls=1)
    bench.invited()
    assert statuses(bench.hear(message("INVITE", call="c2"))) == [486]
    bench = Bench(per_minute=1)
    bench.agent.refuse(bench.invited().call, 404, 0)
    later = sent(bench.hear(message("INVITE", call="c2")))[0]
    assert (later.status, later.one("retry-after")) == (480, "60")
    bench.now_ms = 60_000
    assert statuses(bench.hear(message("INVITE", call="c3"))) == [100]


def test_the_same_call_by_another_way_is_a_loop() -> None:
    bench = Bench()
    bench.invited()
    assert statuses(bench.hear(message("INVITE", branch="other", body="v=0"))) == [482]


def test_who_sits_behind_a_nat_is_answered_where_they_are() -> None:
    bench = Bench()
    here = Address("udp", "192.0.2.99", 31_000)
    outputs = bench.hear(message("INVITE", host="10.0.0.9", body="v=0").replace(";branch", ";rport;branch"), here)
    assert [one.to for one in outputs if isinstance(one, Send)] == [here]
    invited = outputs[-1]
    assert isinstance(invited, Invited)
    bench.agent.accept(invited.call, MEDIA, 0)
    bye = bench.agent.hang_up(invited.call, 0)[0]
    assert isinstance(bye, Send)
    assert bye.to == here


ORDER = st.lists(
    st.sampled_from(
        ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "REGISTER", "accept", "hang", "wait", "response"]
    ),
    max_size=14,
)


@given(
    order=ORDER,
    numbers=st.lists(st.integers(1, 3), min_size=14, max_size=14),
    tagged=st.lists(st.booleans(), min_size=14, max_size=14),
)
@settings(max_examples=80, deadline=None)
def test_in_whatever_order_things_come_a_call_ends_once_and_nothing_is_left(
    order: list[str], numbers: list[int], tagged: list[bool]
) -> None:
    bench, calls, ended = Bench(), list[Invited](), list[object]()
    for step, number, with_tag in zip(order, numbers, tagged, strict=False):
        call = calls[-1].call if calls else None
        if step == "wait":
            outputs = bench.pass_ms(700 * number)
        elif step in ("accept", "hang"):
            act = bench.agent.hang_up if step == "hang" else lambda one, now: bench.agent.accept(one, MEDIA, now)
            outputs = act(call, bench.now_ms) if call is not None else []
        elif step == "response":
            outputs = bench.hear(f"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKid{number}\r\n\r\n")
        else:
            tag = call.local_tag if call is not None and with_tag else ""
            outputs = bench.hear(
                message(step, cseq=number, tag=tag, branch=f"b{number}", body="v=0" if step == "INVITE" else "")
            )
        calls += [one for one in outputs if isinstance(one, Invited)]
        ended += [one.call for one in outputs if isinstance(one, Ended)]
    for invited in calls:
        ended += [one.call for one in bench.agent.hang_up(invited.call, bench.now_ms) if isinstance(one, Ended)]
    ended += [one.call for one in bench.pass_ms(120_000) if isinstance(one, Ended)]
    assert sorted(map(id, ended)) == sorted(id(one.call) for one in calls)
    assert (bench.agent.calls, bench.agent.deadline_ms, bench.agent.pending) == (0, None, 0)


@pytest.mark.parametrize("name", ["Via", "Contact", "Record-Route"])
def test_what_came_by_too_many_servers_is_not_read(name: str) -> None:
    hop = "SIP/2.0/UDP h" if name == "Via" else "<sip:a@h;lr>"
    bench = Bench()
    assert statuses(bench.hear(message("OPTIONS", extra=f"{name}: {', '.join([hop] * 15)}\r\n"))) == [200]
    assert bench.hear(message("OPTIONS", extra=f"{name}: {', '.join([hop] * 17)}\r\n")) == []
