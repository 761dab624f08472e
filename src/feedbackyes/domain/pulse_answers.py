"""What somebody sends as an answer to a pulse, read as answers to themes.

Three shapes are understood: our own (`answers`: item → number), the documents' (`mood`, `energy` and the like at the top
or inside one object), and a list of questions with their values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.pulse import LONGEST_COMMENT, THEMES, Answer, Item, ItemSet, Theme, Wave, item_themes

INSIDE = ("answers", "responses", "results", "scores", "ratings", "metrics", "items", "questions", "data")
"""Where readers of the documents may put what was answered."""
_NAMES = ("item_id", "item", "question_id", "question", "id", "key", "name", "metric", "dimension")
_VALUES = ("value", "score", "rating", "answer", "response")
_ALIASES: Mapping[str, str] = {
    "happiness": "mood",
    "happy": "mood",
    "feeling": "mood",
    "morale": "mood",
    "wellbeing": "mood",
    "well_being": "mood",
    "team_mood": "mood",
    "energy_level": "energy",
    "stress_level": "stress",
    "work_load": "workload",
    "job_satisfaction": "satisfaction",
    "teamwork": "collaboration",
    "team_work": "collaboration",
    "cooperation": "collaboration",
    "team_spirit": "collaboration",
    "engagement": "motivation",
    "enps": "recommend",
    "nps": "recommend",
    "recommendation": "recommend",
    "psychological_safety": "trust",
    "safety": "trust",
    "comments": "comment",
    "note": "comment",
    "notes": "comment",
    "text": "comment",
    "feedback": "comment",
    "message": "comment",
}
_SCALES = (5, 7, 10, 100)
_CHECK_IN_TOP = 5


def read(body: Mapping[str, Any], scale: int | None = None) -> dict[str, Answer]:
    """Answers by theme.

    Args:
        body: what is left of the request once ids and dates are taken out.
        scale: highest number of the sender's scale for check-in items, when that is not 5.

    Raises:
        InvalidInput: nothing is answered, an item is not known or twice there, a number is none of its scale, a theme is
            answered in part.
    """
    if scale is not None and scale not in _SCALES:
        raise InvalidInput(f"scale: one of {', '.join(map(str, _SCALES))}.", param="scale")
    given: dict[str, Any] = {}
    for name, value in _pairs(body):
        item = _known(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        if item in given:
            raise InvalidInput(f"{item!r} is answered twice.", code="answered_twice", param=item)
        given[item] = value
    asked = {item_themes()[item].id: item_themes()[item] for item in given}
    answers = {theme.id: _answer(theme, given, scale) for theme in asked.values()}
    if not answers:
        raise InvalidInput(f"Nothing is answered. {_what_there_is()}", code="nothing_answered")
    return answers


def check_asked(answers: Mapping[str, Answer], wave: Wave) -> None:
    """Raise `InvalidInput` for what this wave does not ask."""
    for name in answers:
        if THEMES[name].set not in wave.sets:
            asked = ", ".join(wave.sets)
            raise InvalidInput(f"This pulse does not ask about {name!r}, only: {asked}.", code="not_asked", param=name)


def is_check_in(answers: Mapping[str, Answer]) -> bool:
    """Whether something in it is asked in check-ins alone."""
    return any(THEMES[name].set is ItemSet.CHECK_IN for name in answers)


def _pairs(body: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in body.items():
        if name not in INSIDE or isinstance(value, str | int | float):
            yield name, value
        elif isinstance(value, Mapping):
            yield from value.items()
        elif isinstance(value, Sequence):
            yield from map(_pair, value)


def _pair(entry: object) -> tuple[str, Any]:
    if isinstance(entry, Mapping):
        name = next((entry[key] for key in _NAMES if isinstance(entry.get(key), str)), None)
        value = next((entry[key] for key in _VALUES if entry.get(key) is not None), None)
        if name is not None:
            return name, value
    raise InvalidInput("Each answer in a list is an object with an item and its value.", param="answers")


def _known(name: str) -> str:
    """The item of this name, however it is written. Raises `InvalidInput`."""
    plain = name.strip().replace("-", "_").replace(" ", "_")
    snake = "".join(f"_{one.lower()}" if one.isupper() and at else one.lower() for at, one in enumerate(plain))
    for candidate in (plain.lower(), snake):
        item = _ALIASES.get(candidate, candidate)
        if item in item_themes():
            return item
    shown = name[:60].encode(errors="replace").decode()
    raise InvalidInput(f"{shown!r} is nothing that a pulse asks. {_what_there_is()}", code="unknown_item", param=shown)


def _what_there_is() -> str:
    return f"It can be: {', '.join(item_themes())}."


def _answer(theme: Theme, given: Mapping[str, Any], scale: int | None) -> Answer:
    if theme.is_words:
        return _words(given[theme.items[0].id])
    missing = [item.id for item in theme.items if item.id not in given]
    if missing:
        raise InvalidInput(
            f"{theme.id!r} is answered as a whole or not at all; missing: {', '.join(missing)}.",
            code="answered_in_part",
            param=missing[0],
        )
    return [_number(theme, item, given[item.id], scale) for item in theme.items]


def _number(theme: Theme, item: Item, value: object, scale: int | None) -> int:
    foreign = scale if scale and theme.set is ItemSet.CHECK_IN else None
    low, high = (0 if foreign == 100 else theme.low, foreign or theme.high)
    number = _whole(value)
    if number is None or not low <= number <= high:
        hint = " Send `scale` when yours is another." if theme.set is ItemSet.CHECK_IN else ""
        raise InvalidInput(f"{item.id}: a whole number from {low} to {high}.{hint}", param=item.id)
    if foreign is None:
        return number
    return theme.low + round((number - low) / (high - low) * (_CHECK_IN_TOP - theme.low))


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if isinstance(value, int) or value.is_integer() else None


def _words(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(one, str) for one in value):
        value = "\n".join(value)
    if not isinstance(value, str):
        raise InvalidInput("comment: words, as text.", param="comment")
    words = value.strip().encode(errors="replace").decode()
    if len(words) > LONGEST_COMMENT:
        raise InvalidInput(f"comment: at most {LONGEST_COMMENT} characters.", param="comment")
    return words
