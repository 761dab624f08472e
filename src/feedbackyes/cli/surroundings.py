"""What a server has around it: database, Redis, bucket, identity provider, certificate, ports, clock. For the doctor."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
from cryptography import x509

from feedbackyes.app import tls
from feedbackyes.cli.findings import Finding
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.settings import Settings
from feedbackyes.storage import examination

LONGEST_SKEW_SECONDS = 30.0
"""More, and tokens of others are refused as expired, or as of the future."""
CERTIFICATE_DAYS = 14
TIMEOUT_SECONDS = 5.0


class Clocks:
    """The times that others have told, and by how much they differ from ours."""

    def __init__(self) -> None:
        self._ahead: dict[str, float] = {}

    def told(self, who: str, now: datetime) -> None:
        self._ahead[who] = (now - datetime.now(UTC)).total_seconds()

    def answered(self, who: str, answer: httpx.Response) -> None:
        """HTTP servers say their time with every answer."""
        if date := answer.headers.get("date"):
            self.told(who, parsedate_to_datetime(date))

    def finding(self) -> Finding | None:
        """None when nobody was asked."""
        if not self._ahead:
            return None
        who = max(self._ahead, key=lambda name: abs(self._ahead[name]))
        seconds = self._ahead[who]
        ok = abs(seconds) <= LONGEST_SKEW_SECONDS
        what = f"within {abs(seconds):.0f} s of {who}" if ok else f"{abs(seconds):.0f} s off, says {who}"
        return Finding("clock", ok, what, "Let this machine keep its time by NTP, else tokens are refused.")


async def look(settings: Settings, clocks: Clocks) -> AsyncIterator[Finding]:
    """Everything that these settings name."""
    yield await _database(settings, clocks)
    if settings.redis_url:
        yield await _redis(settings, clocks)
    if settings.recordings_url:
        yield await _bucket(settings)
    if settings.oidc_issuer:
        yield await _identity_provider(settings, clocks)
    for finding in (*_certificate(settings), *_rights(settings.data), *_udp(settings)):
        yield finding


async def _database(settings: Settings, clocks: Clocks) -> Finding:
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            found = await examination.examine(settings.sqlalchemy_url)
    except (ExpectedError, TimeoutError) as error:
        what = str(error) or f"no answer within {TIMEOUT_SECONDS:g} s"
        return Finding("database", False, what, "Check FEEDBACKYES_DATABASE_URL, and that the database runs.")
    if found.now is not None:
        clocks.told("the database", found.now)
    if found.revision is None:
        return Finding("database", True, f"{found.kind}, without tables; the first start makes them")
    newer = found.revision > found.head
    state = "up to date" if found.revision == found.head else f"the next start brings it to {found.head}"
    what = f"{found.kind}, revision {found.revision}, {'of a newer version' if newer else state}"
    return Finding("database", not newer, what, "Install the newer version again, or restore a backup from before.")


async def _redis(settings: Settings, clocks: Clocks) -> Finding:
    remedy = "Check FEEDBACKYES_REDIS_URL, and that Redis runs."
    if not settings.database_url:
        return Finding(
            "Redis", False, "nodes that share a Redis share a PostgreSQL too", "Set FEEDBACKYES_DATABASE_URL."
        )
    try:
        from feedbackyes.cluster import bus
    except ImportError:
        return Finding("Redis", False, "its client is not installed", "make install EXTRAS=cluster")
    redis = bus.client(settings.redis_url)
    try:
        seconds, _ = await redis.time()
        version = (await redis.info("server"))["redis_version"]
    except bus.GONE as error:
        return Finding("Redis", False, f"no answer: {type(error).__name__}", remedy)
    finally:
        await redis.aclose()
    clocks.told("Redis", datetime.fromtimestamp(int(seconds), UTC))
    return Finding("Redis", True, f"version {version}")


async def _bucket(settings: Settings) -> Finding:
    from feedbackyes.storage.recordings.bucket import open_bucket

    try:
        bucket = open_bucket(settings)
        if bucket is not None:
            await asyncio.to_thread(bucket.about, "doctor")
    except ExpectedError as error:
        return Finding("recordings", False, error.message, "Check FEEDBACKYES_RECORDINGS_URL and its key.")
    return Finding("recordings", True, f"{settings.recordings_url} answers")


async def _identity_provider(settings: Settings, clocks: Clocks) -> Finding:
    remedy = "Check FEEDBACKYES_OIDC_ISSUER: its description must name the same issuer, letter by letter."
    url = f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as http:
            answer = await http.get(url)
        found = answer.json() if answer.status_code == 200 else {}
    except (httpx.HTTPError, ValueError) as error:
        return Finding("identity provider", False, f"{url}: {type(error).__name__}", remedy)
    clocks.answered("the identity provider", answer)
    issuer = found.get("issuer") if isinstance(found, dict) else None
    ok = issuer == settings.oidc_issuer
    what = settings.oidc_issuer if ok else f"{url} answers {answer.status_code} and describes {issuer!r}"
    return Finding("identity provider", ok, what, remedy)


def _certificate(settings: Settings) -> Iterator[Finding]:
    pair = tls.pair(settings)
    if pair is None:
        return
    remedy = "Renew it, and check FEEDBACKYES_TLS_CERT."
    if not pair.certificate.exists() and settings.tls_cert is None:
        yield Finding("certificate", True, "the first start makes one")
        return
    try:
        found = x509.load_pem_x509_certificate(pair.certificate.read_bytes())
        key_mode = pair.key.stat().st_mode
    except (OSError, ValueError) as error:
        yield Finding("certificate", False, f"{pair.certificate}: {error}", remedy)
        return
    days = (found.not_valid_after_utc - datetime.now(UTC)).days
    ours = settings.tls_cert is None  # is made anew in time
    yield Finding("certificate", days >= CERTIFICATE_DAYS or (ours and days >= 0), f"ends in {days} days", remedy)
    if os.name == "posix" and key_mode & stat.S_IROTH:
        yield Finding("certificate's key", False, f"everybody here can read {pair.key}", f"chmod 600 {pair.key}")


def _rights(folder: Path) -> Iterator[Finding]:
    if os.name != "posix" or not folder.exists():
        return
    about = folder.stat()
    others = about.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    what = f"others on this machine may look into {folder}" if others else f"{folder} is yours alone"
    yield Finding("rights", not others, what, f"chmod 700 {folder}: recordings are there.", required=False)
    if about.st_uid != os.geteuid():
        yield Finding("owner", False, f"{folder} belongs to somebody else", "Run the server as its owner.")


def _udp(settings: Settings) -> Iterator[Finding]:
    if settings.rtc_ports is not None:
        low, high = settings.rtc_ports
        yield _ports("WebRTC's UDP ports", settings.host, range(low, high + 1))
    if settings.sip:
        yield _ports(
            "telephone's UDP port", settings.sip_host or settings.host, range(settings.sip_port, settings.sip_port + 1)
        )
        if settings.sip_ports is not None:
            low, high = settings.sip_ports
            yield _ports("telephone audio's UDP ports", settings.sip_host or settings.host, range(low, high + 1))


def _ports(name: str, host: str, ports: range) -> Finding:
    taken = [port for port in ports if not _free(host, port)]
    what = (
        f"{ports[0]}-{ports[-1]}, {len(ports) - len(taken)} of {len(ports)} free" if len(ports) > 1 else f"{ports[0]}"
    )
    remedy = "If that is not FeedbackYes itself, give it others; the firewall has to let them through, too."
    return Finding(name, len(taken) < max(1, len(ports) / 2), what, remedy, required=False)


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
