"""From a finished conversation to a report."""

from __future__ import annotations

import asyncio
import hashlib
import json
import wave
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import structlog
from pydantic import ValidationError

from feedbackyes import behaviours, library
from feedbackyes.analysis import (
    evidence,
    judge,
    metrics,
    model_judge,
    moments,
    persona,
    prices,
    reliability,
    speech,
    timeline,
    transcripts,
)
from feedbackyes.analysis.facts import Facts
from feedbackyes.analysis.language_model import LanguageModel, ModelFailed, Usage
from feedbackyes.analysis.leave import Withheld, withheld
from feedbackyes.analysis.memory import StoredMemory
from feedbackyes.analysis.model_judge import ModelJudge, Opinion, Progress
from feedbackyes.analysis.reliability import Measure
from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.rapport import NOT_HEARD_BELOW
from feedbackyes.domain.detector import Measurement
from feedbackyes.domain.errors import InvalidInput, NotFound
from feedbackyes.domain.feedback import AnalyseRequest, BehaviourSeen, Judge, Metadata, Metric, Persona, Report
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.rubric import BASIC_CAP, Rubric
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.session import Session
from feedbackyes.domain.transcript import DOUBTFUL_BELOW, Speaker, Turn
from feedbackyes.settings import Settings
from feedbackyes.storage import (
    Database,
    corrections,
    judge_answers,
    reports,
    scenarios,
    sessions,
    takes,
    turns,
)
from feedbackyes.storage.recordings.disk import Recordings
from feedbackyes.telemetry import metrics as figures

log = structlog.get_logger(__name__)

DEFAULT_RUBRIC = "active_listening"
LEAST_RECORDED = 0.8
MODEL_CAP = 3
_UNCHECKED = Persona(state="not_checked")
_NOT_ENOUGH = (
    "There was not enough speech to say anything useful: it takes a minute and about a hundred of your words. "
    "What was heard is below; try again and go on a little longer."
)


