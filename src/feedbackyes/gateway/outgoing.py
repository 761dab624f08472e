"""Our own webhooks: sent signed, tried again for days, and never to an address that is nobody's business outside.

What is to be sent is stored together with what it tells of, so a crash loses none of it; what was being sent when it
came is sent again, under the same id.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import random
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec

from feedbackyes.domain import webhook
from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.errors import ExpectedError, InvalidInput, NotFound
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, consents, reports, sessions, turns, usage, webhooks
from feedbackyes.storage.webhooks import Delivery, Endpoint, WebhookType

WAITS_SECONDS = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 86_400)
"""After each attempt that failed; after the last one nothing more is tried. About three days in all."""
JITTER = 0.1
DISABLED_AFTER_MS = 5 * 86_400_000
"""An endpoint at which nothing has succeeded for so long is left alone."""
ANSWER_SECONDS = 15.0
POLL_SECONDS = 2.0
CLAIM_MS = 60_000
"""Where several processes send: what one of them was sending when it died is sent again after that."""
GONE = 410
MAX_PORT = 65_535
ANSWER_BYTES, ANSWER_LETTERS = 2048, 300
"""So much is read of what a refusal says, and so much of it is kept."""
_HEADERS = {"Content-Type": "application/json", "User-Agent": "FeedbackYes", "Accept-Encoding": "identity"}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ENCODE = msgspec.json.Encoder().encode
logger = logging.getLogger(__name__)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadUrl(InvalidInput):
    """Webhooks cannot go there."""

    code = "bad_webhook_url"


class Outgoing:
    """Sends what is due. `start` before, `close` after. `now` in Unix milliseconds."""

    def __init__(
        self, settings: Settings, database: Database, now: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ) -> None:
        self._private = settings.webhooks_private
        self._shared = bool(settings.redis_url)
        self._database = database
        self._now = now
        # A proxy of the environment would resolve names itself, and might reach what we may not.
        self._http = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(), timeout=ANSWER_SECONDS, follow_redirects=False, trust_env=False
        )
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._http.aclose()

    async def _run(self) -> None:
        while True:
            try:
                busy = await self.send_due()
            except Exception:  # the root of the task: the next round may do better
                logger.exception("Webhooks could not be sent.")
                busy = False
            if not busy:
                await asyncio.sleep(POLL_SECONDS)

    async def send_due(self) -> bool:
        """One round. Gives whether there was anything to do."""
        due = await self._due()
        await asyncio.gather(*(self._deliver(endpoint, delivery) for endpoint, delivery in due))
        return bool(due)

    async def _due(self) -> list[tuple[Endpoint, Delivery]]:
        if not self._shared:
            async with self._database.read() as tx:
                return await webhooks.due(tx, self._now())
        async with self._database.begin() as tx:
            return await webhooks.claim(tx, self._now(), self._now() + CLAIM_MS)

    async def _deliver(self, endpoint: Endpoint, delivery: Delivery) -> None:
        tried = await self._attempt(endpoint, delivery)
        now = self._now()
        done = replace(tried, attempts=delivery.attempts + 1, next_at=None)
        succeeded = done.error is None
        if succeeded:
            done = replace(done, delivered_at=now)
        elif delivery.type != webhooks.TEST and delivery.attempts < len(WAITS_SECONDS):
            wait = WAITS_SECONDS[delivery.attempts] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 (no secret)
            done = replace(done, next_at=now + round(wait * 1000))
        since = None if succeeded else endpoint.failing_since or now
        given_up = done.status == GONE or (since is not None and now - since >= DISABLED_AFTER_MS)
        async with self._database.begin() as tx:
            await webhooks.note(tx, done)
            if since != endpoint.failing_since:
                await webhooks.change(tx, endpoint.id, failing_since=since)
            if given_up:
                await webhooks.change(tx, endpoint.id, disabled_at=now)
                await webhooks.give_up(tx, endpoint.id)
        if given_up:
            logger.warning(
                "The webhook %s is disabled: nothing has succeeded there for long, or it is gone.", endpoint.id
            )

    async def _attempt(self, endpoint: Endpoint, delivery: Delivery) -> Delivery:
        """With the status of the answer and what went wrong; None for what there is not."""
        failed = replace(delivery, status=None, answer=None)
        try:
            body = await self._body(endpoint, delivery)
            url, headers, extensions = await self._target(endpoint.url)
            signed = webhook.headers(endpoint.secret, delivery.id, self._now() // 1000, body)
            request = self._http.build_request(
                "POST",
                url,
                content=body,
                headers={**headers, **signed, **_HEADERS},
                extensions=extensions,
            )
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await self._http.send(request, stream=True)
                try:
                    said = None if answer.is_success else await _beginning(answer)
                finally:
                    await answer.aclose()
        except ExpectedError as error:
            return replace(failed, error=error.message)
        except socket.gaierror:
            return replace(failed, error="The name of its host is not known.")
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            return replace(failed, error=f"There was no answer ({type(error).__name__}).")
        except Exception:  # the root of this delivery: what is not noted would be due for ever, before all others
            logger.exception("The delivery %s to the webhook %s could not be sent.", delivery.id, endpoint.id)
            return replace(failed, error="It could not be sent. The server's log says why.")
        error_text = None if answer.is_success else f"It answered {answer.status_code}."
        return replace(delivery, status=answer.status_code, error=error_text, answer=said)

    async def _target(self, text: str) -> tuple[httpx.URL, dict[str, str], dict[str, Any]]:
        """Where to connect to: an address that was looked at, so that the name cannot mean another one meanwhile."""
        url = checked_url(text, private=self._private)
        address = await self._resolve(url)
        extensions: dict[str, Any] = {"sni_hostname": url.host} if url.scheme == "https" else {}
        return url.copy_with(host=str(address)), {"Host": url.netloc.decode()}, extensions

    async def _resolve(self, url: httpx.URL) -> Address:
        """The first of its addresses, when all may be sent to. Raises `BadUrl`, `OSError`."""
        port = url.port or (443 if url.scheme == "https" else 80)
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(ANSWER_SECONDS):
            found = await loop.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
        if not self._private and not all(is_public(address) for address in addresses):
            raise BadUrl("The name leads to an address of this machine or its network, where webhooks may not go.")
        return addresses[0]

    async def _body(self, endpoint: Endpoint, delivery: Delivery) -> bytes:
        data = dict(delivery.data)
        if delivery.type != webhooks.TEST:
            async with self._database.read() as tx:
                await _add_figures(tx, delivery, data)
                if endpoint.content:
                    await _add_content(tx, endpoint, delivery, data)
        stamp = datetime.fromtimestamp(delivery.created_at / 1000, UTC).isoformat(timespec="milliseconds")
        return _ENCODE({"type": delivery.type, "timestamp": stamp, "data": data})


async def _beginning(answer: httpx.Response) -> str | None:
    """How a text begins, in one line; None for what is no text."""
    kind = answer.headers.get("content-type", "text/plain").lower()
    if "content-encoding" in answer.headers or not (kind.startswith("text/") or "json" in kind):
        return None
    read = bytearray()
    async for part in answer.aiter_raw(ANSWER_BYTES):
        read += part
        if len(read) >= ANSWER_BYTES:
            break
    text = " ".join(read[:ANSWER_BYTES].decode(errors="replace").split())
    return "".join(letter for letter in text if letter.isprintable())[:ANSWER_LETTERS] or None


async def _add_figures(tx: Any, delivery: Delivery, data: dict[str, Any]) -> None:
    counts = await turns.count(tx, [delivery.session_id])
    paid = (await usage.of_sessions(tx, [delivery.session_id])).get(delivery.session_id)
    data["turn_count"] = counts.get(delivery.session_id, 0)
    data["cost_usd"] = None if paid is None or paid.unknown else paid.cost_usd


async def _add_content(tx: Any, endpoint: Endpoint, delivery: Delivery, data: dict[str, Any]) -> None:
    """Of a session that is still there, and whose learner has agreed to it or set the endpoint up."""
    try:
        session = await sessions.get(tx, delivery.session_id)
    except NotFound:
        return
    own = session.owner_id == endpoint.owner_id
    if not own and not await consents.of(tx, session.owner_id, Purpose.HANDED_ON):
        return
    if delivery.type == WebhookType.ENDED:
        said = await turns.every(tx, delivery.session_id)
        data["transcript"] = [{"speaker": one.speaker, "text": one.text, "start_ms": one.start_ms} for one in said]
    if delivery.type == WebhookType.ANALYSED:
        latest = (await reports.latest(tx, [delivery.session_id])).get(delivery.session_id)
        data["report"] = None if latest is None else latest.body


def checked_url(text: str, *, private: bool) -> httpx.URL:
    """A URL that webhooks may go to, as far as it can be told without looking names up. Raises `BadUrl`."""
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise BadUrl(f"This is no URL: {error}.", param="url") from error
    if url.scheme not in ("https", "http") or not url.raw_host:
        raise BadUrl("A webhook goes to an https URL.", param="url")
    _check_place(url)
    if url.userinfo or url.fragment:
        raise BadUrl("The URL may have no password and no fragment.", param="url")
    if private:
        return url
    if url.scheme != "https":
        raise BadUrl("A webhook goes to an https URL, so that nobody reads along.", param="url")
    try:
        address = ipaddress.ip_address(url.host)
    except ValueError:
        return url
    if not is_public(address):
        raise BadUrl("Webhooks may not go to addresses of this machine or its network.", param="url")
    return url


def _check_place(url: httpx.URL) -> None:
    """Raises `BadUrl` for a host or a port that nobody could look up or connect to."""
    try:
        url.host.encode("idna")
    except UnicodeError as error:  # also what `host` raises for a name in Punycode that is none
        raise BadUrl(f"The URL's host is no name: {error}.", param="url") from error
    if url.port is not None and not 0 < url.port <= MAX_PORT:
        raise BadUrl(f"The URL's port is not between 1 and {MAX_PORT}.", param="url")


def is_public(address: Address) -> bool:
    """Whether an address is somewhere on the internet, also when it is wrapped in another."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if wrapped is not None:
            return is_public(wrapped)
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast and not address.is_reserved
