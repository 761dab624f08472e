"""The folder of installed models, and what is not let in."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from feedbackyes import models
from feedbackyes.domain.errors import NotFound
from feedbackyes.models import InstallFailed, Model
from feedbackyes.models.store import Store
from feedbackyes.stages._neural import voices
from tests import tiny_models

VOICE = Model("good-voice", "tts", "made", ("en",), 1, "MIT", "http://example.org/")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "models")


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return path


def test_a_folder_that_is_here_already_is_installed(store: Store) -> None:
    folder = store.install(VOICE, tiny_models.folder(tiny_models.letters_voice))
    assert voices.find(folder).languages == {"en"}
    assert store.installed() == ["good-voice"]
    assert store.path("good-voice") == folder


def test_a_removed_model_is_gone(store: Store) -> None:
    store.install(VOICE, tiny_models.folder(tiny_models.letters_voice))
    store.remove("good-voice")
    assert store.installed() == []
    assert list(store.folder.iterdir()) == []
    with pytest.raises(NotFound, match="models pull good-voice"):
        store.path("good-voice")
    with pytest.raises(NotFound):
        store.remove("../models")


def test_nothing_is_left_of_what_cannot_be_used(store: Store) -> None:
    with pytest.raises(InstallFailed, match=r"good-voice cannot be used: .*not a voice"):
        store.install(VOICE, tiny_models.folder(tiny_models.streaming_ears))
    assert list(store.folder.iterdir()) == []


@pytest.mark.parametrize("name", ["../outside", "../../outside", "../../../outside", "good/../../../../outside", "/"])
def test_an_archive_stays_in_its_folder(store: Store, tmp_path: Path, name: str) -> None:
    files = {path.name: path.read_bytes() for path in tiny_models.folder(tiny_models.letters_voice).iterdir()}
    written = f"{tmp_path}/outside" if name == "/" else name
    with pytest.raises(InstallFailed, match="outside its folder"):
        store.install(VOICE, packed(tmp_path / "bad.tar", {**files, written: b"x"}))
    assert not list(tmp_path.rglob("outside"))
    assert store.installed() == []


def test_links_lead_nowhere(store: Store, tmp_path: Path) -> None:
    """Neither the links of an archive, nor what it wants to write through them."""
    model, outside = tiny_models.folder(tiny_models.letters_voice), tmp_path / "outside"
    outside.mkdir()
    with tarfile.open(tmp_path / "bad.tar", "w") as tar:
        for kind, name in ((tarfile.SYMTYPE, "soft"), (tarfile.LNKTYPE, "hard")):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, str(outside)
            tar.addfile(entry)
        through = tarfile.TarInfo("soft/written")
        through.size = 1
        tar.addfile(through, io.BytesIO(b"x"))
        for file in model.iterdir():
            tar.add(file, arcname=file.name)
    folder = store.install(VOICE, tmp_path / "bad.tar")
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert not (folder / "hard").exists()
    assert (folder / "soft/written").read_bytes() == b"x"
    assert list(outside.iterdir()) == []


def test_an_archive_that_unpacks_to_far_too_much_is_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedbackyes.models.store.LEAST_UNPACKED", 1000)
    monkeypatch.setattr("feedbackyes.models.store.MAX_UNPACKED", 0)
    with pytest.raises(InstallFailed, match="unpacks to more than"):
        store.install(VOICE, packed(tmp_path / "big.tar", {"zeros": bytes(2000)}))
    assert list(store.folder.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"<html>no</html>"])
def test_a_file_that_is_no_archive_is_refused(store: Store, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.tar.bz2").write_bytes(data)
    with pytest.raises(InstallFailed, match="could not be installed"):
        store.install(VOICE, tmp_path / "x.tar.bz2")


def test_the_known_models_are_complete() -> None:
    known = models.known()
    assert len({model.name for model in known}) == len(known) >= 6
    for model in known:
        assert model.stage in {"stt", "tts"}
        assert model.url.startswith("https://")
        assert model.name in model.url
        assert model.size > 10**7
        assert model.licence
        assert len(model.sha256) in {0, 64}
    assert models.named(known[0].name) == known[0]
    with pytest.raises(NotFound, match="models list"):
        models.named("none")
