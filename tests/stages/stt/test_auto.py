"""Ears for each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.evaluation.recognition import recognise
from feedbackyes.stages import stt
from tests.tiny_models import offline_ears, said, streaming_ears


async def test_each_language_is_heard_by_a_model_that_knows_it(tmp_path: Path) -> None:
    streaming_ears(tmp_path / "ears-de")
    offline_ears(tmp_path / "ears-en")
    ears = stt.load("auto", models=tmp_path, workers=1)
    assert sorted(ears.name.split(", ")) == ["ears-de (streaming NeMo CTC)", "ears-en (NeMo CTC)"]
    assert ears.languages == frozenset({"de", "en"})
    assert not ears.basic
    for tag in ("de-AT", "en"):
        assert (await recognise(ears, said("guten tag"), tag)).text == "guten tag"
    with pytest.raises(InvalidInput, match="fr"):
        await ears.open(stt.RecogniserOptions("fr"), lambda _: None)
    await ears.close()


async def test_english_is_heard_without_a_model_for_it(tmp_path: Path) -> None:
    streaming_ears(tmp_path / "ears-de")
    ears = stt.load("auto", models=tmp_path, workers=1)
    assert ears.name == "ears-de (streaming NeMo CTC), PocketSphinx"
    assert ears.languages == frozenset({"de", "en"})
    assert ears.basic
    await ears.close()
