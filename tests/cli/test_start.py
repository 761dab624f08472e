"""What the command imports before it knows what is wanted of it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("fastapi", "numpy", "onnxruntime", "prometheus_client", "pydantic", "sqlalchemy", "uvicorn", "opentelemetry")


def test_nothing_heavy_is_imported_to_say_what_there_is() -> None:
    code = "import sys, feedbackyes.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [name for name in HEAVY if name in done.stdout.split()] == []
