"""Logging: one line for each thing worth one, to stderr. No secret is written, and nothing that anybody said.

A `Scope` is what all lines have in common that are written while it is in force: the session, whose it is, and the
request that began it. Tasks and timers that begin meanwhile inherit it. Whoever is called from outside, by a socket or a
provider, enters the scope of the call that this is about.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from typing import Any, Literal

import structlog

Format = Literal["text", "json"]

_SECRET = re.compile(
    r"((?:token|ticket|api_key|api-key|key)=)[^&\s\"']+|(fy[a-z]?_|ek_|sk-|whsec_)[A-Za-z0-9_+/=-]{6,}", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What would begin a line, or tell a terminal to do something."""
_INPUT = re.compile(r"(input_value=).*?(, input_type=\w+\])", re.DOTALL)
"""What pydantic could not use, in its own words."""
_DETAIL = re.compile(r"(?m)^(DETAIL:|\[parameters: ).*$")
"""The row that PostgreSQL did not take."""
_NONE: Mapping[str, str] = {}
_scope: ContextVar[Mapping[str, str]] = ContextVar("log_scope", default=_NONE)


class Scope:
    """Names that every line has while this is in force; may be entered again and again, also by itself."""

    __slots__ = ("_names", "_tokens")

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._tokens: list[Token[Mapping[str, str]]] = []

    def stay(self) -> None:
        """Be in force for the rest of this task, and in those that it begins."""
        _scope.set(self._names)

    def __enter__(self) -> None:
        self._tokens.append(_scope.set(self._names))

    def __exit__(self, *_: object) -> None:
        _scope.reset(self._tokens.pop())


def scope(**names: str) -> Scope:
    """The scope that is in force, and `names`."""
    return Scope({**_scope.get(), **names})


def bind(**names: str) -> None:
    """Put `names` on all lines of this task from now on, and of those that it begins."""
    _scope.set({**_scope.get(), **names})


def bound() -> Mapping[str, str]:
    """What is on every line now."""
    return _scope.get()


def configure(level: str, style: Format = "text") -> None:
    """Send what the package logs, by structlog or the standard library, to stderr from `level` up. Call again at will.

    Args:
        style: lines for people, or an object of JSON on each line.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            _in_scope,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    for name in ("feedbackyes", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        if not any(isinstance(present, Redact) for present in logger.filters):
            logger.addFilter(Redact())
    package = logging.getLogger("feedbackyes")
    package.handlers = [_handler(style)]
    package.setLevel(level)


def adopt(name: str, level: str = "WARNING", style: Format = "text") -> None:
    """Let another library's logger write our lines, from `level` up; the root's: all that write none by themselves."""
    logger = logging.getLogger(name)
    handler = _handler(style)
    if not name:
        logger.handlers = [one for one in logger.handlers if not isinstance(one, _OfOthers)]
        handler = _OfOthers(handler)
    else:
        logger.handlers = []
    logger.addHandler(handler)
    logger.setLevel(level)


class _OfOthers(logging.Handler):
    """Writes the lines of libraries whose loggers have no handler of their own."""

    def __init__(self, handler: logging.Handler) -> None:
        super().__init__()
        self._handler = handler

    def emit(self, record: logging.LogRecord) -> None:
        logger: logging.Logger | None = logging.getLogger(record.name)
        while logger is not None and logger.parent is not None:
            if logger.handlers:
                return
            logger = logger.parent
        self._handler.handle(record)


def _handler(style: Format) -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, _in_scope],
            processors=[_described, _object if style == "json" else _line],
        )
    )
    return handler


def _in_scope(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for name, value in _scope.get().items():
        event.setdefault(name, value)
    return event


def _described(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """With its time, and the trace of an exception."""
    record: logging.LogRecord = event["_record"]
    event = structlog.stdlib.ProcessorFormatter.remove_processors_meta(_logger, _name, event)
    event["timestamp"] = datetime.fromtimestamp(record.created, UTC)
    found = event.pop("exc_info", None) or record.exc_info
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if found and found[0] is not None:
        event["exception"] = without_values("".join(traceback.format_exception(*found)).rstrip())
    return event


class Redact(logging.Filter):
    """Takes tokens and keys out of what others log, such as the query of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(redact(part) if isinstance(part, str) else part for part in record.args)
        if isinstance(record.msg, str):
            record.msg = redact(record.msg)
            if record.msg.startswith("Invalid UTF-8"):  # a client's mistake, for which uvicorn shows its own stack
                record.exc_info = None
                record.levelno, record.levelname = logging.INFO, "INFO"
        return True


def redact(text: str) -> str:
    """`text` with the values of tokens and keys replaced by `…`."""
    return _SECRET.sub(lambda match: (match[1] or match[2]) + "…", text)


def without_values(trace: str) -> str:
    """The trace of an exception without the values that pydantic and databases quote, which somebody may have said."""
    return _DETAIL.sub(r"\1 …", _INPUT.sub(r"\1…\2", trace))


def _line(_logger: object, _name: str, event: structlog.typing.EventDict) -> str:
    """`12:34:56 info  session ended  session_id=… reason=idle`, in local time."""
    at: datetime = event.pop("timestamp")
    event.pop("logger", None)
    said = str(event.pop("event"))
    head = f"{at.astimezone():%H:%M:%S} {event.pop('level'):7} {said}"
    trace = event.pop("exception", None)
    rest = " ".join(f"{name}={value}" for name, value in event.items() if name not in _scope.get() or value not in said)
    line = _CONTROL.sub(lambda found: ascii(found[0])[1:-1], redact(f"{head}  {rest}".rstrip()))
    return f"{line}\n{redact(str(trace))}" if trace else line


def _object(_logger: object, _name: str, event: structlog.typing.EventDict) -> str:
    """`{"timestamp": "2026-11-22T01:02:03.456Z", "level": …, "event": …, "logger": …, "session_id": …, …}`."""
    at: datetime = event.pop("timestamp")
    first = {name: event.pop(name, None) for name in ("level", "event", "logger")}
    whole: dict[str, Any] = {"timestamp": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z", **first, **event}
    return redact(json.dumps(whole, ensure_ascii=False, default=str))
