"""A language model for what is likely to be said here: a scenario's text mixed into general conversational English.

A narrow model would force every sound into the scenario's words. So the general model of PocketSphinx, cut to what
matters, stays the ground, and the text moves only the contexts that it has. `python -m` this module builds one in a
process of its own: `_language_model FOLDER` reads phrases as a JSON list from stdin and prints the model's folder.
Models are kept by the hash of all that they are made of.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from feedbackyes.stages.stt._ngrams import BEGIN, END, Ngrams, adapt, prune
from feedbackyes.stages.stt._trie import read, write
from feedbackyes.stages.stt._words import Dictionary, pronounce, read_dictionary, sentences, spellings

FORMAT = 2
"""Counted up when models must be made anew."""
VOCABULARY = 40_000
LEAST_GAIN = 2.3e-7
MOST_WORDS = 20_000
"""Of phrases; what is more is left out."""
MOST_MODELS = 32
LIKELIER = 4
"""The first 1/LIKELIER of the phrases count twice: scenarios put the learner's own words first."""
CONVERSATION = Path(__file__).parent / "data" / "conversation.txt"
UNWANTED = Path(__file__).parent / "data" / "unwanted.txt"


def english() -> Path:
    """The folder of PocketSphinx's English model."""
    spec = find_spec("pocketsphinx")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("PocketSphinx is not installed.")
    return Path(spec.origin).parent / "model" / "en-us"


def key(phrases: Sequence[str]) -> str:
    """Names the model that these phrases make."""
    texts = [path.read_text(encoding="utf-8") for path in (CONVERSATION, UNWANTED)]
    parts = [str(FORMAT), version("pocketsphinx"), *texts, *phrases]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def ready(cache: Path, phrases: Sequence[str]) -> Path | None:
    """The folder of a model that was built before, marked as used now."""
    folder = cache / key(phrases)
    if not (folder / "spelling.json").is_file():
        return None
    with suppress(OSError):
        os.utime(folder)
    return folder


def build(cache: Path, phrases: Sequence[str]) -> Path:
    """Build a model and return its folder, which holds `model.lm`, `words.dict` and `spelling.json`.

    Raises:
        OSError: the folder cannot be written. BadModel: PocketSphinx's own model is of an unknown kind.
    """
    cache.mkdir(parents=True, exist_ok=True)
    dictionary = read_dictionary(english() / "cmudict-en-us.dict")
    general = _general(cache, dictionary)
    used = _limited(phrases)
    text = sentences([*_conversation(), *used, *used[: len(used) // LIKELIER]])
    spoken = {word.lower(): pronounce(word, dictionary) for words in text for word in words}
    model = adapt(general, [[word.lower() for word in words if spoken[word.lower()]] for words in text])
    with tempfile.TemporaryDirectory(dir=cache, prefix="new-") as folder:
        new = Path(folder) / "model"
        new.mkdir()
        write(model, new / "model.lm")
        _write_dictionary(model, {**spoken, **dictionary}, new / "words.dict")
        spelling = spellings([*_conversation(), *used])
        (new / "spelling.json").write_text(json.dumps(spelling), encoding="utf-8")
        target = cache / key(phrases)
        with suppress(OSError):  # somebody else was quicker with the same one
            new.rename(target)
    _forget_old(cache)
    return target


def _conversation() -> list[str]:
    return _lines(CONVERSATION)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def _limited(phrases: Sequence[str]) -> list[str]:
    """Phrases of `MOST_WORDS` together."""
    limited: list[str] = []
    words = 0
    for phrase in phrases:
        words += len(phrase.split())
        if words > MOST_WORDS:
            break
        limited.append(phrase)
    return limited


def _general(cache: Path, dictionary: Dictionary) -> Ngrams:
    """General English, cut from PocketSphinx's model once and kept."""
    path = cache / f"general-{FORMAT}-{version('pocketsphinx')}.npz"
    with suppress(OSError, ValueError, KeyError), np.load(path) as kept:
        words = tuple(kept["words"].tobytes().decode().split("\n"))
        return Ngrams(words, *(kept[name] for name in ("p1", "key2", "p2", "key3", "p3")))
    full = read(english() / "en-us.lm.bin")
    likely = np.argsort(-full.p1, kind="stable").tolist()
    known = dictionary.keys() - set(" ".join(_lines(UNWANTED)).split())
    vocabulary = [full.words[number] for number in likely if full.words[number] in known][:VOCABULARY]
    model = prune(full, vocabulary, LEAST_GAIN)
    with tempfile.NamedTemporaryFile(dir=cache, prefix="new-", suffix=".npz", delete=False) as file:
        np.savez(
            file,
            words=np.frombuffer("\n".join(model.words).encode(), np.uint8),
            **{name: getattr(model, name) for name in ("p1", "key2", "p2", "key3", "p3")},
        )
    Path(file.name).replace(path)
    return model


def _write_dictionary(model: Ngrams, dictionary: Dictionary, path: Path) -> None:
    lines = []
    for word in model.words:
        if word not in {BEGIN, END}:
            for number, phones in enumerate(dictionary[word], 1):
                lines.append(f"{word} {phones}\n" if number == 1 else f"{word}({number}) {phones}\n")
    path.write_text("".join(lines), encoding="utf-8")


def _forget_old(cache: Path) -> None:
    """Remove the models that were not used for longest, and what a crash left half done an hour ago or more."""
    models = [folder for folder in cache.iterdir() if folder.is_dir() and not folder.name.startswith("new-")]
    old = sorted(models, key=lambda folder: folder.stat().st_mtime)[:-MOST_MODELS]
    stale = [path for path in cache.glob("new-*") if path.stat().st_mtime < time.time() - 3600]
    for path in [*old, *stale]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def main() -> None:
    """See the module's text."""
    folder = build(Path(sys.argv[1]), json.load(sys.stdin))
    sys.stdout.write(str(folder))


if __name__ == "__main__":
    main()
