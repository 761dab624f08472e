"""From proven behaviours to levels, one strength and one next step; the same code whoever found the behaviours.

The basic check finds them with the detectors and gives no more than level 2; a language model may prove a 3.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from feedbackyes.analysis.evidence import Proof
from feedbackyes.analysis.leave import Withheld
from feedbackyes.domain.detector import Measurement
from feedbackyes.domain.feedback import ElementResult, Evidence, Highlight, Judge
from feedbackyes.domain.rubric import BASIC_CAP, Element, Rubric, level
from feedbackyes.domain.transcript import DOUBTFUL_BELOW, Speaker, Turn

NAME = "Basic check"
FEWEST_WORDS, SHORTEST_MS = 100, 60_000
"""Below either there is not enough speech to say anything (feedback-science gates)."""
CLEAR = 2
_DISPUTED = "Asked several times, the judge gave different answers, so this is not scored."
_UNHEARD = "The recogniser doubted words that this rests on, so it is not scored. Correct the words or say it again."
_SAID_BEFORE = "You did this before the moment that you tried again, so it is not looked at in this take."
_UNPROVEN = "The basic check is not reliable enough at this yet, so what it noticed is shown and not scored."
_BLIND = "The basic check cannot see this in this language yet, so it is not scored."


@dataclass(frozen=True, slots=True)
class Verdict:
    elements: tuple[ElementResult, ...]
    strength: Highlight | None
    next_step: Highlight | None
    recommendations: tuple[str, ...]


def signature(rubric: Rubric, detectors: Measurement, *, withheld: Withheld | None = None) -> Judge:
    """The basic check, for the report and for comparing reports. `withheld`: why nobody better judged."""
    return Judge(
        kind="basic",
        name=NAME,
        rubric=rubric.id,
        rubric_version=rubric.version,
        rubric_hash=rubric.hash,
        detectors_hash=detectors.hash,
        note=withheld.note if withheld else None,
        note_code=withheld.code if withheld else None,
    )


def judge(
    rubric: Rubric,
    proofs: Mapping[str, Sequence[Proof]],
    turns: Sequence[Turn],
    *,
    cap: int = BASIC_CAP,
    blind: Collection[str] = (),
    experimental: Collection[str] = (),
    context: Sequence[Proof] = (),
    excused: Mapping[str, str] | None = None,
    language: str = "en",
) -> Verdict:
    """Level every element from what is sure; what only doubtful proofs would change is `unsure`.

    Args:
        proofs: by element id.
        cap: no higher level is given.
        blind: behaviours that the judge cannot see in this language; an element that rests on one is `unsure`.
        experimental: behaviours whose detectors are not reliable enough: they move no level, up or down, and what only
            they could have shown is `unsure`.
        context: of another take, what was shown before the moment that it tries again: it earns nothing and costs
            nothing.
        excused: reasons by element id why a level below 2 is not the learner's doing; such a level is not given.
        language: of the talk (BCP 47); what to try next is said in it where the rubric has words for it.
    """
    before = [proof for proof in context if proof.sure and proof.behaviour not in experimental]
    results = tuple(
        _unseen(element)
        if any(one in blind for one in element.evidence)
        else _reliable(element, proofs[element.id], cap, before, experimental)
        for element in rubric.elements
    )
    results = tuple(_without_fault(result, (excused or {}).get(result.id)) for result in results)
    sure = [proof for read in proofs.values() for proof in read if proof.sure and proof.behaviour not in experimental]
    by_id = {element.id: element for element in rubric.elements}
    scored = [result for result in results if result.state == "scored"]
    weakest = sorted((result for result in scored if (result.level or 0) < CLEAR), key=lambda result: result.level or 0)
    # What could not be judged is worth trying whether or not it was there, above all where nothing was noticed.
    untold = [result for result in results if result.state == "unsure"]
    strength = _strength(scored, by_id, sure) or _perhaps(results, by_id)
    # What may have worked is not asked for in the same breath, and what was noticed only when nothing else is left.
    open_ones = [result for result in untold if strength is None or result.id != strength.element]
    missing = [result for result in open_ones if not result.evidence]
    better = [result for result in scored if result.level == CLEAR and by_id[result.id].can_be_better]
    tries = weakest or missing or better or open_ones
    return Verdict(
        elements=results,
        strength=strength,
        next_step=_next_step(tries, by_id, sure, turns, language),
        recommendations=tuple(_to_try(result, by_id, language)[0] for result in tries[:3]),
    )


def _unseen(element: Element) -> ElementResult:
    return ElementResult(id=element.id, title=element.title, level=None, state="unsure", why=_BLIND, evidence=())


def _reliable(
    element: Element, proofs: Sequence[Proof], cap: int, context: Sequence[Proof], experimental: Collection[str]
) -> ElementResult:
    """What an unreliable detector saw may make doubtful what it would raise, and takes nothing from another.

    Below a clear level something better may have been there that no reliable detector could see.
    """
    needed = element.rests_on(cap)
    weighed = [
        replace(proof, sure=False, unproven=True) if proof.behaviour in experimental else proof
        for proof in proofs
        if proof.behaviour not in experimental or proof.behaviour in needed
    ]
    result = _element(element, weighed, cap, context)
    reliable = needed.isdisjoint(experimental)
    if reliable or result.state != "scored" or (result.level or 0) >= CLEAR:
        return result
    return result.model_copy(update={"level": None, "state": "unsure", "why": _UNPROVEN})


def _without_fault(result: ElementResult, reason: str | None) -> ElementResult:
    if reason is None or result.level is None or result.level >= CLEAR:
        return result
    return result.model_copy(update={"level": None, "state": "unsure", "why": reason})


def _element(element: Element, everything: Sequence[Proof], cap: int, context: Sequence[Proof]) -> ElementResult:
    sure = [proof for proof in everything if proof.sure]
    found = level(element, sure, cap=cap, context=context)
    with_doubt = level(element, everything, cap=cap, context=context)
    if with_doubt.level != found.level:
        doubted = [everything[i] for i in with_doubt.evidence]
        why = _why_unsure(everything)
        return ElementResult(
            id=element.id, title=element.title, level=None, state="unsure", why=why, evidence=_evidence(doubted)
        )
    if found.level == 0 and not found.evidence and any(proof.behaviour in element.evidence for proof in context):
        return ElementResult(id=element.id, title=element.title, level=None, state="not_applicable", why=_SAID_BEFORE)
    return ElementResult(
        id=element.id,
        title=element.title,
        level=found.level,
        state="not_applicable" if found.level is None else "scored",
        why=found.why,
        evidence=_evidence([sure[i] for i in found.evidence]),
    )


def _why_unsure(everything: Sequence[Proof]) -> str:
    if any(proof.disputed for proof in everything):
        return _DISPUTED
    return _UNPROVEN if any(proof.unproven for proof in everything) else _UNHEARD


def _evidence(proofs: Sequence[Proof]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            behaviour=proof.behaviour,
            turn_id=proof.turn_id,
            quote=proof.quote,
            start_ms=proof.start_ms,
            end_ms=proof.end_ms,
        )
        for proof in proofs
    )


def _strength(scored: Sequence[ElementResult], by_id: Mapping[str, Element], sure: Sequence[Proof]) -> Highlight | None:
    """The best element, with the quote that was heard best; of those equally well heard, the fullest."""

    def clarity(quote: Evidence) -> tuple[float, int]:
        heard = max(proof.confidence for proof in sure if (proof.turn_id, proof.quote) == (quote.turn_id, quote.quote))
        return round(heard, 1), len(quote.quote)

    shown = [one for one in scored if one.level and one.evidence]
    best = max(shown, key=lambda one: (one.level or 0, max(map(clarity, one.evidence))), default=None)
    if best is None:
        return None
    praised = (best.level or 0) >= CLEAR
    told = by_id[best.id].strong if praised else frozenset()
    quote = max([one for one in best.evidence if one.behaviour in told] or best.evidence, key=clarity)
    return Highlight(
        text=by_id[best.id].strength if praised else best.why,
        turn_id=quote.turn_id,
        quote=quote.quote,
        start_ms=quote.start_ms,
        end_ms=quote.end_ms,
        element=best.id,
    )


def _perhaps(results: Sequence[ElementResult], by_id: Mapping[str, Element]) -> Highlight | None:
    """What an unreliable detector noticed, shown as such where nothing better can be said."""
    noticed = [one for one in results if one.state == "unsure" and one.why == _UNPROVEN and one.evidence]
    if not noticed:
        return None
    element, quote = noticed[0], max(noticed[0].evidence, key=lambda quote: len(quote.quote))
    return Highlight(
        text=by_id[element.id].strength,
        turn_id=quote.turn_id,
        quote=quote.quote,
        start_ms=quote.start_ms,
        end_ms=quote.end_ms,
        element=element.id,
        experimental=True,
    )


def _next_step(
    weakest: Sequence[ElementResult],
    by_id: Mapping[str, Element],
    sure: Sequence[Proof],
    turns: Sequence[Turn],
    tag: str,
) -> Highlight | None:
    """The weakest element, with the words that spoke against it, or the moment where it was missing."""
    if not weakest:
        return None
    element = by_id[weakest[0].id]
    text, language = _to_try(weakest[0], by_id, tag)
    said = Highlight(text=text, language=language, element=element.id)
    against = [proof for proof in sure if proof.behaviour in element.counter]
    if against:
        worst = against[0]
        quoted = {"turn_id": worst.turn_id, "quote": worst.quote, "start_ms": worst.start_ms, "end_ms": worst.end_ms}
        return said.model_copy(update=quoted)
    moment = _moment(weakest[0], turns)
    if moment is None:
        return said
    times = {"start_ms": moment.start_ms, "end_ms": moment.end_ms} if moment.end_ms else {}
    return said.model_copy(update={"turn_id": moment.id, "quote": moment.text, **times})


def _to_try(result: ElementResult, by_id: Mapping[str, Element], tag: str) -> tuple[str, str]:
    """What to try next, and the language it is in; of what was clear already, what would make it better."""
    wording, language = by_id[result.id].wording(tag)
    clear = result.level is not None and result.level >= CLEAR
    return wording.looked_for[-1] if clear else wording.next_step, language


def _moment(result: ElementResult, turns: Sequence[Turn]) -> Turn | None:
    """Where to try again: the turn of the weak attempt, else the first turn of some length that was heard well."""
    heard = [
        turn
        for turn in turns
        if turn.speaker is Speaker.LEARNER and (turn.confidence is None or turn.confidence >= DOUBTFUL_BELOW)
    ]
    attempts = {one.turn_id for one in result.evidence}
    tried = [turn for turn in heard if turn.id in attempts]
    long = [turn for turn in heard if len(turn.text.split()) >= 6]
    return next(iter([*tried, *long, *heard]), None)