class Analyst:
    """Reads what was stored, judges it, and remembers its answers."""

    def __init__(
        self,
        database: Database,
        recordings: Recordings,
        model: ModelJudge | None = None,
        measured: Measure = reliability.measured,
    ) -> None:
        self._database = database
        self._recordings = recordings
        self._model = model
        self._measured = measured

    @classmethod
    def create(
        cls,
        database: Database,
        recordings: Recordings,
        settings: Settings | None = None,
        *,
        measured: Measure = reliability.measured,
    ) -> Analyst:
        """Make one.

        Args:
            settings: where a language model is, if there is one; without them the basic check judges alone.
            measured: how well the built-in detectors of a language work.
        """
        return cls(database, recordings, configured_judge(settings) if settings is not None else None, measured)

    async def close(self) -> None:
        if self._model is not None:
            await self._model.close()

    async def analyse(self, request: AnalyseRequest, principal: Principal, progress: Progress | None = None) -> Report:
        """Judge a session, or a transcript that the caller brings. The caller's right to the session is checked before.

        Args:
            progress: is told how much of the judge's work is done.

        Raises:
            NotFound: neither a stored nor a posted transcript; an unknown scenario or rubric.
            InvalidInput: the posted transcript cannot be read.
        """
        asked = await self._asked(request, principal)
        if not request.force and (stored := await self._answered(asked)):
            return stored
        with figures.ANALYSIS.time(), figures.ANALYSES.labels("failed").count_exceptions():
            report = await self._judge(request, asked, progress)
        figures.ANALYSES.labels(report.judge.kind).inc()
        return report

    async def _judge(self, request: AnalyseRequest, asked: _Asked, progress: Progress | None) -> Report:
        voices = _whole(await self._voices(asked.session), asked.session)
        reading = await asyncio.to_thread(_read, request, asked, voices)
        reading = replace(reading, persona=await self._persona(asked))
        seen = await self._look(asked, reading, progress)
        report = _report(request, reading, asked.rubric, seen, self._model, self._measured(reading.tag))
        stood_in = reading.enough and seen.opinion is None
        await self._keep(report, asked, judge.NAME if stood_in else asked.judge)
        return report

    async def look_up(self, request: AnalyseRequest, principal: Principal) -> tuple[str, Report | None]:
        """What makes this request the same as another one, and its answer when that is stored.

        Raises: as `analyse`.
        """
        asked = await self._asked(request, principal)
        same = hashlib.sha256(f"{asked.judge} {asked.rubric.id} {asked.key} {request.force}".encode()).hexdigest()
        return same, None if request.force else await self._answered(asked)

    async def _answered(self, asked: _Asked) -> Report | None:
        """What is stored for the same.

        A report for which the basic check stood in is an answer too: who looks at it again does not wait once more for a
        language model that is away, and what they said long ago is sent to none because they agree to it now. They ask
        for it with `force`.
        """
        if (stored := await self._stored(asked)) is not None:
            return stored
        stand_in = await self._stored(replace(asked, judge=judge.NAME))
        return stand_in if stand_in and stand_in.judge.note else None

    async def _asked(self, request: AnalyseRequest, principal: Principal) -> _Asked:
        session, scenario, spoken = await self._transcript(request, principal)
        async with self._database.read() as tx:
            before = await takes.before(tx, session) if session else ()
        rubric = library.rubric(request.rubric or (scenario.rubric_ref if scenario else DEFAULT_RUBRIC))
        owner, team = (session.owner_id, session.team_id) if session else (principal.id, principal.team_id)
        tag = _known(_tag(request, session, scenario))
        measured = self._measured(tag).hash
        return _Asked(
            owner_id=owner,
            team_id=team,
            session_id=request.session_id,
            session=session,
            scenario=scenario,
            spoken=spoken,
            before=before,
            rubric=rubric,
            judge=judge.NAME if self._model is None else _stored_name(self._model, rubric),
            key=_input_hash(
                request,
                session,
                spoken,
                [rubric.hash, scenario.version if scenario else None, tag, measured, *(turn.text for turn in before)],
            ),
        )

    async def _look(self, asked: _Asked, reading: _Reading, progress: Progress | None) -> _Look:
        """What the language model saw, if there is one, it may be asked, and it answers."""
        if self._model is None or not reading.enough:
            return _Look()
        model = self._model

        async def is_withheld() -> Withheld | None:
            return await withheld(self._database, model, asked.owner_id)

        if (why := await is_withheld()) is not None:
            return _Look(withheld=why)
        memory = StoredMemory(
            self._database,
            asked.session_id,
            asked.owner_id,
            asked.team_id,
            stored=asked.session is not None,
            model=model.model,
            own=model.is_own,
        )
        try:
            opinion = await model.examine(asked.rubric, reading.facts.turns, memory, progress, is_withheld)
        except ModelFailed as error:
            why = await is_withheld() or Withheld("model_failed", error.message)
            log.warning("the basic check stands in for the language model", error=why.note)
            return _Look(withheld=why, used=error.used)
        return _Look(opinion, used=opinion.usage)

    async def _transcript(
        self, request: AnalyseRequest, principal: Principal
    ) -> tuple[Session | None, Scenario | None, list[Turn]]:
        async with self._database.read() as tx:
            session = await sessions.find(tx, request.session_id)
            scenario = await _scenario(tx, request, session, principal)
            stored = list(await corrections.spoken(tx, request.session_id)) if session else []
        if stored:
            return session, scenario, stored
        if _brings_words(request):
            return session, scenario, _posted(request, principal, scenario)
        if session is None:
            raise NotFound(
                f"There is no session {request.session_id!r}. Post a transcript with the request to have that judged.",
                code="session_not_found",
                param="session_id",
            )
        return session, scenario, []

    async def _voices(self, session: Session | None) -> speech.Voices | None:
        if session is None:
            return None
        try:
            return await asyncio.to_thread(self._listen, session.id)
        except (OSError, wave.Error, EOFError) as error:
            log.warning("recording unreadable", session_id=session.id, error=str(error))
            return None

    def _listen(self, session_id: str) -> speech.Voices | None:
        with self._recordings.at_hand(session_id) as path:
            return None if path is None else speech.listen(path)

    async def _persona(self, asked: _Asked) -> Persona:
        """As it was heard then: a later correction of the transcript changes nothing that the partner did."""
        heard = asked.spoken
        if asked.session is not None:
            async with self._database.read() as tx:
                heard = await turns.every(tx, asked.session_id) or heard
        doubted_below = NOT_HEARD_BELOW if asked.session and asked.session.provider == "local" else DOUBTFUL_BELOW
        return await asyncio.to_thread(
            persona.check, asked.scenario, heard, before=asked.before, doubted_below=doubted_below
        )

    async def _stored(self, asked: _Asked) -> Report | None:
        """A report that was made by the same judge and rubric from the same input."""
        async with self._database.read() as tx:
            found = await reports.get(
                tx,
                asked.session_id,
                owner_id=asked.owner_id,
                judge=asked.judge,
                rubric=asked.rubric.id,
                input_hash=asked.key,
            )
        try:
            return Report.model_validate(found.body) if found else None
        except ValidationError:  # of another version of this program: it is judged anew
            return None

    async def _keep(self, report: Report, asked: _Asked, judged_by: str) -> None:
        """Raises `UnknownSession` when the session was deleted meanwhile: nothing of it may come back."""
        stored = reports.StoredReport(
            id=uuid4().hex,
            session_id=asked.session_id,
            owner_id=asked.owner_id,
            team_id=asked.team_id,
            judge=judged_by,
            rubric=asked.rubric.id,
            input_hash=asked.key,
            body=report.model_dump(mode="json"),
            created_at=int(datetime.now(UTC).timestamp() * 1000),
        )
        async with self._database.begin() as tx:
            if asked.session is not None:
                await sessions.get(tx, asked.session_id)
            await reports.put(tx, stored)
            if judged_by == asked.judge:
                await judge_answers.delete_of(tx, asked.session_id, owner_id=asked.owner_id)


