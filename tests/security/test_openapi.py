"""The description of the API is honest: schemathesis calls every operation of a running server, rightly and wrongly.

No answer may be a failure of ours, or of a status, type or body that is not described. `FUZZ_SEED` repeats a run.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from feedbackyes.api.application import build
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, users
from tests.api.conftest import World, settings, world
from tests.e2e.conftest import Server, start_server

__all__ = ["settings", "world"]

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
)
LEFT_OUT = r"/pull$|/events$|/erasure$"
"""Downloads from elsewhere, streams without an end, and the end of the account that asks."""
FEW = ("--phases=examples,fuzzing", "--max-examples=1", "--max-time=12")
MANY = (
    "--phases=examples,coverage,fuzzing",
    "--max-examples=30",
    f"--max-time={os.environ.get('OPENAPI_SECONDS', '600')}",
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = start_server(
        tmp_path / "data",
        FEEDBACKYES_STT_WORKERS="1",
        OPENAI_WEBHOOK_SECRET="whsec_b2xk",
        FEEDBACKYES_MAX_SESSIONS="20",
    )
    yield started
    started.stop()


def run(server: Server, *options: str, seed: int, headers: dict[str, str] | None = None) -> None:
    """Run schemathesis; raises with its report when it found something."""
    described = server.data / "openapi.json"
    described.write_bytes(httpx.get(f"{server.url}/openapi.json", headers=headers or {}, timeout=60).content)
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        "run",
        str(described),
        f"--url={server.url}",
        *(f"--header={name}: {value}" for name, value in (headers or {}).items()),
        f"--checks={','.join(CHECKS)}",
        f"--exclude-path-regex={LEFT_OUT}",
        f"--seed={seed}",
        "--generation-database=none",
        "--continue-on-failure",
        "--request-timeout=60",
        "--no-color",
        *options,
    ]
    hooks = {"SCHEMATHESIS_HOOKS": "tests.security.sdp", "PYTHONPATH": os.pathsep.join([".", *sys.path])}
    done = subprocess.run(command, env={**os.environ, **hooks}, capture_output=True, text=True, check=False)
    report = done.stdout[done.stdout.find("SUMMARY") :]
    print(f"\nFUZZ_SEED={seed}\n{report}")
    found = done.stdout[done.stdout.find("= FAILURES") :].split("= WARNINGS")[0]
    assert done.returncode == 0, found[:20_000] + done.stderr[-2000:]
    log = server.log.read_text(errors="replace")
    assert "Traceback" not in log, log[max(0, log.find("Traceback") - 300) :][:3000]


def test_every_operation_does_what_is_described(server: Server) -> None:
    run(server, *FEW, seed=int(os.environ.get("FUZZ_SEED", "8")))


@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_every_operation_does_what_is_described_whatever_is_sent(server: Server) -> None:
    run(server, *MANY, seed=int(os.environ.get("FUZZ_SEED", random.randrange(10**6))))


@pytest.mark.slow
@pytest.mark.timeout(2400)
@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER])
def test_who_is_no_admin_finds_no_failure_either(tmp_path: Path, role: Role) -> None:
    data = tmp_path / "data"
    data.mkdir()
    token = asyncio.run(member(data, role))
    started = start_server(data, FEEDBACKYES_STT_WORKERS="1", FEEDBACKYES_ACCOUNTS="on")
    try:
        seed = int(os.environ.get("FUZZ_SEED", random.randrange(10**6)))
        run(started, *MANY, seed=seed, headers={"Authorization": f"Bearer {token}"})
    finally:
        started.stop()


async def member(data: Path, role: Role) -> str:
    """The token of somebody in a team, for a server that is not there yet."""
    database = await Database.open(Settings(data=data).sqlalchemy_url)
    async with database.begin() as tx:
        await users.add_team(tx, "red", "Red", at=1)
        token = await users.add(tx, Principal("ann", role, "Ann", "red"), at=1)
    await database.close()
    return token


@pytest.fixture(scope="module")
def paths() -> dict[str, dict[str, Any]]:
    """Those of the description, each with its operations by method."""
    described: dict[str, dict[str, Any]] = build(Settings(data=Path())).openapi()["paths"]
    return described


def responses(paths: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in paths.items():
        for method, operation in methods.items():
            yield method, path, operation["responses"]


def test_every_refusal_is_described_as_what_it_is(paths: dict[str, dict[str, Any]]) -> None:
    for method, path, described in responses(paths):
        assert {"4XX", "5XX"} <= set(described), (method, path)
        for status, response in described.items():
            if "ErrorBody" in str(response.get("content", "")):
                assert list(response["content"]) == ["application/json"], (method, path, status)


def test_every_answer_with_a_body_says_of_which_type_it_is(paths: dict[str, dict[str, Any]]) -> None:
    for method, path, described in responses(paths):
        if not path.endswith("/hangup"):  # 200 and nothing more, as the hosted service answers it
            for status in {"200", "201", "202", "206"} & set(described):
                assert described[status].get("content"), (method, path, status)


def test_an_address_has_one_description(paths: dict[str, dict[str, Any]]) -> None:
    """What is told two paths by the names in them is one to who asks which methods it takes."""
    addresses = [re.sub(r"\{\w+\}", "{}", path) for path in paths]
    assert {one for one in addresses if addresses.count(one) > 1} == set()


async def test_what_an_address_takes_is_said_to_who_asks_otherwise(world: World) -> None:
    async with world.client() as client:
        for method, path, allowed in (
            ("GET", "/api/ws-ticket", "POST"),
            ("PATCH", "/api/sessions/s1", "DELETE, GET"),
            ("PATCH", "/api/sessions/%3Fs1%23", "DELETE, GET"),
            ("GET", "/voice-agent/sessions/s1/begin", "POST"),
            ("PUT", "/api/scenarios/check", "POST"),
            ("DELETE", "/health", "GET, HEAD"),
        ):
            answer = await client.request(method, path)
            assert (answer.status_code, answer.headers["allow"]) == (405, allowed), path
        assert (await client.get("/api/nowhere")).status_code == 404
