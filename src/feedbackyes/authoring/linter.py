"""What is wrong with a scenario that can be read: it would play badly, give its secret away, or never get anywhere.

Every rule is a function from a scenario to findings; a finding is a place and a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from feedbackyes import library
from feedbackyes.analysis import metrics
from feedbackyes.analysis.facts import Facts
from feedbackyes.authoring import wording
from feedbackyes.authoring.reading import Path, Problem, Severity, Source
from feedbackyes.behaviours import LANGUAGES, Behaviour, is_known, language
from feedbackyes.behaviours.rapport import LARGEST_GAIN
from feedbackyes.domain.scenario import Band, Beat, Disclosure, EndCondition, FactAnswer, Requires, Scenario, Trigger
from feedbackyes.stages.dialogue._lines import MOST_WORDS

LINES_A_MINUTE = 15
"""Lines that a partner needs: about six turns a minute, and something fitting to choose from for each."""
SHORT_WORDS = 8
"""Said in about two seconds: who is cut into and talks on takes the floor back by then."""
MOST_FINDINGS = 200
"""Nobody reads more at a time."""
MOST_TURNS = 60
"""A talk of ten minutes has hardly more of the learner's."""
Finding = tuple[Path, Severity, str]
Rule = Callable[[Scenario], Iterator[Finding]]


def lint(scenario: Scenario, source: Source | None = None) -> tuple[Problem, ...]:
    """Everything that an author should look at, in the order of the text."""
    found = [
        Problem(path, source.line(path) if source else 1, message, severity)
        for rule in RULES
        for path, severity, message in rule(scenario)
    ]
    worst = sorted(found, key=lambda one: one.severity)[:MOST_FINDINGS]  # errors come before warnings
    return tuple(sorted(worst, key=lambda one: one.line))


