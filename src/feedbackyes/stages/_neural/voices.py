"""Which voice a model folder holds, and whether its files are what that voice needs.

sherpa-onnx 2.0 takes characters, a lexicon's words, or phonemes (IPA) that somebody else has found: espeak-ng does here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import prod
from pathlib import Path
from types import MappingProxyType

from feedbackyes.stages._neural import folders, onnx_header, tokens
from feedbackyes.stages._neural.onnx_header import BadModel, Header


class Kind(StrEnum):
    """Values are shown to people, with the voice's name."""

    CHARACTERS = "VITS, characters"
    LEXICON = "VITS, lexicon"
    PIPER = "Piper"
    KOKORO = "Kokoro"
    MATCHA = "Matcha"

    @property
    def phonemes(self) -> bool:
        """It wants IPA."""
        return self in {Kind.PIPER, Kind.KOKORO, Kind.MATCHA}


NEEDED: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.CHARACTERS: ("sample_rate", "n_speakers", "language", "comment", "use_eos_bos", "add_blank"),
        Kind.LEXICON: ("sample_rate", "n_speakers", "language", "comment"),
        Kind.PIPER: ("sample_rate", "n_speakers", "language", "comment"),
        Kind.KOKORO: ("sample_rate", "n_speakers", "has_espeak", "style_dim"),
        Kind.MATCHA: ("sample_rate", "n_speakers", "use_eos_bos", "pad_id"),
    }
)
VOCODERS = MappingProxyType({"hifigan": 1, "vocos": 3, "matcha-tts vocos": 3})
"""Outputs by the `model_type` of what makes sound of a Matcha's spectrogram; over another the library falls."""
KOKORO_LANGUAGES = MappingProxyType({"a": "en-us", "b": "en", "e": "es", "f": "fr", "h": "hi", "i": "it", "p": "pt-br"})
"""espeak's language by the first letter of a speaker's name. Japanese and Chinese need readings that espeak does not know."""
RATES_HZ = range(8_000, 48_001)


@dataclass(frozen=True, slots=True)
class VoiceModel:
    """A voice's model that has been checked.

    Args:
        files: paths by sherpa-onnx's own argument names.
        speakers: names; a speaker's number is the position.
        accents: espeak's language of each speaker, e.g. `en-us`.
        languages: primary subtags that somebody in it speaks.
        symbols: what the model has a token for.
    """

    kind: Kind
    files: Mapping[str, str]
    rate_hz: int
    speakers: tuple[str, ...]
    accents: tuple[str, ...]
    languages: frozenset[str]
    symbols: frozenset[str]


def find(folder: Path) -> VoiceModel:
    """
    Raises:
        BadModel: no voice's model is in `folder`, or one that cannot be used.
    """
    folders.require_folder(folder)
    model = folders.single(folder)
    if model is None:
        raise BadModel(f"There is no voice's model in {folder.name!r}: it has no model.onnx, or several.")
    header = onnx_header.read(model)
    kind = _kind(folder, header, model.name)
    for entry in NEEDED[kind]:
        if entry not in header.metadata:
            raise _lacks(model.name, entry)
    rate_hz, speakers = header.number("sample_rate"), max(1, header.number("n_speakers"))
    if rate_hz not in RATES_HZ:
        raise _lacks(model.name, "sample_rate")
    listed = folders.tokens(folder)
    _require_inputs(header, kind, speakers, model.name)
    names = _names(header, speakers)
    accents, languages = _accents(folder, kind, header, names)
    return VoiceModel(
        kind,
        MappingProxyType({name: str(path) for name, path in _files(folder, header, kind, model).items()}),
        rate_hz,
        names,
        accents,
        languages,
        frozenset(tokens.read(listed)),
    )


def _files(folder: Path, header: Header, kind: Kind, model: Path) -> dict[str, Path]:
    """By the names of sherpa-onnx's arguments."""
    files = {"acoustic_model" if kind is Kind.MATCHA else "model": model, "tokens": folders.tokens(folder)}
    match kind:
        case Kind.KOKORO:
            files["voices"] = _styles(folder, header, max(1, header.number("n_speakers")))
        case Kind.LEXICON:
            files["lexicon"] = folder / "lexicon.txt"
        case Kind.MATCHA:
            files["vocoder"] = _vocoder(folder, header.number("sample_rate"))
        case _:
            pass
    return files


