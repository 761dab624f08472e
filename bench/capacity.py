"""What so many live sessions take, from what was measured: `python bench/capacity.py [--live 10 1000 100000]`.

Prints the tables of docs/scale.md. What was measured is in `Measured`, with where it stands; what nobody has measured
is in `Assumed`. Both can be given other values: `--set exchange_seconds=20 --set vcpu_hour_usd=0.05`. Everything grows in
proportion except what is said to be per node, so a figure far beyond what was driven is an extrapolation.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU seconds and bytes, on the machines of docs/performance.md; docs/scale.md says which of them.

    Args:
        round_trip_cpu: of a node, for a message up and one down (relay).
        rtc_per_core: sessions whose WebRTC media a core ends (Opus decoded and encoded).
        ears_share: of a core, while somebody speaks to the built-in recogniser; voice_share while it speaks.
        exchange_node_cpu, exchange_database_cpu: to write a turn of each side, their events and the use of a model.
        session_node_cpu, session_database_cpu: to open and end a session in the registry.
        exchange_log_bytes, exchange_stored_bytes: in PostgreSQL.
        exchange_redis_operations, exchange_redis_bytes, exchange_redis_cpu: notices to other nodes.
        beat_node_cpu, beat_database_cpu: a node's sign of life, with a look at its 500 leases.
    """

    round_trip_cpu: float = 93e-6
    rtc_per_core: float = 23.3
    ears_share: float = 0.37
    voice_share: float = 0.01
    recording_cpu_share: float = 0.0013
    exchange_node_cpu: float = 9.2e-3
    exchange_database_cpu: float = 2.35e-3
    session_node_cpu: float = 7.0e-3
    session_database_cpu: float = 2.7e-3
    exchange_log_bytes: float = 8.6e3
    exchange_stored_bytes: float = 5.7e3
    exchange_redis_operations: float = 4.0
    exchange_redis_bytes: float = 247
    exchange_redis_cpu: float = 0.045e-3
    beat_node_cpu: float = 7.0e-3
    beat_database_cpu: float = 2.4e-3


@dataclass(frozen=True, slots=True)
class Assumed:
    """Nobody has measured these: how people talk, how full machines may be, and prices to be replaced by your own.

    Args:
        exchange_seconds: a turn of each side. talk_minutes: a session.
        learner_share, partner_share: of the time in which each speaks.
        messages_per_second: each way, while media go as Realtime events.
        full: share of its cores that a node may use. node_cores: of a node, which is one process (with workers of its own for
            built-in ears). node_sessions: `FEEDBACKYES_MAX_SESSIONS`.
        beat_seconds: between a node's signs of life (a sixth of `FEEDBACKYES_NODE_SECONDS`).
    """

    exchange_seconds: float = 15.0
    talk_minutes: float = 10.0
    learner_share: float = 0.45
    partner_share: float = 0.45
    messages_per_second: float = 50.0
    full: float = 0.5
    node_cores: int = 1
    node_sessions: int = 500
    beat_seconds: float = 1.0
    vcpu_hour_usd: float = 0.04
    database_vcpu_hour_usd: float = 0.10
    object_gb_month_usd: float = 0.023
    disk_gb_month_usd: float = 0.10
    egress_gb_usd: float = 0.09
    voice_minute_usd: float = 0.0


PCM_BYTES = 24_000 * 2
EVENT_BYTES = PCM_BYTES * 4 / 3 + 50 * 90
"""A second of sound in Realtime events: base64, and the JSON around each of 50."""
OPUS_BYTES = 32_000 / 8 + 50 * 54
"""A second of Opus at 32 kbit/s in 50 packets with their IP, UDP, RTP and SRTP headers."""
RECORDED_BYTES = 2 * PCM_BYTES


@dataclass(frozen=True, slots=True)
class Way:
    """How voices go.

    Args:
        cores: of nodes, for one session. client_bytes, provider_bytes: a second, both directions together.
        down_bytes: of these, what leaves our network.
    """

    name: str
    cores: Callable[[Measured, Assumed], float]
    client_bytes: Callable[[Assumed], float]
    provider_bytes: Callable[[Assumed], float]
    down_bytes: Callable[[Assumed], float]
    recorded_here: bool = True


def _relay(measured: Measured, assumed: Assumed) -> float:
    return assumed.messages_per_second * measured.round_trip_cpu + measured.recording_cpu_share


def _both_ways(one: float) -> Callable[[Assumed], float]:
    return lambda assumed: one * (1 + assumed.partner_share)


def _down(to_client: float, to_provider: float) -> Callable[[Assumed], float]:
    """The microphone goes on to the provider all the time, the partner's voice to the learner while it speaks."""
    return lambda assumed: to_client * assumed.partner_share + to_provider


def _none(_assumed: Assumed) -> float:
    return 0.0


WAYS = (
    Way(
        "hosted voice, WebSocket relayed",
        _relay,
        _both_ways(EVENT_BYTES),
        _both_ways(EVENT_BYTES),
        _down(EVENT_BYTES, EVENT_BYTES),
    ),
    Way(
        "hosted voice, WebRTC ended here",
        lambda measured, assumed: 1 / measured.rtc_per_core + _relay(measured, assumed),
        _both_ways(OPUS_BYTES),
        _both_ways(EVENT_BYTES),
        _down(OPUS_BYTES, EVENT_BYTES),
    ),
    Way(
        "hosted voice, WebRTC direct (no media here)",
        lambda measured, _: measured.round_trip_cpu,
        _none,
        _none,
        _none,
        recorded_here=False,
    ),
    Way(
        "built-in ears and voice, WebRTC",
        lambda measured, assumed: (
            1 / measured.rtc_per_core
            + measured.ears_share * assumed.learner_share
            + measured.voice_share * assumed.partner_share
            + measured.recording_cpu_share
        ),
        _both_ways(OPUS_BYTES),
        _none,
        _down(OPUS_BYTES, 0.0),
    ),
)


