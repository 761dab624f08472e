"""A stand-in for the hosted voice service, in a process of its own: `python -m tests.cluster.upstream PORT`.

Like the bench's upstream it answers audio with audio at little cost. Unlike that one it also holds a talk: of every 30 pieces
of audio ten become a turn of the learner's, and fifteen are answered with a turn of the partner's.
"""

from __future__ import annotations

import json
import secrets
import sys
from typing import Any

from picows import WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

LEARNER, PARTNER, ROUND = 10, 25, 30
BYTES_PER_MS = 48
_AUDIO = b'"audio":"'


class Talk(WSListener):
    """One connection."""

    def __init__(self) -> None:
        self._session: dict[str, Any] = {
            "type": "realtime",
            "object": "realtime.session",
            "id": "sess_1",
            "model": "stub",
        }
        self._pieces = 0
        self._at_ms = 0
        self._ids = ("", "", "")
        self._transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._say("session.created", session=self._session)

    def on_ws_frame(self, transport: WSTransport, frame: Any) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code(), b"")
            transport.disconnect()
        elif frame.msg_type == WSMsgType.TEXT:
            payload = frame.get_payload_as_bytes()
            if b"input_audio_buffer.append" in payload[:64]:
                self._hear(payload)
            else:
                self._read(json.loads(payload))

    def _read(self, event: dict[str, Any]) -> None:
        if event["type"] == "session.update":
            self._session = {**self._session, **event["session"]}
            self._say("session.updated", session=self._session)
        elif event["type"] == "conversation.item.create":
            item = {
                "id": f"item_{secrets.token_hex(8)}",
                "object": "realtime.item",
                "status": "completed",
                **event["item"],
            }
            self._say("conversation.item.added", previous_item_id=None, item=item)
            self._say("conversation.item.done", previous_item_id=None, item=item)

    def _hear(self, payload: bytes) -> None:
        place, at_ms = self._pieces % ROUND, self._at_ms
        begin = payload.index(_AUDIO) + len(_AUDIO)
        audio = payload[begin : payload.index(b'"', begin)].decode()
        self._pieces += 1
        self._at_ms += len(audio) * 3 // 4 // BYTES_PER_MS
        if place == 0:
            item, response, answer = (f"{kind}_{secrets.token_hex(8)}" for kind in ("item", "resp", "item"))
            self._ids = (item, response, answer)
            self._say("input_audio_buffer.speech_started", audio_start_ms=at_ms, item_id=self._ids[0])
        elif place == LEARNER:
            self._learner_has_spoken(at_ms)
            self._partner_begins()
        elif LEARNER < place < PARTNER:
            self._say("response.output_audio.delta", **self._part(), delta=audio)
        elif place == PARTNER:
            self._partner_ends()

    def _learner_has_spoken(self, at_ms: int) -> None:
        item_id = self._ids[0]
        self._say("input_audio_buffer.speech_stopped", audio_end_ms=at_ms, item_id=item_id)
        self._say("input_audio_buffer.committed", previous_item_id=None, item_id=item_id)
        self._say(
            "conversation.item.input_audio_transcription.completed",
            item_id=item_id,
            content_index=0,
            transcript=f"Learner {item_id}.",
            usage={"type": "duration", "seconds": 1.0},
        )

    def _partner_begins(self) -> None:
        _, response_id, item_id = self._ids
        response = {"id": response_id, "object": "realtime.response", "status": "in_progress", "output": []}
        self._say("response.created", response=response)
        item = {"id": item_id, "type": "message", "role": "assistant", "status": "in_progress", "content": []}
        self._say("response.output_item.added", response_id=response_id, output_index=0, item=item)
        self._say("response.output_audio_transcript.delta", **self._part(), delta=f"Partner {item_id}.")

    def _partner_ends(self) -> None:
        _, response_id, item_id = self._ids
        text = f"Partner {item_id}."
        self._say("response.output_audio.done", **self._part())
        self._say("response.output_audio_transcript.done", **self._part(), transcript=text)
        content = [{"type": "output_audio", "transcript": text}]
        item = {"id": item_id, "type": "message", "role": "assistant", "status": "completed", "content": content}
        self._say("response.output_item.done", response_id=response_id, output_index=0, item=item)
        response = {"id": response_id, "object": "realtime.response", "status": "completed", "output": [item]}
        self._say("response.done", response=response)

    def _part(self) -> dict[str, Any]:
        return {"response_id": self._ids[1], "item_id": self._ids[2], "output_index": 0, "content_index": 0}

    def _say(self, kind: str, **fields: Any) -> None:
        assert self._transport is not None
        event = {"type": kind, "event_id": f"event_{secrets.token_hex(6)}", **fields}
        self._transport.send(WSMsgType.TEXT, json.dumps(event, separators=(",", ":")).encode())


async def main(port: int) -> None:
    def begin(_request: WSUpgradeRequest) -> WSListener:
        return Talk()

    server = await ws_create_server(begin, "127.0.0.1", port, websocket_handshake_timeout=20)
    await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(int(sys.argv[1])))
