"""How well and how quickly we recognise: `python bench/recognition.py --speech FOLDER [--quick]` prints the tables.

Word error rates of people come from recordings in FOLDER with a README of what they say; those of scenarios from flite
voices speaking sentences that the language model has not seen: `own`, from data/learner_sentences.txt, and `author`, what
the scenarios' own tests say (taken out of the phrases first). Needs Debian's `flite`.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pocketsphinx
import psutil
from speech import RATE_HZ, align, flite, noises, padded, read_wav, with_noise

from feedbackyes import library
from feedbackyes.audio import Int16
from feedbackyes.domain.scenario import Scenario
from feedbackyes.stages.stt import Recogniser, RecogniserOptions, Transcript
from feedbackyes.stages.stt._words import sentences
from feedbackyes.stages.stt.pocketsphinx import PocketSphinx, create

VOICES = ("slt", "rms")
UNRELATED = "late-report"
SENTENCES = Path(__file__).parent / "data" / "learner_sentences.txt"


@dataclass
class Score:
    """Errors and words so far; the confidences of right and wrong words."""

    errors: int = 0
    words: int = 0
    right: list[float] = field(default_factory=list)
    wrong: list[float] = field(default_factory=list)

    def add(self, reference: str, transcript: Transcript) -> None:
        expected = reference.split()
        errors, right = align(expected, transcript.text.lower().split())
        self.errors += errors
        self.words += len(expected)
        for word, is_right in zip(transcript.words, right, strict=True):
            (self.right if is_right else self.wrong).append(word.confidence)

    @property
    def rate(self) -> str:
        return f"{100 * self.errors / self.words:.1f} %"

    @property
    def auc(self) -> float:
        """Probability that a right word has more confidence than a wrong one."""
        right, wrong = np.array(self.right)[:, None], np.array(self.wrong)[None]
        return (
            float((right > wrong).mean() + (right == wrong).mean() / 2) if right.size and wrong.size else float("nan")
        )


def normal(text: str) -> str:
    return " ".join(word.lower() for part in sentences([text]) for word in part)


def human(folder: Path) -> list[tuple[str, Int16]]:
    """Transcripts and samples, from the table in the folder's README."""
    found = []
    for name, words in re.findall(r"\| (\S+\.(?:wav|flac)) \|[^|]*\| ([^|]+) \|", (folder / "README.md").read_text()):
        path = folder / name
        if path.suffix == ".flac":
            with tempfile.NamedTemporaryFile(suffix=".wav") as wav:
                subprocess.run(["sox", "-D", path, "-r", str(RATE_HZ), "-c", "1", "-b", "16", wav.name], check=True)
                found.append((words.strip(), padded(read_wav(Path(wav.name)))))
        else:
            found.append((words.strip(), padded(read_wav(path))))
    return found


def own_sentences() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    scenario = ""
    for line in SENTENCES.read_text().splitlines():
        if line.startswith("# "):
            scenario = line[2:]
        elif line:
            found[scenario].append(line)
    return dict(found)


def english() -> list[Scenario]:
    """The scenarios whose learners flite's voices can be: they speak no other language."""
    return [scenario for scenario in library.scenarios() if scenario.language == "en"]


def author_sentences(scenario: Scenario) -> list[str]:
    return list(dict.fromkeys(normal(text) for test in scenario.tests for text in test.says))


def unseen_phrases(scenario: Scenario) -> tuple[str, ...]:
    """The scenario's phrases without the sentences that are tested."""
    tested = {normal(part) for test in scenario.tests for text in test.says for part in re.split(r"[.!?]+", text)}
    return tuple(
        phrase
        for phrase in scenario.phrases()
        if not {normal(part) for part in re.split(r"[.!?]+", phrase)} & (tested - {""})
    )


