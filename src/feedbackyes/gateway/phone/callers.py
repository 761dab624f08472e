"""Who calls, and what is behind a number: the same for telephones that call us and those that call the hosted service."""

from __future__ import annotations

import hashlib
import logging
import time

from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role
from feedbackyes.domain.sharing import GUEST
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, users

MENU, PIN, ANY = "menu", "pin", "*"
"""Words that stand in place of a scenario, and of a number."""
logger = logging.getLogger(__name__)


class Directory:
    """The numbers and callers that the settings name."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._database = database
        self._numbers = {comparable(name): value for name, value in settings.sip_numbers.items()}
        self._callers = {comparable(name): value for name, value in settings.sip_callers.items()}
        self._trunks = frozenset(settings.sip_trunks)
        self._accounts = settings.with_accounts

    def behind(self, number: str) -> str | None:
        """A scenario, `menu` or `pin`; None: nothing."""
        return self._numbers.get(comparable(number)) or self._numbers.get(ANY)

    def knows(self, number: str) -> bool:
        """Whether the settings say who calls from there."""
        return self._named(number, "") is not None

    async def who(self, number: str, account: str = "") -> Principal:
        """The user whose number (or account) it is, or a guest made for it.

        Args:
            number: what the caller, or the network, says. Only who needed no password and trunks are believed.
            account: proved by its password; empty: none was needed.
        """
        name = self._named(number, account)
        if name == LOCAL_ADMIN.id and not self._accounts:
            return LOCAL_ADMIN
        if name is not None:
            async with self._database.read() as tx:
                user = await users.named(tx, name)
            if user is not None:
                return user
            logger.warning("FEEDBACKYES_SIP_CALLERS names a user who is not there: %s.", name)
        guest = _guest(number) if self._believed(account) else _guest(account, "account ")
        async with self._database.begin() as tx:
            await users.keep_guest(tx, guest, at=time.time_ns() // 1_000_000)
        return guest

    def _believed(self, account: str) -> bool:
        return not account or account in self._trunks

    def _named(self, number: str, account: str) -> str | None:
        said = self._callers.get(comparable(number)) if number and self._believed(account) else None
        return said or (self._callers.get(comparable(account)) if account else None)


def _guest(name: str, kind: str = "") -> Principal:
    """Who is nobody's user: the same for the same number or account; numbers and accounts are told apart by `kind`."""
    digest = hashlib.sha256((kind + comparable(name)).encode()).hexdigest()[:16] if name else "anonymous"
    return Principal(GUEST + digest, Role.LEARNER, f"Caller {name}" if name else "Unknown caller")


def comparable(number: str) -> str:
    """A number in the form in which numbers are compared: `00` abroad is `+`."""
    return "+" + number[2:] if number.startswith("00") and number.isdigit() else number.lower()
