"""Who comes, and to which session: found or made, checked, and owned by this process before a call of it begins."""

from __future__ import annotations

import time
from collections.abc import Container
from dataclasses import replace
from typing import Any

from feedbackyes.cluster import HeldElsewhere
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.consent import Purpose, may_record
from feedbackyes.domain.errors import Conflict, Forbidden, NotFound
from feedbackyes.domain.permissions import Action, check, check_role
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.session import OPEN_STATES, Session, SessionState, Transport
from feedbackyes.domain.transcript import Speaker
from feedbackyes.gateway import recovery
from feedbackyes.gateway.nodes import Nodes
from feedbackyes.gateway.query import CallQuery
from feedbackyes.protocol import models
from feedbackyes.providers import require_voice
from feedbackyes.providers.choice import Choices
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, consents, scenarios, sessions, turns
from feedbackyes.storage.recordings.disk import Recordings

_MIDDLE = frozenset({SessionState.CONNECTING, SessionState.LIVE, SessionState.DRAINING})
FETCHES = 3
"""A session that changes hands so often while somebody comes to it is left where it is."""


class Lobby:
    """Of one process. `calls`: ids of the sessions that have a call here; `nodes` None: there are no other processes."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        recordings: Recordings,
        choices: Choices,
        calls: Container[str],
        nodes: Nodes | None = None,
    ) -> None:
        self._settings, self._database, self._recordings = settings, database, recordings
        self._choices, self._calls, self.nodes = choices, calls, nodes

    async def session(
        self, admission: Admission, session_id: str, query: CallQuery, transport: Transport
    ) -> tuple[Session, list[str]]:
        """The stored session, made when nobody has used its id yet, and the windows that have had it elsewhere.

        Raises:
            As `Gateway.open`.
        """
        callers: list[str] = []
        for fetched in range(FETCHES + 1):
            try:
                return await self._session(admission, session_id, query, transport), callers
            except HeldElsewhere as held:
                if self.nodes is None or fetched == FETCHES:
                    raise
                async with self._database.read() as tx:
                    session = await sessions.get(tx, session_id)
                caller, token = admission.query.get("caller"), admission.session_id is not None
                callers = await self.nodes.fetch(session, held.lease, token=token, caller=caller)
            except BaseException:
                if self.nodes is not None and session_id not in self._calls:
                    self.nodes.node.forget(session_id)  # what was taken was rolled back
                raise
        raise AssertionError

    async def _session(self, admission: Admission, session_id: str, query: CallQuery, transport: Transport) -> Session:
        principal = admission.principal
        async with self._database.begin() as tx:
            session = await sessions.find(tx, session_id)
            if session is not None and admission.session_id is None and await self._is_unused(tx, principal, session):
                self._recordings.delete(session_id)
                await sessions.delete(tx, session_id)
                session = None
            if session is None and admission.session_id is not None:  # a token begins nothing anew
                raise NotFound("The session of this client token is gone.", code="session_not_found")
            if session is None:
                check_role(principal, Action.CREATE_SESSION)
                wanted = query.scenario_id
                scenario = await scenarios.practised(tx, principal, wanted) if wanted else None
                session = self._new_session(principal, session_id, query, scenario)
                await self._check_consent(tx, principal, session)
                granted = await consents.get(tx, principal, Purpose.RECORDING)
                recording = may_record(self._settings.recording, asked=query.recording, granted=granted)
                session = replace(session, recording=recording, transport=transport)
                await sessions.create(tx, session)
                return await self._own(tx, session)
            check(principal, Action.JOIN_SESSION, session.owner_id, session.team_id)
            await self._check_consent(tx, principal, session)
            _check_open(session)
            if session.state is SessionState.CREATED and session_id not in self._calls:
                session = await self._refined(tx, session, query, transport)
            return await self._own(tx, session)

    async def _own(self, tx: Any, session: Session) -> Session:
        """Become its owner; gives the session as it is then: whoever had it may have changed it until now.

        A node that could not store the end of its call lets go of a session in the middle. That is put right here.
        """
        if self.nodes is None or not await self.nodes.node.take(tx, session):
            return session
        session = await sessions.get(tx, session.id)
        if session.state in _MIDDLE:
            await recovery.free(tx, session, self._recordings, now=time.time_ns() // 1_000_000)
            session = await sessions.get(tx, session.id)
        _check_open(session)
        return session

    async def _check_consent(self, tx: Any, principal: Principal, session: Session) -> None:
        """Who has said no keeps their voice here. Who was never asked has come by a client of their own choice."""
        provider = self._choices.named(session.provider)
        if provider.capabilities.leaves and await consents.get(tx, principal, Purpose.HOSTED_VOICE) is False:
            raise Forbidden(
                f"You have said that your voice may not leave this machine, and the voice service {provider.name!r} "
                "is hosted elsewhere. Agree in the settings of the page, or use a server with the embedded engine.",
                code="hosted_voice_refused",
            )

    async def _is_unused(self, tx: Any, principal: Principal, session: Session) -> bool:
        """A session of the caller's own that is over leaves its id free when there is nothing of theirs to keep.

        Nobody said anything; or, in free talk that is not recorded, nobody but the partner. A take goes back to
        something, which its id alone does not say.
        """
        if session.owner_id != principal.id or session.state in OPEN_STATES or session.id in self._calls:
            return False
        if session.retry_of is not None:
            return False
        only_learner = session.scenario_id is None and not session.recording
        speaker = Speaker.LEARNER if only_learner else None
        return not (await turns.count(tx, [session.id], speaker)).get(session.id)

    async def _refined(self, tx: Any, session: Session, query: CallQuery, transport: Transport) -> Session:
        """A session that was made beforehand, with what its socket says of it."""
        if query.scenario_id not in (None, session.scenario_id):
            raise Conflict("This session was made for another scenario.", param="scenario_id")
        name = session.provider if query.provider is None else query.provider
        provider = self._choices.chosen(name, None) if query.provider else self._choices.named(name)
        changes = {**query.changes(), "provider": provider.name, "transport": transport}
        require_voice(provider, changes.get("language", session.language))
        if query.recording is not None:
            changes["recording"] = may_record(self._settings.recording, asked=query.recording, granted=None)
        await sessions.update(tx, session.id, **changes)
        return replace(session, **changes)

    def _new_session(
        self, principal: Principal, session_id: str, query: CallQuery, scenario: Scenario | None
    ) -> Session:
        provider = self._choices.chosen(query.provider, scenario)
        hosted = provider.capabilities.hosted
        session = Session(
            id=session_id,
            owner_id=principal.id,
            team_id=principal.team_id,
            state=SessionState.CREATED,
            created_at=time.time_ns() // 1_000_000,
            scenario_id=scenario.id if scenario else None,
            scenario_version=scenario.version if scenario else None,
            provider=provider.name,
            model=models.current_model(query.model)[0] if query.model and hosted else provider.model,
            recogniser=provider.recogniser,
            basic_ears=provider.capabilities.basic_ears,
            language=scenario.language if scenario else "en",
        )
        session = replace(session, **query.changes())
        require_voice(provider, session.language)
        return session


def _check_open(session: Session) -> None:
    if session.state not in OPEN_STATES:
        raise Conflict(
            f"The session {session.id!r} is over ({session.state.value}). Start a new one under another id.",
            code="session_ended",
            param="session_id",
        )
