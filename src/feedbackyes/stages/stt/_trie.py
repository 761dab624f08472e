"""PocketSphinx's binary language model files ("Trie Language Model"), read and written as arrays.

Layout, little endian: the magic text; order, one byte; n-grams per order, three u32; an i32; quantisation tables of 65536
f32 for bigram probability, bigram backoff and trigram probability; n + 1 unigrams (f32 probability, f32 backoff, u32
first bigram); bigrams and trigrams as bit fields; length of the words, u32; the words, each ending in NUL.
Logarithms have the base 1.0001. N-grams hang on their last word: bigrams are sorted by (w2, w1) and hold w1, trigrams by
(w3, w2, w1) and hold w1. A bigram's field is: word, backoff's code, probability's code, first trigram; a trigram's: word,
probability's code. Each array has one more field than n-grams and eight more bytes.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedbackyes.stages.stt._ngrams import BEGIN, Floats, Ints, Ngrams

MAGIC = b"Trie Language Model"
COUNTS = struct.Struct("<B3Ii")
CODES = 1 << 16
LOG_BASE = float(np.log(1.0001))
UNIGRAM = np.dtype([("probability", "<f4"), ("backoff", "<f4"), ("next", "<u4")])
SPARE = 8

Bytes = NDArray[np.uint8]


class BadModel(ValueError):
    """The file is no language model of this kind."""


def read(path: Path) -> Ngrams:
    """Read a model; its backoff weights are left out, they follow from the rest.

    Raises:
        BadModel: it is another kind of file, or damaged. OSError: it cannot be read.
    """
    raw = np.fromfile(path, np.uint8)
    if raw[: len(MAGIC)].tobytes() != MAGIC:
        raise BadModel(f"{path.name} is not a trie language model.")
    try:
        return _parse(raw)
    except (ValueError, IndexError, struct.error) as error:
        raise BadModel(f"{path.name} is damaged: {error}.") from error


def write(model: Ngrams, path: Path) -> None:
    """Write a model; probabilities are kept to a ten-thousandth of a decade."""
    n = len(model.words)
    order2 = np.lexsort((model.key2 // n, model.key2 % n))
    first, second = np.divmod(model.key2[order2], n)
    rank2 = np.empty(order2.size, np.int64)
    rank2[order2] = np.arange(order2.size)
    context, third = np.divmod(model.key3, n)
    w1, w2 = np.divmod(model.key2[context], n)
    suffix = rank2[np.searchsorted(model.key2, w2 * n + third)]
    order3 = np.lexsort((w1, suffix))

    table, codes = _quantise([model.p2[order2], model.backoff2[order2], model.p3[order3]])
    unigrams = np.zeros(n + 1, UNIGRAM)
    unigrams["probability"][:n] = np.maximum(_logs(model.p1), -99 / np.log10(np.e) / LOG_BASE)
    unigrams["backoff"][:n] = _logs(model.backoff1)
    unigrams["next"] = np.searchsorted(second, np.arange(n + 1))
    word_bits, next_bits = n.bit_length(), order3.size.bit_length()
    children = np.searchsorted(suffix[order3], np.arange(order2.size + 1))
    bigrams = [(np.append(first, 0), word_bits), (np.append(codes[1], 0), 16), (np.append(codes[0], 0), 16)]
    trigrams = [(np.append(w1[order3], 0), word_bits), (np.append(codes[2], 0), 16)]
    words = b"".join(word.encode() + b"\0" for word in model.words)
    with path.open("wb") as file:
        file.write(MAGIC + COUNTS.pack(3, n, order2.size, order3.size, 1))
        for part in (table, unigrams, _pack([*bigrams, (children, next_bits)]), _pack(trigrams)):
            file.write(part.tobytes())
        file.write(struct.pack("<I", len(words)) + words)


def _parse(raw: Bytes) -> Ngrams:
    order, n, n2, n3, _ = COUNTS.unpack_from(raw[len(MAGIC) :].tobytes()[: COUNTS.size])
    if order != 3:
        raise BadModel("It is no trigram model")
    at = len(MAGIC) + COUNTS.size
    tables = np.frombuffer(raw[at : (at := at + 3 * CODES * 4)].tobytes(), "<f4").reshape(3, CODES)
    unigrams = np.frombuffer(raw[at : (at := at + (n + 1) * UNIGRAM.itemsize)].tobytes(), UNIGRAM)
    word_bits, next_bits = n.bit_length(), n3.bit_length()
    widths2, widths3 = (word_bits, 16, 16, next_bits), (word_bits, 16)
    bigrams = raw[at : (at := at + _size(n2, widths2))]
    trigrams = raw[at : (at := at + _size(n3, widths3))]
    (length,) = struct.unpack_from("<I", raw[at : at + 4].tobytes())
    words = tuple(word.decode() for word in raw[at + 4 : at + 4 + length].tobytes().split(b"\0")[:-1])

    if len(words) != n:
        raise BadModel(f"It has {len(words)} words where {n} are announced")
    n2 = int(unigrams["next"][-1])  # the file may list more than belong to words
    first, _, code2, children = _unpack(bigrams, n2 + 1, widths2)
    begins: Ints = unigrams["next"].astype(np.int64)
    second = np.repeat(np.arange(n), begins[1:] - begins[:-1])
    n3 = int(children[-1])
    suffix = np.repeat(np.arange(n2), np.diff(children))
    w1, code3 = _unpack(trigrams, n3, widths3)
    p1 = np.exp(unigrams["probability"][:n].astype(np.float64) * LOG_BASE)
    p1[words.index(BEGIN)] = 0.0
    return _sorted(words, p1, first[:n2] * n + second, tables[0][code2[:n2]], (w1, suffix), tables[2][code3])


def _sorted(
    words: tuple[str, ...], p1: Floats, key2: Ints, logs2: Floats, trigrams: tuple[Ints, Ints], logs3: Floats
) -> Ngrams:
    """Keys in ascending order, from bigrams and trigrams in the file's order. A trigram is (w1, its suffix bigram)."""
    n, order2 = len(words), np.argsort(key2)
    w1, suffix = trigrams
    middle, third = np.divmod(key2[suffix], n)
    key2, p2 = key2[order2], np.exp(logs2[order2].astype(np.float64) * LOG_BASE)
    key3 = np.searchsorted(key2, w1 * n + middle) * n + third
    order3 = np.argsort(key3)
    return Ngrams(words, p1 / p1.sum(), key2, p2, key3[order3], np.exp(logs3[order3].astype(np.float64) * LOG_BASE))


