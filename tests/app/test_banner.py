"""What is printed at start."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from feedbackyes.api.services import EngineServices, ModelServer
from feedbackyes.app.banner import address, app_banner, engine_banner
from feedbackyes.providers import Capabilities
from feedbackyes.settings import Settings


def services(host: str = "127.0.0.1", *, loopback: bool = True, hosted: bool = False) -> EngineServices:
    provider = SimpleNamespace(
        name="p",
        model="m",
        recogniser="ears",
        voice="",
        capabilities=Capabilities(hosted=hosted, basic_ears=not hosted),
    )
    return EngineServices(
        settings=Settings(host=host, data=Path("/data")),
        database=cast("Any", None),
        door=cast("Any", SimpleNamespace(loopback=loopback, access_token="fy_link")),
        provider=cast("Any", provider),
        engine=cast("Any", None),
        calls=cast("Any", None),
        live=cast("Any", None),
    )


@pytest.mark.parametrize(
    ("host", "loopback", "expected"),
    [
        ("127.0.0.1", True, "http://localhost:81/"),
        ("box.example", False, "http://box.example:81/?token=fy_link"),
        ("2001:db8::1", False, "http://[2001:db8::1]:81/?token=fy_link"),
    ],
)
def test_the_address_can_be_opened_as_it_is(host: str, loopback: bool, expected: str) -> None:
    assert address(services(host, loopback=loopback), 81) == expected


def test_everywhere_is_no_address_to_open() -> None:
    assert "0.0.0.0" not in address(services("0.0.0.0", loopback=False), 81)


def test_it_says_plainly_what_one_talks_to() -> None:
    local, hosted = app_banner(services(), 81), app_banner(services(hosted=True), 81)
    assert "basic ears" in local
    assert "no key, no internet" in local
    assert "voice leaves this machine" in hosted
    assert "basic ears" not in hosted
    assert "/data" in local


def test_it_says_when_a_part_of_the_engine_asks_a_service_elsewhere() -> None:
    there = services()
    there.provider.capabilities = Capabilities(hosted=False, elsewhere=True)
    assert "what is said leaves this machine" in app_banner(there, 81)


def test_it_says_which_parts_auto_took_and_why() -> None:
    there = services()
    there.provider.voice = "nice voice"
    vars(there.provider).update(
        partner="Scripted partner", reasons={"voice": "auto: the best", "partner": "auto: none"}
    )
    said = app_banner(there, 81)
    assert "nice voice (auto: the best)" in said
    assert "Scripted partner (auto: none)" in said


def test_a_model_server_on_this_machine_is_offered() -> None:
    there = services()
    there.model_servers = (ModelServer("Ollama", "http://127.0.0.1:11434/v1", ("llama3.2", "qwen3")),)
    said = app_banner(there, 81)
    assert "Ollama is here, with 2 models" in said
    assert "FEEDBACKYES_DIALOGUE=language-model FEEDBACKYES_DIALOGUE_URL=http://127.0.0.1:11434/v1" in said
    assert "FEEDBACKYES_DIALOGUE_MODEL=llama3.2" in said


def test_the_engine_says_where_to_connect() -> None:
    assert "ws://localhost:81/v1/realtime" in engine_banner(services(), 81)
    assert "ws://box:81/v1/realtime?token=fy_link" in engine_banner(services("box", loopback=False), 81)


def test_the_first_admin_finds_a_link_and_nobody_a_token() -> None:
    found = services("box.example", loopback=False)
    found.settings = Settings(host="box.example", accounts="on")
    found.setup_token = "fyi_first"
    text = app_banner(found, 81)
    assert "http://box.example:81/invitation/fyi_first" in text
    assert "fy_link" not in text
    found.settings = Settings(accounts="on", public_url="https://practice.example.org/")
    text = app_banner(found, 81)
    assert "https://practice.example.org/invitation/fyi_first" in text
    assert "  open        https://practice.example.org/\n" in text
    found.setup_token = ""
    assert "set up" not in app_banner(found, 81)
