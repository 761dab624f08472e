"""Runs and prints what `feedbackyes eval stt` and `eval tts` measure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from feedbackyes.evaluation import clips, recognition, speaking
from feedbackyes.evaluation.recognition import Heard
from feedbackyes.evaluation.speaking import Spoken
from feedbackyes.settings import Settings
from feedbackyes.stages import stt, tts


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says. `most`: clips or texts."""

    language: str
    most: int
    verbose: bool
    as_json: bool


async def hear(settings: Settings, place: Path, asked: Asked, *, fast: bool) -> None:
    """Measure the recogniser on recordings.

    Raises:
        ExpectedError: there is nothing to hear, or the recogniser cannot be used.
    """
    found = clips.spread(clips.find(place), asked.most)
    recogniser = stt.configured(settings)
    console = Console(highlight=False, soft_wrap=True)
    heard: list[Heard] = []
    try:
        async for one in recognition.listen(recogniser, found, language=asked.language, paced=not fast):
            heard.append(one)
            if asked.verbose and not asked.as_json:
                console.print(_clip(one))
    finally:
        await recogniser.close()
    total = recognition.summary(heard)
    if asked.as_json:
        console.print_json(_json(recogniser.name, asked, total, heard))
        return
    low, high = total.interval
    errors = total.errors
    print_table(
        console,
        [
            ("recogniser", recogniser.name),
            ("clips", f"{total.clips}, {total.seconds:.0f} s, {errors.words} words"),
            ("word error rate", f"{errors.rate:.1%} (95 % interval by clip: {low:.1%} to {high:.1%})"),
            (
                "errors",
                f"{errors.substitutions} substituted, {errors.insertions} inserted, {errors.deletions} deleted",
            ),
            ("real-time factor", f"{total.real_time_factor:.3f}"),
            *_delays(total, fast=fast),
        ],
    )


async def speak(settings: Settings, file: Path | None, asked: Asked, *, name: str, round_trip: bool) -> None:
    """Measure the voice.

    Raises:
        ExpectedError: there is nothing to say, or a part cannot be used.
    """
    said = clips.spread(speaking.texts(file, asked.language), asked.most)
    voice = tts.configured(settings)
    listener = stt.configured(settings) if round_trip else None
    console = Console(highlight=False, soft_wrap=True)
    spoken: list[Spoken] = []
    try:
        async for one in speaking.speak(voice, said, name=name, language=asked.language, listener=listener):
            spoken.append(one)
            if asked.verbose and not asked.as_json:
                console.print(_text(one))
    finally:
        await voice.close()
        if listener is not None:
            await listener.close()
    total = speaking.summary(spoken)
    if asked.as_json:
        console.print_json(_spoken_json(voice.name, listener, asked, total, spoken))
    else:
        print_table(console, [("voice", voice.name), *_speech(total, listener)])


def _speech(total: speaking.Summary, listener: stt.Recogniser | None) -> list[tuple[str, str]]:
    order = f"{total.unordered} texts out of order" if total.unordered else "all in order"
    rows = [
        ("texts", f"{total.texts}, {total.seconds:.0f} s of speech" + (f", {total.lost} lost" if total.lost else "")),
        ("real-time factor", f"{total.real_time_factor:.4f}"),
        ("first audio", delay(total.first_audio_ms, "after the text")),
        ("silence before", delay(total.silence_before_ms, "before the first sound")),
        ("silence after", delay(total.silence_after_ms, "after the last sound")),
        ("clipping", f"{total.clipped_texts} texts"),
        ("times of words", f"{total.placed} of {total.words}, {order}"),
    ]
    if listener is None or total.errors is None or total.interval is None:
        return rows
    low, high = total.interval
    trip = f"{total.errors.rate:.1%} misheard (95 % interval by text: {low:.1%} to {high:.1%}) by {listener.name}"
    return [*rows, ("round trip", trip)]


def print_table(console: Console, rows: Iterable[tuple[str, str]]) -> None:
    """A line each: what, and the figure."""
    for name, value in rows:
        console.print(f"{name:<18}{escape(value)}")


def _delays(total: recognition.Summary, *, fast: bool) -> list[tuple[str, str]]:
    if fast:
        return [("delays", "not measured (--fast)"), *_lost(total)]
    without = f"; none before the end in {total.without_partial} clips" if total.without_partial else ""
    return [
        ("first partial", delay(total.first_partial_ms, "after speech begins") + without),
        ("finalisation", delay(total.final_ms, "after the end of the turn")),
        *_lost(total),
    ]


def delay(quantiles: tuple[float, float] | None, after: str) -> str:
    """A delay for people."""
    return "none" if quantiles is None else f"median {quantiles[0]:.0f} ms, 95 % {quantiles[1]:.0f} ms {after}"


def _lost(total: recognition.Summary) -> list[tuple[str, str]]:
    return [("lost", f"{total.lost} clips gave an error instead of words (--verbose)")] if total.lost else []


def _clip(one: Heard) -> str:
    first = "" if one.first_partial_ms is None else f", first partial {one.first_partial_ms:.0f} ms"
    final = "" if one.final_ms is None else f", final {one.final_ms:.0f} ms"
    said = f"[red]{escape(one.lost)}[/]" if one.lost else escape(one.text)
    head = f"{escape(one.name)}: {one.errors.count} of {one.errors.words} words, {one.seconds:.1f} s{first}{final}"
    return f"{head}\n    said  {escape(one.reference)}\n    heard {said}"


def _text(one: Spoken) -> str:
    if one.lost:
        return f"{escape(one.text)}\n    [red]{escape(one.lost)}[/]"
    heard = "" if one.heard is None else f"\n    heard {escape(one.heard)}"
    first = "none" if one.first_audio_ms is None else f"{one.first_audio_ms:.1f} ms"
    return f"{escape(one.text)}\n    {one.seconds:.2f} s, first audio {first}, {one.clipped} clipped{heard}"


def _spoken_json(
    name: str, listener: stt.Recogniser | None, asked: Asked, total: speaking.Summary, spoken: list[Spoken]
) -> str:
    by = listener.name if listener else None
    told = {"voice": name, "recogniser": by, "language": asked.language, **asdict(total)}
    told["word_error_rate"] = total.errors.rate if total.errors else None
    if asked.verbose:
        told["spoken"] = [asdict(one) for one in spoken]
    return json.dumps(told)


def _json(name: str, asked: Asked, total: recognition.Summary, heard: list[Heard]) -> str:
    shown = asdict(total) | {"word_error_rate": total.errors.rate}
    told = {"recogniser": name, "language": asked.language, **shown}
    if asked.verbose:
        told["heard"] = [asdict(one) for one in heard]
    return json.dumps(told)
