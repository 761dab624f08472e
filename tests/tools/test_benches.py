"""`make bench` runs every bench that there is, and `make soak` can tell what grows from what does not."""

from __future__ import annotations

import random
import sys
from importlib import import_module
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
sys.path.insert(0, str(BENCH))

benches, soak = import_module("every"), import_module("soak")  # scripts, which import each other by their bare names


def test_every_bench_is_run_by_the_one_command_or_has_one_of_its_own() -> None:
    here = {path.stem for path in BENCH.glob("*.py") if '__name__ == "__main__"' in path.read_text()}
    assert here == {bench.name for bench in benches.BENCHES} | set(benches.APART)
    for bench in benches.BENCHES:
        assert f"{bench.name}.py" in (BENCH.parent / f"docs/{bench.page}.md").read_text()


def test_what_is_not_here_is_named_and_what_is_optional_is_left_out(tmp_path: Path) -> None:
    nothing = {"speech": "", "pipecat": "", "kit": str(tmp_path / "gone")}
    by_name = {bench.name: bench for bench in benches.BENCHES}
    assert benches.missing(by_name["webrtc_loss"], nothing) == ["--speech"]
    assert "--kit" in benches.missing(by_name["relay"], nothing)
    assert benches.missing(by_name["overhead"], nothing) == []
    assert benches.command(by_name["overhead"], nothing)[2:] == []
    assert benches.command(by_name["overhead"], {**nothing, "pipecat": "python9"})[2:] == ["--pipecat", "python9"]
    assert benches.missing(by_name["webrtc_loss"], {**nothing, "speech": str(tmp_path)}) == []


@pytest.mark.parametrize(
    ("growth", "verdict"), [(0.0, "flat"), (0.5, "flat"), (30.0, "rises"), (-30.0, "falls")], ids=str
)
def test_a_slope_is_told_from_noise(growth: float, verdict: str) -> None:
    """By the hour, around 100: half a unit is less than 2 % of it."""
    noise = random.Random(4)
    hours = [place / 360 for place in range(360)]
    found = soak.trend(hours, [100 + growth * hour + noise.gauss(0, 1) for hour in hours], 0.02)
    assert found.verdict == verdict
    assert found.low < growth < found.high


def test_a_picture_has_every_sample_and_the_line() -> None:
    drawn = soak.picture([soak.Panel("files <open>", "flat", [0, 1, 2], [3, 4, 5], (3, 5))])
    assert drawn.count("<circle") == 3
    assert "files &lt;open&gt;" in drawn
    assert 'stroke-width="2"' in drawn
