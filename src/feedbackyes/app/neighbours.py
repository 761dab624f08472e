"""Servers of language models on this machine, at their usual ports: noticed and offered, never used unasked.

Asking one for its models is all that is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import msgspec

from feedbackyes import model_server
from feedbackyes.api.services import ModelServer
from feedbackyes.engine import Engine

USUAL_PORTS: Mapping[str, int] = {"Ollama": 11434, "LM Studio": 1234, "llama.cpp": 8080}
SECONDS = 0.5
"""A server on this machine answers at once, or is not there."""
MOST_MODELS = 50
MAX_ANSWER = 2**20


async def find(ports: Mapping[str, int] = USUAL_PORTS) -> tuple[ModelServer, ...]:
    """Those that answer, in the order given."""
    found = await asyncio.gather(*(_ask(name, port) for name, port in ports.items()))
    return tuple(server for server in found if server is not None)


async def _ask(name: str, port: int) -> ModelServer | None:
    url = f"http://127.0.0.1:{port}/v1"
    http = model_server.client(url, "", timeout_seconds=SECONDS)
    try:
        async with asyncio.timeout(SECONDS):
            answer = await http.get(f"{url}/models")
        if answer.status_code != 200 or len(answer.content) > MAX_ANSWER:
            return None
        models = _models(msgspec.json.decode(answer.content))
    except (TimeoutError, httpx.HTTPError, msgspec.DecodeError, UnicodeError):
        return None
    finally:
        await http.aclose()
    return ModelServer(name, url, models) if models else None


def _models(answer: Any) -> tuple[str, ...]:
    """Names of models, if that is what an answer has; not our own engine's."""
    listed = answer.get("data") if isinstance(answer, dict) else None
    models = [model.get("id") for model in listed if isinstance(model, dict)] if isinstance(listed, list) else []
    names = [name[:200] for name in models if isinstance(name, str) and name and name != Engine.model]
    return tuple(names[:MOST_MODELS])
