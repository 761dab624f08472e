"""Telephone calls as sessions: who calls, what they choose, and the learner's end of the call."""

from __future__ import annotations

from feedbackyes.gateway.phone.switchboard import Switchboard

__all__ = ["Switchboard"]
