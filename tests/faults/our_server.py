"""Our server for fault tests, which takes loud for speech: what the tests' learners say are tones.

python -m tests.faults.our_server serve
"""

from __future__ import annotations

from unittest.mock import patch

from feedbackyes.cli import main
from feedbackyes.stages import vad
from tests.engine.fakes import Loudness

if __name__ == "__main__":
    with patch.object(vad, "load", lambda name, **options: Loudness()):
        main()