async def measure(recogniser: Recogniser, phrases: tuple[str, ...], items: list[tuple[str, Int16]]) -> Score:
    """One speaker says all of it, as fast as it is recognised."""
    stream = await recogniser.open(RecogniserOptions(phrases=phrases), lambda _: None)
    score = Score()
    for reference, samples in items:
        stream.start()
        for start in range(0, samples.size, RATE_HZ // 10):
            stream.feed(samples[start : start + RATE_HZ // 10])
        stream.pause()
        score.add(reference, await stream.finish())
    await stream.close()
    return score


def out_of_the_box(items: list[tuple[str, Int16]]) -> Score:
    """PocketSphinx with its own settings and model, each utterance on its own."""
    decoder = pocketsphinx.Decoder(loglevel="FATAL")
    mean, score = decoder.get_cmn(False), Score()
    for reference, samples in items:
        decoder.set_cmn(mean)
        decoder.start_utt()
        decoder.process_raw(samples.tobytes())
        decoder.end_utt()
        heard = decoder.hyp().hypstr.split() if decoder.hyp() else []
        errors, _ = align(reference.split(), [re.sub(r"\(\d+\)", "", word) for word in heard])
        score.errors, score.words = score.errors + errors, score.words + len(reference.split())
    return score


async def accuracy(recogniser: Recogniser, speech: list[tuple[str, Int16]], *, quick: bool) -> dict[str, Score]:
    """Print the word error rates; return the scores with the scenario's model, for `confidence`."""
    print("| speech | words | out of the box | general model | scenario's model |\n|---|---|---|---|---|")
    scores: dict[str, Score] = {}
    other = library.scenario(UNRELATED).phrases()
    sets = {"people, another subject": speech}
    if not quick:
        sets["the same with white noise at 20 dB"] = [(words, with_noise(samples, 20)) for words, samples in speech]
    for name, items in sets.items():
        box, general = out_of_the_box(items), await measure(recogniser, (), items)
        scores[name] = await measure(recogniser, other, items)
        print(f"| {name} | {box.words} | {box.rate} | {general.rate} | {scores[name].rate} (unrelated) |", flush=True)
    own = own_sentences()
    for kind in ("own", "author"):
        for voice in VOICES:
            totals = [Score(), Score(), Score()]
            for scenario in english():
                texts = own.get(scenario.id, []) if kind == "own" else author_sentences(scenario)
                items = [(text, padded(flite(text, voice, CACHE))) for text in texts[:: 4 if quick else 1]]
                found = (
                    out_of_the_box(items),
                    await measure(recogniser, (), items),
                    await measure(recogniser, unseen_phrases(scenario), items),
                )
                for total, score in zip(totals, found, strict=True):
                    total.errors, total.words = total.errors + score.errors, total.words + score.words
                    total.right, total.wrong = total.right + score.right, total.wrong + score.wrong
            scores[f"{voice}, {kind}"] = totals[2]
            print(f"| {voice}, {kind} | {totals[0].words} | {' | '.join(total.rate for total in totals)} |", flush=True)
    return scores


async def confidence(recogniser: Recogniser, scores: dict[str, Score]) -> None:
    print("\n| words of | right | mean confidence, right | wrong | AUC |\n|---|---|---|---|---|")
    for name, score in scores.items():
        share = len(score.right) / max(1, len(score.right) + len(score.wrong))
        right, wrong = (statistics.fmean(part) if part else float("nan") for part in (score.right, score.wrong))
        print(f"| {name} | {100 * share:.0f} % | {right:.2f} | {wrong:.2f} | {score.auc:.2f} |")
    stream = await recogniser.open(RecogniserOptions(phrases=library.scenario(UNRELATED).phrases()), lambda _: None)
    heard = []
    for sound in noises(seed=2):
        stream.start()
        stream.feed(sound)
        heard.append(await stream.finish())
    await stream.close()
    worded = [one for one in heard if one.words]
    means = ", ".join(f"{one.confidence:.2f}" for one in worded)
    print(f"\n{len(worded)} of {len(heard)} sounds without words gave words; confidence of these: {means}.")


async def talk(recogniser: Recogniser, scenario: Scenario, voice: str, turns: int) -> tuple[list[float], list[float]]:
    """Speak in real time; milliseconds that `finish` took, and from a word's end to its interim text."""
    told: list[tuple[float, int]] = []
    stream = await recogniser.open(
        RecogniserOptions(phrases=unseen_phrases(scenario)),
        lambda text: told.append((time.perf_counter(), len(text.split()))),
    )
    finishes, interims = [], []
    for text in author_sentences(scenario)[:turns]:
        samples = padded(flite(text, voice, CACHE), after=0)
        told.clear()
        begin = time.perf_counter()
        stream.start()
        sent = 0
        for silence, part in (
            (False, samples),
            (True, np.zeros(RATE_HZ // 5, np.int16)),
            (True, np.zeros(3 * RATE_HZ // 10, np.int16)),
        ):
            for start in range(0, part.size, 320):
                sent += 320
                await asyncio.sleep(max(0.0, begin + sent / RATE_HZ - time.perf_counter()))
                stream.feed(part[start : start + 320])
            if silence:
                stream.pause()
        asked = time.perf_counter()
        transcript = await stream.finish()
        finishes.append(1000 * (time.perf_counter() - asked))
        ends = [begin + word.end_ms / 1000 for word in transcript.words]
        for at, count in told:
            interims += [1000 * (at - end) for end in ends[:count]]
            del ends[:count]
    await stream.close()
    return finishes, interims


async def latency(recogniser: Recogniser, turns: int) -> None:
    print(
        "\n| talkers at once | finish: median, 95 %, longest | interim text after a word's end: median, 95 % | longest pause of the event loop |"
    )
    print("|---|---|---|---|")
    scenarios = english()
    for talkers in (1, 4, 8):
        gaps = [0.0]
        watcher = asyncio.create_task(watch(gaps))
        found = await asyncio.gather(
            *(
                talk(recogniser, scenarios[number % len(scenarios)], VOICES[number % 2], turns)
                for number in range(talkers)
            )
        )
        watcher.cancel()
        finishes = sorted(value for part, _ in found for value in part)
        interims = sorted(value for _, part in found for value in part)
        low, high, most = (quantile(finishes, part) for part in (0.5, 0.95, 1))
        print(
            f"| {talkers} | {low:.1f}, {high:.1f}, {most:.1f} ms | {quantile(interims, 0.5):.0f}, {quantile(interims, 0.95):.0f} ms"
            f" | {1000 * max(gaps):.1f} ms |",
            flush=True,
        )


async def watch(gaps: list[float]) -> None:
    """How late a timer of 1 ms comes."""
    while True:
        begin = time.perf_counter()
        await asyncio.sleep(0.001)
        gaps.append(time.perf_counter() - begin - 0.001)


def quantile(values: list[float], part: float) -> float:
    return values[min(len(values) - 1, int(part * len(values)))] if values else float("nan")


async def costs(cache: Path) -> None:
    """Time to open and memory of a worker."""
    print("\n| step | time | memory of the worker |\n|---|---|---|")
    phrases = library.scenario(UNRELATED).phrases()
    for name, wanted, workers in (
        ("first model ever built, worker started", phrases, 1),
        ("another scenario's model built", english()[1].phrases(), 1),
        ("model known, worker started", phrases, 1),
        ("general model, worker started", (), 1),
    ):
        recogniser = create(workers=workers, cache=cache)
        begin = time.perf_counter()
        stream = await recogniser.open(RecogniserOptions(phrases=wanted), lambda _: None)
        seconds = time.perf_counter() - begin
        stream.start()
        stream.feed(padded(flite("This is only a short sentence.", "slt", CACHE)))
        await stream.finish()
        print(f"| {name} | {seconds:.2f} s | {memory(recogniser) >> 20} MB |")
        await recogniser.close()


def memory(recogniser: PocketSphinx) -> int:
    """Resident bytes of the worker processes."""
    return sum(psutil.Process(pid).memory_info().rss for pid in recogniser.process_ids())


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--speech", type=Path, required=True, help="folder of recordings with a README of their words")
    parser.add_argument("--quick", action="store_true", help="every fourth sentence, no noise")
    parser.add_argument("--only", choices=("accuracy", "latency", "costs"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.only in {None, "costs"}:
            await costs(Path(folder))
        recogniser = create(workers=2, cache=Path(folder))
        if chosen.only in {None, "accuracy"}:
            print()
            scores = await accuracy(recogniser, human(chosen.speech), quick=chosen.quick)
            await confidence(recogniser, scores)
        if chosen.only in {None, "latency"}:
            await latency(recogniser, 3 if chosen.quick else 8)
        await recogniser.close()


CACHE = Path(tempfile.gettempdir()) / "feedbackyes-bench-speech"

if __name__ == "__main__":
    asyncio.run(main())
