"""Which voice engine answers, and the parts of the embedded one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from feedbackyes.settings.written import Group, Listed, Pairs


class Engine(Group):
    provider: Annotated[
        str,
        Field(
            description="Voice engine: `auto` (openai when there is a key, else local), `local`, `openai`, `openai-live`, `azure`, `compatible`."
        ),
    ] = "auto"
    providers: Annotated[
        Listed,
        Field(description="Other voice engines, comma separated, that a session or scenario may choose."),
    ] = ()
    realtime_model: Annotated[str, Field(description="Model of a hosted provider; empty: its current default.")] = ""
    transcription_model: Annotated[
        str, Field(description="Model that transcribes the learner at a hosted provider; empty: its current default.")
    ] = ""
    vad: Annotated[
        str,
        Field(
            description="Voice activity back end of the embedded engine: `silero`, or `energy` (by loudness, for lines on which "
            "nothing sounds but speech)."
        ),
    ] = "silero"
    stt: Annotated[str, Field(description="Recogniser of the embedded engine.")] = "pocketsphinx"
    dialogue: Annotated[
        str,
        Field(
            description="Dialogue back end of the embedded engine: `scripted`, `language-model`, or `auto` (the language model "
            "that `FEEDBACKYES_DIALOGUE_MODEL` names at a server that is set, else the script)."
        ),
    ] = "scripted"
    dialogue_url: Annotated[
        str,
        Field(
            description="Base URL of the server of dialogue `language-model`, with its `/v1`; empty: `OPENAI_API_BASE`. See "
            "`docs/partner.md`."
        ),
    ] = ""
    dialogue_key: Annotated[
        str,
        Field(description="Key of that server; empty: `OPENAI_API_KEY` if it is that service, else none.", repr=False),
    ] = ""
    dialogue_model: Annotated[str, Field(description="Language model that plays the partner there.")] = ""
    dialogue_priced_as: Annotated[str, Field(description="As `FEEDBACKYES_STT_PRICED_AS`, for the partner.")] = ""
    dialogue_patience_seconds: Annotated[
        float,
        Field(gt=0, le=20, description="For its first words; then the scenario's own line is said instead."),
    ] = 2.5
    dialogue_timeout_seconds: Annotated[
        float, Field(gt=0, le=120, description="To connect to that server, and for which it may be silent.")
    ] = 20.0
    dialogue_early: Annotated[
        bool, Field(description="Ask it at a pause already, before it is certain that the learner has finished.")
    ] = True
    tts: Annotated[str, Field(description="Voice back end of the embedded engine.")] = "espeak"
    stt_workers: Annotated[int, Field(ge=1, le=64, description="Recogniser processes; one per core unless told.")] = (
        Field(default_factory=lambda: max(1, (os.cpu_count() or 2)))
    )
    stt_folder: Annotated[
        str,
        Field(
            description="Model of the recogniser `sherpa` or `faster-whisper`: an installed one by name, or a folder. See "
            "`docs/models.md`."
        ),
    ] = ""
    stt_device: Annotated[
        Literal["auto", "cpu", "cuda"],
        Field(description="Where the recogniser `faster-whisper` runs; `auto`: on the GPU where there is one."),
    ] = "auto"
    stt_compute: Annotated[
        Literal["default", "int8", "int8_float16", "float16", "float32"],
        Field(description="Numbers that it counts with; `default`: as the model's file has them."),
    ] = "default"
    tts_folder: Annotated[
        str, Field(description="Model of the voice `sherpa`: an installed one by name, or a folder.")
    ] = ""
    models: Annotated[
        Path | None, Field(description="Folder of installed models; empty: `models` in the data folder.")
    ] = None
    stt_url: Annotated[
        str,
        Field(
            description="Base URL of the server of recogniser `openai` or `realtime`, with its `/v1`; empty: "
            "`OPENAI_API_BASE`. See `docs/models.md`."
        ),
    ] = ""
    stt_key: Annotated[
        str,
        Field(description="Key of that server; empty: `OPENAI_API_KEY` if it is that service, else none.", repr=False),
    ] = ""
    stt_model: Annotated[
        str, Field(description="Model that it is asked for; of `realtime`, unless it is set: `gpt-live-transcribe`.")
    ] = "gpt-transcribe"
    stt_priced_as: Annotated[
        str,
        Field(
            description="Model of the price table whose prices hold for that server; `free`; empty: its own, and nothing in "
            "your own network. See `docs/costs.md`."
        ),
    ] = ""
    stt_timeout_seconds: Annotated[
        float, Field(gt=0, le=20, description="For the words of one utterance from that server.")
    ] = 15.0
    tts_url: Annotated[
        str,
        Field(description="Base URL of the server of voice `openai`, with its `/v1`; empty: `OPENAI_API_BASE`."),
    ] = ""
    tts_key: Annotated[
        str,
        Field(description="Key of that server; empty: `OPENAI_API_KEY` if it is that service, else none.", repr=False),
    ] = ""
    tts_model: Annotated[str, Field(description="Model that it is asked for.")] = "gpt-4o-mini-tts"
    tts_priced_as: Annotated[str, Field(description="As `FEEDBACKYES_STT_PRICED_AS`, for the voice.")] = ""
    tts_voices: Annotated[
        Pairs,
        Field(
            description="Its voices for ours, comma separated: `marin=af_heart,*=am_adam`; `*` is every other name. Empty: "
            "it has the same names."
        ),
    ] = Field(default_factory=dict)
    tts_rate_hz: Annotated[
        int, Field(ge=8_000, le=48_000, description="Of the bare samples (`pcm`) that it sends.")
    ] = 24_000
    tts_timeout_seconds: Annotated[
        float, Field(gt=0, le=60, description="Until it speaks, and between any two pieces of audio.")
    ] = 10.0
