"""Which number leads where, who a caller is, and how their session begins."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from functools import partial

from feedbackyes import library
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.consent import Purpose, Way
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway.live import Gateway
from feedbackyes.gateway.phone.callers import MENU, PIN, Directory
from feedbackyes.gateway.phone.end import PhoneEnd
from feedbackyes.gateway.phone.prompts import Prompts
from feedbackyes.gateway.phone.reception import Connect, Desk, Reception
from feedbackyes.gateway.phone.visitor import Visitor
from feedbackyes.settings import Settings
from feedbackyes.sip import Line, LineListener, guard
from feedbackyes.sip.listener import Configuration, Listener
from feedbackyes.stages import tts
from feedbackyes.storage import Database, consents, scenarios

LOOPBACK = ("127.0.0.0/8", "::1")
CALLS_OF_A_LINE = 12
"""In a minute, for each call that may go on at once: what one address or account may make, whatever numbers it gives."""
logger = logging.getLogger(__name__)


class Switchboard:
    """All telephone calls of this server, from `open` to `close`."""

    def __init__(self, settings: Settings, database: Database, gateway: Gateway) -> None:
        self._settings, self._database, self._gateway = settings, database, gateway
        self._directory = Directory(settings, database)
        self._prompts = Prompts(lambda: tts.configured(settings))
        self._visitors: set[Visitor] = set()
        self._principals: dict[Line, Principal] = {}
        self._listener: Listener | None = None

    @classmethod
    async def open(cls, settings: Settings, database: Database, gateway: Gateway) -> Switchboard:
        """Take calls from now on.

        Raises:
            NotReady: the port is taken. InvalidInput: a setting cannot be used.
        """
        made = cls(settings, database, gateway)
        made._listener = await Listener.open(_configuration(settings), made)
        logger.info("Telephone calls are taken at sip:%s:%s.", settings.sip_address, made.port)
        return made

    @property
    def port(self) -> int:
        return self._listener.port if self._listener is not None else 0

    @property
    def lines(self) -> tuple[Line, ...]:
        """Calls that go on."""
        return self._listener.lines if self._listener is not None else ()

    async def close(self) -> None:
        """Hang up, and take no more."""
        visitors = list(self._visitors)
        if self._listener is not None:
            await self._listener.close()
        for visitor in visitors:
            await visitor.wait()
        await self._prompts.close()

    # ---- Answers

    def on_call(self, line: Line) -> LineListener | None:
        """A call. None: nothing is behind that number."""
        if self._wanted(line) is None:
            logger.info("Nothing is behind the number that was called: %s.", line.dialled[:40])
            return None
        visitor = Visitor(line, self, self._prompts, partial(self._gone, line))
        self._visitors.add(visitor)
        return visitor

    def _gone(self, line: Line, visitor: Visitor) -> None:
        self._visitors.discard(visitor)
        self._principals.pop(line, None)

    # ---- Talks

    async def reception(self, line: Line) -> Reception:
        """Who receives the caller: a menu, a question for a PIN, or the scenario itself."""
        principal = self._principals[line] = await self._directory.who(line.caller, line.account)
        wanted, pins, choices = self._wanted(line) or MENU, {}, []
        if wanted == PIN:
            pins = await self._known(principal, self._settings.sip_pins)
        elif wanted == MENU:
            names = self._settings.sip_menu or tuple(one.id for one in library.scenarios())
            choices = list((await self._known(principal, {name: name for name in names})).values())
        else:
            choices = list((await self._known(principal, {wanted: wanted})).values())
        desk = Desk(
            scenarios=tuple(filter(self._held, choices) if wanted == MENU else choices),
            pins=pins,
            language=self._settings.sip_language,
            asks=self._settings.recording != "off",
            hosted=self._gateway.hosted,
            phrases=library.phone_phrases(),
            held=self._held,
        )
        return Reception(desk)

    async def connect(self, line: Line, wanted: Connect) -> LineListener:
        """Begin the session of the caller."""
        query = {"scenario_id": wanted.scenario.id, "recording": str(wanted.recording).lower()}
        principal = self._principals[line]
        admission = Admission(principal, "sip", query)
        if self._settings.recording != "off":
            at = time.time_ns() // 1_000_000
            async with self._database.begin() as tx:
                await consents.note(tx, principal, Purpose.RECORDING, granted=wanted.recording, at=at, way=Way.PHONE)
        language = wanted.scenario.language.partition("-")[0].lower()
        known = library.phone_phrases()
        phrases = known.get(language, known["en"])
        goodbye = await self._prompts.speak(phrases["goodbye"], language)
        reasons = {EndReason.COST_LIMIT: await self._prompts.speak(phrases["limit"], language)}
        return await self._gateway.take(admission, partial(PhoneEnd, goodbye=goodbye, reasons=reasons), line)

    # ---- inside

    def _held(self, scenario: Scenario) -> bool:
        able = self._gateway.choices.chosen(None, scenario).capabilities
        return able.understands(scenario.language) and able.speaks(scenario.language)

    def _wanted(self, line: Line) -> str | None:
        return self._directory.behind(line.dialled)

    async def _known(self, principal: Principal, wanted: Mapping[str, str]) -> dict[str, Scenario]:
        """The scenarios that there are, of those that the settings name."""
        found: dict[str, Scenario] = {}
        async with self._database.read() as tx:
            for name, scenario_id in wanted.items():
                try:
                    found[name] = await scenarios.practised(tx, principal, scenario_id)
                except NotFound:
                    logger.warning("The telephone offers a scenario that is not there: %s.", scenario_id)
        return found


def _configuration(settings: Settings) -> Configuration:
    allowed = settings.sip_allow or (() if settings.sip_accounts else LOOPBACK)
    rules = guard.Rules(
        networks=guard.networks(allowed),
        accounts=bool(settings.sip_accounts),
        calls=settings.sip_max_calls,
        per_minute=settings.sip_calls_per_minute,
        per_source=max(settings.sip_calls_per_minute, settings.sip_max_calls * CALLS_OF_A_LINE),
        trunks=frozenset(settings.sip_trunks),
    )
    return Configuration(
        host=settings.sip_address,
        port=settings.sip_port,
        public=settings.public_address,
        ports=settings.sip_ports,
        rules=rules,
        accounts=settings.sip_accounts,
    )
