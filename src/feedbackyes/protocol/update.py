"""How `session.update` changes a session.

A key that is absent stays as it was; null turns a thing off or back to its default; an empty list or text clears.
Objects that configure one thing together (`audio`, its two sides, turn detection of one type, transcription) are merged,
all others are replaced whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from feedbackyes.protocol import models
from feedbackyes.protocol.checks import check_format, check_modalities, check_output_tokens, in_range
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.reading import convert
from feedbackyes.protocol.sessions import (
    PCM,
    FormatConfig,
    InputAudio,
    OutputAudio,
    RealtimeSession,
    RetentionRatio,
    SemanticVad,
    ServerVad,
    Session,
    SessionAudio,
    Transcription,
    TranscriptionAudio,
)

Json = dict[str, Any]
S = TypeVar("S", bound=Session)

MAX_PADDING_MS = 5_000
MAX_SILENCE_MS = 20_000
IDLE_MS = (5_000, 30_000)
SPEED = (0.25, 1.5)

_DETECTION = "audio.input.turn_detection"
_MERGED = ("audio", "audio.input", "audio.output", "audio.input.transcription", _DETECTION)
_SERVER_SET = ("id", "object", "expires_at", "client_secret")


@dataclass(frozen=True, slots=True)
class Moment:
    """What of the session's course limits a change.

    Args:
        audio_sent: the partner has spoken; the voice is fixed from then on.
        response_active: a response is running; the speed is fixed meanwhile.
    """

    audio_sent: bool = False
    response_active: bool = False


def merge(
    session: S, patch: Mapping[str, Any], moment: Moment = Moment(), voices: Collection[str] = ()
) -> tuple[S, list[str]]:
    """Apply the `session` of a `session.update` (GA JSON).

    Args:
        voices: names that are known beside the documented ones.

    Returns:
        The session as it is now, and one sentence for each thing that was mapped or ignored.

    Raises:
        InvalidEvent: a field is unknown, cannot have this value, or may not change now; nothing is changed then.
    """
    warnings: list[str] = []
    kind = session.__struct_config__.tag
    if patch.get("type", kind) != kind:
        raise _invalid("type", f"the session is of type {kind!r} and cannot become {patch['type']!r}")
    wanted = {key: value for key, value in patch.items() if key not in _SERVER_SET}
    merged = _merge(msgspec.to_builtins(session), wanted, "", _fields_of(session), warnings)
    updated = convert(merged, type(session), prefix="session")
    if isinstance(session, RealtimeSession):
        updated = _settle(session, updated, warnings)
        _check_change(session, updated, moment)
        _check_voice(session, updated, voices)
        _check_realtime(updated)
    updated = _with_rates(updated)
    _check_input(updated.audio.input)
    return updated, warnings


def modernise(patch: Mapping[str, Any]) -> tuple[Json, list[str]]:
    """Put a client's `session` patch (GA JSON) into what a hosted service takes today.

    Returns:
        The patch with its type, without what the service no longer knows, retired names replaced; and the warnings.
    """
    warnings: list[str] = []
    dropped = (*_SERVER_SET, "temperature", "model")
    modern: Json = {"type": "realtime", **{key: value for key, value in patch.items() if key not in dropped}}
    if "temperature" in patch:
        warnings.append(_TEMPERATURE)
    for path, current in (
        (("audio", "output", "voice"), models.current_voice),
        (("audio", "input", "transcription", "model"), models.current_model),
    ):
        name = _get(modern, path)
        if isinstance(name, str):
            value, warning = current(name)
            if warning is not None:
                modern = _replaced(modern, path, value)
                warnings.append(warning)
    return modern, warnings


_TEMPERATURE = "'temperature' is no longer a setting of a session and changes nothing."


# --- merging ------------------------------------------------------------------------------------------------------


def _fields(*kinds: Any) -> frozenset[str]:
    return frozenset(field.encode_name for kind in kinds for field in msgspec.structs.fields(kind)) | {"type"}


_FIELDS: Mapping[str, frozenset[str]] = {
    "audio": _fields(SessionAudio),
    "audio.input": _fields(InputAudio),
    "audio.output": _fields(OutputAudio),
    "audio.input.transcription": _fields(Transcription) - {"type"},
    _DETECTION: _fields(ServerVad, SemanticVad) | {"model_version"},
}
"""Fields by path; `model_version` is sent by a client library, and no server of ours has versions to choose from."""

_OWN = {"server_vad": _fields(ServerVad), "semantic_vad": _fields(SemanticVad)}


def _fields_of(session: Session) -> Mapping[str, frozenset[str]]:
    kind = type(session)
    audio = SessionAudio if isinstance(session, RealtimeSession) else TranscriptionAudio
    return {**_FIELDS, "": _fields(kind) | {"model"}, "audio": _fields(audio)}


def _merge(
    current: Json, patch: Mapping[str, Any], path: str, fields: Mapping[str, frozenset[str]], warnings: list[str]
) -> Json:
    merged = dict(current)
    for key, value in patch.items():
        here = f"{path}.{key}".lstrip(".")
        if key not in fields[path]:
            raise InvalidEvent(
                f"Unknown parameter: 'session.{here}'.", code="unknown_parameter", param=f"session.{here}"
            )
        if here == _DETECTION and isinstance(value, dict):
            merged[key] = _merge_detection(merged.get(key), value, fields, warnings)
        elif here in _MERGED and isinstance(value, dict):
            merged[key] = _merge(merged.get(key) or {}, value, here, fields, warnings)
        elif value is None and here in ("audio", "audio.input", "audio.output"):
            continue
        elif value is None:
            merged.pop(key, None)
        else:
            merged[key] = value
    return merged


def _merge_detection(current: Any, patch: Json, fields: Mapping[str, frozenset[str]], warnings: list[str]) -> Json:
    """Merge within one type; another type starts from its defaults. Fields of the other type are left out."""
    kind = patch.get("type") or (current or {}).get("type") or "server_vad"
    base = current if current and current["type"] == kind else {}
    merged = _merge(base, {**patch, "type": kind}, _DETECTION, fields, warnings)
    own = _OWN.get(kind) if isinstance(kind, str) else None
    foreign = sorted(set(merged) - own) if own is not None else []
    warnings.extend(f"'{name}' is not a setting of {kind} and is ignored." for name in foreign)
    return {key: value for key, value in merged.items() if key not in foreign}


def _settle(session: RealtimeSession, updated: RealtimeSession, warnings: list[str]) -> RealtimeSession:
    """Map and ignore what may be sent but not be followed."""
    if updated.model and models.current_model(updated.model)[0] != models.current_model(session.model)[0]:
        warnings.append(f"The model stays {session.model!r}: it is chosen when the session is opened.")
    tracing = updated.tracing
    if session.tracing is not None and tracing != session.tracing:
        tracing = session.tracing
        warnings.append("Tracing stays as it is: it cannot be changed once it is on.")
    if updated.temperature != session.temperature:
        warnings.append(_TEMPERATURE)
    output = updated.audio.output
    if isinstance(output.voice, str):
        voice, warning = models.current_voice(output.voice)
        warnings.extend([warning] if warning else [])
        output = msgspec.structs.replace(output, voice=voice)
    audio = msgspec.structs.replace(updated.audio, output=output)
    return msgspec.structs.replace(updated, model=session.model, tracing=tracing, audio=audio)


def _with_rates(session: Any) -> Any:
    """PCM is echoed with its rate also when a client leaves it out."""
    audio = session.audio
    sides: Json = {"input": msgspec.structs.replace(audio.input, format=_with_rate(audio.input.format, "input"))}
    if isinstance(session, RealtimeSession):
        sides["output"] = msgspec.structs.replace(audio.output, format=_with_rate(audio.output.format, "output"))
    return msgspec.structs.replace(session, audio=msgspec.structs.replace(audio, **sides))


def _with_rate(config: FormatConfig, side: str) -> FormatConfig:
    check_format(config, f"session.audio.{side}.format")
    return PCM if config.type == PCM.type else FormatConfig(type=config.type)


# --- rules --------------------------------------------------------------------------------------------------------


def _check_change(session: RealtimeSession, updated: RealtimeSession, moment: Moment) -> None:
    was, now = session.audio.output, updated.audio.output
    if moment.audio_sent and was.voice != now.voice:
        message = "The voice cannot be changed any more: the session has already spoken with it."
        raise InvalidEvent(message, code="cannot_update_voice", param="session.audio.output.voice")
    if moment.response_active and was.speed != now.speed:
        raise _invalid("audio.output.speed", "it can be changed only between responses")


def _check_voice(session: RealtimeSession, updated: RealtimeSession, voices: Collection[str]) -> None:
    voice, known = updated.audio.output.voice, [*models.VOICES, *voices]
    if voice != session.audio.output.voice and isinstance(voice, str) and voice not in known:
        raise _invalid("audio.output.voice", f"{voice!r} is not one of {', '.join(known)}")


def _check_realtime(session: RealtimeSession) -> None:
    check_modalities(session.output_modalities, "session.output_modalities")
    check_output_tokens(session.max_output_tokens, "session.max_output_tokens")
    in_range("session.audio.output.speed", session.audio.output.speed, *SPEED)
    if isinstance(session.truncation, RetentionRatio):
        in_range("session.truncation.retention_ratio", session.truncation.retention_ratio, 0, 1)
    if isinstance(session.temperature, float):
        in_range("session.temperature", session.temperature, 0, 2)


def _check_input(audio: InputAudio) -> None:
    detection, path = audio.turn_detection, f"session.{_DETECTION}"
    if isinstance(detection, ServerVad):
        in_range(f"{path}.threshold", detection.threshold, 0, 1)
        in_range(f"{path}.prefix_padding_ms", detection.prefix_padding_ms, 0, MAX_PADDING_MS)
        in_range(f"{path}.silence_duration_ms", detection.silence_duration_ms, 0, MAX_SILENCE_MS)
        if detection.idle_timeout_ms is not None:
            in_range(f"{path}.idle_timeout_ms", detection.idle_timeout_ms, *IDLE_MS)
    if audio.noise_reduction is not None and isinstance(audio.noise_reduction.strength, float):
        in_range("session.audio.input.noise_reduction.strength", audio.noise_reduction.strength, 0, 1)


def _invalid(path: str, reason: str) -> InvalidEvent:
    param = f"session.{path}"
    return InvalidEvent(f"Invalid value for '{param}': {reason}.", code="invalid_value", param=param)


def _get(settings: Json, path: tuple[str, ...]) -> Any:
    value: Any = settings
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _replaced(settings: Json, path: tuple[str, ...], value: Any) -> Json:
    if not path:
        return value  # type: ignore[no-any-return]
    return {**settings, path[0]: _replaced(settings[path[0]], path[1:], value)}