def _vocoder(folder: Path, rate_hz: int) -> Path:
    """What makes sound of a Matcha's spectrogram: a model of its own in the same folder."""
    path = folders.find(folder, "vocoder", "vocos", "hifigan", "hifigan_v1", "hifigan_v2", "hifigan_v3")
    if path is None:
        raise BadModel(
            f"The voice in {folder.name!r} is a Matcha and needs a vocoder as well, e.g. vocos-22khz-univ.onnx or "
            "hifigan_v2.onnx. Put one into its folder."
        )
    header = onnx_header.read(path)
    outputs = VOCODERS.get(header.metadata.get("model_type", ""))
    if outputs is None or not header.inputs or len(header.outputs) < outputs:
        raise BadModel(f"{path.name} is no vocoder of a kind that is known here: hifigan, vocos. Use another one.")
    told = header.number("sample_rate")
    if told not in {0, rate_hz}:
        raise BadModel(
            f"{path.name} speaks at {told} Hz, and the voice at {rate_hz} Hz. Use a vocoder of the same rate."
        )
    return path


def _kind(folder: Path, header: Header, name: str) -> Kind:
    entries = header.metadata
    if "style_dim" in entries and "style" in header.inputs:
        return Kind.KOKORO
    if entries.get("model_type", "").startswith("matcha"):
        if not header.number("has_espeak"):
            raise BadModel(f"{name} is a Matcha that does not take IPA, which is not supported. Use another voice.")
        return Kind.MATCHA
    if entries.get("comment", "").startswith("piper"):
        return Kind.PIPER
    if entries.get("frontend") == "characters":
        return Kind.CHARACTERS
    if "melo" not in entries.get("comment", "melo") and (folder / "lexicon.txt").is_file():
        return Kind.LEXICON
    raise BadModel(f"{name} is not a voice of a kind that is known here: {', '.join(kind.value for kind in Kind)}.")


def _lacks(name: str, entry: str) -> BadModel:
    return BadModel(
        f"{name} does not say what its {entry} is, so sherpa-onnx cannot load it. Use a model that was exported for "
        "sherpa-onnx."
    )


def _styles(folder: Path, header: Header, speakers: int) -> Path:
    """Kokoro's table of speakers, which must have the size that the model says."""
    path = folder / "voices.bin"
    try:
        shape = [int(size) for size in header.metadata["style_dim"].split(",")]
        size = path.stat().st_size
    except (ValueError, OSError) as error:
        raise BadModel(
            f"The voices of {folder.name!r} (voices.bin) cannot be read. Install the model again."
        ) from error
    wanted = 4 * speakers * prod(shape)
    if size != wanted:
        raise BadModel(f"voices.bin has {size} bytes instead of {wanted}. Install the model again.")
    return path


def _require_inputs(header: Header, kind: Kind, speakers: int, name: str) -> None:
    """The library counts on them without looking: VITS of Piper and Coqui have their three scales in one input."""
    comment = header.metadata.get("comment", "")
    wanted = 3 if kind is Kind.KOKORO or "piper" in comment or "coqui" in comment else 5
    if kind is Kind.MATCHA:
        wanted = 4
    if kind is not Kind.KOKORO and speakers > 1:
        wanted += 1
    if len(header.inputs) < wanted:
        raise BadModel(f"{name} has {len(header.inputs)} inputs; a {kind} voice has {wanted}. Install another model.")


def _names(header: Header, speakers: int) -> tuple[str, ...]:
    told = [name.strip() for name in header.metadata.get("speaker_names", "").split(",") if name.strip()]
    return tuple(told) if len(told) == speakers else tuple(f"speaker-{number}" for number in range(speakers))


def _accents(
    folder: Path, kind: Kind, header: Header, names: tuple[str, ...]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """espeak's language of each speaker, "" for one whom it cannot help, and the languages of them all."""
    told = header.metadata.get("voice", "")
    if kind is Kind.KOKORO and all("_" in name for name in names):
        accents = tuple(KOKORO_LANGUAGES.get(name[:1], "") for name in names)
        return accents, frozenset(accent.split("-")[0] for accent in accents if accent)
    spoken = frozenset({told.split("-")[0].casefold()}) if told else folders.languages(folder)
    return (told or min(spoken),) * len(names), spoken
