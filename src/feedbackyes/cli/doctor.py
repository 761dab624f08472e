"""What is missing on this machine, and how to get it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx
import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.cli import surroundings
from feedbackyes.cli.findings import Finding
from feedbackyes.cli.surroundings import Clocks
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.models.store import Store
from feedbackyes.settings import HOSTED_BASE, Settings
from feedbackyes.stages import dialogue, stt, tts, vad
from feedbackyes.stages.reasons import why

LEAST_FREE_BYTES = 500 * 2**20


async def examine(settings: Settings, *, offline: bool = False) -> list[Finding]:
    """Look at everything that a conversation needs. `offline`: ask no voice service."""
    clocks = Clocks()
    found = [_python(), _page(), _data_folder(settings.data), _port(settings.host, settings.port)]
    for name, look in (
        ("voice activity", _hears),
        ("recogniser", _recognises),
        ("partner", _answers),
        ("voice", _speaks),
    ):
        found.append(await _stage(name, look, settings))
    found.append(await _provider(settings, clocks, offline=offline))
    found.extend([finding async for finding in surroundings.look(settings, clocks)])
    if (clock := clocks.finding()) is not None:
        found.append(clock)
    found.extend(_optional(settings))
    return found


def _python() -> Finding:
    what = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding("Python", sys.version_info >= (3, 11), what, "Install Python 3.11 or later.")


def _page() -> Finding:
    index = Path(__file__).resolve().parent.parent / "web_dist" / "index.html"
    return Finding(
        "web page",
        index.exists(),
        "built" if index.exists() else "not built",
        "Run make install (or python tools/setup.py).",
    )


def _data_folder(folder: Path) -> Finding:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding(
            "data folder", False, f"{folder}: {error.strerror}", "Set FEEDBACKYES_DATA to a folder you can write to."
        )
    enough = free > LEAST_FREE_BYTES
    return Finding(
        "data folder",
        enough,
        f"{folder}, {free / 2**30:.1f} GiB free",
        "Free some space: an hour of recording takes 350 MB.",
    )


def _port(host: str, port: int) -> Finding:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            remedy = f"If that is not FeedbackYes itself, choose another: FEEDBACKYES_PORT={port + 1}."
            return Finding("port", False, f"{host}:{port}: {error.strerror}", remedy, required=False)
    return Finding("port", True, f"{host}:{port} is free")


async def _stage(name: str, look: Callable[[Settings], Awaitable[str]], settings: Settings) -> Finding:
    remedy = "Run make install again; if it stays, the line above says which part refused."
    try:
        return Finding(name, True, await look(settings))
    except (ExpectedError, ImportError, OSError) as error:
        return Finding(name, False, str(error), remedy)


async def _hears(settings: Settings) -> str:
    detector = vad.configured(settings)
    stream = detector.open()
    await stream.feed(np.zeros(vad.FRAME, np.int16))
    stream.close()
    await detector.close()
    return settings.vad


async def _recognises(settings: Settings) -> str:
    recogniser = stt.configured(settings.model_copy(update={"stt_workers": 1}))
    stream = await recogniser.open(stt.RecogniserOptions(), lambda _: None)
    stream.start()
    stream.feed(_noise())
    await stream.finish()
    await stream.close()
    await recogniser.close()
    basic = " (basic ears: mishears about one word in three of free speech)" if recogniser.basic else ""
    reason = _why(settings, "recogniser", built_in=recogniser.name == stt.BUILT_IN)
    return f"{recogniser.name}{basic}{reason}"


def _noise() -> Int16:
    """Half a second that is not silent: who asks a server for words asks it now."""
    samples: Int16 = (np.random.default_rng(0).standard_normal(stt.RATE_HZ // 2) * 100).astype(np.int16)
    return samples


async def _answers(settings: Settings) -> str:
    """Whose words they are; a server of language models is not asked, since that may cost something."""
    partner = dialogue.configured(settings)
    await partner.close()
    return f"{partner.name}{_why(settings, 'partner', built_in=partner.scripted)}"


def _why(settings: Settings, part: str, *, built_in: bool) -> str:
    reason = why(settings, built_in={part: built_in}).get(part)
    return f" ({reason})" if reason else ""


async def _speaks(settings: Settings) -> str:
    voice = tts.configured(settings)
    samples = sum([len(chunk.samples) async for chunk in _speech(voice)])
    await voice.close()
    reason = _why(settings, "voice", built_in=voice.name == tts.BUILT_IN)
    return f"{voice.name}, {samples / voice.rate_hz:.1f} s spoken as a test{reason}"


def _speech(voice: tts.Voice) -> AsyncIterator[tts.SpeechChunk]:
    return voice.speak("Hello.")


async def _provider(settings: Settings, clocks: Clocks, *, offline: bool) -> Finding:
    chosen = settings.chosen_provider
    if chosen == "local":
        return Finding("provider", True, "local, the embedded engine; no key needed")
    if not settings.openai_api_key:
        return Finding("provider", False, f"{chosen} without a key", "OPENAI_API_KEY environment variable is required.")
    odd = _odd_key(settings)
    if odd:
        return Finding("provider", False, odd, "Check OPENAI_API_KEY: copy it once more, without quotes or spaces.")
    if offline:
        return Finding("provider", True, f"{chosen} with a key; not asked")
    try:
        async with httpx.AsyncClient(timeout=5) as http:
            answer = await http.get(
                f"{settings.openai_api_base.rstrip('/')}/models",
                headers={"Authorization": f"Bearer {settings.openai_api_key}"},
            )
    except httpx.HTTPError as error:
        what = f"{settings.openai_api_base} cannot be reached ({type(error).__name__})"
        return Finding(
            "provider", False, what, "Check the network and OPENAI_API_BASE; FEEDBACKYES_PROVIDER=local needs neither."
        )
    clocks.answered("the voice service", answer)
    if answer.status_code in (401, 403):
        return Finding("provider", False, f"the key was refused ({answer.status_code})", "Check OPENAI_API_KEY.")
    return Finding("provider", True, f"{chosen} at {settings.openai_api_base}")


def _odd_key(settings: Settings) -> str:
    """What is wrong with the look of the key; empty: nothing."""
    key = settings.openai_api_key
    if any(character.isspace() or not character.isprintable() for character in key) or key[0] in "\"'":
        return "the key has spaces or quotes in it"
    hosted = settings.openai_api_base == HOSTED_BASE
    return "the key does not begin with sk-" if hosted and not key.startswith("sk-") else ""


def _optional(settings: Settings) -> Iterator[Finding]:
    models = Store(settings.models_folder).installed()
    yield Finding(
        "better ears and voices",
        find_spec("sherpa_onnx") is not None and bool(models),
        ", ".join(models) or "no model is installed",
        "make install EXTRAS=neural, then: feedbackyes models list (docs/models.md)",
        required=False,
    )
    cores = os.cpu_count() or 1
    yield Finding(
        "cores", cores >= 2, f"{cores}; about 4 conversations at once with the built-in parts on 2", required=False
    )
    version = importlib.metadata.version("feedbackyes")
    yield Finding("FeedbackYes", True, version)
