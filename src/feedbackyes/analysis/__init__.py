"""Feedback after a conversation: metrics, verified evidence, levels, one strength and one next step."""

from __future__ import annotations

from feedbackyes.analysis.analyst import Analyst
from feedbackyes.analysis.readings import Readings

__all__ = ["Analyst", "Readings"]
