"""A Whisper small enough to make on the fly, in CTranslate2's files. It knows a few sentences: which one it hears is the
height of a tone, found by its convolutions and told to the decoder by cross-attention; the order of the words is in the
decoder's position encodings. What has no tone in it is no speech."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs.whisper_spec import WhisperConfig, WhisperSpec
from numpy.typing import NDArray
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from feedbackyes.audio import Int16
from tests.tiny_models import RATE_HZ, Array

SIZE, MELS, MAX_TEXT, FRAMES = 64, 80, 448, 1500
SENTENCES = ("a low tone", "here is the middle", "now you hear high notes")
HEIGHTS_HZ = (600, 1800, 4500)
"""Of the tones, each in a third of the mel bins of its own."""
LANGUAGES = ("en", "de")
SILENT, CLOCK, SECOND_HEAD = 5, 10, SIZE // 2
"""Channels of the encoder: one that nothing is in, two for the time; and the first of the second head, which hears. The
first one knows when each word was said."""
WORD_FRAMES = 15
"""Of 20 ms: how long a word takes."""
PROMPT = 4
"""Tokens that the decoder is begun with: start, language, task, no times."""
SPECIAL = (
    *("<|endoftext|>", "<|startoftranscript|>", *(f"<|{language}|>" for language in LANGUAGES), "<|translate|>"),
    *("<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"),
)
TIMES = tuple(f"<|{index / 50:.2f}|>" for index in range(FRAMES + 1))
OTHERS = "abcdefgh"
"""What might be said anywhere, and never is where there is a tone."""
SAID = (*SPECIAL, *OTHERS)
PLACE, TOLD = 50.0, 160.0
"""How strongly a position asks for its tokens, and how strongly what was heard decides between them."""


def tone_of(sentence: int, seconds: float = 2.5) -> Int16:
    """What the model hears as a sentence."""
    times = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return (9000 * np.sin(2 * np.pi * HEIGHTS_HZ[sentence] * times)).astype(np.int16)


def whisper_folder(folder: Path, sentences: Sequence[str] = SENTENCES, languages: Sequence[str] = LANGUAGES) -> Path:
    """A Whisper in `folder`. Without `languages` it knows English only."""
    folder.mkdir(parents=True, exist_ok=True)
    symbols = _symbols(sentences, languages)
    _tokenizer(symbols).save(str(folder / "tokenizer.json"))
    spec: Any = WhisperSpec(1, 2, 1, 2)  # type: ignore[no-untyped-call]
    numbers = {symbol: number for number, symbol in enumerate(symbols)}
    table = _table(symbols)
    _encoder(spec.encoder)
    _decoder(spec.decoder, table)
    spec.decoder.position_encodings.encodings = _positions(table, numbers, sentences, bool(languages))
    spec.decoder.layer[0].attention.linear[2].weight = _told(table, numbers, sentences)
    spec.register_vocabulary(symbols)
    tongues = [numbers[f"<|{language}|>"] for language in languages]
    config = WhisperConfig(suppress_ids=[], suppress_ids_begin=[], lang_ids=tongues, alignment_heads=[(0, 0)])
    spec._config = config
    spec.validate()
    spec.save(str(folder))
    return folder


def _symbols(sentences: Sequence[str], languages: Sequence[str]) -> list[str]:
    words = sorted({f"Ġ{word}" for sentence in sentences for word in sentence.split()})
    special = [symbol for symbol in SPECIAL if languages or symbol[2:-2] not in LANGUAGES]
    empty = [""] if languages else []
    return [*sorted(pre_tokenizers.ByteLevel.alphabet()), *words, *empty, *special, *TIMES]


def _table(symbols: Sequence[str]) -> Array:
    """A direction of its own for each token that is ever said; the others are next to nothing."""
    random = np.random.default_rng(7)
    rows = random.standard_normal((len(symbols), SIZE)) * 0.01
    said = [
        number for number, symbol in enumerate(symbols) if symbol in SAID or (symbol.startswith("Ġ") and symbol[1:])
    ]
    rows[said] = _directions().T[: len(said)] * 3
    return rows.astype(np.float32)


def _tokenizer(symbols: Sequence[str]) -> Tokenizer:
    made = Tokenizer(models.BPE(vocab={symbol: number for number, symbol in enumerate(symbols)}, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(symbol, special=True) for symbol in SPECIAL if symbol in symbols])
    made.add_tokens([AddedToken(symbol, special=False) for symbol in TIMES])
    return made


def _zeros(*shape: int) -> Array:
    return np.zeros(shape, np.float32)


def _linear(layer: Any, rows: int, columns: int = SIZE) -> None:
    layer.weight, layer.bias = _zeros(rows, columns), _zeros(rows)


def _norm(layer: Any) -> None:
    layer.gamma, layer.beta = np.ones(SIZE, np.float32), _zeros(SIZE)


def _silent(layer: Any) -> None:
    """Self-attention and feed-forward that add nothing."""
    _norm(layer.self_attention.layer_norm)
    _linear(layer.self_attention.linear[0], 3 * SIZE)
    _linear(layer.self_attention.linear[1], SIZE)
    _norm(layer.ffn.layer_norm)
    _linear(layer.ffn.linear_0, 4 * SIZE)
    _linear(layer.ffn.linear_1, SIZE, 4 * SIZE)


def _encoder(encoder: Any) -> None:
    """Channels 0 to 2 say which third of the mel bins is louder than the others; channel 3 is the same for all frames."""
    third = np.array_split(np.arange(MELS), [34, 56])
    encoder.conv1.weight, encoder.conv1.bias = _zeros(SIZE, MELS, 3), _zeros(SIZE)
    for channel, bins in enumerate(third):
        encoder.conv1.weight[channel, :, 1] = -50 / MELS
        encoder.conv1.weight[channel, bins, 1] += 50 / len(bins)
    encoder.conv1.bias[:4] = -2, -2, -2, 10
    encoder.conv2.weight, encoder.conv2.bias = _zeros(SIZE, SIZE, 3), _zeros(SIZE)
    encoder.conv2.weight[range(4), range(4), 1] = 1
    encoder.position_encodings.encodings = _zeros(FRAMES, SIZE)
    encoder.position_encodings.encodings[:, CLOCK : CLOCK + 2] = 10 * _clock(np.arange(FRAMES))
    _silent(encoder.layer[0])
    _norm(encoder.layer_norm)


def _clock(frames: NDArray[np.integer[Any]]) -> Array:
    """Where the hand is of a clock that goes round in six seconds, by frames of 20 ms."""
    turns = 2 * np.pi * frames / 300
    return np.stack([np.cos(turns), np.sin(turns)], 1).astype(np.float32)


def _directions() -> Array:
    """At right angles to each other, in columns; the last two are the clock's."""
    return np.linalg.qr(np.random.default_rng(8).standard_normal((SIZE, SIZE)))[0].astype(np.float32)


