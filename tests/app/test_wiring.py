"""What `create_app` makes and refuses."""

from __future__ import annotations

import asyncio
import queue
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from feedbackyes import behaviours
from feedbackyes.app import create_app, wiring
from feedbackyes.domain.errors import NotReady, UnknownBackend
from feedbackyes.settings import Settings


def hosted(folder: Path) -> Settings:
    return Settings(data=folder, openai_api_key="sk-none")


def test_a_hosted_provider_without_a_key_is_refused_word_for_word(tmp_path: Path) -> None:
    with pytest.raises(NotReady) as refused:
        create_app(Settings(data=tmp_path, provider="openai"))
    assert str(refused.value) == "OPENAI_API_KEY environment variable is required"


def test_an_unknown_provider_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownBackend, match="local"):
        create_app(Settings(data=tmp_path, provider="nobody"))


async def test_starting_and_stopping_leaves_no_task_behind(tmp_path: Path) -> None:
    app = create_app(hosted(tmp_path / "new" / "folder"))
    before = asyncio.all_tasks()
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            assert (await client.get("/ready")).status_code == 200
    assert asyncio.all_tasks() == before
    assert (tmp_path / "new/folder/feedbackyes.db").exists()


async def test_one_application_may_be_started_again(tmp_path: Path) -> None:
    app = create_app(hosted(tmp_path))
    for _ in range(2):
        async with app.router.lifespan_context(app):
            assert isinstance(app, FastAPI)
            assert app.state.services.draining is False


async def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    app = create_app(hosted(tmp_path / "file" / "data"))
    with pytest.raises(NotReady, match="FEEDBACKYES_DATA"):
        async with app.router.lifespan_context(app):
            pass


async def test_detectors_are_made_ready_whoever_the_provider_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready: queue.Queue[str] = queue.Queue()

    class Language:
        def __init__(self, tag: str) -> None:
            self.tag = tag

        def prepare(self) -> None:
            ready.put(self.tag)

    monkeypatch.setattr(wiring, "LANGUAGES_AFTER_SECONDS", 0.0)
    monkeypatch.setattr(behaviours, "language", Language)
    app = create_app(hosted(tmp_path))
    async with app.router.lifespan_context(app):
        read = [await asyncio.to_thread(ready.get, timeout=10) for _ in behaviours.LANGUAGES]
    assert read == list(behaviours.LANGUAGES)
