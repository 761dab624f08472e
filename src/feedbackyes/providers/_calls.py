"""Calls of a hosted service by its REST API, WebRTC and telephone: place, accept, reject, hang up."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from feedbackyes.providers import CallRefused, ProviderUnreachable
from feedbackyes.providers._access import Access
from feedbackyes.providers._socket import RealtimeSocket, safe

PLACE_SECONDS = 30.0
HANG_UP_SECONDS = 5.0
HANG_UP_AGAIN_SECONDS = (0.5, 2.0)
"""Pauses before a call is hung up once more: one that goes on is paid for."""
AGENT = {"User-Agent": "FeedbackYes"}
_CALL_ID = re.compile(r"[A-Za-z0-9_.~-]{1,200}")
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Placed:
    answer: str
    call_id: str


class Calls:
    """The calls of one key. The key is in no error text.

    Args:
        path: of the API below `base`: calls are `{path}/{id}`.
    """

    def __init__(self, base: str, access: Access, path: str = "realtime/calls") -> None:
        self._base = base.rstrip("/")
        self._path = path
        self._access = access
        self._client: httpx.AsyncClient | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def place(self, offer: str, session: dict[str, Any], headers: dict[str, str]) -> Placed:
        """POST an offer. What begins with `v=0` is an answer, whatever the status says.

        Raises:
            CallRefused: it is no answer, or nobody could control the call: it has no id.
            ProviderUnreachable: there is no response at all.
        """
        parts = {
            "sdp": (None, offer.encode(), "application/sdp"),
            "session": (None, json.dumps(session).encode(), "application/json"),
        }
        wanted = {**AGENT, **await self._access.headers(), **headers, "Accept": "application/sdp"}
        try:
            response = await self._http().post(f"{self._base}/{self._path}", files=parts, headers=wanted)
        except httpx.HTTPError as error:
            raise ProviderUnreachable(
                f"The voice service at {self._base} cannot be reached. Check the network and OPENAI_API_BASE."
            ) from error
        if not response.text.startswith("v=0"):
            raise CallRefused(f"The voice service refused the call ({response.status_code}): {_said(response)}")
        call_id = response.headers.get("location", "").split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        if _CALL_ID.fullmatch(call_id) is None:
            raise CallRefused("The voice service took the call without saying which it is, so it cannot be controlled.")
        return Placed(response.text, call_id)

    async def hang_up(self, call_id: str) -> None:
        """End a call. One that is over already stays so. Tried a few times; then the failure is logged."""
        for pause in (*HANG_UP_AGAIN_SECONDS, None):
            failure = await self._hung_up(call_id)
            if not failure:
                return
            if pause is not None:
                await asyncio.sleep(pause)
        logger.warning("The call %s could not be hung up: %s", call_id, failure)

    async def _hung_up(self, call_id: str) -> str:
        """Ask once; what is in the way, empty when the call is over."""
        url = f"{self._base}/{self._path}/{call_id}/hangup"
        try:
            headers = {**AGENT, **await self._access.headers()}
            response = await self._http().post(url, headers=headers, timeout=HANG_UP_SECONDS)
        except (httpx.HTTPError, ProviderUnreachable) as error:
            return repr(error)
        return "" if response.status_code < 400 or response.status_code == 404 else f"status {response.status_code}"

    async def accept(self, call_id: str, session: dict[str, Any], headers: dict[str, str]) -> None:
        """Take a telephone call that waits. `session` says what it is to be, as the API takes it.

        Raises:
            CallRefused: the service does not let us. ProviderUnreachable: there is no response at all.
        """
        await self._decide(call_id, "accept", session, headers)

    async def reject(self, call_id: str, status: int) -> None:
        """Turn a telephone call down that waits, with a SIP status. Raises as `accept`."""
        await self._decide(call_id, "reject", {"status_code": status}, {})

    async def _decide(self, call_id: str, verb: str, body: dict[str, Any], headers: dict[str, str]) -> None:
        if _CALL_ID.fullmatch(call_id) is None:
            raise CallRefused("This is no id of a call.")
        url = f"{self._base}/{self._path}/{call_id}/{verb}"
        try:
            wanted = {**AGENT, **await self._access.headers(), **headers}
            response = await self._http().post(url, json=body, headers=wanted)
        except httpx.HTTPError as error:
            raise ProviderUnreachable(
                f"The voice service at {self._base} cannot be reached. Check the network and OPENAI_API_BASE."
            ) from error
        if response.status_code >= 300:
            raise CallRefused(f"The voice service did not {verb} the call ({response.status_code}): {_said(response)}")

    def hang_up_soon(self, call_id: str) -> None:
        task = asyncio.get_running_loop().create_task(self.hang_up(call_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            # Calls are minutes apart: a connection kept from the last would be dropped by the service as we write.
            afresh = httpx.Limits(max_keepalive_connections=0)
            self._client = httpx.AsyncClient(timeout=PLACE_SECONDS, follow_redirects=False, limits=afresh)
        return self._client


class Sideband:
    """A `ProviderConnection` to a call whose audio goes elsewhere. Its end is the call's end."""

    def __init__(self, socket: RealtimeSocket, hang_up: Callable[[], None]) -> None:
        self._socket, self._hang_up = socket, hang_up
        self._over = False

    def send(self, payload: bytes) -> None:
        self._socket.send(payload)

    def pause(self) -> None:
        self._socket.pause()

    def resume(self) -> None:
        self._socket.resume()

    def close(self) -> None:
        if not self._over:
            self._over = True
            self._hang_up()
            self._socket.close()


def _said(response: httpx.Response) -> str:
    """The service's own words, without a key that it may repeat."""
    try:
        message = str(msgspec.json.decode(response.content)["error"]["message"])
    except (msgspec.DecodeError, KeyError, TypeError):
        message = response.text.strip() or response.reason_phrase
    return safe(message)[:300]
