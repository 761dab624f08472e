"""A worker process of the recogniser `sherpa`: sherpa-onnx ends its process over what it does not like.

python -m feedbackyes.stages.stt._sherpa_worker FOLDER THREADS
"""

from __future__ import annotations

import sys
from pathlib import Path

from feedbackyes.stages._neural import ears
from feedbackyes.stages.stt._engine_worker import serve
from feedbackyes.stages.stt._sherpa_engines import load

if __name__ == "__main__":
    serve(lambda: load(ears.find(Path(sys.argv[1])), int(sys.argv[2])))
