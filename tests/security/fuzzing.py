"""Messages that are nearly right, and frames that are not: made from the protocol's own types and a seed."""

from __future__ import annotations

import base64
import json
import random
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

import msgspec.inspect

from feedbackyes.protocol import client as realtime
from feedbackyes.protocol.live import client as live

TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10
NASTY: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**53 + 1, -(2**63), 10**40, 1e308, -1e308, 1e-320, 0.1, "", " ", "\x00", "null",
    "../../etc/passwd", "%s%n{}", "\u202e\ud7ff\U0001f600", "e\u0301" * 300, "x" * 70_000, "9" * 400, "AAA=", "%%%", "QUJD",
    [], [[]], [None] * 300, {}, {"": {}}, {"type": "x"}, {"a": [{"b": [{}]}]}, [0.1, "x", None], "NaN", "Infinity",
]  # fmt: skip
RAW = [
    b"NaN",
    b"Infinity",
    b"1e999",
    b"-0",
    b"00",
    b"\xff\xfe",
    b'"\\ud83d"',
    b"'x'",
    b"//",
    b"9" * 5000,
    b'"\\u0000"',
    b"[,]",
]


class Grammar:
    """Makes values of msgspec types."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice

    def value(self, kind: Any, depth: int = 0) -> Any:
        """Something of this type, as JSON has it."""
        dice, inspect = self._dice, msgspec.inspect
        if isinstance(kind, inspect.UnionType):
            return self.value(dice.choice(kind.types), depth)
        if isinstance(kind, inspect.StructType):
            return self.struct(kind, depth)
        if isinstance(kind, inspect.LiteralType):
            return dice.choice(kind.values)
        if isinstance(kind, inspect.EnumType):
            return dice.choice([one.value for one in kind.cls])
        if isinstance(kind, inspect.ListType | inspect.VarTupleType | inspect.SetType | inspect.CollectionType):
            return [self.value(kind.item_type, depth + 1) for _ in range(dice.choice((0, 1, 1, 2)))]
        if isinstance(kind, inspect.TupleType):
            return [self.value(one, depth + 1) for one in kind.item_types]
        if isinstance(kind, inspect.DictType | inspect.AnyType):
            return self._anything(depth)
        return self._plain(kind)

    def struct(self, kind: msgspec.inspect.StructType, depth: int) -> dict[str, Any]:
        made = {} if kind.tag_field is None else {kind.tag_field: kind.tag}
        for field in kind.fields:
            if field.required or (depth < 5 and self._dice.random() < 0.4):
                made[field.encode_name] = self.value(field.type, depth + 1)
        return made

    def _plain(self, kind: Any) -> Any:
        dice, inspect = self._dice, msgspec.inspect
        if isinstance(kind, inspect.StrType):
            return dice.choice(
                ("hello there", "root", "marin", "en", "item_1", "auto", "server_vad", "", "gpt-realtime")
            )
        if isinstance(kind, inspect.BytesType):
            return base64.b64encode(dice.randbytes(dice.choice((0, 1, 2, 480, 4800)))).decode()
        if isinstance(kind, inspect.IntType):
            return dice.choice((0, 1, -1, 20, 500, 24_000))
        if isinstance(kind, inspect.FloatType):
            return dice.choice((0.0, 0.5, 1, -0.3, 2.5))
        if isinstance(kind, inspect.BoolType):
            return dice.random() < 0.5
        return None

    def _anything(self, depth: int) -> Any:
        if depth > 3:
            return self._dice.choice(NASTY)
        sessions = ("realtime", "transcription", "live")
        made: dict[str, Any] = {"type": self._dice.choice(sessions)}
        for name in self._dice.sample(_SESSION_FIELDS, 3):
            made[name] = self._dice.choice(_SESSION_VALUES[name])
        return made


_AUDIO = [
    {"input": {"format": {"type": "audio/pcm", "rate": 24_000}}},
    {"input": {"format": {"type": "audio/pcmu"}, "turn_detection": None}},
    {"input": {"turn_detection": {"type": "server_vad", "silence_duration_ms": 200, "threshold": 0.5}}},
    {"input": {"turn_detection": {"type": "semantic_vad", "eagerness": "low"}, "transcription": {"model": "x"}}},
    {"output": {"voice": "cedar", "speed": 1.2, "format": {"type": "audio/pcma"}}},
]
_SESSION_VALUES: dict[str, list[Any]] = {
    "audio": _AUDIO,
    "instructions": ["Be brief.", "", "x" * 3000],
    "output_modalities": [["audio"], ["text"], ["audio", "text"], []],
    "tools": [[], [{"type": "function", "name": "f", "parameters": {"type": "object"}}]],
    "tool_choice": ["auto", "none", {"type": "function", "name": "f"}],
    "max_output_tokens": ["inf", 1, 4096],
    "prompt": [{"id": "late-report"}, {"id": "late-report", "variables": {"seed": "7"}}, {"id": "nothing"}, None],
    "truncation": ["auto", "disabled", {"type": "retention_ratio", "retention_ratio": 0.5}],
    "include": [["item.input_audio_transcription.logprobs"], []],
    "voice": ["marin", "cedar", {}],
    "language": ["en", "fr", "xx"],
}
_SESSION_FIELDS = sorted(_SESSION_VALUES)


@dataclass(frozen=True, slots=True)
class Frame:
    """One of a WebSocket. `mask`: as a client has to."""

    opcode: int
    payload: bytes
    fin: bool = True
    bits: int = 0
    mask: bool = True
    length: int | None = None

    def data(self, dice: random.Random) -> bytes:
        """As it goes over the wire; `length` is what it claims, where that is a lie."""
        size = len(self.payload) if self.length is None else self.length
        head = bytes([self.fin << 7 | self.bits << 4 | self.opcode])
        masked = self.mask << 7
        if size < 126:
            head += bytes([masked | size])
        elif size < 2**16:
            head += bytes([masked | 126]) + struct.pack(">H", size)
        else:
            head += bytes([masked | 127]) + struct.pack(">Q", size)
        if not self.mask:
            return head + self.payload
        key = dice.randbytes(4)
        stream = (key * (len(self.payload) // 4 + 1))[: len(self.payload)]
        mixed = int.from_bytes(self.payload, "big") ^ int.from_bytes(stream, "big")
        return head + key + mixed.to_bytes(len(self.payload), "big")


class Fuzzer:
    """What one client says. The same seed says the same."""

    def __init__(self, seed: int, language: str) -> None:
        self.dice = random.Random(seed)
        self._grammar = Grammar(self.dice)
        self._language = language
        self._types = {
            "realtime": [msgspec.inspect.type_info(one) for one in get_args(realtime.ClientEvent)],
            "live": [msgspec.inspect.type_info(one) for one in get_args(live.ClientEvent)],
        }

    def start(self) -> list[Frame]:
        """What makes the other side listen: a Live session has to be started."""
        if self._language != "live":
            return []
        session = {"model": "gpt-live-1", "instructions": "Be brief."}
        return [Frame(TEXT, json.dumps({"type": "session.start", "session": session}).encode())]

    def frames(self) -> list[Frame]:
        """The next message, mostly one frame."""
        dice, roll = self.dice, self.dice.random()
        message = self._message()
        if roll < 0.80:
            return [Frame(TEXT, message)]
        if roll < 0.88:
            return self._pieces(message, dice.choice((TEXT, BINARY)))
        if roll < 0.93:
            return [Frame(BINARY, dice.choice((message, dice.randbytes(dice.randrange(9000)))))]
        if roll < 0.975:
            return [Frame(dice.choice((PING, PONG)), dice.randbytes(dice.randrange(126)))]
        if roll < 0.98:
            return [Frame(TEXT, _broken_text(dice, message))]
        return self._wrong(message)

    def _message(self) -> bytes:
        dice = self.dice
        if self._language == "samples":
            event: Any = self._samples()
        else:
            event = self._grammar.value(dice.choice(self._types[self._language]))
        for _ in range(dice.choice((0, 0, 0, 1, 1, 2, 4))):
            event = self._mutated(event)
        text = json.dumps(event, ensure_ascii=dice.random() < 0.5).encode("utf-8", "surrogatepass")
        roll = dice.random()
        if roll < 0.02:
            depth = dice.choice((10, 1000, 20_000))
            return dice.choice((b'{"type":', b"[", b'{"type":"session.update","session":{"a":')) * depth
        if roll < 0.06 and text:
            at = dice.randrange(len(text))
            return text[:at] + dice.choice(RAW) + text[at + dice.choice((0, 1, 8)) :]
        if roll < 0.08:
            return text[: dice.randrange(len(text) + 1)]
        return text

    def _samples(self) -> Any:
        dice = self.dice
        samples: list[Any] = [round(dice.uniform(-1.2, 1.2), 3) for _ in range(dice.choice((0, 1, 100, 2400)))]
        name = dice.choice(("", "audio", "data", "samples", "nothing"))
        return {name: samples, "sample_rate": dice.choice((24_000, 48_000, 8_000, 0, -1, "x"))} if name else samples

    def _mutated(self, value: Any) -> Any:
        """`value` with something wrong in one place."""
        dice = self.dice
        if not isinstance(value, dict | list) or not value or dice.random() < 0.2:
            return dice.choice(NASTY)
        if isinstance(value, list):
            at = dice.randrange(len(value))
            return [*value[:at], self._mutated(value[at]), *value[at + dice.choice((0, 1)) :]]
        name, roll = dice.choice(list(value)), dice.random()
        if roll < 0.15:
            return {key: one for key, one in value.items() if key != name}
        if roll < 0.30:
            return {**value, dice.choice(("", "extra", "type", "id", "x" * 999)): dice.choice(NASTY)}
        return {**value, name: self._mutated(value[name])}

    def _pieces(self, message: bytes, opcode: int) -> list[Frame]:
        dice = self.dice
        cuts = sorted(dice.randrange(len(message) + 1) for _ in range(dice.randrange(1, 4)))
        parts = [message[low:high] for low, high in zip([0, *cuts], [*cuts, len(message)], strict=True)]
        frames = [
            Frame(opcode if number == 0 else CONTINUATION, part, fin=number == len(parts) - 1)
            for number, part in enumerate(parts)
        ]
        if dice.random() < 0.3:
            frames.insert(1, Frame(PING, b"in between"))
        if dice.random() < 0.05:
            dice.shuffle(frames)
        return frames

    def _wrong(self, message: bytes) -> list[Frame]:
        """What no client may send; the connection is usually over after it."""
        dice = self.dice
        code = dice.choice((0, 999, 1000, 1001, 1004, 1005, 1006, 1011, 1015, 2999, 3000, 4999, 5000, 65_535))
        return dice.choice(
            (
                [Frame(CLOSE, struct.pack(">H", code) + dice.choice((b"", b"bye", b"\xff\xfe", b"r" * 123)))],
                [Frame(CLOSE, b"\x03")],
                [Frame(dice.choice((3, 7, 11, 15)), message[:100])],
                [Frame(TEXT, message[:500], mask=False)],
                [Frame(TEXT, _deflated(dice), bits=4)],
                [Frame(TEXT, message[:500], bits=dice.choice((1, 2, 3)))],
                [Frame(PING, b"x" * 126)],
                [Frame(PING, b"", fin=False)],
                [Frame(CONTINUATION, message[:100])],
                [Frame(TEXT, b"x", length=dice.choice((2**63 - 1, 2**63, 2**64 - 1, 17 * 2**20)))],
                [Frame(TEXT, message[:50], fin=False), Frame(TEXT, message[:50])],
            )
        )


def _broken_text(dice: random.Random, message: bytes) -> bytes:
    """Text that is no UTF-8: cut inside a letter, too long a form, half a pair."""
    return message[: dice.randrange(200)] + dice.choice(
        (b"\xe2\x82", b"\xf0\x9f\x98", b"\xc0\xaf", b"\xed\xa0\x80", b"\xff")
    )


def _deflated(dice: random.Random) -> bytes:
    """A message that would be a mebibyte if somebody inflated it, though nobody agreed on that."""
    import zlib

    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(bytes([dice.randrange(32, 127)]) * 2**20) + packer.flush(zlib.Z_SYNC_FLUSH)[:-4]


def bytes_of(frames: Iterable[Frame], dice: random.Random) -> bytes:
    return b"".join(frame.data(dice) for frame in frames)