def _decoder(decoder: Any, table: Array) -> None:
    layer = decoder.layer[0]
    _silent(layer)
    _norm(layer.attention.layer_norm)
    _linear(layer.attention.linear[0], SIZE)
    _linear(layer.attention.linear[1], 2 * SIZE)
    _linear(layer.attention.linear[2], SIZE)
    keys, values = layer.attention.linear[1].weight[:SIZE], layer.attention.linear[1].weight[SIZE:]
    heard = values[SECOND_HEAD : SECOND_HEAD + 3]
    heard[:, :3], heard[:, SILENT] = np.eye(3), -1  # what the layer's norm leaves where nothing is
    keys[:2, CLOCK : CLOCK + 2] = np.eye(2)
    layer.attention.linear[0].weight[:2] = 20 * _directions()[:, -2:].T
    _norm(decoder.layer_norm)
    decoder.embeddings.weight = table
    decoder.projection.weight = table


def _positions(table: Array, numbers: dict[str, int], sentences: Sequence[str], several: bool) -> Array:
    """Which tokens are possible where: one word of each sentence, among others that nobody says."""
    first = (PROMPT if several else 2) - 1
    rows = np.tile(PLACE * table[numbers["<|endoftext|>"]], (MAX_TEXT, 1))
    rows[0] = PLACE * table[numbers["<|nospeech|>"]]
    if several:
        rows[0] += PLACE / 2 * table[numbers["<|en|>"]]
    for place in range(max(len(sentence.split()) for sentence in sentences)):
        possible = {_token(sentence, place) for sentence in sentences} | set(OTHERS)
        rows[first + place] = PLACE * table[[numbers[token] for token in sorted(possible)]].sum(axis=0)
    times = np.arange(MAX_TEXT) - first
    hands = PLACE * _clock(np.maximum(0, times) * WORD_FRAMES) @ _directions()[:, -2:].T
    return (rows + hands).astype(np.float32)


def _token(sentence: str, place: int) -> str:
    words = sentence.split()
    return f"Ġ{words[place]}" if place < len(words) else "<|endoftext|>"


def _told(table: Array, numbers: dict[str, int], sentences: Sequence[str]) -> Array:
    """What each of the heard channels speaks for: the words of its sentence, and that there is speech at all."""
    weights = _zeros(SIZE, SIZE)
    for channel, sentence in enumerate(sentences, SECOND_HEAD):
        for word in set(sentence.split()):
            weights[:, channel] += TOLD * table[numbers[f"Ġ{word}"]]
        weights[:, channel] += TOLD / 2 * table[numbers["<|endoftext|>"]]
        weights[:, channel] -= 4 * TOLD * table[numbers["<|nospeech|>"]]
    return weights
