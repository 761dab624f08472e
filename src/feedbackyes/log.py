"""Logging: one line for each thing worth one, to stderr. No secret is written."""

from __future__ import annotations

import logging
import re
import sys

import structlog

_SECRET = re.compile(r"((?:token|api_key|api-key|key)=)[^&\s\"']+|(fy_|ek_|sk-)[A-Za-z0-9_-]{6,}", re.IGNORECASE)
_SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
    structlog.processors.format_exc_info,
)


def configure(level: str) -> None:
    """Send what the package logs, by structlog or the standard library, to stderr from `level` up. Call again at will."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
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
    package.handlers = [_handler()]
    package.setLevel(level)


def adopt(name: str, level: str = "WARNING") -> None:
    """Let another library's logger write our lines, from `level` up."""
    logger = logging.getLogger(name)
    logger.handlers = [_handler()]
    logger.setLevel(level)


def _handler() -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _line],
        )
    )
    return handler


class Redact(logging.Filter):
    """Takes tokens and keys out of what others log, such as the query of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(redact(part) if isinstance(part, str) else part for part in record.args)
        if isinstance(record.msg, str):
            record.msg = redact(record.msg)
            if record.msg.startswith("Invalid UTF-8"):  # a client's mistake, for which uvicorn shows its own stack
                record.exc_info = None
        return True


def redact(text: str) -> str:
    """`text` with the values of tokens and keys replaced by `…`."""
    return _SECRET.sub(lambda match: (match[1] or match[2]) + "…", text)


def _line(_logger: object, _name: str, event: structlog.typing.EventDict) -> str:
    """`12:34:56 info  session ended  session_id=… reason=idle`."""
    head = f"{event.pop('timestamp')} {event.pop('level'):7} {event.pop('event')}"
    trace = event.pop("exception", None)
    rest = " ".join(f"{name}={value}" for name, value in event.items())
    line = redact(f"{head}  {rest}".rstrip())
    return f"{line}\n{redact(str(trace))}" if trace else line