async def _scenario(tx: Any, request: AnalyseRequest, session: Session | None, principal: Principal) -> Scenario | None:
    """The session's own, in the version it was held with, also when that is deleted; else the one that is asked for."""
    if session is not None and session.scenario_id is not None:
        return await scenarios.of_session(tx, session)
    return await scenarios.practised(tx, principal, request.scenario_id) if request.scenario_id else None


def _brings_words(request: AnalyseRequest) -> bool:
    return bool(request.transcript.strip() if isinstance(request.transcript, str) else request.transcript)


def _posted(request: AnalyseRequest, principal: Principal, scenario: Scenario | None) -> list[Turn]:
    if isinstance(request.transcript, str):
        partner = scenario.partner.name if scenario else ""
        return transcripts.from_text(
            request.session_id, request.transcript, learner_name=principal.name, partner_name=partner
        )
    return transcripts.from_turns(request.session_id, request.transcript or ())


def _tag(request: AnalyseRequest, session: Session | None, scenario: Scenario | None) -> str:
    """The language of a talk, BCP 47."""
    return request.language or (session.language if session else None) or (scenario.language if scenario else "en")


def _known(tag: str) -> str:
    """Raises `InvalidInput` for a language without detectors."""
    if not behaviours.is_known(tag):
        known = ", ".join(behaviours.LANGUAGES)
        raise InvalidInput(f"Feedback does not know the language {tag!r} yet, only {known}.", param="language")
    return tag


