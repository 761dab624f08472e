"""All figures that `GET /metrics` shows, each of this process alone.

What happens a few times a second at most is counted when it happens. What passes with the audio is not: `Looked` asks for
it when somebody reads the figures. Times are seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from feedbackyes import __version__

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types
REGISTRY = CollectorRegistry(auto_describe=True)
_TURN = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_SLOW = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

Values = Iterable[tuple[tuple[str, ...], float]]
"""Values of labels, in order, and the figure."""
Source = Callable[[], Values]


class Looked(Collector):
    """A figure that is looked up when it is read, and added up over everybody who has a part in it.

    Args:
        counts: it only grows.
    """

    def __init__(self, name: str, what: str, labels: Sequence[str] = (), *, counts: bool = False) -> None:
        self._name, self._what, self._labels, self._counts = name, what, labels, counts
        self._sources: list[Source] = []
        REGISTRY.register(self)

    def look(self, source: Source) -> Callable[[], None]:
        """Ask `source` from now on, until what this returns is called."""
        self._sources.append(source)
        return lambda: self._sources.remove(source)

    def collect(self) -> Iterable[Metric]:
        family = (CounterMetricFamily if self._counts else GaugeMetricFamily)(
            self._name, self._what, labels=self._labels
        )
        sums: dict[tuple[str, ...], float] = {} if self._labels else {(): 0.0}
        for source in list(self._sources):
            for labels, value in source():
                sums[labels] = sums.get(labels, 0.0) + value
        for labels, value in sorted(sums.items()):
            family.add_metric(labels, value)
        yield family


def _counter(name: str, what: str, labels: Sequence[str] = ()) -> Counter:
    return Counter(f"feedbackyes_{name}", what, labels, registry=REGISTRY)


def _histogram(name: str, what: str, labels: Sequence[str], buckets: Sequence[float]) -> Histogram:
    return Histogram(f"feedbackyes_{name}", what, labels, registry=REGISTRY, buckets=buckets)


def _gauge(name: str, what: str) -> Gauge:
    return Gauge(f"feedbackyes_{name}", what, registry=REGISTRY)


BUILD = Info("feedbackyes_build", "Version of this server.", registry=REGISTRY)
BUILD.info({"version": __version__})
DRAINING = _gauge("draining", "1 while the server lets live sessions end and takes no new ones.")
DISK_FREE = _gauge("data_free_bytes", "Free space where the data folder is.")
MAX_SESSIONS = _gauge("max_sessions", "Live sessions that this server takes at once (FEEDBACKYES_MAX_SESSIONS).")

LIVE = Looked("feedbackyes_live_sessions", "Talks that go on now.", ("transport", "provider"))
STARTED = _counter("sessions_started", "Talks that began here, or went on here.", ("transport", "provider"))
ENDED = _counter("sessions_ended", "Talks that ended here, by why.", ("transport", "provider", "reason"))
REFUSED = _counter("sessions_refused", "Talks that could not begin, by the code of the error.", ("code",))
TALK = _histogram(
    "session_seconds", "How long talks were live.", ("transport",), (10, 30, 60, 120, 300, 600, 1200, 1800, 3600)
)
RELAYED_SECONDS = Looked(
    "feedbackyes_relayed_audio_seconds", "Audio that passed: `up` of learners, `down` of partners.", ("direction",),
    counts=True,
)  # fmt: skip
RELAYED_BYTES = Looked(
    "feedbackyes_relayed_audio_bytes", "The same in bytes of base64, without what is around it.", ("direction",),
    counts=True,
)  # fmt: skip

TURN = _histogram(
    "turn_latency_seconds",
    "From the end of the learner's speech to each stage of the answer: recognised, first_token, first_audio.",
    ("stage", "provider", "transport"),
    _TURN,
)
STAGE = _histogram(
    "engine_stage_seconds",
    "Of the embedded engine: recogniser (end of speech to words), partner (to its first words), voice (to its first sound).",
    ("stage",),
    _TURN,
)
STAGE_ERRORS = _counter("engine_stage_errors", "Failures of the embedded engine's stages.", ("stage",))
STAGE_QUEUE = Looked("feedbackyes_engine_queue", "What waits for a stage of the embedded engine.", ("stage",))
WORKER_RESTARTS = _counter("worker_restarts", "Processes of stages that died and were started again.", ("worker",))

RECONNECTS = _counter(
    "provider_reconnects",
    "Sessions of a hosted service that were replaced, by why the one before did not go on.",
    ("provider", "reason"),
)
FAILOVERS = _counter("provider_failovers", "Talks with which the embedded engine went on.", ("provider",))
PROVIDER_LOST = _counter("provider_lost", "Talks that ended because their provider was gone.", ("provider",))

WRITE = _histogram("database_write_seconds", "A transaction that writes, with what it waited for.", (), _QUICK)
WRITES_WAITING = Looked("feedbackyes_database_writes_waiting", "Writes of live talks that wait for the database.")
TASKS = Looked(
    "feedbackyes_tasks", "What the event loop has begun and not ended. It grows with live talks, and not with time."
)
LAG = _histogram("event_loop_lag_seconds", "How late the event loop was, measured twice a second.", (), _QUICK)

ANALYSES = _counter("analyses", "Feedback that was made, by who judged; `failed`: none.", ("judge",))
ANALYSIS = _histogram("analysis_seconds", "How long feedback took.", (), (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120))
COST = _counter("cost_usd", "Money that was counted, in US dollars.", ("provider", "kind"))

REQUESTS = _counter("http_requests", "Answered requests.", ("method", "route", "status"))
REQUEST = _histogram("http_request_seconds", "Until an answer began.", ("method", "route"), _SLOW)

ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)


def exposition() -> bytes:
    """All figures in the text format of Prometheus."""
    return generate_latest(REGISTRY)


def names() -> frozenset[str]:
    """Of all series that can be asked for, as Prometheus knows them."""
    found: set[str] = set()
    for family in REGISTRY.collect():
        match family.type:
            case "counter":
                found.add(f"{family.name}_total")
            case "histogram":
                found |= {f"{family.name}_{part}" for part in ("bucket", "sum", "count")}
            case "info":
                found.add(f"{family.name}_info")
            case _:
                found.add(family.name)
    return frozenset(found)


def described() -> list[tuple[str, str, tuple[str, ...], str]]:
    """Our own figures: name, type, labels, meaning."""
    rows = []
    for collector in list(REGISTRY._collector_to_names):  # noqa: SLF001 (it has no other way to list them)
        for family in collector.collect():
            if family.name.startswith("feedbackyes_"):
                labels = tuple(getattr(collector, "_labelnames", getattr(collector, "_labels", ())))
                labels = tuple(family.samples[0].labels) if family.type == "info" else labels
                ending = "_total" if family.type == "counter" else "_info" if family.type == "info" else ""
                rows.append((family.name + ending, family.type, labels, family.documentation))
    return sorted(rows)
