"""Which of the configured providers a session has: the one that is asked for, the scenario's, or the server's own."""

from __future__ import annotations

from collections.abc import Mapping

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.scenario import Scenario
from feedbackyes.providers import Provider, TakesCalls


class Choices:
    """`own` is the server's; `others` may be chosen beside it, by name."""

    def __init__(self, own: Provider, others: Mapping[str, Provider] | None = None) -> None:
        self.own = own
        self._all = {**(others or {}), own.name: own}

    @property
    def every(self) -> tuple[Provider, ...]:
        """All of them, the server's own first."""
        return (self.own, *(one for one in self._all.values() if one is not self.own))

    def telephone(self, scenario: Scenario | None) -> TakesCalls | None:
        """Who takes a telephone call that waits at the hosted service: the one that the scenario wishes for, else the
        first that takes any, the server's own before others; None: nobody does."""
        wished = self.chosen(None, scenario)
        return next((one for one in (wished, *self.every) if isinstance(one, TakesCalls)), None)

    def named(self, name: str | None) -> Provider:
        """The provider that a stored session names; the server's own when that is not configured any more."""
        return self._all.get(name or "", self.own)

    def chosen(self, name: str | None, scenario: Scenario | None) -> Provider:
        """The provider of a new session.

        Args:
            name: that is asked for; None leaves it to the scenario, which may wish for one.

        Raises:
            InvalidInput: it is none of those that are configured.
        """
        if name is None:
            return self.named(scenario.provider if scenario is not None else None)
        if name not in self._all:
            raise InvalidInput(
                f"There is no voice service {name!r} here. Choose one of: {', '.join(sorted(self._all))}.",
                param="provider",
            )
        return self._all[name]
