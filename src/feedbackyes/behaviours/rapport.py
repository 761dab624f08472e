"""How a scenario's partner feels after what was said: trust, tension, openness, and which facts were earned.

A pure function of the turns, so a conversation that is restored stands where it stood. Scripted partner, gateway (which
facts may go into a hosted prompt) and tests use the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from feedbackyes.behaviours import Behaviour, Finding, Utterance, detect, language
from feedbackyes.domain.scenario import Disclosure, Requires, Scenario, Transition
from feedbackyes.domain.transcript import Speaker

CALMING = 0.015
"""Tension that a turn without any counter-behaviour takes away by itself."""
FADING = (1.0, 1.0, 0.6, 0.4, 0.25)
"""What the first, second… turn with the same behaviour counts; the last value stays."""
LARGEST_GAIN, LARGEST_LOSS = 0.11, 0.3
"""Most that one turn moves a state for the better and for the worse: trust is lost faster than it is won."""
NOT_HEARD_BELOW = 0.35
"""Recogniser confidence below which the scripted partner may ask to hear it again; such a turn moves nothing."""
_BREAK = re.compile(r"[.!?…]+\s+")


@dataclass(frozen=True, slots=True)
class Rapport:
    """Where the talk stands.

    Args:
        last: behaviours of the learner's last turn. ending: of its last sentence. shown: of all turns.
        earned: disclosures in the order in which they were earned.
        turns: how often the learner has spoken.
        text: the learner's last turn.
    """

    trust: float
    tension: float
    openness: float
    last: frozenset[Behaviour] = frozenset()
    ending: frozenset[Behaviour] = frozenset()
    shown: frozenset[Behaviour] = frozenset()
    earned: tuple[str, ...] = ()
    turns: int = 0
    text: str = ""


def follow(scenario: Scenario, turns: Sequence[Utterance], *, doubted: Collection[str] = ()) -> Rapport:
    """Play `turns` against the scenario's state.

    Args:
        doubted: ids of turns that the ears did not trust; they move nothing.
    """
    state = scenario.state
    now = Rapport(trust=state.trust, tension=state.tension, openness=state.openness)
    for _, now in trace(scenario, turns, doubted=doubted):  # noqa: B007 (the last one is wanted)
        pass
    return now


def trace(
    scenario: Scenario, turns: Sequence[Utterance], *, doubted: Collection[str] = ()
) -> Iterator[tuple[Utterance, Rapport]]:
    """The same, after each turn of the learner."""
    by_turn: dict[str, list[Finding]] = {}
    for finding in detect(turns, scenario.language):
        by_turn.setdefault(finding.turn_id, []).append(finding)
    state = scenario.state
    now = Rapport(trust=state.trust, tension=state.tension, openness=state.openness)
    counts: Counter[Behaviour] = Counter()
    said: set[tuple[str, ...]] = set()
    for turn in turns:
        if turn.speaker is not Speaker.LEARNER:
            continue
        key = tuple(language(scenario.language).words(turn.text))
        # The same sentence once more earns nothing.
        heard = key and key not in said and turn.turn_id not in doubted
        now = _step(scenario, now, turn.text, by_turn.get(turn.turn_id, []) if heard else [], counts)
        said.add(key)
        yield turn, now


def hurts(scenario: Scenario, behaviours: Collection[Behaviour]) -> bool:
    """One of these costs the partner's trust, or makes them tense."""
    return any(_harms(move) for move in scenario.transitions if move.behaviour in behaviours)


def holds(requires: Requires, now: Rapport) -> bool:
    """Everything that `requires` states is true."""
    return (
        now.trust >= requires.trust_min
        and now.tension <= requires.tension_max
        and now.openness >= requires.openness_min
        and now.turns >= requires.turns_min
        and now.shown.issuperset(requires.behaviours)
        and (not requires.now or not now.last.isdisjoint(requires.now))
        and (not requires.topics or mentions(now.text, requires.topics) is not None)
        and set(requires.disclosed).issubset(now.earned)
    )


def mentions(text: str, topics: Sequence[str]) -> str | None:
    """The longest of `topics` (words or phrases) that the text contains, or None."""
    padded = f" {' '.join(_plain(text))} "
    found = [topic for topic in topics if f" {' '.join(_plain(topic))} " in padded]
    return max(found, key=len, default=None)


@lru_cache(maxsize=8192)
def _plain(text: str) -> tuple[str, ...]:
    """Words of any language without accents, contractions apart: "l'équipe" mentions "equipe", "Marc's" "Marc"."""
    folded = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    return tuple(re.findall(r"[^\W_]+", "".join(char for char in folded if not unicodedata.combining(char))))


def _step(
    scenario: Scenario, now: Rapport, text: str, findings: Sequence[Finding], counts: Counter[Behaviour]
) -> Rapport:
    """Take one turn of the learner in; `counts` is how many turns showed each behaviour before, and is brought up to date."""
    seen = frozenset(finding.behaviour for finding in findings)
    moves = [transition for transition in scenario.transitions if transition.behaviour in seen]
    harmful = any(_harms(move) for move in moves)
    trust, tension, openness = _change(moves, counts, kept=1 - scenario.difficulty.resistance, harmful=harmful)
    counts.update(seen)
    after = replace(
        now,
        trust=_clamp(now.trust + trust),
        tension=_clamp(now.tension + tension),
        openness=_clamp(now.openness + openness),
        last=seen,
        ending=_ending(findings, text),
        shown=now.shown | seen,
        turns=now.turns + 1,
        text=text,
    )
    # Whoever hurts in the same breath earns nothing.
    earned = None if harmful else _earned(scenario, after)
    return replace(after, earned=(*after.earned, earned.id)) if earned else after


def _ending(findings: Sequence[Finding], text: str) -> frozenset[Behaviour]:
    """What the last sentence showed, or without full stops the last words that showed anything: what a person answers."""
    start = max((match.end() for match in _BREAK.finditer(text.rstrip())), default=0)
    late = [finding for finding in findings if finding.end_char > start] or list(findings)
    last = max((finding.end_char for finding in late), default=0)
    if start == 0:
        late = [finding for finding in late if finding.end_char == last]
    return frozenset(finding.behaviour for finding in late)


def _change(
    moves: Sequence[Transition], counts: Counter[Behaviour], *, kept: float, harmful: bool
) -> tuple[float, float, float]:
    """What this turn does to trust, tension and openness; `kept` is what resistance leaves of a gain."""
    totals = [0.0, 0.0 if harmful else -CALMING, 0.0]
    for move in moves:
        # What hurts does not wear off with repetition, what pleases does.
        fading = FADING[min(counts[move.behaviour], len(FADING) - 1)]
        weight = 1.0 if _harms(move) else fading * kept * (0.5 if harmful else 1.0)
        for i, delta in enumerate((move.trust, move.tension, move.openness)):
            totals[i] += delta * weight
    trust, tension, openness = totals
    return _bounded(trust), -_bounded(-tension), _bounded(openness)


def _bounded(change: float) -> float:
    return max(-LARGEST_LOSS, min(LARGEST_GAIN, change))


def _harms(move: Transition) -> bool:
    return move.trust < 0 or move.tension > 0


def _earned(scenario: Scenario, now: Rapport) -> Disclosure | None:
    """The next fact that may be told: one in a turn, in the order of the file."""
    if now.trust < scenario.difficulty.disclosure_threshold:
        return None
    for disclosure in scenario.disclosures:
        if disclosure.id not in now.earned and holds(disclosure.requires, now):
            return disclosure
    return None


def _clamp(value: float) -> float:
    return max(0.0, min(1.0, value))
