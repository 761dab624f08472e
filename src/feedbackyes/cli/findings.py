"""What `feedbackyes doctor` found, and how it is told."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `remedy` says what to do; `required` ones make the exit status 1 when not `ok`."""

    name: str
    ok: bool
    what: str
    remedy: str = ""
    required: bool = True


def print_findings(findings: Sequence[Finding], *, as_json: bool = False) -> int:
    """Print a line each, or all as one JSON object, and return the exit status."""
    bad = [finding for finding in findings if finding.required and not finding.ok]
    if as_json:
        print(json.dumps({"ok": not bad, "findings": [dataclasses.asdict(one) for one in findings]}, indent=2))
        return 1 if bad else 0
    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        mark = "[green]ok[/]     " if finding.ok else "[red]missing[/]" if finding.required else "[yellow]absent[/] "
        console.print(f"{mark} {escape(finding.name)}: {escape(finding.what)}")
        if not finding.ok and finding.remedy:
            console.print(f"        → {escape(finding.remedy)}")
    console.print(
        "\nEverything that is needed is here." if not bad else f"\n{len(bad)} thing(s) to mend before it works."
    )
    return 1 if bad else 0
