"""Metrics: one module each, found by itself. A module offers `compute(facts) -> list[Metric]` and its `RANK` on the page."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from feedbackyes.analysis.facts import Facts
from feedbackyes.domain.feedback import Metric


def available() -> list[str]:
    """Names of the metric modules, in the order in which a page shows them."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return sorted(names, key=lambda name: (import_module(f"{__name__}.{name}").RANK, name))


def compute(facts: Facts) -> tuple[Metric, ...]:
    """Every metric of a talk, those without enough to go by included (their `state` says so)."""
    found: list[Metric] = []
    for name in available():
        found.extend(import_module(f"{__name__}.{name}").compute(facts))
    return tuple(metric.model_copy(update=_band(metric, facts)) for metric in found)


def _band(metric: Metric, facts: Facts) -> dict[str, object]:
    """The scenario's band wins over the general one; it is our choice, and says so where no source does."""
    band = facts.bands.get(metric.id)
    if band is None:
        return {}
    note = "The band is this scenario's own."
    return {"band": band, "source": f"{note} {metric.source}".strip()}
