"""A conversation by telephone, with the real recogniser and voice, from the first ring to the feedback."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import wave
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.audio.resample import resample
from feedbackyes.audio.wav import read_wav
from tests.e2e.conftest import RATE_HZ, Server, free_port, spoken, start_server
from tests.sip.caller import Telephone, telephone

LINES = (
    "Good morning Marc. I would like to talk about the report on Friday.",
    "The client called me twice over the weekend. How do you see it?",
)


class PhoneServer:
    """A server that can be called."""

    def __init__(self, server: Server, port: int) -> None:
        self.server, self.address = server, ("127.0.0.1", port)

    def get(self, path: str) -> Any:
        answer = httpx.get(f"{self.server.url}{path}", timeout=10)
        answer.raise_for_status()
        return answer.json()


@pytest.fixture
def phone_server(tmp_path: Path) -> Iterator[PhoneServer]:
    port = free_port()
    server = start_server(
        tmp_path / "data",
        "serve",
        "--sip",
        FEEDBACKYES_SIP_PORT=str(port),
        FEEDBACKYES_SIP_NUMBERS="100=late-report",
        FEEDBACKYES_SIP_CALLERS="+4930555=local",
    )
    yield PhoneServer(server, port)
    server.stop()


def line(text: str, folder: Path) -> Int16:
    return resample(spoken(text, folder), RATE_HZ, 8_000)


async def quiet(phone: Telephone, seconds: float = 0.8) -> None:
    """Until nobody has spoken for a while."""
    frames = round(seconds * 50)
    await phone.until(
        lambda: (
            len(phone.heard) > frames and int(np.abs(phone.samples(len(phone.heard) - frames).astype(int)).max()) < 300
        ),
        20,
    )


async def hold(server: tuple[str, int], said: list[Int16]) -> None:
    """Call, agree to the recording, say one thing after the other, hang up."""
    async with telephone(server) as phone:
        assert (await phone.invite("100")).status == 200
        await phone.voice(20)
        await phone.press("1")
        await asyncio.sleep(0.3)
        await quiet(phone)
        for samples in said:
            spoken_at = len(phone.heard) + len(samples) // 160
            phone.say(samples)
            await phone.until(partial(_heard, phone, spoken_at), 20)
            await phone.voice(20, since=len(phone.heard))
            await quiet(phone)
        assert (await phone.bye()).status == 200
        await asyncio.sleep(0.2)


def _heard(phone: Telephone, packets: int) -> bool:
    return len(phone.heard) > packets


@pytest.mark.e2e
@pytest.mark.timeout(150)
@pytest.mark.slow
def test_a_talk_by_telephone_is_in_the_history_like_every_other(phone_server: PhoneServer, tmp_path: Path) -> None:
    assert f"  calls       sip:127.0.0.1:{phone_server.address[1]}" in phone_server.server.log.read_text()
    asyncio.run(hold(phone_server.address, [line(text, tmp_path) for text in LINES]))
    session = phone_server.get("/api/sessions")["items"][0]
    assert (session["transport"], session["state"], session["end_reason"]) == ("phone", "ended", "completed")
    assert (session["scenario_id"], session["recording"]) == ("late-report", True)
    turns = phone_server.get(f"/api/sessions/{session['id']}/transcript")["items"]
    assert [turn["speaker"] for turn in turns[:4]] == ["learner", "partner", "learner", "partner"]
    assert "friday" in " ".join(turn["text"] for turn in turns).lower()
    recording = httpx.get(f"{phone_server.server.url}/api/sessions/{session['id']}/recording", timeout=10).content
    assert len(read_wav(recording, 24_000)) > 5 * 24_000
    body = {"session_id": session["id"]}
    report = httpx.post(f"{phone_server.server.url}/api/feedback/analyze", json=body, timeout=60)
    assert report.status_code == 200
    assert report.json()["metrics"]


@pytest.mark.slow
@pytest.mark.timeout(150)
def test_a_telephone_of_somebody_else_s_is_heard_and_hears(phone_server: PhoneServer, tmp_path: Path) -> None:
    """baresip plays a file into the call and writes what it hears."""
    if shutil.which("baresip") is None:
        pytest.skip("needs baresip; on Debian: sudo apt install baresip-core")
    folder = tmp_path / "baresip"
    folder.mkdir()
    # the introduction is heard to its end, and no key is no consent
    said = np.concatenate([np.zeros(48 * 8_000, np.int16), line(LINES[0], tmp_path), np.zeros(20 * 8_000, np.int16)])
    _write(folder / "said.wav", said)
    (folder / "accounts").write_text("<sip:+4930555@127.0.0.1>;regint=0;audio_codecs=PCMA\n")
    modules = ("g711.so", "aufile.so", "aubridge.so", "sndfile.so")
    config = ["module_path /usr/lib/baresip/modules", *(f"module {name}" for name in modules), "module_app account.so"]
    config += ["module_app menu.so", f"audio_source aufile,{folder}/said.wav", "audio_player aubridge,none"]
    config += [f"snd_path {folder}", "sip_listen 127.0.0.1:0", "ausrc_srate 8000", "ausrc_channels 1"]
    (folder / "config").write_text("\n".join(config) + "\n")
    host, port = phone_server.address
    command = ["baresip", "-4", "-f", str(folder), "-e", f"/dial sip:100@{host}:{port}", "-t", "68"]
    subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    session = phone_server.get("/api/sessions")["items"][0]
    assert (session["transport"], session["recording"]) == ("phone", False)
    turns = phone_server.get(f"/api/sessions/{session['id']}/transcript")["items"]
    assert [turn["speaker"] for turn in turns[:2]] == ["learner", "partner"]
    heard = read_wav(next(folder.glob("dump*dec*.wav")).read_bytes(), 8_000)
    assert np.abs(heard[: 20 * 8_000].astype(int)).max() > 3_000
    assert np.abs(heard[-16 * 8_000 :].astype(int)).max() > 3_000


def _write(path: Path, samples: Int16) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(samples.astype("<i2").tobytes())
