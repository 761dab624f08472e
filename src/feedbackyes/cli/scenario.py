"""`feedbackyes scenario lint`: what the editor says of a scenario, for files."""

from __future__ import annotations

import asyncio
from pathlib import Path

from feedbackyes.authoring.linter import lint
from feedbackyes.authoring.reading import Problem, read
from feedbackyes.authoring.simulation import simulate
from feedbackyes.domain.errors import InvalidInput


def examine(path: Path, *, play: bool) -> tuple[list[str], bool]:
    """Look at one file.

    Args:
        play: let a skilled and an unskilled learner play it too.

    Returns:
        Lines to print, and whether the scenario can be used.

    Raises:
        InvalidInput: the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}.") from error
    scenario, source, problems = read(text)
    if scenario is None:
        return [_told(path, one) for one in problems], False
    found = list(lint(scenario, source))
    lines: list[str] = []
    if play:
        simulation = asyncio.run(simulate(scenario, source))
        found += simulation.problems
        for played in (simulation.skilled, simulation.unskilled):
            last = played.last
            told = ", ".join(last.earned) or "nothing"
            lines.append(f"{played.learner}: trust {last.trust:.2f}, tension {last.tension:.2f}, told {told}")
    sound = all(problem.severity == "warning" for problem in found)
    return [*(_told(path, one) for one in found), *lines], sound


def _told(path: Path, problem: Problem) -> str:
    return f"{path}:{problem.line}: {problem.severity}: {problem.message}"
