"""Secrets come from the environment or from files, and are told to nobody."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from feedbackyes import log
from feedbackyes.settings import BadSetting, Settings, is_secret, read, variable
from feedbackyes.storage import users
from tests.api.conftest import World, settings, world

__all__ = ["settings", "world"]

MARK = "hush-7f3a9c"
SECRETS = sorted(name for name in Settings.model_fields if is_secret(name))
PAIRS = {"sip_accounts", "sip_pins"}
VALUES = {"database_url": f"postgresql://me:{MARK}@db/x", "redis_url": f"redis://:{MARK}@redis/0"}


def value(name: str) -> str:
    return VALUES.get(name, f"trunk={MARK}" if name in PAIRS else MARK)


def test_what_is_a_secret_is_marked_as_one() -> None:
    """By the names that secrets have."""
    words = ("_key", "_secret", "_secrets", "access_token", "metrics_token", "database_url", "redis_url", "_command")
    named = {name for name in Settings.model_fields if name.endswith(words)}
    plain = {"tls_key", "recordings_key", "push_public_key"}  # a path, an id, for everybody
    assert named - plain <= set(SECRETS)
    assert {"openai_api_key", "turn_secret", "sip_accounts", "webhook_secrets"} <= set(SECRETS)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_be_in_a_file_or_in_a_folder_of_secrets(tmp_path: Path, name: str) -> None:
    file = tmp_path / variable(name).lower()
    file.write_text(value(name) + "\n")
    beside = {"FEEDBACKYES_DATABASE_URL": "postgresql://db/x"} if name == "redis_url" else {}
    plain = getattr(read({**beside, variable(name): value(name)}, ()), name)
    assert getattr(read({**beside, variable(name) + "_FILE": str(file)}, ()), name) == plain
    assert getattr(read({**beside, "FEEDBACKYES_SECRETS": str(tmp_path)}, ()), name) == plain
    assert MARK in str(plain)


def test_what_is_said_outright_wins_over_the_folder(tmp_path: Path) -> None:
    (tmp_path / "OPENAI_API_KEY").write_text("from the folder")
    (tmp_path / "README").write_text("no setting")
    assert read({"FEEDBACKYES_SECRETS": str(tmp_path), "OPENAI_API_KEY": "x"}, ()).openai_api_key == "x"
    assert read({"FEEDBACKYES_SECRETS": str(tmp_path)}, ()).openai_api_key == "from the folder"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="OPENAI_API_KEY_FILE"):
        read({"OPENAI_API_KEY_FILE": str(tmp_path / "none")}, ())
    with pytest.raises(BadSetting, match="FEEDBACKYES_SECRETS"):
        read({"FEEDBACKYES_SECRETS": str(tmp_path / "none")}, ())
    with pytest.raises(BadSetting, match="both set"):
        read({"OPENAI_API_KEY_FILE": "x", "OPENAI_API_KEY": "y"}, ())
    with pytest.raises(BadSetting, match="is not a setting"):
        read({"FEEDBACKYES_PORT_FILE": "x"}, ())


def test_no_secret_is_in_what_is_said_of_settings(tmp_path: Path) -> None:
    found = read({variable(name): value(name) for name in SECRETS}, ())
    assert MARK not in repr(found)
    assert MARK not in str(found)
    with pytest.raises(BadSetting) as wrong:
        read({"FEEDBACKYES_SIP_ACCOUNTS": MARK}, ())
    assert MARK not in str(wrong.value)
    assert wrong.value.__cause__ is None


async def test_no_secret_is_in_what_the_server_tells_its_admin(world: World, tmp_path: Path) -> None:
    found = read({variable(name): value(name) for name in SECRETS} | {"FEEDBACKYES_DATA": str(tmp_path)}, ())
    world.services.settings = found
    async with world.client("eve") as client:
        for path in ("/api/admin/settings", "/api/admin/overview", "/api/config", "/api/models", "/openapi.json"):
            answer = await client.get(path)
            assert answer.status_code == 200, (path, answer.text)
            assert MARK not in answer.text, path


@pytest.mark.parametrize(
    "text",
    [
        f"GET /ws/audio?token={users.TOKEN_PREFIX}{MARK}&x=1",
        f"token {users.TOKEN_PREFIX}{MARK}",
        f"login fyl_{MARK}",
        f"ticket fyt_{MARK}",
        f"sk-proj-{MARK}",
        f"/ws/audio?ticket={MARK}",
    ],
)
def test_no_token_is_in_a_log_line(text: str, caplog: pytest.LogCaptureFixture) -> None:
    assert MARK not in log.redact(text)
    record = logging.LogRecord("feedbackyes", logging.INFO, "", 1, "Said %s", (text,), None)
    log.Redact().filter(record)
    assert MARK not in json.dumps(record.getMessage())


def test_a_line_break_in_a_message_makes_no_second_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO")
    logging.getLogger("feedbackyes.test").warning("Refused %s", "a\n12:00:00 error   forged line\r\x1b[31m")
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    assert len(lines) == 1
    assert "\x1b" not in lines[0]
