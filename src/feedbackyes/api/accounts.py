"""What signing in takes."""

from __future__ import annotations

from feedbackyes.api.attempts import Attempts
from feedbackyes.api.identity_provider import IdentityProvider
from feedbackyes.api.passwords import Passwords
from feedbackyes.domain.errors import Conflict, Forbidden
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, people


class NoAccounts(Conflict):
    """This server has no accounts."""

    code = "no_accounts"


class WrongPassword(Forbidden):
    """Somebody who is signed in did not prove that it is them."""

    code = "wrong_password"


class Accounts:
    """One for a server."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self._database = database
        self.passwords = Passwords()
        self.attempts = Attempts()
        self._provider: IdentityProvider | None = None

    def check_on(self, *, password: bool = False) -> None:
        """Raise `NoAccounts` unless people have accounts here (and sign in with passwords)."""
        if not self.settings.with_accounts:
            raise NoAccounts("This server has no accounts. FEEDBACKYES_ACCOUNTS=on gives it some.")
        if password and not self.settings.password_login:
            raise NoAccounts(
                f"Nobody has a password here: sign in with {self.settings.oidc_name}.", code="no_passwords"
            )

    def provider(self) -> IdentityProvider:
        """The identity provider. Raises `NoAccounts` when there is none."""
        if not self.settings.oidc_issuer:
            raise NoAccounts("This server has no identity provider. FEEDBACKYES_OIDC_ISSUER names one.", code="no_oidc")
        self._provider = self._provider or IdentityProvider(self.settings)
        return self._provider

    async def close(self) -> None:
        if self._provider is not None:
            await self._provider.close()

    async def prove(self, user_id: str, password: str, address: str | None) -> None:
        """Have somebody who is signed in show that it is them, before what cannot be undone.

        Raises:
            WrongPassword: it is not their password. TooManyAttempts: there were many guesses.
            NoAccounts: they have no password.
        """
        async with self._database.read() as tx:
            person = await people.find(tx, user_id)
            hashed = await people.password_hash(tx, user_id)
        if hashed is None or person is None:
            raise NoAccounts("You have no password here.", code="no_password")
        account = person.email or user_id
        await self.attempts.begin(account, address)
        if not await self.passwords.verify(hashed, password):
            raise WrongPassword("That is not your password.", param="current")
        await self.attempts.succeeded(account, address)
