"""Calls over real sockets, with a listener that says back what it hears."""

from __future__ import annotations

import asyncio
import random
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest

from feedbackyes.audio import Int16, g711
from feedbackyes.audio.resample import resample
from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.sip import HungUp, Line, LineListener, listener, rtp, sdp
from feedbackyes.sip.guard import STRANGERS_PER_SECOND, Rules, networks
from feedbackyes.sip.listener import Configuration, Listener
from feedbackyes.sip.message import MAX_BYTES
from tests.rtc.speech import likeness, speech
from tests.sip.caller import Telephone, telephone

LOOPBACK = networks(["127.0.0.0/8"])
ALIKE, TRIES = 0.9, 4


class Echo:
    """Says back what it hears, and keeps what else there was."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.keys: list[str] = []
        self.opened = self.drained = asyncio.Event()
        self.over: asyncio.Future[HungUp] = asyncio.get_running_loop().create_future()
        self.heard = bytearray()

    def on_open(self) -> None:
        self.opened.set()

    def on_audio(self, pcm: bytes) -> None:
        self.heard += pcm
        self.line.play(pcm)

    def on_key(self, key: str) -> None:
        self.keys.append(key)

    def on_drained(self) -> None:
        self.drained.set()

    def on_hung_up(self, why: HungUp) -> None:
        self.over.set_result(why)


class House:
    """Takes calls of every number but 404."""

    def __init__(self) -> None:
        self.echoes: list[Echo] = []
        self.listener: Listener = None  # type: ignore[assignment]

    def on_call(self, line: Line) -> LineListener | None:
        if line.dialled == "404":
            return None
        if line.dialled == "500":
            raise ZeroDivisionError
        self.echoes.append(Echo(line))
        return self.echoes[-1]

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.listener.port


@asynccontextmanager
async def opened(**changes: Any) -> AsyncIterator[House]:
    rules = Rules(LOOPBACK, accounts=False, calls=10, per_minute=100)
    given: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": 0,
        "public": "",
        "ports": None,
        "rules": rules,
        "accounts": {},
    }
    house = House()
    house.listener = await Listener.open(Configuration(**{**given, **changes}), house)
    try:
        yield house
    finally:
        await house.listener.close()


@asynccontextmanager
async def calling(house: House, dialled: str = "100", **options: Any) -> AsyncIterator[tuple[Telephone, Echo]]:
    async with telephone(house.address) as phone:
        phone.law = options.pop("law", 0)
        assert (await phone.invite(dialled, **options)).status == 200
        await asyncio.wait_for(house.echoes[-1].opened.wait(), 5)
        yield phone, house.echoes[-1]


async def likeness_heard(phone: Telephone, said: Int16) -> float:
    """How alike what comes back is; said again when it came in pieces, for other tests may have the processor."""
    alike = 0.0
    for _ in range(TRIES):
        phone.say(said)
        await packets(phone, 70)
        alike = max(alike, likeness(said, phone.samples()))
        if alike > ALIKE:
            break
    return alike


async def packets(phone: Telephone, count: int) -> None:
    enough = len(phone.heard) + count
    await phone.until(lambda: len(phone.heard) > enough)


@pytest.mark.parametrize("law", [0, pytest.param(8, marks=pytest.mark.slow)])
async def test_a_voice_goes_there_and_comes_back(law: int) -> None:
    said = resample(speech(1.0), 24_000, 8_000)
    async with opened() as house, calling(house, law=law) as (phone, echo):
        assert [one.status for one in phone.replies] == [100, 180, 200]
        assert await likeness_heard(phone, said) > ALIKE
        assert (echo.line.caller, echo.line.dialled) == ("+4930555", "100")
        assert echo.line.statistics.packets_received > 30
        assert (await phone.bye()).status == 200
        assert await echo.over == "caller"
        assert house.listener.lines == ()


async def test_keys_come_by_audio_and_by_message() -> None:
    async with opened() as house, calling(house) as (phone, echo):
        await phone.press("1")
        await phone.press("#")
        assert (await phone.ask("INFO", body="Signal=7\r\n", kind="application/dtmf-relay")).status == 200
        await phone.until(lambda: len(echo.keys) == 3)
        assert echo.keys == ["1", "#", "7"]


async def test_we_hang_up() -> None:
    async with opened() as house, calling(house) as (phone, echo):
        echo.line.hang_up()
        assert await echo.over == "us"
        await phone.until(lambda: bool(phone.asked))
        assert phone.asked[0].method == "BYE"
        echo.line.hang_up()


async def test_a_call_on_hold_hears_nothing_until_it_is_resumed_elsewhere() -> None:
    async with opened() as house, calling(house) as (phone, echo):
        phone.sends_audio = False
        held = await phone.again(phone.offer(direction="sendonly"))
        assert (held.status, "a=recvonly" in held.body) == (200, True)
        await asyncio.sleep(0.1)
        count = len(phone.heard)
        await asyncio.sleep(0.1)
        assert len(phone.heard) == count
        old, phone.rtp = phone.rtp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        asyncio.get_running_loop().remove_reader(old.fileno())
        old.close()
        phone.rtp.bind(("127.0.0.1", 0))
        phone.rtp.setblocking(False)
        asyncio.get_running_loop().add_reader(phone.rtp.fileno(), phone._listen)
        resumed = await phone.again(phone.offer())
        assert "o=feedbackyes" in resumed.body
        phone.sends_audio = True
        await phone.until(lambda: len(phone.heard) > count + 5)
        versions = [re.findall(r"o=feedbackyes \d+ (\d+)", one.body)[0] for one in (held, resumed)]
        assert versions == ["2", "3"]
        assert not echo.over.done()


async def test_other_media_that_we_do_not_know_change_nothing() -> None:
    async with opened() as house, calling(house) as (phone, echo):
        assert (await phone.again(phone.offer(formats="9"))).status == 488
        count = len(phone.heard)
        await phone.until(lambda: len(phone.heard) > count + 3)
        assert not echo.over.done()


async def test_an_error_of_ours_over_other_media_is_answered_and_the_next_offer_is_taken(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened() as house, calling(house) as (phone, echo):
        with monkeypatch.context() as broken:
            broken.setattr(sdp, "answer", lambda *_: 1 / 0)
            assert (await phone.again(phone.offer())).status == 500
        assert "goes on as it was" in caplog.text
        assert (await phone.again(phone.offer())).status == 200
        assert not echo.over.done()


async def test_an_offer_of_ours_is_answered_with_the_acknowledgement() -> None:
    async with opened() as house, telephone(house.address) as phone:
        answer = await phone.invite(body="", acknowledge=False)
        assert "m=audio" in answer.body
        sequence, tag = int(answer.one("cseq").split()[0]), re.findall("tag=(.*)", answer.one("to"))[0]
        phone.send_raw(phone.message("ACK", uri=phone.uri, to_tag=tag, sequence=sequence, body=phone.offer()))
        await asyncio.wait_for(house.echoes[0].opened.wait(), 5)
        await phone.until(lambda: len(phone.heard) > 3)


async def test_audio_from_elsewhere_is_not_believed() -> None:
    async with opened() as house, calling(house) as (phone, echo):
        await phone.until(lambda: echo.line.statistics.packets_received > 3)
        assert phone.media is not None
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.1", 0))
            loud = g711.encode_mu(np.full(160, 20_000, np.int16))
            for place in range(20):
                other.sendto(rtp.build(0, place, place * 160, 9, loud, marker=False), phone.media)
            count = echo.line.statistics.packets_received
            await phone.until(lambda: echo.line.statistics.packets_received > count + 5)
        assert np.abs(np.frombuffer(bytes(echo.heard), "<i2").astype(int)).max() < 10_000


async def test_a_number_with_nothing_behind_it_and_audio_that_nobody_knows_are_refused() -> None:
    async with opened() as house, telephone(house.address) as phone:
        assert (await phone.invite("404")).status == 404
    async with opened() as house, telephone(house.address) as phone:
        assert (await phone.invite(body=phone.offer(formats="9 18"))).status == 488
        assert house.echoes == []


async def test_an_error_of_ours_refuses_the_call_and_leaves_room_for_the_next() -> None:
    rules = Rules(LOOPBACK, accounts=False, calls=1, per_minute=100)
    async with opened(rules=rules, ports=(41_010, 41_011)) as house:
        for _ in range(2):
            async with telephone(house.address) as phone:
                assert (await phone.invite("500")).status == 500
        async with calling(house) as (phone, _):
            assert (await phone.bye()).status == 200


@pytest.mark.parametrize("port", [65_535, 65_534])
async def test_a_caller_at_the_last_port_hangs_up_like_every_other(port: int) -> None:
    async with opened() as house, telephone(house.address) as phone:
        phone.sends_audio = False
        assert (await phone.invite(body=phone.offer(port=port))).status == 200
        await phone.bye()
        assert await asyncio.wait_for(house.echoes[0].over, 5) == "caller"


async def test_a_trunk_with_a_password_may_call_and_others_may_not() -> None:
    rules = Rules((), accounts=True, calls=10, per_minute=100)
    async with opened(rules=rules, accounts={"trunk": "secret"}) as house:
        async with telephone(house.address) as phone:
            assert (await phone.invite(password=("trunk", "wrong"))).status == 401
        for algorithm in ("MD5", "SHA-256"):
            async with telephone(house.address) as phone:
                assert (await phone.invite(password=("trunk", "secret"), algorithm=algorithm)).status == 200
                assert house.echoes[-1].line.account == "trunk"


async def test_a_call_on_which_nobody_is_any_more_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedbackyes.sip.line.SILENT_SECONDS", 0.2)
    monkeypatch.setattr(listener, "LOOK_SECONDS", 0.05)
    async with opened() as house, calling(house) as (phone, echo):
        phone.sends_audio = False
        assert await asyncio.wait_for(echo.over, 5) == "silent"
        await phone.until(lambda: bool(phone.asked))


async def test_calls_come_by_tcp_too_in_pieces_and_together() -> None:
    async with opened() as house, telephone(house.address) as phone:
        reader, writer = await asyncio.open_connection(*house.address)
        phone.uri = "sip:100@127.0.0.1"
        invite = phone.message("INVITE", uri=phone.uri, body=phone.offer()).replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP")
        writer.write(b"\r\n\r\n" + invite[:100])
        await writer.drain()
        assert await reader.readexactly(2) == b"\r\n"
        writer.write(invite[100:])
        answers = b""
        while b"200 OK" not in answers:
            answers += await reader.read(4096)
        assert b";transport=tcp>" in answers
        tag = re.findall(rb"To:.*tag=(\w+)", answers)[0].decode()
        writer.write(
            phone.message("ACK", uri=phone.uri, to_tag=tag, sequence=1)
            + phone.message("BYE", uri=phone.uri, to_tag=tag).replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP")
        )
        assert await asyncio.wait_for(house.echoes[0].over, 5) == "caller"
        writer.write(b"what is\r\nno SIP\r\n\r\n")
        rest = await asyncio.wait_for(reader.read(), 5)
        assert b"200 OK" in rest
        writer.close()


async def test_whatever_comes_the_next_call_is_taken() -> None:
    rng = random.Random(7)
    async with opened() as house:
        async with telephone(house.address) as phone:
            good = phone.message("INVITE", body=phone.offer())
            for _ in range(300):
                cut = bytearray(good)
                for _ in range(rng.randrange(1, 12)):
                    cut[rng.randrange(len(cut))] = rng.randrange(256)
                phone.send_raw(bytes(cut[: rng.randrange(len(cut))]) if rng.random() < 0.3 else bytes(cut))
            phone.send_raw(b"x" * (MAX_BYTES + 1))
            phone.send_raw(b"\0" * 60_000)
            await asyncio.sleep(0.1)
        for echo in house.echoes:
            echo.line.hang_up()
        async with calling(house) as (phone, _):
            assert (await phone.bye()).status == 200


async def test_of_strangers_only_so_much_is_read() -> None:
    rules = Rules(networks(["192.0.2.0/24"]), accounts=False, calls=10, per_minute=100)
    async with opened(rules=rules) as house, telephone(house.address) as phone:
        for _ in range(2 * STRANGERS_PER_SECOND):
            phone.send_raw(phone.message("INVITE", body=phone.offer()))
        await phone.until(lambda: len(phone.replies) >= STRANGERS_PER_SECOND)
        reader, writer = await asyncio.open_connection(*house.address)
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
        assert {one.status for one in phone.replies} == {403}
        assert len(phone.replies) < 2 * STRANGERS_PER_SECOND


async def test_an_error_that_many_messages_cause_is_told_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Echo, key: str) -> None:
        raise ZeroDivisionError(key)

    monkeypatch.setattr(Echo, "on_key", broken)
    async with opened() as house, calling(house) as (phone, _):
        for key in "123":
            await phone.ask("INFO", body=key, kind="application/dtmf")
    assert [one.message for one in caplog.records if "could not be dealt with" in one.message] == [
        "A SIP message from 127.0.0.1 could not be dealt with."
    ]


async def test_a_port_that_is_taken_and_an_address_of_somebody_else_are_said() -> None:
    async with opened() as house:
        with pytest.raises(NotReady, match="FEEDBACKYES_SIP_PORT"):
            async with opened(port=house.listener.port):
                pass
    with pytest.raises(InvalidInput, match="no address of this machine"):
        async with opened(host="192.0.2.1"):
            pass


async def test_audio_ports_are_taken_from_the_range_and_given_back() -> None:
    async with opened(ports=(41_000, 41_003)) as house, calling(house) as (phone, _):
        assert phone.media is not None
        assert phone.media[1] in (41_000, 41_002)
        async with calling(house), telephone(house.address) as third:
            assert (await third.invite()).status == 503
        await phone.bye()
        async with calling(house):
            pass
