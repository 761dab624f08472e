"""Libraries that would tell their makers what is run here do not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_onnxruntime_keeps_no_id_of_this_machine_and_reports_nothing(tmp_path: Path) -> None:
    code = "import feedbackyes.stages.vad.silero, onnxruntime"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_", "CI"))}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**environment, "HOME": str(tmp_path)}, capture_output=True, check=True
    )
    assert b"elemetry" not in done.stderr
    assert list(tmp_path.rglob("*")) == []
