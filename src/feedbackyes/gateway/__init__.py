"""Live calls: between a learner's socket and a provider's, with transcript, recording and limits on the way."""

from __future__ import annotations

from feedbackyes.gateway.live import Gateway

__all__ = ["Gateway"]