def _input_hash(
    request: AnalyseRequest, session: Session | None, spoken: Sequence[Turn], judged_by: Sequence[str | int | None]
) -> str:
    """Everything that the judgement depends on, so that a corrected transcript or rubric is judged anew."""
    said = [(turn.id, turn.speaker, turn.text, turn.confidence, turn.start_ms, turn.end_ms) for turn in spoken]
    length = request.duration_seconds if _lasted_ms(session) is None else None
    text = json.dumps([said, judged_by, request.scenario_id, length, session and session.ended_at])
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A request with everything that its answer depends on.

    Args:
        owner_id, team_id: whose words they are.
        before: of another take, what was said before it.
        judge: by whose name a report is stored that the wanted judge made.
        key: `_input_hash`.
    """

    owner_id: str
    team_id: str | None
    session_id: str
    session: Session | None
    scenario: Scenario | None
    spoken: Sequence[Turn]
    before: Sequence[Turn]
    rubric: Rubric
    judge: str
    key: str


@dataclass(frozen=True, slots=True)
class _Look:
    """What a language model saw; without an opinion `withheld` says why, when somebody should know it."""

    opinion: Opinion | None = None
    withheld: Withheld | None = None
    used: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A talk as it was read, before anybody judges it. `context`: of another take, what was shown before it."""

    session: Session | None
    scenario: Scenario | None
    tag: str
    facts: Facts
    metrics: tuple[Metric, ...]
    enough: bool
    context: tuple[evidence.Proof, ...] = ()
    persona: Persona = _UNCHECKED


def _read(request: AnalyseRequest, asked: _Asked, voices: speech.Voices | None) -> _Reading:
    session, scenario, spoken = asked.session, asked.scenario, asked.spoken
    tag = _tag(request, session, scenario)
    context, proofs = moments.split(asked.before, spoken, tag)
    duration_ms = _duration_ms(request, session, spoken, voices)
    facts = Facts(
        turns=spoken,
        proofs=proofs,
        voices=voices,
        duration_ms=duration_ms,
        language=behaviours.language(tag),
        bands=scenario.bands if scenario else {},
    )
    enough = facts.word_count >= judge.FEWEST_WORDS and (duration_ms is None or duration_ms >= judge.SHORTEST_MS)
    return _Reading(session, scenario, tag, facts, metrics.compute(facts), enough, tuple(context))


def _report(
    request: AnalyseRequest,
    reading: _Reading,
    rubric: Rubric,
    seen: _Look,
    model: ModelJudge | None,
    measured: Measurement,
) -> Report:
    spoken, opinion = reading.facts.turns, seen.opinion
    blind = frozenset(Behaviour) - reading.facts.language.detects if opinion is None else frozenset()
    experimental = measured.experimental if opinion is None else frozenset()
    if opinion is None or model is None:
        by, cap = judge.signature(rubric, measured, withheld=seen.withheld), BASIC_CAP
        proofs: Mapping[str, Sequence[evidence.Proof]] = {one.id: reading.facts.proofs for one in rubric.elements}
        shown = list(reading.facts.proofs)
    else:
        by, cap = _signature(model, rubric), MODEL_CAP
        proofs = {element_id: proven(found, spoken) for element_id, found in opinion.elements.items()}
        shown = list(dict.fromkeys(proof for read in proofs.values() for proof in read))
    excuses = persona.excused(reading.persona, rubric, spoken)
    proofs = {one.id: persona.without_blame(one, proofs[one.id], excuses) for one in rubric.elements}
    verdict = (
        judge.judge(
            rubric,
            proofs,
            spoken,
            cap=cap,
            blind=blind,
            experimental=experimental,
            context=reading.context,
            excused=excuses.elements,
            language=reading.tag,
        )
        if reading.enough
        else judge.Verdict((), None, None, ())
    )
    return Report(
        session_id=request.session_id,
        status="done" if reading.enough else "not_enough_speech",
        judge=by,
        elements=verdict.elements,
        behaviours=tuple(_seen(proof, experimental) for proof in shown),
        metrics=reading.metrics,
        spans=timeline.spans(reading.facts, reading.metrics),
        strength=verdict.strength,
        next_step=verdict.next_step,
        recommendations=verdict.recommendations,
        scores={element.id: element.level for element in verdict.elements},
        feedback=_prose(verdict) if reading.enough else _NOT_ENOUGH,
        metadata=_metadata(reading, seen.used, model),
        persona=reading.persona,
    )


