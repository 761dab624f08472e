"""A turn model of the right shape, made here: it answers with how loud the end is in one band."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import NotReady
from feedbackyes.settings import Settings
from feedbackyes.stages import turn
from feedbackyes.stages.turn import TurnModelFailed, smart_turn

RATE_HZ = 16_000


def write_model(path: Path, frames: int = 800, scale: float = 1.0) -> Path:
    """A model whose answer is `scale` times the sigmoid of ten times the mean of the last 0.5 s of three bands around 800 Hz."""
    made = [
        helper.make_tensor("starts", TensorProto.INT64, [2], [19, frames - 50]),
        helper.make_tensor("ends", TensorProto.INT64, [2], [22, frames]),
        helper.make_tensor("axes", TensorProto.INT64, [2], [1, 2]),
        helper.make_tensor("steep", TensorProto.FLOAT, [], [10.0]),
        helper.make_tensor("scale", TensorProto.FLOAT, [], [scale]),
    ]
    nodes = [
        helper.make_node("Slice", ["input_features", "starts", "ends", "axes"], ["end"]),
        helper.make_node("ReduceMean", ["end", "axes"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "steep"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["sure"]),
        helper.make_node("Mul", ["sure", "scale"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "turn",
        [helper.make_tensor_value_info("input_features", TensorProto.FLOAT, ["n", 80, frames])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["n"])],
        made,
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10), path)
    return path


def tone(seconds: float, hertz: float = 800.0) -> Int16:
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.asarray(np.rint(8_000 * np.sin(2 * np.pi * hertz * time)), np.int16)


def test_features_are_those_of_whisper_in_form() -> None:
    found = smart_turn.features(tone(3))
    assert found.shape == (80, 800)
    assert found.dtype == np.float32
    assert found.max() - found.min() <= 2.0001  # 8 powers of ten, by 4
    loudest = found[:, 600].argmax()
    assert smart_turn.mel_to_hertz(np.array([smart_turn.hertz_to_mel(4_000.0)]))[0] == pytest.approx(4_000)
    assert smart_turn.hertz_to_mel(1_000.0) == pytest.approx(15.0)
    centres = smart_turn.mel_to_hertz(np.linspace(0, smart_turn.hertz_to_mel(8_000.0), 82))[1:-1]
    assert centres[loudest] == pytest.approx(800, abs=40)
    assert found[loudest, 400] < found[loudest, 600]  # the turn is at the end, silence in front


def test_filters_have_equal_area() -> None:
    areas = smart_turn.filters().sum(axis=0) * RATE_HZ / 400
    assert areas[40:] == pytest.approx(np.ones(40), abs=0.1)


def test_only_the_last_eight_seconds_count() -> None:
    assert np.array_equal(smart_turn.features(np.concatenate((tone(5, 300), tone(8)))), smart_turn.features(tone(8)))


@pytest.mark.parametrize("samples", [np.zeros(0, np.int16), np.zeros(99, np.int16)])
def test_silence_has_features_too(samples: Int16) -> None:
    assert np.isfinite(smart_turn.features(samples)).all()


async def test_a_model_judges_the_end_of_a_turn(tmp_path: Path) -> None:
    model = smart_turn.create(write_model(tmp_path / "smart-turn-made.onnx"))
    try:
        assert model.name == "smart-turn-made"
        assert await model.judge(tone(2)) > 0.9
        assert await model.judge(np.concatenate((tone(2), np.zeros(16_000, np.int16)))) < 0.2
    finally:
        await model.close()


async def test_an_answer_that_is_no_probability_is_refused(tmp_path: Path) -> None:
    model = smart_turn.create(write_model(tmp_path / "m.onnx", scale=7.0))
    with pytest.raises(TurnModelFailed, match="no probability"):
        await model.judge(tone(2))
    await model.close()
    with pytest.raises(TurnModelFailed):
        await model.judge(tone(1))


async def test_more_pauses_than_can_be_judged_are_turned_away(tmp_path: Path) -> None:
    model = smart_turn.create(write_model(tmp_path / "m.onnx"))
    asked = [model.judge(tone(1)) for _ in range(smart_turn.MOST_WAITING + 3)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(one, TurnModelFailed) for one in answers) == 3
    await model.close()


def test_files_that_are_no_turn_model_are_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"no model")
    with pytest.raises(NotReady, match="cannot be loaded"):
        smart_turn.create(tmp_path / "broken.onnx")
    with pytest.raises(NotReady, match=r"one input \[n, 80, 800\]"):
        smart_turn.create(write_model(tmp_path / "other.onnx", frames=400))


async def test_the_setting_names_a_file_or_takes_what_is_installed(tmp_path: Path) -> None:
    def found(wanted: str) -> turn.TurnModel | None:
        return turn.configured(Settings(turn_model=wanted, models=tmp_path))

    assert found("auto") is None
    with pytest.raises(NotReady, match="There is no turn model"):
        found(str(tmp_path / "missing.onnx"))
    (tmp_path / "smart-turn-v3").mkdir()
    path = write_model(tmp_path / "smart-turn-v3" / "model.onnx")
    assert found("none") is None
    for wanted in ("auto", str(path), str(path.parent)):
        model = found(wanted)
        assert model is not None
        assert model.name == "model"
        await model.close()