def _logs(values: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(values, 1e-99)) / LOG_BASE)


def _quantise(values: list[Floats]) -> tuple[Floats, list[Ints]]:
    """Three tables of evenly spaced logarithms, shape (3, 65536), and each value's code in its table."""
    tables, codes = np.zeros((3, CODES), "<f4"), []
    for table, value in zip(tables, values, strict=True):
        logs = _logs(value)
        low, high = (float(logs.min()), float(logs.max())) if logs.size else (0.0, 0.0)
        step = (high - low) / (CODES - 1) or 1.0
        table[:] = low + step * np.arange(CODES)
        codes.append(np.rint((logs - low) / step).astype(np.int64))
    return tables, codes


def _size(count: int, widths: tuple[int, ...]) -> int:
    return ((count + 1) * sum(widths) + 7) // 8 + SPARE


def _pack(fields: list[tuple[Ints, int]]) -> Bytes:
    """Bit fields one after the other, the lowest bit first; `fields` holds values and their width."""
    count, total = fields[0][0].size, sum(width for _, width in fields)
    packed = np.zeros(_size(count - 1, (total,)) + SPARE, np.uint8)
    offset = np.arange(count, dtype=np.int64) * total
    for values, width in fields:
        shifted = values.astype(np.uint64) << (offset & 7).astype(np.uint64)
        for byte in range((width + 14) // 8):
            # Fields share bytes with their neighbours, but no two of one kind are less than a byte apart.
            packed[(offset >> 3) + byte] |= (shifted >> np.uint64(8 * byte)).astype(np.uint8)
        offset = offset + width
    return packed[:-SPARE]


def _unpack(packed: Bytes, count: int, widths: tuple[int, ...]) -> list[Ints]:
    padded = np.concatenate((packed, np.zeros(SPARE, np.uint8)))
    offset = np.arange(count, dtype=np.int64) * sum(widths)
    fields = []
    for width in widths:
        place = offset >> 3
        value = np.zeros(count, np.uint64)
        for byte in range((width + 14) // 8):
            value |= padded[place + byte].astype(np.uint64) << np.uint64(8 * byte)
        value = (value >> (offset & 7).astype(np.uint64)) & np.uint64((1 << width) - 1)
        fields.append(value.astype(np.int64))
        offset = offset + width
    return fields
