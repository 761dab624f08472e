"""Amounts become money where the price is known, and never nothing where it is not."""

from __future__ import annotations

import pytest

from feedbackyes.domain.prices import KINDS, PRICES, Amounts, cost_of, per_minute, price_of


@pytest.mark.parametrize(
    ("model", "cost"),
    [("gpt-6.1-terra", 2.0), ("gpt-6.1-terra-2026-10-26", 2.0), ("gpt-6-luna", 0.2), ("llama4:70b", None)],
)
def test_a_million_tokens_of_text_in_and_a_fifth_out(model: str, cost: float | None) -> None:
    found = cost_of(model, Amounts(text_in=1_000_000, text_out=200_000)).usd
    assert found == (None if cost is None else pytest.approx(cost))


def test_a_reply_costs_what_the_model_page_says() -> None:
    used = Amounts(text_in=1_000, audio_in=2_000, text_cached=3_000, audio_cached=4_000, text_out=100, audio_out=500)
    by_hand = (1_000 * 4 + 2_000 * 32 + 3_000 * 0.4 + 4_000 * 0.4 + 100 * 24 + 500 * 64) / 1_000_000
    assert cost_of("gpt-realtime-2.1", used).usd == pytest.approx(by_hand)


def test_voice_that_is_sold_by_the_minute() -> None:
    assert cost_of("gpt-live-1", Amounts(seconds=90)).usd == pytest.approx(0.075)
    assert cost_of("gpt-live-1", Amounts(seconds=90)).estimated is False


def test_tokens_of_a_recogniser_that_is_sold_by_the_minute_are_an_estimate() -> None:
    cost = cost_of("gpt-transcribe", Amounts(audio_in=600, text_out=150))
    assert cost.usd == pytest.approx(0.0045)
    assert cost.estimated


@pytest.mark.parametrize("model", ["mystery-1", None, ""])
def test_an_unknown_model_has_no_price_and_counts_as_the_dearest(model: str | None) -> None:
    used = Amounts(audio_in=1_000, audio_cached=1_000, audio_out=1_000, seconds=60)
    cost = cost_of(model, used)
    assert cost.usd is None
    for name in PRICES:
        assert cost.counted_usd >= cost_of(name, Amounts(audio_in=1_000, audio_out=1_000)).counted_usd
    assert cost.counted_usd > 0


def test_what_a_model_is_not_sold_by_has_no_price() -> None:
    assert cost_of("gpt-realtime-2.1", Amounts(seconds=60)).usd is None
    assert cost_of("gpt-6-luna", Amounts(audio_in=5)).usd is None


def test_no_discount_is_assumed_where_none_is_known() -> None:
    cost = cost_of("gpt-4o", Amounts(text_cached=1_000_000))
    assert (cost.usd, cost.estimated) == (2.5, True)


def test_a_minute_of_talk() -> None:
    assert per_minute("gpt-realtime-2.1") == pytest.approx(0.048)
    assert per_minute("gpt-live-1") == 0.05
    assert per_minute("gpt-6-luna") is None
    assert per_minute("mystery-1") is None


def test_every_model_can_be_bought_somehow() -> None:
    for name, price in PRICES.items():
        assert price.minute or price.text_in, name
        assert price_of(f"{name}-2026-01-01") == price


@pytest.mark.parametrize(
    ("model", "usd"),
    [
        ("gpt-realtime-2.1-mini", 0.6 + 10 + 0.8 + 0.06 + 0.3 + 0.08 + 2.4 + 20),
        ("gpt-realtime-2.1", 4 + 32 + 5 + 0.4 + 0.4 + 0.5 + 24 + 64),
        ("gpt-realtime", 4 + 32 + 5 + 0.4 + 0.4 + 0.5 + 16 + 64),
    ],
)
def test_a_million_tokens_of_each_kind_cost_what_the_model_page_says(model: str, usd: float) -> None:
    every = Amounts(**dict.fromkeys([kind for kind in KINDS if kind != "seconds"], 1_000_000))
    assert cost_of(model, every).usd == pytest.approx(usd)


@pytest.mark.parametrize(
    ("model", "usd"),
    [("gpt-4o-transcribe", 2.5 + 6 + 10), ("gpt-4o-mini-transcribe", 1.25 + 3 + 5)],
)
def test_a_million_tokens_of_a_recogniser_cost_what_its_page_says(model: str, usd: float) -> None:
    used = Amounts(text_in=1_000_000, audio_in=1_000_000, text_out=1_000_000)
    assert cost_of(model, used).usd == pytest.approx(usd)


def test_a_million_tokens_of_a_text_model_and_of_a_voice() -> None:
    both_ways = Amounts(text_in=1_000_000, text_out=1_000_000)
    assert [cost_of(model, both_ways).usd for model in ("gpt-4o", "gpt-6.1-sol", "gpt-6-luna")] == [12.5, 12.0, 0.6]
    voice = Amounts(text_in=1_000_000, audio_out=1_000_000)
    assert cost_of("gpt-4o-mini-tts", voice).usd == pytest.approx(12.6)
