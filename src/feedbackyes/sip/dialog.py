"""One call as SIP has it: who, where to, and what the next request of ours looks like (RFC 3261 section 12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from feedbackyes.sip.address import Address, inner, next_hop, uri
from feedbackyes.sip.message import BadMessage, Headers, Request
from feedbackyes.sip.transactions import Server

State = Literal["ringing", "accepted", "confirmed", "ended"]


@dataclass(slots=True, eq=False)
class Dialog:
    """A call that came in. `Agent` keeps it; everybody else reads it.

    Args:
        caller, dialled: numbers or names without punctuation; the caller is empty when they do not say.
        account: whose password the caller proved; empty for a trusted address.
        source: where its messages come from. behind_nat: the caller does not know that address.
        here: our contact. local, remote: values of From and To as our requests have them.
        target: the other end's contact. route: what our requests pass through.
        invite: the last invitation, the first or one within the call. offered: we answered it with an offer.
    """

    call_id: str
    local_tag: str
    remote_tag: str
    caller: str
    dialled: str
    account: str
    source: Address
    behind_nat: bool
    local: str
    remote: str
    target: str
    route: tuple[str, ...]
    remote_sequence: int
    invite: Server
    here: str
    state: State = "ringing"
    local_sequence: int = 0
    offered: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.call_id, self.local_tag

    def request(self, method: str, via: str) -> tuple[Request, Address]:
        """The next request of ours, and where it goes."""
        self.local_sequence += 1
        to = self._next_hop()
        target, route = self.target, self.route
        if route and "lr" not in uri(inner(route[0])).parameters:  # a strict router wants its own address there
            target, route = inner(route[0]), (*route[1:], f"<{self.target}>")
        fields = [
            ("via", via),
            ("max-forwards", "70"),
            *(("route", hop) for hop in route),
            ("from", self.local),
            ("to", self.remote),
            ("call-id", self.call_id),
            ("cseq", f"{self.local_sequence} {method}"),
            ("contact", self.here),
        ]
        return Request(method, target, Headers(tuple(fields))), to

    def _next_hop(self) -> Address:
        try:
            return next_hop(self.route, self.target, self.source, behind_nat=self.behind_nat)
        except BadMessage:
            return self.source
