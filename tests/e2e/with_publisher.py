"""FeedbackYes with a short list of models, whose publisher is this process: `python -m tests.e2e.with_publisher`.

The archive comes slowly enough to be watched.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

from feedbackyes import models
from feedbackyes.cli import main
from tests import tiny_models

NAME = "good-ears"
PARTS = 20
PART_SECONDS = 0.15
PADDING = 3_000_000


def archive() -> bytes:
    """A tiny recogniser in the library's own format, and a large file beside it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        tar.add(tiny_models.folder(tiny_models.streaming_ears), arcname=NAME)
        noise = tarfile.TarInfo(f"{NAME}/test_wavs/0.wav")
        noise.size = PADDING
        tar.addfile(noise, io.BytesIO(np.random.default_rng(0).bytes(PADDING)))
    return packed.getvalue()


def publish(data: bytes) -> str:
    """Serve the archive; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            for part in range(0, len(data), len(data) // PARTS):
                self.wfile.write(data[part : part + len(data) // PARTS])
                time.sleep(PART_SECONDS)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}/{NAME}.tar"


def known(data: bytes) -> tuple[models.Model, ...]:
    digest = hashlib.sha256(data).hexdigest()
    good = models.Model(NAME, "stt", "English while you speak", ("en",), len(data), "MIT", publish(data), digest)
    wrong = models.Model("wrong", "tts", "A voice that is not what it says", ("en",), 9, "MIT", good.url, "0" * 64)
    return good, wrong


if __name__ == "__main__":
    listed = known(archive())
    models.known = lambda: listed  # type: ignore[assignment]  # a test's own
    main()
