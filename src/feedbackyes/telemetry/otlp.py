"""Spans to an OpenTelemetry receiver by OTLP over HTTP. Imported only when traces are wanted.

Where to, how often, which share and with what headers is said by the standard variables: `OTEL_EXPORTER_OTLP_ENDPOINT`,
`OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_TRACES_SAMPLER`, `OTEL_BSP_SCHEDULE_DELAY`, `OTEL_SERVICE_NAME` and so on.
"""

from __future__ import annotations

import os
import random

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, TraceFlags, set_span_in_context

from feedbackyes.telemetry.traces import Attributes, Events


class _Ids(IdGenerator):
    """Gives the ids that were set for the next span; of parts, only the trace's is."""

    def __init__(self) -> None:
        self.trace = self.span = 0

    def generate_trace_id(self) -> int:
        return self.trace

    def generate_span_id(self) -> int:
        span, self.span = self.span, 0
        return span or random.getrandbits(64) or 1


class Otlp:
    """A `traces.Sink`."""

    def __init__(self, version: str) -> None:
        named = "OTEL_SERVICE_NAME" in os.environ or "service.name=" in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
        about = {"service.version": version, **({} if named else {"service.name": "feedbackyes"})}
        self._ids = _Ids()
        self._provider = TracerProvider(resource=Resource.create(about), id_generator=self._ids, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("feedbackyes", version)

    def span(
        self,
        ids: tuple[int, int],
        name: str,
        begun_ns: int,
        ended_ns: int,
        attributes: Attributes,
        *,
        root: bool,
        events: Events,
    ) -> None:
        trace, first = ids
        self._ids.trace, self._ids.span = trace, first if root else 0
        span = self._tracer.start_span(
            name,
            context=None if root else self._under(trace, first),
            kind=SpanKind.SERVER if root else SpanKind.INTERNAL,
            attributes=dict(attributes),
            start_time=begun_ns,
        )
        for event, at_ns in events.items():
            span.add_event(event, timestamp=at_ns)
        span.end(ended_ns)

    def _under(self, trace: int, first: int) -> Context:
        """As a child of the root, which somebody else may have made, or will make; sampled as that one is."""
        decision = self._provider.sampler.should_sample(None, trace, "turn").decision
        sampled = decision is Decision.RECORD_AND_SAMPLE
        flags = TraceFlags(TraceFlags.SAMPLED if sampled else TraceFlags.DEFAULT)
        return set_span_in_context(NonRecordingSpan(SpanContext(trace, first, is_remote=True, trace_flags=flags)))

    def close(self) -> None:
        self._provider.shutdown()
