"""Writes what is generated from the code, or checks that it is up to date.

    python tools/generated.py           write docs/settings.md and web/src/api/schema.d.ts
    python tools/generated.py --check   exit 1 when a fresh generation differs from what is committed
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from feedbackyes.app import create_app
from feedbackyes.settings import Settings, variable

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "web/src/api/schema.d.ts"


def main() -> int:
    fresh = {ROOT / "docs/settings.md": settings_page(), SCHEMA: api_types()}
    if "--check" not in sys.argv[1:]:
        for path, text in fresh.items():
            path.write_text(text)
        return 0
    stale = [path for path, text in fresh.items() if not path.exists() or path.read_text() != text]
    for path in stale:
        print(f"{path.relative_to(ROOT)} is not what the code generates. Run: python tools/generated.py")
    return 1 if stale else 0


def settings_page() -> str:
    """`docs/settings.md`, a row for each setting."""
    rows = [
        f"| `{variable(name)}` | {_default(name)} | {field.description} |" for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Environment variables, or lines of a `.env` file in the working folder or in `backend/`; the environment wins.",
            "An unknown `FEEDBACKYES_*` name or a bad value stops the start with a sentence that names it.",
            "This page is generated from `src/feedbackyes/settings.py`.",
            "",
            "| name | default | meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _default(name: str) -> str:
    if name == "data":
        return "`~/.local/share/feedbackyes`"
    if name == "stt_workers":
        return "number of cores"
    value = Settings.model_fields[name].default
    if isinstance(value, tuple):
        value = ",".join(value)
    return f"`{value}`" if value != "" else "empty"


def api_types() -> str:
    """TypeScript types of the HTTP API, from its OpenAPI description."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "openapi.json", Path(folder) / "schema.d.ts"
        source.write_text(json.dumps(create_app(Settings(data=Path(folder))).openapi()))
        command = ["npx", "--no-install", "openapi-typescript", str(source), "-o", str(target)]
        subprocess.run(command, cwd=ROOT / "web", check=True, capture_output=True)
        return target.read_text()


if __name__ == "__main__":
    sys.exit(main())
