"""What is logged, and what never is."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import datetime

import pytest
import structlog
from pydantic import BaseModel, ValidationError

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


def test_as_json_each_line_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO", "json")
    structlog.get_logger("feedbackyes.test").info("session ended", reason="idle", at=object)
    try:
        raise RuntimeError("two\nlines")
    except RuntimeError:
        logging.getLogger("feedbackyes.other").exception("failed with sk-abcdefghijkl")
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert datetime.fromisoformat(first.pop("timestamp")).tzinfo is not None
    expected = {"level": "info", "event": "session ended", "logger": "feedbackyes.test", "reason": "idle"}
    assert first == {**expected, "at": str(object)}
    assert second["event"] == "failed with sk-…"
    assert second["exception"].endswith("RuntimeError: two\nlines")


async def test_tasks_that_begin_in_a_scope_have_its_names(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO", "json")
    logger = logging.getLogger("feedbackyes.test")
    began = asyncio.Event()

    async def later() -> None:
        await began.wait()
        logger.info("inside")

    with log.scope(session_id="s1", user_id="u1"), log.scope(request_id="r1"):
        task = asyncio.create_task(later())
    began.set()
    await task
    logger.info("outside")
    inside, outside = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (inside["session_id"], inside["user_id"], inside["request_id"]) == ("s1", "u1", "r1")
    assert "session_id" not in outside


def test_a_scope_may_be_entered_inside_itself() -> None:
    one = log.scope(session_id="s1")
    with one:
        with one:
            pass
        assert log.bound() == {"session_id": "s1"}
    assert log.bound() == {}


def test_people_are_not_told_an_id_twice(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO")
    with log.scope(session_id="s1", user_id="u1"):
        logging.getLogger("feedbackyes.test").info("Session s1 begins.")
    assert capsys.readouterr().err[9:] == "info    Session s1 begins.  user_id=u1\n"


def test_traces_do_not_quote_what_could_not_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    class Model(BaseModel):
        number: int

    log.configure("INFO", "json")
    said = "".join(["MAR", "KER, input_type=x"])  # the trace shows lines of code
    try:
        Model.model_validate({"number": said})
    except ValidationError:
        logging.getLogger("feedbackyes.test").exception("failed")
    try:
        raise RuntimeError(f"null value\nDETAIL:  Failing row contains ({said})\n[parameters: ('{said}',)]")
    except RuntimeError:
        logging.getLogger("feedbackyes.test").exception("failed")
    written = capsys.readouterr().err
    assert "MARKER" not in written
    assert "null value" in written
    assert "int_parsing" in written


def test_the_roots_lines_are_ours_unless_somebody_else_writes_them(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO", "json")
    log.adopt("", style="json")
    try:
        logging.getLogger("feedbackyes.test").warning("once")
        logging.getLogger("of.a.library").warning("adopted")
    finally:
        logging.getLogger().handlers = [
            one for one in logging.getLogger().handlers if type(one).__module__ != "feedbackyes.log"
        ]
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["once", "adopted"]
