"""A pipecat voice bot of instant stages, one pipeline and port for each conversation: the peer of `bench/overhead.py`.

    python bench/peers/pipecat_bot.py PORT…     in an environment of its own: pip install pipecat-ai==1.14.0 websockets

Audio comes and goes as binary messages, PCM16 at 24 kHz. Each end of a turn is a line `eot SECONDS` of the monotonic clock:
the moment at which voice activity detection has been handed the last of the silence that ends it.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncGenerator

import numpy as np
from loguru import logger
from pipecat.audio.vad.vad_analyzer import VADAnalyzer, VADParams, VADState
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    OutputAudioRawFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair, LLMUserAggregatorParams
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.serializers.base_serializer import FrameSerializer
from pipecat.services.settings import TTSSettings
from pipecat.services.tts_service import TTSService
from pipecat.transports.websocket.server import (
    SingleClientWebsocketServerParams,
    SingleClientWebsocketServerTransport,
)
from pipecat.turns.user_start import VADUserTurnStartStrategy
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.workers.runner import WorkerRunner

RATE_HZ, FRAME_MS, SILENCE_FRAMES, VOICE = 24_000, 32, 16, 1000
TONE = (8000 * np.sin(np.arange(RATE_HZ // 5) * 0.2 + 0.5)).astype("<i2").tobytes()


class Loudness(VADAnalyzer):
    """Loud is speech."""

    def __init__(self) -> None:
        silence_s = SILENCE_FRAMES * FRAME_MS / 1000
        super().__init__(params=VADParams(confidence=0.5, start_secs=0.1, stop_secs=silence_s, min_volume=0.0))

    def num_frames_required(self) -> int:
        return RATE_HZ * FRAME_MS // 1000

    def voice_confidence(self, buffer: bytes) -> float:
        return float(np.abs(np.frombuffer(buffer, "<i2").astype(np.int32)).max() > VOICE)

    def _run_analyzer(self, buffer: bytes) -> VADState:
        before = self._vad_state
        given_at = time.monotonic()
        state = super()._run_analyzer(buffer)
        if state is VADState.QUIET and before is VADState.STOPPING:
            print(f"eot {given_at}", flush=True)
        return state


class Ears(FrameProcessor):
    """Has understood everything the moment that it was said."""

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)
        if isinstance(frame, VADUserStoppedSpeakingFrame):
            await self.push_frame(TranscriptionFrame("hello there", "user", "now", finalized=True))


class Mind(FrameProcessor):
    """Answers at once."""

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMContextFrame):
            await self.push_frame(LLMFullResponseStartFrame())
            await self.push_frame(LLMTextFrame("You said hello."))
            await self.push_frame(LLMFullResponseEndFrame())
        else:
            await self.push_frame(frame, direction)


class Voice(TTSService):
    """Speaks at once."""

    def __init__(self) -> None:
        settings = TTSSettings(model=None, voice=None, language=None)
        super().__init__(sample_rate=RATE_HZ, push_start_frame=True, push_stop_frames=True, settings=settings)

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame | None, None]:  # noqa: ARG002
        yield TTSAudioRawFrame(TONE, RATE_HZ, 1, context_id=context_id)


class Raw(FrameSerializer):
    """Samples as they are."""

    async def serialize(self, frame: Frame) -> str | bytes | None:
        return frame.audio if isinstance(frame, OutputAudioRawFrame) else None

    async def deserialize(self, data: str | bytes) -> Frame | None:
        return InputAudioRawFrame(data, RATE_HZ, 1) if isinstance(data, bytes) else None


async def converse(port: int) -> None:
    transport = SingleClientWebsocketServerTransport(
        host="127.0.0.1",
        port=port,
        params=SingleClientWebsocketServerParams(audio_in_enabled=True, audio_out_enabled=True, serializer=Raw()),
    )
    stop = SpeechTimeoutUserTurnStopStrategy(user_speech_timeout=0.0)
    user, assistant = LLMContextAggregatorPair(
        LLMContext(),
        user_params=LLMUserAggregatorParams(
            vad_analyzer=Loudness(),
            user_turn_strategies=UserTurnStrategies(start=[VADUserTurnStartStrategy()], stop=[stop]),
        ),
    )
    pipeline = Pipeline([transport.input(), Ears(), user, Mind(), Voice(), transport.output(), assistant])
    worker = PipelineWorker(
        pipeline,
        params=PipelineParams(audio_in_sample_rate=RATE_HZ, audio_out_sample_rate=RATE_HZ),
        idle_timeout_secs=None,
    )
    runner = WorkerRunner(handle_sigint=False, handle_sigterm=False)
    await runner.add_workers(worker)
    await runner.run()


async def main() -> None:
    await asyncio.gather(*(converse(int(port)) for port in sys.argv[1:]))


if __name__ == "__main__":
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    asyncio.run(main())
