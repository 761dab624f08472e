"""Plays a scenario without a language model.

The learner's behaviours move trust, tension and openness (`behaviours.rapport`). The next line then comes from the
beat whose trigger fits best: what was done in the last turn, which words fell, and in which third of its scale each
state is. Facts are told once they are earned. No line is said twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from feedbackyes.behaviours import Behaviour, is_backchannel
from feedbackyes.behaviours.rapport import Rapport, holds, mentions
from feedbackyes.domain.scenario import Band, Beat, Scenario, Trigger
from feedbackyes.stages.dialogue import Line, Reason, is_unclear, rapport
from feedbackyes.stages.dialogue._cues import cues
from feedbackyes.stages.dialogue._lines import Heard, join, pick, words

_BAND_SCORE, _TOPIC_SCORE, _FRESH_TOPIC, _BEHAVIOUR_SCORE, _ENDING, _STALE = 0.3, 2.0, 2.1, 3.0, 0.5, 1.5
_FACT_SCORE = 4.3
_SALIENCE = {
    Behaviour.THREAT: 2.0,
    Behaviour.CALM_DOWN_COMMAND: 1.9,
    Behaviour.TRAIT_LABEL: 1.8,
    Behaviour.BLAME: 1.6,
    Behaviour.ABSOLUTE_YOU: 1.5,
    Behaviour.DEMAND: 1.4,
    Behaviour.HOLDS_WHEN_PUSHED: 1.3,
    Behaviour.YIELDS: 1.25,
    Behaviour.DEFENSIVE_JUSTIFICATION: 1.2,
    Behaviour.ALTERNATIVE_OFFERED: 1.1,
    Behaviour.NEXT_STEP_AGREED: 1.05,
    Behaviour.REFUSAL_CLEAR: 1.0,
    Behaviour.PROBLEM_SOLVING_BEFORE_LISTENING: 1.0,
    Behaviour.LEADING_QUESTION: 0.95,
    Behaviour.REQUEST_DOABLE: 0.9,
    Behaviour.INTERVIEW_RESULT_QUANTIFIED: 0.85,
    Behaviour.LEARNING_STATED: 0.9,
    Behaviour.SUMMARY: 0.8,
    Behaviour.APOLOGY_CHAIN: 0.75,
    Behaviour.ASKS_VIEW: 0.7,
    Behaviour.PARAPHRASE: 0.65,
    Behaviour.IMPACT_STATED: 0.6,
    Behaviour.THANKS_FOR_FEEDBACK: 0.6,
    Behaviour.ACKNOWLEDGEMENT: 0.55,
    Behaviour.FEELING_NAMED: 0.5,
    Behaviour.NEED_STATED: 0.5,
    Behaviour.CLARIFYING_QUESTION: 0.4,
    Behaviour.FOLLOW_UP_QUESTION: 0.35,
    Behaviour.OBSERVATION_SPECIFIC: 0.6,
    Behaviour.INTERVIEW_ACTION_I: 0.45,
    Behaviour.SITUATION_NAMED: 0.4,
    Behaviour.INTERVIEW_SITUATION: 0.4,
    Behaviour.REASON_GIVEN: 0.4,
    Behaviour.APOLOGY: 0.35,
    Behaviour.OPEN_QUESTION: 0.3,
    Behaviour.HEDGE: 0.15,
    Behaviour.CLOSED_QUESTION: 0.1,
}
"""Which of several behaviours in one turn a person would answer."""
_AMENDS = frozenset({Behaviour.APOLOGY, Behaviour.ACKNOWLEDGEMENT, Behaviour.PARAPHRASE, Behaviour.ASKS_VIEW})
"""What brings somebody back who was about to leave."""


class Player:
    """Plays one scenario. What it says follows from the history alone."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self.cues = cues(scenario.language)

    def answer(self, history: Sequence[Line], reason: Reason) -> str | None:
        """What the partner says now; None when every fitting line was said."""
        return _Moment(self, history).answer(reason)

    def whole(self, line: Line) -> str:
        """A line of the partner's in full, also when only its beginning was heard."""
        if not line.interrupted:
            return line.text
        heard = Heard([line])
        return next((one for one in self.scenario.lines() if heard.has(one)), line.text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Stems of every word that belongs to this scenario."""
        return self.cues.content(" ".join(self.scenario.phrases()))


class _Moment:
    """One point in a talk at which the partner has to say something."""

    def __init__(self, player: Player, history: Sequence[Line]) -> None:
        self._player = player
        self._scenario = player.scenario
        self._cues = player.cues
        self._history = [line for line in history if line.speaker != "system"]
        self._heard = Heard(self._history)

    @cached_property
    def _now(self) -> Rapport:
        return rapport(self._scenario, self._history)

    def answer(self, reason: Reason) -> str | None:
        asides = self._scenario.asides
        if reason == "cut_in":
            return self._cut_in()
        if reason == "opening" and self._heard.count == 0:
            return self._pick(self._scenario.opening_lines, "opening")
        if reason in ("opening", "silence"):
            return self._pick(asides.silence, "silence") or self._pick(asides.reflective, "silence")
        last = self._last("learner")
        if last is None:
            return self._pick(self._scenario.opening_lines, "opening")
        return self._around(last) or self._story(last)

    def _cut_in(self) -> str:
        """A few words to take the floor with. Unlike other lines they may be said again: people do."""
        fresh = self._pick(self._cutting_in, "cut_in")
        return fresh or self._cutting_in[self._heard.count % len(self._cutting_in)]

    @property
    def _cutting_in(self) -> tuple[str, ...]:
        return self._scenario.interruptions or self._cues.cutting_in

    def _took_the_floor(self, line: Line) -> bool:
        """Who cut in and was talked over has no reason to complain."""
        said = words(line.text)
        return any(words(one)[: len(said)] == said for one in self._cutting_in)

    def _around(self, last: Line) -> str | None:
        """Answers to what is not about the matter itself."""
        asides = self._scenario.asides
        if not words(last.text) or (is_unclear(last) and not self._asked_lately()):
            return self._pick(asides.unclear, "unclear") or self._pick(asides.silence, "unclear")
        if self._cues.asks_to_repeat(last.text):
            return self._again()
        if self._cues.is_abusive(last.text) and (line := self._pick(asides.insulted, "insulted")):
            return line
        if self._cues.says_goodbye(last.text):
            warm = self._now.trust >= 0.5 and self._now.tension < 0.5
            return self._pick(asides.closing_warm if warm else asides.closing_cold, "closing")
        if self._cues.asks_wellbeing(last.text) and (line := self._pick(asides.wellbeing, "wellbeing")):
            return line
        if self._cues.greets(last.text) and self._now.turns <= 2:
            return self._pick(asides.greeting, "greeting")
        if self._cues.asks_for_a_moment(last.text) and (line := self._pick(asides.waiting, "waiting")):
            return line
        if is_backchannel(last.text, self._scenario.language) and (line := self._pick(asides.nudge, "nudge")):
            return self._disclosure() or line
        if self._cues.only_thanks(last.text):
            return self._pick(asides.thanks, "thanks")
        return None

    def _story(self, last: Line) -> str | None:
        line = self._end() or self._disclosure() or self._beat(last) or self._reserve()
        partner = self._last("partner")
        cut = partner is not None and partner.interrupted and not self._took_the_floor(partner)
        if line and cut and self._heard.count % 2:
            return join(self._pick(self._scenario.asides.interrupted, "interrupted"), line)
        return line

    def _end(self) -> str | None:
        """The partner ends the talk; whoever then goes on as before hears a goodbye."""
        ends = [line for end in self._scenario.end_conditions for line in end.lines]
        if any(self._heard.has(line, last=4) for line in ends) and self._now.last.isdisjoint(_AMENDS):
            return self._pick(self._scenario.asides.closing_cold, "ended")
        for end in self._scenario.end_conditions:
            over = self._now.tension >= end.tension_min and holds(end.requires, self._now)
            if over and not any(self._heard.has(line) for line in end.lines):
                return self._pick(end.lines, end.id)
        return None

    def _disclosure(self) -> str | None:
        """A fact that was earned and not heard yet, also one that an interruption swallowed."""
        for disclosure in self._scenario.disclosures:
            untold = disclosure.id in self._now.earned and not any(self._heard.has(line) for line in disclosure.lines)
            if untold:
                return self._pick(disclosure.lines, disclosure.id)
        return None

    def _beat(self, last: Line) -> str | None:
        scored: list[tuple[float, str, Sequence[str]]] = []
        for beat in self._scenario.beats:
            score = self._score(beat)
            if score is not None:
                scored.append((score, beat.id, beat.lines))
        if self._cues.asks(last.text):
            for i, fact in enumerate(self._scenario.facts):
                if mentions(last.text, fact.topics):
                    scored.append((_FACT_SCORE, f"fact-{i}", fact.lines))
        if self._is_off_topic(last):
            scored.append((1.0, "off-topic", self._scenario.asides.off_topic))
        if self._heard.count % 4 == 3 and not self._now.last:
            scored.append((0.9, "reflective", self._scenario.asides.reflective))
        for _, name, lines in sorted(scored, key=lambda entry: -entry[0]):
            if line := self._pick(lines, name):
                return line
        return None

    def _reserve(self) -> str | None:
        return self._pick(self._scenario.asides.reflective, "reserve")

    def _score(self, beat: Beat) -> float | None:
        """How well a beat fits; None when it may not play."""
        used = sum(self._heard.has(line) for line in beat.lines)
        if (beat.once and used) or (beat.pushback and self._pushed >= self._scenario.difficulty.pushbacks):
            return None
        base = self._fit(beat.trigger, fresh=not used)
        if base is None:
            return None
        stale = _STALE if any(self._heard.has(line, last=4) for line in beat.lines) else 0.0
        return base + beat.priority - stale

    def _fit(self, trigger: Trigger, *, fresh: bool) -> float | None:
        now = self._now
        bands = ((trigger.trust, now.trust), (trigger.tension, now.tension), (trigger.openness, now.openness))
        if any(allowed and Band.of(value) not in allowed for allowed, value in bands):
            return None
        if not trigger.turns_min <= now.turns <= trigger.turns_max:
            return None
        if not now.last.isdisjoint(trigger.unless) or not now.shown.isdisjoint(trigger.lacking):
            return None
        if not set(trigger.disclosed).issubset(now.earned) or not set(trigger.hidden).isdisjoint(now.earned):
            return None
        score = sum(_BAND_SCORE for allowed, _ in bands if allowed)
        score += _BAND_SCORE * (
            bool(trigger.disclosed) + bool(trigger.hidden) + 2 * bool(trigger.lacking) + (trigger.turns_max < 100)
        )
        if trigger.behaviours:
            shown = [behaviour for behaviour in trigger.behaviours if behaviour in now.last]
            if not shown:
                return None
            weights = (_SALIENCE.get(one, 0.0) + (_ENDING if one in now.ending else 0.0) for one in shown)
            score += _BEHAVIOUR_SCORE + max(weights)
        if trigger.topics:
            topic = mentions(now.text, trigger.topics)
            if topic is None:
                return None
            score += _TOPIC_SCORE + (_FRESH_TOPIC if fresh else 0.0) + len(topic) / 100
        return score

    @cached_property
    def _pushed(self) -> int:
        return sum(self._heard.has(line) for beat in self._scenario.beats if beat.pushback for line in beat.lines)

    def _again(self) -> str:
        """The last thing said, in full, when somebody asks for it."""
        partner = self._last("partner")
        if partner is None:
            return self._pick(self._scenario.asides.greeting, "greeting") or self._scenario.opening_lines[0]
        return join(self._pick(self._scenario.asides.repeat, "repeat"), self._player.whole(partner))

    def _is_off_topic(self, last: Line) -> bool:
        said = self._cues.content(last.text)
        return len(said) >= 3 and not self._now.last and said.isdisjoint(self._player.vocabulary)

    def _asked_lately(self) -> bool:
        """The partner asked to hear it again in one of the last three replies."""
        recent = Heard([line for line in self._history if line.speaker == "partner"][-3:])
        return any(recent.has(line) for line in self._scenario.asides.unclear)

    def _last(self, speaker: str) -> Line | None:
        return next((line for line in reversed(self._history) if line.speaker == speaker), None)

    def _pick(self, lines: Sequence[str], salt: str) -> str | None:
        return pick(lines, self._heard, seed=self._player.seed, salt=salt)
