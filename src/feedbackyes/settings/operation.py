"""What the server tells those who run it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from feedbackyes.settings.written import Group, capitals


class Operation(Group):
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        BeforeValidator(capitals),
        Field(description="Least level that is logged."),
    ] = "INFO"
    log_format: Annotated[
        Literal["text", "json"], Field(description="Log lines for people, or an object of JSON on each line.")
    ] = "text"
    access_log: Annotated[
        bool, Field(description="Log a line for each request: its route, status and time, never its query.")
    ] = False
    metrics_token: Annotated[
        str,
        Field(
            description="Bearer token with which Prometheus reads `/metrics`; empty: admins only. See `docs/operation.md`.",
            repr=False,
        ),
    ] = ""
    traces: Annotated[
        bool,
        Field(
            description="Send OpenTelemetry traces of turns where the `OTEL_*` variables say, extra `telemetry`. See "
            "`docs/operation.md`."
        ),
    ] = False
    session_timeout_seconds: Annotated[
        float,
        Field(
            gt=0, alias="SESSION_TIMEOUT_SECONDS", description="Seconds without activity after which a session ends."
        ),
    ] = 60.0
