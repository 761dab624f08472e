"""The server as a process: how it starts, what it says, how it stops."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from feedbackyes.app.checks import PortBusy, bound
from feedbackyes.app.server import running
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, sessions
from tests.app.conftest import Start


async def test_it_says_where_it_is_and_what_is_in_use(start: Start, http: httpx.AsyncClient, tmp_path: Path) -> None:
    child = await start()
    said = "\n".join(child.lines)
    for part in (
        "FeedbackYes",
        f"http://localhost:{child.port}/",
        "openai",
        "voice leaves this machine",
        str(tmp_path),
    ):
        assert part in said
    assert (await http.get(f"{child.url}/health")).json()["status"] == "ok"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_when_told_and_streams_do_not_hold_it(
    start: Start, http: httpx.AsyncClient, number: signal.Signals
) -> None:
    child = await start()
    session = (await http.post(f"{child.url}/api/sessions", json={})).json()
    async with http.stream("GET", f"{child.url}/api/sessions/{session['id']}/events") as stream:
        lines = stream.aiter_lines()
        await anext(lines)
        child.process.send_signal(number)
        assert [line async for line in lines if line.startswith("data")] == []
    status, errors = await child.ended()
    assert status == 0
    assert "Traceback" not in errors


async def test_a_busy_port_is_said_in_a_sentence(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        child = await start("feedbackyes", "serve", "--port", str(port))
        status, errors = await child.ended()
    assert status == 1
    assert len(errors.strip().splitlines()) == 1
    assert f"FEEDBACKYES_PORT={port + 1}" in errors


async def test_hosted_without_a_key_does_not_start(start: Start) -> None:
    child = await start(OPENAI_API_KEY="", FEEDBACKYES_PROVIDER="openai")
    status, errors = await child.ended()
    assert status == 1
    assert errors.strip() == "OPENAI_API_KEY environment variable is required"


async def test_a_wrong_setting_does_not_start(start: Start) -> None:
    child = await start(FEEDBACKYES_PROT="1")
    status, errors = await child.ended()
    assert status == 1
    assert "FEEDBACKYES_PROT is not a setting" in errors


@pytest.mark.slow
async def test_two_servers_do_not_share_a_data_folder(start: Start, http: httpx.AsyncClient) -> None:
    first = await start()
    session = (await http.post(f"{first.url}/api/sessions", json={})).json()
    status, errors = await (await start()).ended()
    assert status == 1
    assert "data folder" in errors
    assert (await http.get(f"{first.url}/api/sessions/{session['id']}")).json()["state"] == "created"


async def test_after_a_kill_the_next_start_is_clean(start: Start, http: httpx.AsyncClient, tmp_path: Path) -> None:
    child = await start()
    session = (await http.post(f"{child.url}/api/sessions", json={})).json()
    child.process.kill()
    await child.process.wait()
    again = await start()
    found = (await http.get(f"{again.url}/api/sessions/{session['id']}")).json()
    assert (found["state"], found["end_reason"]) == ("interrupted", "crashed")
    database = await Database.open(f"sqlite:///{tmp_path / 'feedbackyes.db'}")
    async with database.read() as tx:
        assert (await sessions.get(tx, session["id"])).owner_id == "local"
    await database.close()


async def test_away_from_loopback_the_printed_link_is_the_key(start: Start, http: httpx.AsyncClient) -> None:
    child = await start("feedbackyes", "serve", "--port", "0", "--host", "0.0.0.0")
    link = next(line for line in child.lines if "token=" in line).split()[-1]
    token = link.split("token=")[1]
    url = f"http://127.0.0.1:{child.port}"
    assert (await http.get(f"{url}/api/me")).status_code == 401
    assert (await http.get(f"{url}/health")).status_code == 200
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"ws://127.0.0.1:{child.port}/ws/audio")
    assert refused.value.response.status_code == 401
    page = await http.get(url, params={"token": token})
    assert page.status_code == 200
    assert (await http.get(f"{url}/api/me")).json()["single_user"] is False
    child.process.terminate()
    _, errors = await child.ended()
    assert token not in errors
    again = await start("feedbackyes", "serve", "--port", "0", "--host", "0.0.0.0")
    assert any(token in line for line in again.lines)


@pytest.mark.slow
async def test_any_asgi_server_will_do(start: Start, http: httpx.AsyncClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = ["uvicorn", "--factory", "feedbackyes.app:create_app", "--host", "127.0.0.1", "--port", str(port)]
    child = await start(*command, ready="")
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=6)) as patient:
        assert (await patient.get(f"{url}/ready")).status_code == 200
    session = (await http.post(f"{url}/api/sessions", json={})).json()
    async with http.stream("GET", f"{url}/api/sessions/{session['id']}/events?token=fy_SECRETVALUE"):
        pass
    async with http.stream("GET", f"{url}/api/sessions/{session['id']}/events") as stream:
        lines = stream.aiter_lines()
        await anext(lines)
        child.process.terminate()
        assert [line async for line in lines if line.startswith("data")] == []
    _, errors = await child.ended()
    assert "Traceback" not in errors
    assert "SECRETVALUE" not in errors


async def test_the_engine_alone_serves_realtime_and_no_sessions(start: Start, http: httpx.AsyncClient) -> None:
    child = await start("feedbackyes", "engine", "--port", "0", FEEDBACKYES_STT_WORKERS="1")
    assert any(f"ws://localhost:{child.port}/v1/realtime" in line for line in child.lines)
    assert (await http.get(f"{child.url}/ready")).json()["provider"] == "local"
    (model,) = (await http.get(f"{child.url}/v1/models")).json()["data"]
    assert model["owned_by"] == "feedbackyes"
    assert (await http.post(f"{child.url}/api/sessions", json={})).status_code == 404
    async with connect(f"ws://localhost:{child.port}/v1/realtime?model=any") as socket:
        assert json.loads(await socket.recv())["type"] == "session.created"
    child.process.terminate()
    assert (await child.ended())[0] == 0


async def test_inside_this_process(tmp_path: Path, http: httpx.AsyncClient) -> None:
    settings = Settings(data=tmp_path, port=0, openai_api_key="sk-none")
    async with running(settings) as url:
        assert (await http.get(f"{url}/ready")).json()["provider"] == "openai"
    with pytest.raises(httpx.ConnectError):
        await http.get(f"{url}/ready")


async def test_a_session_of_another_is_refused_before_the_upgrade(tmp_path: Path, http: httpx.AsyncClient) -> None:
    from feedbackyes.app.people import add_user

    settings = Settings(data=tmp_path, port=0, openai_api_key="sk-none")
    ann, bob = [await add_user(settings, name, "learner") for name in ("Ann", "Bob")]
    async with running(settings) as url:
        made = await http.post(f"{url}/api/sessions", json={}, headers={"Authorization": f"Bearer {ann}"})
        target = f"{url}/ws/realtime/{made.json()['id']}".replace("http", "ws")
        for headers, status in (
            ({"Authorization": f"Bearer {bob}"}, 403),
            ({"Authorization": "Bearer fy_unknown"}, 401),
            ({"Origin": "https://evil.example"}, 403),
        ):
            with pytest.raises(InvalidStatus) as refused:
                await connect(target, additional_headers=headers)
            assert refused.value.response.status_code == status


def test_every_address_of_a_name_is_bound_to_one_port() -> None:
    with bound("localhost", 0) as sockets:
        assert len({one.getsockname()[1] for one in sockets}) == 1
        with pytest.raises(PortBusy), bound("localhost", sockets[0].getsockname()[1]):
            pass
    with pytest.raises(InvalidInput), bound("no.such.name.invalid", 0):
        pass
