"""The scenarios and rubrics that ship with the package: validated YAML, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from feedbackyes.domain.detector import Measurement
from feedbackyes.domain.errors import InvalidInput, NotFound
from feedbackyes.domain.pulse_words import PulseWords
from feedbackyes.domain.rubric import Behaviour, Rubric
from feedbackyes.domain.scenario import Scenario

_Model = TypeVar("_Model", bound=BaseModel)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where the wheel has it: the shipped files are most of the time that a start takes."""


class BadFile(InvalidInput):
    """A scenario or rubric file does not say what it must."""

    code = "invalid_file"


class Meaning(BaseModel):
    """What a behaviour is, and what is easily taken for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_: str = Field(alias="is", min_length=1)
    is_not: str = Field(alias="not", min_length=1)


class _Meanings(RootModel[dict[Behaviour, Meaning]]):
    pass


class _Phrases(RootModel[dict[str, dict[str, str]]]):
    pass


@cache
def scenarios() -> tuple[Scenario, ...]:
    """All scenarios, in the order that they ask for. Raises `BadFile`."""
    found = tuple(
        sorted((parse(Scenario, text, name) for name, text in _texts("scenarios")), key=lambda one: (one.order, one.id))
    )
    rubric_ids = {rubric.id for rubric in rubrics()}
    for one in found:
        if one.rubric_ref not in rubric_ids:
            raise BadFile(f"Scenario {one.id!r} names the rubric {one.rubric_ref!r}, which does not exist.")
    return found


@cache
def rubrics() -> tuple[Rubric, ...]:
    """All rubrics, by file name. Raises `BadFile`."""
    return tuple(parse(Rubric, text, name) for name, text in _texts("rubrics"))


@cache
def phone_phrases() -> Mapping[str, Mapping[str, str]]:
    """What callers on the telephone are told: by language, then by name. Raises `BadFile`."""
    name = "phone.yaml"
    found = parse(_Phrases, (files(__name__) / name).read_text(encoding="utf-8"), name).root
    for language, phrases in found.items():
        missing = ", ".join(sorted(found["en"].keys() ^ phrases.keys()))
        if missing:
            raise BadFile(f"{name} does not say in {language!r}: {missing}.")
    return found


@cache
def pulse() -> PulseWords:
    """What a pulse asks. Raises `BadFile`."""
    name = "pulse.yaml"
    found = parse(PulseWords, (files(__name__) / name).read_text(encoding="utf-8"), name)
    known = {rubric.id for rubric in rubrics()}
    unknown = sorted({one for item in found.items.values() for one in item.practise} - known)
    if unknown:
        raise BadFile(f"{name} names rubrics that do not exist: {', '.join(unknown)}.")
    return found


@cache
def behaviours() -> Mapping[Behaviour, Meaning]:
    """The meaning of every behaviour. Raises `BadFile`."""
    name = "behaviours.yaml"
    found = parse(_Meanings, (files(__name__) / name).read_text(encoding="utf-8"), name).root
    missing = ", ".join(behaviour for behaviour in Behaviour if behaviour not in found)
    if missing:
        raise BadFile(f"{name} does not say what these are: {missing}.")
    return found


@cache
def measurement(language: str) -> Measurement:
    """How well the detectors of a language (`en`) work; nothing is known of a language that was never measured.

    Raises:
        BadFile: the file that `make eval` wrote cannot be read.
    """
    file = files(__name__) / "detectors" / f"{language}.yaml"
    if not file.is_file():
        return Measurement(measured="", detectors={})
    return parse(Measurement, file.read_text(encoding="utf-8"), file.name)


def scenario(scenario_id: str) -> Scenario:
    """Raises `NotFound`."""
    for one in scenarios():
        if one.id == scenario_id:
            return one
    raise NotFound(
        f"There is no scenario {scenario_id!r}. GET /api/scenarios lists those there are.", code="scenario_not_found"
    )


def text(scenario_id: str) -> str:
    """The file of a scenario, as it ships: it is named after the id. Raises `NotFound`."""
    known = scenario(scenario_id).id
    return (files(__name__) / "scenarios" / f"{known}.yaml").read_text(encoding="utf-8")


def rubric(rubric_id: str) -> Rubric:
    """Raises `NotFound`."""
    for one in rubrics():
        if one.id == rubric_id:
            return one
    names = ", ".join(one.id for one in rubrics())
    raise NotFound(
        f"There is no rubric {rubric_id!r}. Choose one of: {names}.", code="rubric_not_found", param="rubric"
    )


def parse(model: type[_Model], text: str, name: str) -> _Model:
    """Read one YAML text as `model`. `name` is for the message.

    Raises:
        BadFile: the text is no YAML or does not fit the model; the sentence names the first place.
    """
    try:
        return model.model_validate(yaml.load(text, Loader=_Loader))  # noqa: S506 (safe, both of them)
    except yaml.YAMLError as error:
        raise BadFile(f"{name} is not readable as YAML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadFile(f"{name}, {place or 'as a whole'}: {first['msg']}.", param=place or None) from error


def _texts(folder: str) -> list[tuple[str, str]]:
    entries: list[Traversable] = sorted(
        (entry for entry in (files(__name__) / folder).iterdir() if entry.name.endswith(".yaml")),
        key=lambda entry: entry.name,
    )
    return [(entry.name, entry.read_text(encoding="utf-8")) for entry in entries]
