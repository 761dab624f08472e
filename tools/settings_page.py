"""Writes docs/settings.md from the code, or checks that it is up to date.

python tools/settings_page.py           write it
python tools/settings_page.py --check   exit 1 when it would be another one
"""

from __future__ import annotations

import sys
from pathlib import Path

from feedbackyes.settings import Settings, is_secret, variable

PAGE = Path(__file__).resolve().parent.parent / "docs/settings.md"
SECRET = " *Secret.*"


def main() -> int:
    fresh = settings_page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(fresh)
        return 0
    if PAGE.exists() and PAGE.read_text() == fresh:
        return 0
    print("docs/settings.md does not fit the code any more. Run: python tools/settings_page.py")
    return 1


def settings_page() -> str:
    """`docs/settings.md`, a row for each setting."""
    rows = [
        f"| `{variable(name)}` | {_default(name)} | {field.description}{SECRET * is_secret(name)} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Environment variables, or lines of a `.env` file in the working folder or in `backend/`; the environment wins.",
            "An unknown `FEEDBACKYES_*` name or a bad value stops the start with a sentence that names it.",
            "This page is generated from `src/feedbackyes/settings/`.",
            "",
            "What is marked *secret* appears in no log, error or page. It may be in a file: `<NAME>_FILE` names it, or it lies",
            "under its name (in capitals or not) in the folder that `FEEDBACKYES_SECRETS` names, such as `/run/secrets`.",
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
    if name == "host":
        return "`127.0.0.1`; with HTTPS `0.0.0.0`"
    if name == "stt_workers":
        return "number of cores"
    value = Settings.model_fields[name].get_default(call_default_factory=True)
    if isinstance(value, dict):
        value = ",".join(f"{key}={text}" for key, text in value.items())
    if isinstance(value, tuple):
        value = ",".join(value)
    return "empty" if value is None or value == "" else f"`{value}`"


if __name__ == "__main__":
    sys.exit(main())
