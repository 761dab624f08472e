"""A worker process of the recogniser `faster-whisper`, with a model, a GPU's memory and libraries of its own.

python -m feedbackyes.stages.stt._whisper_worker FOLDER DEVICE COMPUTE THREADS
"""

from __future__ import annotations

import sys
from pathlib import Path

from feedbackyes.stages._neural import whisper
from feedbackyes.stages.stt._engine_worker import serve
from feedbackyes.stages.stt._whisper_engine import load

if __name__ == "__main__":
    _, name, device, compute, threads = sys.argv
    serve(lambda: load(whisper.find(Path(name)), device, compute, int(threads)))
