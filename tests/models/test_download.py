"""Models over a real socket: broken off and gone on with, wrong, cancelled, two at once, no room."""

from __future__ import annotations

import errno
import hashlib
import io
import tarfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from feedbackyes.domain.errors import Conflict
from feedbackyes.models import InstallFailed, Model, download
from feedbackyes.models.download import Cancelled, pull
from feedbackyes.models.store import Store
from feedbackyes.stages._neural import ears
from tests import tiny_models

NAME = "good-ears"


@pytest.fixture(scope="module")
def archive() -> bytes:
    """As publishers have it: a folder with the files in it, and others beside them."""
    folder = tiny_models.folder(tiny_models.streaming_ears)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:bz2") as tar:
        tar.add(folder, arcname=f"sherpa-onnx-{NAME}")
        noise = tarfile.TarInfo(f"sherpa-onnx-{NAME}/test_wavs/0.wav")
        data = np.random.default_rng(0).bytes(400_000)
        noise.size = len(data)
        tar.addfile(noise, io.BytesIO(data))
    return packed.getvalue()


class Publisher:
    """Serves one file with ranges. `answer` may take a request over: true when it did.

    Attributes:
        ranges: the ranges asked for. cut: bytes after which the connections to come break off.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.tag = '"one"'
        self.ranges: list[str | None] = []
        self.cut: list[int] = []
        self.answer: Callable[[BaseHTTPRequestHandler], bool] = lambda _: False
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.serve(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/{NAME}.tar.bz2"

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        wanted = handler.headers.get("range")
        self.ranges.append(wanted)
        if self.answer(handler):
            return
        begin = 0
        if wanted and handler.headers.get("if-range") == self.tag:
            begin = int(wanted.removeprefix("bytes=").rstrip("-"))
            if begin >= len(self.data):
                refuse(handler, 416, f"bytes */{len(self.data)}")
                return
            handler.send_response(206)
        else:
            handler.send_response(200)
        handler.send_header("etag", self.tag)
        handler.send_header("content-length", str(len(self.data) - begin))
        handler.end_headers()
        handler.wfile.write(self.data[begin:][: self.cut.pop(0) if self.cut else None])
        handler.wfile.flush()
        handler.close_connection = True


def refuse(handler: BaseHTTPRequestHandler, status: int, content_range: str = "") -> None:
    handler.send_response(status)
    handler.send_header("content-length", "0")
    if content_range:
        handler.send_header("content-range", content_range)
    handler.end_headers()


@pytest.fixture
def publisher(archive: bytes) -> Iterator[Publisher]:
    made = Publisher(archive)
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "DELAY_SECONDS", 0.0)


@pytest.fixture
def model(publisher: Publisher) -> Model:
    digest = hashlib.sha256(publisher.data).hexdigest()
    return Model(NAME, "stt", "made", ("en", "de"), len(publisher.data), "MIT", publisher.url, digest)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "models")


def left(store: Store) -> list[str]:
    return sorted(path.name for path in store.downloads.iterdir() if path.suffix != ".lock")


def test_a_model_is_fetched_checked_and_ready_to_use(model: Model, store: Store) -> None:
    steps: list[tuple[int, int]] = []
    folder = pull(model, store, lambda here, total: steps.append((here, total)))
    assert folder == store.folder / NAME
    assert ears.find(folder).languages == {"en", "de"}
    assert (folder / "test_wavs/0.wav").is_file()
    assert steps[-1] == (model.size, model.size)
    assert store.installed() == [NAME]
    assert left(store) == []


def test_what_is_installed_is_not_fetched_again(model: Model, store: Store, publisher: Publisher) -> None:
    assert pull(model, store) == pull(model, store)
    assert len(publisher.ranges) == 1


def test_a_broken_connection_is_gone_on_with(model: Model, store: Store, publisher: Publisher) -> None:
    publisher.cut = [1000, 5000]
    pull(model, store)
    assert publisher.ranges == [None, "bytes=1000-", "bytes=6000-"]
    assert store.installed() == [NAME]


def test_so_is_a_download_of_another_day(model: Model, store: Store, publisher: Publisher) -> None:
    publisher.cut = [2000] + [0] * download.TRIES
    with pytest.raises(InstallFailed, match=r"could not be fetched from 127\.0\.0\.1 .*What is here already is kept"):
        pull(model, store)
    assert left(store) == [f"{NAME}.part", f"{NAME}.tag"]
    publisher.cut = []
    publisher.ranges.clear()
    pull(model, store)
    assert publisher.ranges == ["bytes=2000-"]


def test_a_file_that_has_changed_meanwhile_begins_again(model: Model, store: Store, publisher: Publisher) -> None:
    def change(_: BaseHTTPRequestHandler) -> bool:
        if len(publisher.ranges) == 2:
            publisher.tag = '"two"'
        return False

    publisher.cut, publisher.answer = [3000], change
    pull(model, store)
    assert publisher.ranges == [None, "bytes=3000-"]
    assert store.installed() == [NAME]


def test_more_than_there_is_begins_again(model: Model, store: Store, publisher: Publisher) -> None:
    store.downloads.mkdir(parents=True)
    (store.downloads / f"{NAME}.part").write_bytes(bytes(len(publisher.data) + 5))
    (store.downloads / f"{NAME}.tag").write_text(publisher.tag)
    pull(model, store)
    assert publisher.ranges == [f"bytes={len(publisher.data) + 5}-", None]


def test_a_whole_file_that_was_not_installed_is_not_fetched_again(
    model: Model, store: Store, publisher: Publisher
) -> None:
    """The process ended between the two."""
    store.downloads.mkdir(parents=True)
    (store.downloads / f"{NAME}.part").write_bytes(publisher.data)
    (store.downloads / f"{NAME}.tag").write_text(publisher.tag)
    pull(model, store)
    assert publisher.ranges == [f"bytes={len(publisher.data)}-"]
    assert store.installed() == [NAME]


def test_a_wrong_checksum_is_thrown_away(model: Model, store: Store) -> None:
    with pytest.raises(InstallFailed, match="is not what it should be"):
        pull(replace(model, sha256="0" * 64), store)
    assert store.installed() == []
    assert f"{NAME}.part" not in left(store)
    pull(model, store)


def test_a_cancelled_download_waits_for_the_next_time(model: Model, store: Store, publisher: Publisher) -> None:
    seen: list[int] = []
    with pytest.raises(Cancelled):
        pull(model, store, lambda here, _: seen.append(here), lambda: len(seen) < 3)
    assert store.installed() == []
    pull(model, store)
    assert publisher.ranges[1] == f"bytes={seen[-1]}-"


def test_two_at_once_do_not_meet(model: Model, store: Store, publisher: Publisher) -> None:
    begun, go = threading.Event(), threading.Event()

    def hold(_: BaseHTTPRequestHandler) -> bool:
        begun.set()
        go.wait(10)
        return False

    publisher.answer = hold
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(pull, model, store)
        begun.wait(10)
        with pytest.raises(Conflict, match="is being installed already"):
            pull(model, store)
        go.set()
        assert first.result() == pull(model, store)
    assert len(publisher.ranges) == 1


def test_no_room_is_known_before(model: Model, store: Store, publisher: Publisher) -> None:
    with pytest.raises(InstallFailed, match=r"no room .*FEEDBACKYES_MODELS"):
        pull(replace(model, size=10**18), store)
    assert publisher.ranges == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_meanwhile_is_said(model: Model, store: Store) -> None:
    store.downloads.mkdir(parents=True)
    (store.downloads / f"{NAME}.part").symlink_to("/dev/full")
    with pytest.raises(InstallFailed, match="no room"):
        pull(model, store)
    assert store.installed() == []


def test_a_publisher_without_ranges_begins_again(model: Model, store: Store, publisher: Publisher) -> None:
    def plain(handler: BaseHTTPRequestHandler) -> bool:
        handler.send_response(200)
        handler.send_header("content-length", str(len(publisher.data)))
        handler.end_headers()
        handler.wfile.write(publisher.data[: 4000 if len(publisher.ranges) == 1 else None])
        handler.close_connection = True
        return True

    publisher.answer = plain
    folder = pull(model, store)
    assert publisher.ranges == [None, None]
    assert ears.find(folder).languages == {"en", "de"}


def test_a_publisher_that_ignores_the_range_begins_again(model: Model, store: Store, publisher: Publisher) -> None:
    store.downloads.mkdir(parents=True)
    (store.downloads / f"{NAME}.part").write_bytes(b"x" * 700)
    (store.downloads / f"{NAME}.tag").write_text('"of another file"')
    pull(model, store)
    assert publisher.ranges == ["bytes=700-"]


def test_a_redirect_is_followed_and_gone_on_with(model: Model, store: Store, publisher: Publisher) -> None:
    def move(handler: BaseHTTPRequestHandler) -> bool:
        if handler.path.startswith("/elsewhere"):
            return False
        handler.send_response(302)
        handler.send_header("location", f"/elsewhere/{NAME}.tar.bz2")
        handler.send_header("content-length", "0")
        handler.end_headers()
        return True

    publisher.answer, publisher.cut = move, [1500]
    pull(model, store)
    assert publisher.ranges == [None, None, "bytes=1500-", "bytes=1500-"]
    assert store.installed() == [NAME]


def test_an_archive_that_is_cut_off_where_it_lies_is_refused_and_fetched_anew(
    model: Model, store: Store, publisher: Publisher
) -> None:
    whole, publisher.data = publisher.data, publisher.data[:-9000]
    with pytest.raises(InstallFailed, match="could not be installed"):
        pull(replace(model, sha256=""), store)
    assert store.installed() == []
    publisher.data = whole
    pull(replace(model, sha256=""), store)
    assert publisher.ranges == [None, None]


def test_no_room_to_unpack_keeps_what_was_fetched(
    model: Model, store: Store, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("feedbackyes.models.store.shutil.copyfileobj", full)
        with pytest.raises(InstallFailed, match="No space left"):
            pull(model, store)
    assert f"{NAME}.part" in left(store)
    pull(model, store)
    assert publisher.ranges == [None, f"bytes={len(publisher.data)}-"]


@pytest.mark.parametrize(("status", "sentence"), [(404, "answers 404"), (403, "--from FILE"), (503, "status 503")])
def test_a_refusal_is_told(model: Model, store: Store, publisher: Publisher, status: int, sentence: str) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> bool:
        refuse(handler, status)
        return True

    publisher.answer = answer
    with pytest.raises(InstallFailed, match=sentence):
        pull(model, store)
    assert len(publisher.ranges) == (1 if status < 500 else download.TRIES)


def test_nobody_there_is_told(model: Model, store: Store) -> None:
    with pytest.raises(InstallFailed, match="could not be fetched"):
        pull(replace(model, url="http://127.0.0.1:9/none.tar.bz2"), store)
