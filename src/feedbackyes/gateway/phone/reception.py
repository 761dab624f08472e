"""What happens between a call's being taken and the talk: which scenario, what is recorded. No clock, no socket.

```
state     what happens                              then
pin       keys, then # (or as many as any PIN has)  introduced; wrong three times: leaving
menu      the key of a scenario                     introduced
menu      0, *, an unknown key, or none for long    the next page, or the same again; three times: leaving
any       the language is not understood here       leaving
notice    1 or 2                                    asked and answered: the talk
notice    any other key                             goes on to the question
notice    no key for a while after the question     not recorded: the talk
leaving   the last words were heard                 hang up
```

A key ends what is being said. Times are milliseconds of a clock that does not jump.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from feedbackyes.domain.scenario import Scenario

MENU_WAIT_MS = 7_000.0
CONSENT_WAIT_MS = 6_000.0
TRIES = 3
PAGE = 9
"""Scenarios that have a key of their own; 0 goes on."""
Phrases = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Say:
    """Say this in that language, in place of what is being said; empty: only stop that."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Connect:
    """Begin the talk."""

    scenario: Scenario
    recording: bool


@dataclass(frozen=True, slots=True)
class Leave:
    """Hang up."""


Step = Say | Connect | Leave


@dataclass(frozen=True, slots=True)
class Desk:
    """What callers of a number are offered.

    Args:
        scenarios: one is begun at once; of several, callers choose.
        pins: scenario by PIN; when there are any, callers enter one.
        language: of what is said before there is a scenario.
        asks: recording is a question here; otherwise nothing is recorded.
        hosted: voices leave this server.
        held: a talk can be held by telephone, where nobody can write: its language is understood and spoken here.
        phrases: by language, then by name.
    """

    scenarios: tuple[Scenario, ...]
    pins: Mapping[str, Scenario]
    language: str
    asks: bool
    hosted: bool
    phrases: Mapping[str, Phrases]
    held: Callable[[Scenario], bool] = lambda _: True


class Reception:
    """One caller's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._state: Literal["pin", "menu", "notice", "question", "leaving", "done"] = "menu"
        self._scenario: Scenario | None = None
        self._page = 0
        self._entered = ""
        self._tries = 0
        self._deadline_ms: float | None = None

    @property
    def deadline_ms(self) -> float | None:
        """When `tick` has something to say."""
        return self._deadline_ms

    def begin(self) -> list[Step]:
        """The caller hears us."""
        if self._desk.pins:
            self._state = "pin"
            return [self._say("pin")]
        if len(self._desk.scenarios) == 1:
            return self._introduce(self._desk.scenarios[0])
        return [self._menu()] if self._desk.scenarios else self._leave("gone")

    def key(self, key: str, now_ms: float) -> list[Step]:
        """A key was pressed."""
        self._deadline_ms = None
        match self._state:
            case "pin":
                return self._on_pin(key, now_ms)
            case "menu":
                return self._on_choice(key)
            case "notice" | "question":
                return self._on_answer(key)
            case _:
                return []

    def heard(self, now_ms: float) -> list[Step]:
        """What was to be said has been said."""
        if self._state == "leaving":
            self._state = "done"
            return [Leave()]
        if self._state == "notice" and not self._desk.asks:
            return self._connect(recording=False)
        if self._state in ("pin", "menu"):
            self._deadline_ms = now_ms + MENU_WAIT_MS
        elif self._state in ("notice", "question"):
            self._deadline_ms = now_ms + CONSENT_WAIT_MS
        return []

    def tick(self, now_ms: float) -> list[Step]:
        """Time passed."""
        if self._deadline_ms is None or now_ms < self._deadline_ms:
            return []
        self._deadline_ms = None
        if self._state in ("notice", "question"):
            return self._connect(recording=False)
        self._entered = ""
        return self._once_more("repeat")

    # ---- inside

    def _on_pin(self, key: str, now_ms: float) -> list[Step]:
        pins = self._desk.pins
        if key != "#":
            self._entered += key
        whole = key == "#" or len(self._entered) >= max(map(len, pins))
        if not whole:
            self._deadline_ms = now_ms + MENU_WAIT_MS
            return [self._hush()]
        scenario, self._entered = pins.get(self._entered), ""
        return self._introduce(scenario) if scenario is not None else self._once_more("wrong_pin")

    def _on_choice(self, key: str) -> list[Step]:
        if key == "0" and len(self._desk.scenarios) > PAGE:
            self._page = (self._page + 1) % -(-len(self._desk.scenarios) // PAGE)
            return [self._menu()]
        if key == "*":
            return [self._menu()]
        shown = self._shown()
        if key.isdigit() and 1 <= int(key) <= len(shown):
            return self._introduce(shown[int(key) - 1])
        return self._once_more("repeat")

    def _on_answer(self, key: str) -> list[Step]:
        if not self._desk.asks:
            return self._connect(recording=False)
        if key in ("1", "2"):
            return self._connect(recording=key == "1")
        self._state = "question"
        return [self._say("record")]

    def _once_more(self, reason: str) -> list[Step]:
        self._tries += 1
        if self._tries >= TRIES:
            return self._leave("goodbye")
        if self._state == "pin":
            return [self._say("wrong_pin" if reason == "wrong_pin" else "pin")]
        return [Say(f"{self._phrase(reason)} {self._menu().text}", self._desk.language)]

    def _introduce(self, scenario: Scenario) -> list[Step]:
        if not self._desk.held(scenario):
            return self._leave("not_held")
        self._state, self._scenario = "notice", scenario
        told = ["intro", "computer", *(["hosted"] if self._desk.hosted else [])]
        told.append("record" if self._desk.asks else "not_recorded")
        values = {
            "title": scenario.title,
            "role": scenario.learner.role,
            "brief": scenario.learner.brief,
            "name": scenario.partner.name,
        }
        return [self._say(*told, **values)]

    def _connect(self, *, recording: bool) -> list[Step]:
        scenario, self._state = self._scenario, "done"
        if scenario is None:
            return self._leave("gone")
        said = self._say("recorded" if recording else "not_recorded") if self._desk.asks else self._hush()
        return [said, Connect(scenario, recording)]

    def leave(self, reason: str) -> list[Step]:
        """Say why nothing comes of it, and hang up."""
        return self._leave(reason)

    def _leave(self, reason: str) -> list[Step]:
        self._state, self._deadline_ms = "leaving", None
        return [self._say(reason)]

    def _shown(self) -> Sequence[Scenario]:
        return self._desk.scenarios[self._page * PAGE : (self._page + 1) * PAGE]

    def _menu(self) -> Say:
        parts = [self._phrase("menu")] if self._page == 0 else []
        parts += [
            self._phrase("option").format(title=scenario.title, key=key)
            for key, scenario in enumerate(self._shown(), 1)
        ]
        parts += [self._phrase("more")] if len(self._desk.scenarios) > PAGE else []
        return Say(" ".join([*parts, self._phrase("again")]), self._desk.language)

    def _say(self, *names: str, **values: str) -> Say:
        return Say(" ".join(self._phrase(name).format(**values) for name in names), self._language())

    def _hush(self) -> Say:
        return Say("", self._language())

    def _phrase(self, name: str) -> str:
        phrases = self._desk.phrases
        return phrases.get(self._language(), phrases["en"])[name]

    def _language(self) -> str:
        """The scenario's once there is one, as far as we speak it."""
        wanted = self._scenario.language if self._scenario is not None else self._desk.language
        primary = wanted.partition("-")[0].lower()
        return primary if primary in self._desk.phrases else "en"