def spoken_lines(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Every line that the partner can say, with its place."""
    for i, line in enumerate(scenario.opening_lines):
        yield ("opening_lines", i), line
    groups: tuple[tuple[str, Sequence[Disclosure | Beat | FactAnswer | EndCondition]], ...] = (
        ("disclosures", scenario.disclosures),
        ("beats", scenario.beats),
        ("facts", scenario.facts),
        ("end_conditions", scenario.end_conditions),
    )
    for name, entries in groups:
        for i, entry in enumerate(entries):
            for j, line in enumerate(entry.lines):
                yield (name, i, "lines", j), line
    for name in type(scenario.asides).model_fields:
        for i, line in enumerate(getattr(scenario.asides, name)):
            yield ("asides", name, i), line
    for i, line in enumerate(scenario.interruptions):
        yield ("interruptions", i), line


# ---- enough to say


def _enough_to_say(scenario: Scenario) -> Iterator[Finding]:
    lines, wanted = len(scenario.lines()), min(150, LINES_A_MINUTE * scenario.minutes)
    if lines < wanted:
        yield (
            ("beats",),
            "warning",
            f"The partner has {lines} lines. For {scenario.minutes} minutes about {wanted} are needed, or it will run dry.",
        )


def _wordings(scenario: Scenario) -> Iterator[Finding]:
    for i, disclosure in enumerate(scenario.disclosures):
        if len(disclosure.lines) < 2:
            yield (("disclosures", i, "lines"), "warning", "One wording only: every learner will hear the same words.")
    for i, beat in enumerate(scenario.beats):
        if len(beat.lines) < 2 and not beat.once and not beat.trigger.disclosed:
            yield (
                ("beats", i, "lines"),
                "warning",
                "No line is said twice, so this beat plays once. Give it more wordings, or say `once: true`.",
            )


def _each_line_once(scenario: Scenario) -> Iterator[Finding]:
    counts = Counter(line for _, line in spoken_lines(scenario))
    seen: set[str] = set()
    for path, line in spoken_lines(scenario):
        if counts[line] > 1 and line in seen:
            yield path, "warning", "This line stands somewhere else too. It is said once, whichever place comes first."
        seen.add(line)


# ---- how it sounds


def _speakable(scenario: Scenario) -> Iterator[Finding]:
    tag = scenario.language
    for path, line in spoken_lines(scenario):
        if direction := wording.stage_direction(line, tag):
            yield path, "warning", f"{direction!r} reads like a stage direction, and would be read aloud."
        elif unspoken := wording.unspoken(line):
            yield path, "warning", f"{unspoken!r} cannot be spoken. Write it as one would say it."
        elif len(line.split()) > MOST_WORDS:
            yield path, "warning", f"{len(line.split())} words in one breath: more than {MOST_WORDS} are a speech."
        elif not re.search(r"[.?!][\"')]?$", line.strip()):
            yield path, "warning", "Without a full stop or a question mark the voice does not know where this ends."


def _cutting_in(scenario: Scenario) -> Iterator[Finding]:
    """A partner who interrupts has something to do it with, that is soon said and asks for no answer."""
    if scenario.difficulty.interrupts > 0 and not scenario.interruptions:
        words = "what anybody says, like “Wait, wait.”" if is_known(scenario.language) else "nothing in this language"
        yield (
            ("difficulty", "interrupts"),
            "warning",
            f"To cut in with, the partner has {words}. Give it `interruptions` of its own.",
        )
    if scenario.difficulty.interrupts == 0 and scenario.interruptions:
        yield ("interruptions",), "warning", "These are never said: `interrupts` of the difficulty is 0."
    for i, line in enumerate(scenario.interruptions):
        if len(line.split()) > SHORT_WORDS:
            yield ("interruptions", i), "warning", f"More than {SHORT_WORDS} words are seldom heard to their end here."
        elif line.rstrip("\"')").endswith("?"):
            yield ("interruptions", i), "warning", "Nobody waits for an answer here: the partner goes on if it is let."


def _one_language(scenario: Scenario) -> Iterator[Finding]:
    if not is_known(scenario.language):
        known = ", ".join(LANGUAGES)
        yield (
            ("language",),
            "warning",
            f"What a learner says in {scenario.language!r} is not understood here ({known} are): a scripted partner will "
            "not react to it, and there is no feedback.",
        )
        return
    own = scenario.language.split("-")[0].lower()
    for path, line in spoken_lines(scenario):
        if (other := wording.language_of(line)) not in (None, own):
            yield path, "warning", f"This looks like {other!r}, and the scenario's language is {own!r}."


def _names(scenario: Scenario) -> Iterator[Finding]:
    """Nobody here knows what the learner is called."""
    known = set(re.findall(r"[^\W\d_]+", " ".join([*_public(scenario).values(), scenario.partner.name])))
    for path, line in spoken_lines(scenario):
        for name in wording.addressed(line):
            if name not in known:
                yield path, "warning", f"This speaks to somebody called {name}, and nobody knows the learner's name."


# ---- what is hidden


def _secrets(scenario: Scenario) -> Iterator[Finding]:
    """What has to be earned must not stand where it is read or heard by everybody."""
    hidden = [("the secret", scenario.partner.secret), *((f"{one.id!r}", one.fact) for one in scenario.disclosures)]
    told = {line for disclosure in scenario.disclosures for line in disclosure.lines}
    for what, text in hidden:
        for path, public in _public(scenario).items():
            if shared := wording.shared(text, public, scenario.language):
                yield path, "error", f"Everybody can read this, and it gives away {what}: “{shared}”."
        for path, line in spoken_lines(scenario):
            if path[0] == "disclosures" or line in told or _after_it_is_told(scenario, path):
                continue
            if shared := wording.shared(text, line, scenario.language):
                yield path, "warning", f"This line gives away {what}, which has to be earned: “{shared}”."
    for name in ("backstory", "goal", "style"):
        for disclosure in scenario.disclosures:
            if shared := wording.shared(disclosure.fact, getattr(scenario.partner, name), scenario.language):
                yield (
                    ("partner", name),
                    "warning",
                    f"A hosted voice is told this from the beginning, and it gives away {disclosure.id!r}: “{shared}”.",
                )


def _public(scenario: Scenario) -> dict[Path, str]:
    """Everything that a learner reads before the talk, and what a recogniser is told."""
    found: dict[Path, str] = {
        (name,): getattr(scenario, name) for name in ("title", "summary", "setting", "relationship")
    }
    found |= {("learner", name): getattr(scenario.learner, name) for name in ("role", "brief")}
    found |= {("learner", "goals", i): goal for i, goal in enumerate(scenario.learner.goals)}
    found |= {("partner", "role"): scenario.partner.role}
    found |= {("partner", "public_info", i): text for i, text in enumerate(scenario.partner.public_info)}
    return found


def _after_it_is_told(scenario: Scenario, path: Path) -> bool:
    """A beat that plays only once something was told may speak of it."""
    if path[0] != "beats" or not isinstance(path[1], int):
        return False
    return bool(scenario.beats[path[1]].trigger.disclosed)


# ---- what can happen at all


class _Range:
    """How far trust, tension and openness can move in this scenario, by behaviours that are detected."""

    def __init__(self, scenario: Scenario) -> None:
        detected = language(scenario.language).detects
        moves = [move for move in scenario.transitions if move.behaviour in detected]
        start = scenario.state
        self.detected = detected
        self.harmful = {move.behaviour for move in moves if move.trust < 0 or move.tension > 0}
        self.low = {
            "trust": 0.0 if any(move.trust < 0 for move in moves) else start.trust,
            "tension": 0.0,
            "openness": 0.0 if any(move.openness < 0 for move in moves) else start.openness,
        }
        self.high = {
            "trust": 1.0 if any(move.trust > 0 for move in moves) else start.trust,
            "tension": 1.0 if any(move.tension > 0 for move in moves) else start.tension,
            "openness": 1.0 if any(move.openness > 0 for move in moves) else start.openness,
        }

    def bands(self, name: str) -> set[Band]:
        return {band for band in Band if self.low[name] <= _TOP[band] and self.high[name] >= _BOTTOM[band]}

    def forbids(self, requires: Requires) -> str | None:
        """Why these can never all hold; None when they can."""
        if requires.trust_min > self.high["trust"] or requires.openness_min > self.high["openness"]:
            return "nothing that a learner does brings trust or openness up that far"
        if missing := [one for one in requires.behaviours if one not in self.detected]:
            return f"nobody notices {missing[0].value} in this language"
        if requires.now and not (set(requires.now) & self.detected - self.harmful):
            return "it is to follow on what only does harm, or is not noticed in this language"
        if requires.turns_min > MOST_TURNS:
            return f"a learner hardly ever speaks {requires.turns_min} times"
        return None


_BOTTOM = {Band.LOW: 0.0, Band.MIDDLE: 1 / 3, Band.HIGH: 2 / 3}
_TOP = {Band.LOW: 1 / 3, Band.MIDDLE: 2 / 3, Band.HIGH: 1.0}


def _unreachable(scenario: Scenario) -> Iterator[Finding]:
    reached, why = _reached(scenario)
    for i, disclosure in enumerate(scenario.disclosures):
        if disclosure.id not in reached:
            yield ("disclosures", i, "requires"), "error", f"This can never be earned: {why[disclosure.id]}."


def _reached(scenario: Scenario) -> tuple[set[str], dict[str, str]]:
    """Disclosures that can be earned, and why the others cannot."""
    bounds, reached, why = _Range(scenario), set[str](), dict[str, str]()
    if scenario.difficulty.disclosure_threshold > bounds.high["trust"]:
        told = "trust never reaches `disclosure_threshold` of the difficulty"
        return reached, {one.id: told for one in scenario.disclosures}
    before = -1
    while len(reached) > before:
        before = len(reached)
        for one in scenario.disclosures:
            missing = set(one.requires.disclosed) - reached
            forbidden = bounds.forbids(one.requires)
            if not missing and forbidden is None:
                reached.add(one.id)
            else:
                why[one.id] = forbidden or f"it needs {', '.join(sorted(missing))}, which cannot be earned before it"
    return reached, why


def _too_early(scenario: Scenario) -> Iterator[Finding]:
    gain = LARGEST_GAIN * (1 - scenario.difficulty.resistance)
    trust, openness = scenario.state.trust + gain, scenario.state.openness + gain
    for i, disclosure in enumerate(scenario.disclosures):
        if _at_once(disclosure, trust, openness, scenario.difficulty.disclosure_threshold):
            yield (
                ("disclosures", i, "requires"),
                "warning",
                "This is told on the learner's first good sentence. Ask for more trust, or for more turns before it.",
            )


def _at_once(disclosure: Disclosure, trust: float, openness: float, threshold: float) -> bool:
    requires = disclosure.requires
    return (
        max(requires.trust_min, threshold) <= trust
        and requires.openness_min <= openness
        and requires.turns_min <= 1
        and not requires.disclosed
        and len(requires.behaviours) <= 1
    )


def _silent_beats(scenario: Scenario) -> Iterator[Finding]:
    reached, _ = _reached(scenario)
    bounds = _Range(scenario)
    for i, beat in enumerate(scenario.beats):
        if reason := _never(beat, bounds, reached, scenario):
            yield ("beats", i, "trigger"), "warning", f"This beat can never play: {reason}."
    for i, end in enumerate(scenario.end_conditions):
        if end.tension_min > bounds.high["tension"]:
            yield ("end_conditions", i), "warning", "Tension never rises that far, so the partner never ends the talk."


def _never(beat: Beat, bounds: _Range, reached: set[str], scenario: Scenario) -> str | None:
    trigger = beat.trigger
    if beat.pushback and scenario.difficulty.pushbacks == 0:
        return "it presses, and the difficulty allows no pushbacks"
    if trigger.turns_min > min(trigger.turns_max, MOST_TURNS):
        return "it comes later than it may"
    if both := set(trigger.disclosed) & set(trigger.hidden):
        return f"{min(both)!r} would have to be told and hidden"
    if missing := set(trigger.disclosed) - reached:
        return f"{min(missing)!r} can never be earned"
    for name in ("trust", "tension", "openness"):
        wanted = getattr(trigger, name)
        if wanted and not bounds.bands(name).intersection(wanted):
            return f"{name} is never {' or '.join(band.value for band in wanted)}"
    return _contradicts(trigger, bounds.detected)


def _contradicts(trigger: Trigger, detected: frozenset[Behaviour]) -> str | None:
    if not trigger.behaviours:
        return None
    left = set(trigger.behaviours) - set(trigger.lacking)
    if not left - set(trigger.unless):
        return "what it waits for is what it excludes"
    return None if left & detected else "what it waits for is not noticed in this language"


# ---- what it is looked at by


@cache
def metric_ids() -> tuple[str, ...]:
    """Every metric that a band can be for."""
    nothing = Facts(turns=(), proofs=(), voices=None, duration_ms=None, language=language("en"))
    return tuple(metric.id for metric in metrics.compute(nothing))


def _looked_at(scenario: Scenario) -> Iterator[Finding]:
    rubrics = {rubric.id for rubric in library.rubrics()}
    if scenario.rubric_ref not in rubrics:
        yield (
            ("rubric_ref",),
            "error",
            f"There is no rubric {scenario.rubric_ref!r}. Choose {', '.join(sorted(rubrics))}.",
        )
    for name, (low, high) in scenario.bands.items():
        if name not in metric_ids():
            yield ("bands", name), "error", f"There is no metric {name!r}. Choose {', '.join(metric_ids())}."
        elif low is not None and high is not None and low >= high:
            yield ("bands", name), "error", "The low end of this band is above its high end."


RULES: tuple[Rule, ...] = (
    _enough_to_say,
    _wordings,
    _each_line_once,
    _speakable,
    _cutting_in,
    _one_language,
    _names,
    _secrets,
    _unreachable,
    _too_early,
    _silent_beats,
    _looked_at,
)