def nodes(way: Way, live: int, measured: Measured, assumed: Assumed) -> tuple[float, int]:
    """Cores that are busy, and nodes that it takes with what may be used of each."""
    registry = measured.exchange_node_cpu / assumed.exchange_seconds + measured.session_node_cpu / (
        assumed.talk_minutes * 60
    )
    cores = live * (way.cores(measured, assumed) + registry)
    return cores, max(
        1, math.ceil(cores / (assumed.node_cores * assumed.full)), math.ceil(live / assumed.node_sessions)
    )


def shared(live: int, node_count: int, measured: Measured, assumed: Assumed) -> dict[str, float]:
    """What PostgreSQL and Redis do, a second."""
    beats = node_count / assumed.beat_seconds
    exchanges, sessions = live / assumed.exchange_seconds, live / (assumed.talk_minutes * 60)
    return {
        "sessions opened and ended": sessions,
        "exchanges": exchanges,
        "signs of life": beats,
        "database_cores": exchanges * measured.exchange_database_cpu
        + sessions * measured.session_database_cpu
        + beats * measured.beat_database_cpu,
        "log_mb": exchanges * measured.exchange_log_bytes / 1e6,
        "stored_gb_hour": exchanges * measured.exchange_stored_bytes * 3600 / 1e9,
        "redis_operations": exchanges * measured.exchange_redis_operations,
        "redis_cores": exchanges * measured.exchange_redis_cpu,
        "redis_mbit": exchanges * measured.exchange_redis_bytes * 8 / 1e6,
    }


def hour_usd(way: Way, live: int, measured: Measured, assumed: Assumed) -> dict[str, float]:
    """Money for an hour of so many live sessions; storage for keeping that hour a month."""
    _, node_count = nodes(way, live, measured, assumed)
    of = shared(live, node_count, measured, assumed)
    recorded_gb = live * RECORDED_BYTES * 3600 / 1e9 if way.recorded_here else 0.0
    return {
        "nodes": node_count * assumed.node_cores * assumed.vcpu_hour_usd,
        "database": max(1, math.ceil(of["database_cores"] / assumed.full)) * assumed.database_vcpu_hour_usd,
        "egress": live * way.down_bytes(assumed) * 3600 / 1e9 * assumed.egress_gb_usd,
        "kept": recorded_gb * assumed.object_gb_month_usd + of["stored_gb_hour"] * assumed.disk_gb_month_usd,
        "voice": live * 60 * assumed.voice_minute_usd,
    }


def table(lives: list[int], measured: Measured, assumed: Assumed) -> None:
    print(
        "| voices | live | cores busy | nodes (processes) | Mbit/s to learners | Mbit/s to the provider | recorded GB/h | USD/h: nodes + database + egress + kept a month |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for way in WAYS:
        for live in lives:
            cores, count = nodes(way, live, measured, assumed)
            money = hour_usd(way, live, measured, assumed)
            to_client, to_provider = (live * f(assumed) * 8 / 1e6 for f in (way.client_bytes, way.provider_bytes))
            recorded = live * RECORDED_BYTES * 3600 / 1e9 if way.recorded_here else 0
            parts = " + ".join(f"{money[name]:,.2f}" for name in ("nodes", "database", "egress", "kept"))
            print(
                f"| {way.name} | {live:,} | {cores:,.1f} | {count:,} | {to_client:,.1f} | {to_provider:,.1f} | {recorded:,.1f} | {parts} |"
            )
    print(
        "\n| live | sessions/s | exchanges/s | PostgreSQL cores | log MB/s | stored GB/h | Redis operations/s | Redis cores | Redis Mbit/s |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for live in lives:
        of = shared(live, nodes(WAYS[0], live, measured, assumed)[1], measured, assumed)
        print(
            f"| {live:,} | {of['sessions opened and ended']:,.2f} | {of['exchanges']:,.1f} | {of['database_cores']:,.3f} | {of['log_mb']:,.2f} "
            f"| {of['stored_gb_hour']:,.3f} | {of['redis_operations']:,.1f} | {of['redis_cores']:,.3f} | {of['redis_mbit']:,.2f} |"
        )


def _changed(value: Any, given: dict[str, str]) -> Any:
    names = {name: type(getattr(value, name))(text) for name, text in given.items() if hasattr(value, name)}
    return replace(value, **names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--live", type=int, nargs="+", default=[10, 1_000, 100_000])
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="in place of a figure of Measured or Assumed"
    )
    chosen = parser.parse_args()
    given = dict(pair.split("=", 1) for pair in chosen.set)
    measured, assumed = _changed(Measured(), given), _changed(Assumed(), given)
    unknown = [name for name in given if not (hasattr(measured, name) or hasattr(assumed, name))]
    if unknown:
        parser.error(f"no such figure: {', '.join(unknown)}")
    table(chosen.live, measured, assumed)


if __name__ == "__main__":
    main()
