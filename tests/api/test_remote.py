"""A recording that is in a bucket is sent as one on disk is: whole, or the bytes that are asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from feedbackyes.api import remote
from feedbackyes.storage.recordings.bucket import open_bucket
from feedbackyes.storage.recordings.disk import Remote
from tests.buckets import BucketServer

DATA = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("bucket")
    server = BucketServer()
    bucket = open_bucket(server.settings(folder))
    assert bucket is not None
    (folder / "s.wav").write_bytes(DATA)
    bucket.put("s.wav", folder / "s.wav")
    about = bucket.about("s.wav")
    assert about is not None
    there = Remote(bucket, about)

    def hear(request: Request) -> Response:
        return remote.answer(request, there, media_type="audio/wav", headers={"Cache-Control": "private"})

    with TestClient(Starlette(routes=[Route("/", hear, methods=["GET", "HEAD"])])) as made:
        yield made
    server.stop()


def test_all_of_it(client: TestClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.content) == (200, DATA)
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-type"] == "audio/wav"
    head = client.head("/")
    assert (head.headers["content-length"], head.content) == (str(len(DATA)), b"")


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("0-99", 0, 100), ("10000-", 10000, 10240), ("-5", 10235, 10240), ("10239-99999", 10239, 10240)],
)
def test_a_part_of_it(client: TestClient, wanted: str, start: int, end: int) -> None:
    answer = client.get("/", headers={"Range": f"bytes={wanted}"})
    assert (answer.status_code, answer.content) == (206, DATA[start:end])
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(DATA)}"


@pytest.mark.parametrize("wanted", ["bytes=10240-", "bytes=-0"])
def test_a_part_that_is_not_there(client: TestClient, wanted: str) -> None:
    answer = client.get("/", headers={"Range": wanted})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(DATA)}")


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "bytes=5-4", "words=1-2", "bytes=-", f"bytes={'9' * 5000}-"])
def test_what_is_no_single_range_means_all(client: TestClient, wanted: str) -> None:
    assert client.get("/", headers={"Range": wanted}).status_code == 200


def test_a_part_of_another_version_is_not_mixed_in(client: TestClient) -> None:
    etag = client.get("/").headers["etag"]
    same, other = ({"Range": "bytes=0-9", "If-Range": one} for one in (etag, '"other"'))
    assert client.get("/", headers=same).status_code == 206
    assert client.get("/", headers=other).status_code == 200
