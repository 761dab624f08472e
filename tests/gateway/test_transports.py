from __future__ import annotations

import pytest

from feedbackyes.domain.session import Transport
from tests.gateway.conftest import OpenHouse, eventually
from tests.gateway.realtime_server import RealtimeServer


@pytest.mark.parametrize(
    ("path", "transport"), [("/ws/realtime/s1", Transport.WEBSOCKET), ("/ws/audio", Transport.AUDIO)]
)
async def test_a_session_knows_what_its_voice_went_over(
    open_house: OpenHouse, service: RealtimeServer, path: str, transport: Transport
) -> None:
    async with open_house() as house, house.call(path):
        await service.conversation()
        await eventually(lambda: bool(house.gateway.live()))
        live = house.gateway.live()[0]
        assert (await house.session(live.id)).transport is transport
