"""What is logged, and what never is."""

from __future__ import annotations

import logging

import pytest
import structlog

from feedbackyes import log


def test_a_line_has_time_level_event_and_details(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO")
    structlog.get_logger("feedbackyes.test").info("session ended", session_id="s1", reason="idle")
    logging.getLogger("feedbackyes.test").warning("of the %s library", "standard")
    structlog.get_logger("feedbackyes.test").debug("too quiet")
    first, second = capsys.readouterr().err.splitlines()
    assert first[9:] == "info    session ended  session_id=s1 reason=idle"
    assert second[9:] == "warning of the standard library"


def test_configuring_again_does_not_double_lines(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        log.configure("INFO")
    structlog.get_logger("feedbackyes.test").info("once")
    assert capsys.readouterr().err.count("once") == 1


def test_errors_come_with_their_trace(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO")
    try:
        raise RuntimeError("with token fy_abcdefghijkl inside")
    except RuntimeError:
        structlog.get_logger("feedbackyes.test").exception("failed", error_id="e1")
    written = capsys.readouterr().err
    assert "error_id=e1" in written
    assert "RuntimeError" in written
    assert "abcdefghijkl" not in written


@pytest.mark.parametrize(
    "text",
    [
        "GET /?token=SECRETVALUE&x=1",
        "/ws/audio?api_key=SECRETVALUE",
        "Bearer fy_SECRETVALUE",
        "sk-SECRETVALUE-x",
        "openai-insecure-api-key.ek_SECRETVALUE",
    ],
)
def test_secrets_are_taken_out(text: str) -> None:
    assert "SECRETVALUE" not in log.redact(text)


def test_access_logs_of_other_servers_are_cleaned(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO")
    access = logging.getLogger("uvicorn.access")
    handler = logging.StreamHandler()
    access.addHandler(handler)
    try:
        access.warning('%s - "%s %s HTTP/%s" %d', "127.0.0.1:1", "GET", "/?token=SECRETVALUE", "1.1", 200)
    finally:
        access.removeHandler(handler)
    written = capsys.readouterr().err
    assert "/?token=…" in written
    assert "SECRETVALUE" not in written


def test_other_loggers_can_be_adopted(capsys: pytest.CaptureFixture[str]) -> None:
    log.adopt("somebody.else")
    logging.getLogger("somebody.else").warning("watch out")
    logging.getLogger("somebody.else").info("not this")
    assert capsys.readouterr().err[9:] == "warning watch out\n"