def _metadata(reading: _Reading, used: Usage, model: ModelJudge | None) -> Metadata:
    facts = reading.facts
    cost = prices.cost_usd(model.model, used) if model is not None and used != Usage() else None
    return Metadata(
        duration_seconds=(facts.duration_ms or 0) / 1000,
        scenario_id=reading.scenario.id if reading.scenario else None,
        language=reading.tag,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        learner_words=facts.word_count,
        input_tokens=used.input_tokens,
        output_tokens=used.output_tokens,
        cost_usd=cost,
        prices_as_of=prices.AS_OF if cost is not None else None,
        doubtful_turns=sum(
            turn.speaker is Speaker.LEARNER and turn.confidence is not None and turn.confidence < DOUBTFUL_BELOW
            for turn in facts.turns
        ),
    )


def proven(seen: model_judge.Seen, spoken: Sequence[Turn]) -> list[evidence.Proof]:
    """What a language model saw, as far as it can be shown; what its runs did not agree on is disputed."""
    doubted = [replace(proof, sure=False, disputed=True) for proof in evidence.verify(seen.doubted, spoken)]
    return [*evidence.verify(seen.sure, spoken), *doubted]


def _signature(model: ModelJudge, rubric: Rubric) -> Judge:
    return Judge(
        kind="model",
        name="Language model",
        model=model.model,
        prompt_hash=model_judge.prompt_hash(rubric),
        rubric=rubric.id,
        rubric_version=rubric.version,
        rubric_hash=rubric.hash,
    )


def _stored_name(model: ModelJudge, rubric: Rubric) -> str:
    """The judge's part of what makes two reports the same."""
    return f"{model.model}@{model_judge.prompt_hash(rubric)[:12]}"


def configured_judge(settings: Settings) -> ModelJudge | None:
    """The language model that `settings` name; None when there is none."""
    if not settings.judges_with_model:
        return None
    model = LanguageModel(
        settings.openai_api_base,
        settings.openai_api_key,
        settings.judge_model,
        settings.judge_api,
        timeout_seconds=settings.judge_timeout_seconds,
    )
    return ModelJudge(model, at_once=settings.judge_questions)


def _duration_ms(
    request: AnalyseRequest, session: Session | None, spoken: Sequence[Turn], voices: speech.Voices | None
) -> int | None:
    """How long the talk was; None when nobody knows (a posted text without times)."""
    if voices:
        return voices.duration_ms
    if (lasted_ms := _lasted_ms(session)) is not None:
        return lasted_ms
    if request.duration_seconds is not None:
        return round(request.duration_seconds * 1000)
    return max((turn.end_ms for turn in spoken), default=0) or None


def _whole(voices: speech.Voices | None, session: Session | None) -> speech.Voices | None:
    """A recording that lacks a part of the talk (a full disk, a later consent) measures nothing: leave it out."""
    lasted_ms = _lasted_ms(session)
    if voices is None or lasted_ms is None:
        return voices
    return voices if voices.duration_ms >= LEAST_RECORDED * lasted_ms else None


def _lasted_ms(session: Session | None) -> int | None:
    """From beginning to end; None for a session that never began, or goes on."""
    if session is None or session.started_at is None or session.ended_at is None:
        return None
    return session.ended_at - session.started_at


def _seen(proof: evidence.Proof, experimental: Collection[str]) -> BehaviourSeen:
    return BehaviourSeen(
        name=proof.behaviour,
        present="yes" if proof.sure else "unsure",
        experimental=proof.behaviour in experimental,
        turn_id=proof.turn_id,
        quote=proof.quote,
        start_ms=proof.start_ms,
        end_ms=proof.end_ms,
    )


def _prose(verdict: judge.Verdict) -> str:
    parts = []
    if verdict.strength:
        parts.append(f"What worked: {verdict.strength.text} You said: “{verdict.strength.quote}”")
    if verdict.next_step:
        parts.append(f"Next step: {verdict.next_step.text}")
    return " ".join(parts) or "Nothing stood out, for better or worse."
