"""The espeak-ng C library through ctypes, as one object with one lock: its state is global to the process.

espeak-ng is GPL-3. It is a separately installed, replaceable shared library that is loaded at run time, either from
the `espeakng-loader` wheel or from the system.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import NotReady

# Names and values of espeak-ng's speak_lib.h.
AUDIO_OUTPUT_SYNCHRONOUS = 2
INITIALIZE_DONT_EXIT = 0x8000
CHARS_UTF8 = 1
PHONEMES_IPA = 2
ENDPAUSE = 0x1000
RATE, PITCH, RANGE, WORDGAP = 1, 3, 4, 7
EVENT_LIST_TERMINATED, EVENT_WORD = 0, 1
EE_OK = 0

CHUNK_MS = 80
"""Length of the library's output buffer, about: one callback each."""


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_int * 2),
    )


class _VoiceFile(ctypes.Structure):
    """`languages`: for each a byte of priority and its name, ended by 0; after the last another 0."""

    _fields_ = (("name", ctypes.c_char_p), ("languages", ctypes.c_void_p))


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))

Sink = Callable[[Int16, list[tuple[int, int]]], bool]
"""Takes samples and the words that begin in them as (character position from 0, sample from the start); returns
whether to go on."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How to speak: an espeak voice name such as `en-us+f3`, and its parameters in espeak's own units."""

    voice: str
    words_per_minute: int
    pitch: int
    pitch_range: int
    word_gap: int = 0
    """Extra pause between words, in 10 ms."""


class Library:
    """espeak-ng, initialised. `rate_hz` is the rate of its samples."""

    def __init__(self, path: str, data: str | None) -> None:
        self._lock = threading.Lock()
        self._sink: Sink | None = None
        self._lib = ctypes.CDLL(path)
        self._lib.espeak_Initialize.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int)
        self._lib.espeak_SetVoiceByName.argtypes = (ctypes.c_char_p,)
        self._lib.espeak_SetParameter.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int)
        self._lib.espeak_Synth.argtypes = (
            *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint),
            *(ctypes.c_void_p, ctypes.c_void_p),
        )
        self._lib.espeak_TextToPhonemes.argtypes = (ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int)
        self._lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._lib.espeak_ListVoices.argtypes = (ctypes.c_void_p,)
        self._lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceFile))
        self.rate_hz: int = self._lib.espeak_Initialize(
            AUDIO_OUTPUT_SYNCHRONOUS, CHUNK_MS, data.encode() if data else None, INITIALIZE_DONT_EXIT
        )
        if self.rate_hz <= 0:
            raise NotReady(
                f"espeak-ng found no voice data in {data or 'its usual folders'}. Install espeakng-loader again."
            )
        self._callback = _Callback(self._receive)
        self._lib.espeak_SetSynthCallback(self._callback)

    def knows(self, voice: str) -> bool:
        """Whether the library can load this voice or language."""
        with self._lock:
            return bool(self._lib.espeak_SetVoiceByName(voice.encode()) == EE_OK)

    def languages(self) -> frozenset[str]:
        """Primary subtags of the languages that it has voices for, by espeak's own names."""
        found: set[str] = set()
        with self._lock:
            for voice in self._lib.espeak_ListVoices(None):
                if not voice:
                    break
                place = voice.contents.languages
                while ctypes.string_at(place, 1) != b"\0":
                    name = ctypes.string_at(place + 1)
                    found.add(name.decode().split("-")[0].casefold())
                    place += len(name) + 2
        return frozenset(found)

    def phonemes(self, text: str, voice: str) -> str:
        """The sounds of `text` in IPA, words divided by spaces, without its punctuation. Blocks, without the GIL."""
        clauses = []
        with self._lock:
            self._lib.espeak_SetVoiceByName(voice.encode())
            buffer = ctypes.create_string_buffer(text.encode())
            place = ctypes.c_void_p(ctypes.addressof(buffer))
            while place.value:
                found = self._lib.espeak_TextToPhonemes(ctypes.byref(place), CHARS_UTF8, PHONEMES_IPA)
                clauses.append((found or b"").decode(errors="replace").strip())
        return " ".join(clause for clause in clauses if clause)

    def speak(self, text: str, manner: Manner, *, end_pause: bool, sink: Sink) -> None:
        """Speak `text` as plain text into `sink`; returns when all is spoken or the sink wants no more. Blocks, without
        the GIL. One call at a time."""
        encoded = text.encode()
        with self._lock:
            self._lib.espeak_SetVoiceByName(manner.voice.encode())
            for parameter, value in (
                (RATE, manner.words_per_minute),
                (PITCH, manner.pitch),
                (RANGE, manner.pitch_range),
                (WORDGAP, manner.word_gap),
            ):
                self._lib.espeak_SetParameter(parameter, value, 0)
            self._sink = sink
            try:
                flags = CHARS_UTF8 | (ENDPAUSE if end_pause else 0)
                self._lib.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, flags, None, None)
            finally:
                self._sink = None

    def _receive(self, wave: Any, count: int, events: Any) -> int:
        """espeak's callback: 0 goes on, 1 stops."""
        words = []
        for event in events:
            if event.type == EVENT_LIST_TERMINATED:
                break
            if event.type == EVENT_WORD:
                words.append((event.text_position - 1, event.sample))
        samples = np.empty(0, np.int16)
        if wave and count > 0:
            samples = np.frombuffer(ctypes.string_at(wave, count * 2), np.int16)
        if self._sink is None or not (words or samples.size):
            return 0
        return 0 if self._sink(samples, words) else 1


@cache
def library() -> Library:
    """The process's only instance.

    Raises:
        NotReady: there is no espeak-ng; the sentence says how to get it.
    """
    failures = []
    for path, data in _candidates():
        try:
            return Library(path, data)
        except OSError as error:
            failures.append(str(error))
    reason = f" ({'; '.join(failures)})" if failures else ""
    raise NotReady(
        "The voice espeak-ng is missing. Install it with: pip install espeakng-loader, or on Debian: "
        f"apt install libespeak-ng1{reason}"
    )


def _candidates() -> list[tuple[str, str | None]]:
    """Shared libraries to try with their data folders: the wheel's, then the system's."""
    found: list[tuple[str, str | None]] = []
    if find_spec("espeakng_loader"):
        import espeakng_loader

        library = Path(espeakng_loader.get_library_path())  # type: ignore[no-untyped-call]
        found.append((str(library), str(library.parent / "espeak-ng-data")))
    system = ctypes.util.find_library("espeak-ng") or "libespeak-ng.so.1"
    return [*found, (system, None)]
