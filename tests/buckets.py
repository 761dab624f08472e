"""An S3-compatible server of the tests' own (moto's), on a free port, that can be stopped and started again."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
from moto.server import ThreadedMotoServer

from feedbackyes.settings import Settings

NAME = "talks"


class BucketServer:
    """Has one bucket, which is empty at first and lives as long as the tests' process."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self._port = probe.getsockname()[1]
        self.start()
        httpx.post(f"{self.url}/moto-api/reset").raise_for_status()
        httpx.put(f"{self.url}/{NAME}").raise_for_status()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._server = ThreadedMotoServer("127.0.0.1", self._port, verbose=False)
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def settings(self, data: Path, database_url: str = "") -> Settings:
        """Of a server that brings its recordings here."""
        return Settings(
            data=data,
            database_url=database_url,
            recordings_url=f"s3://{NAME}/fy",
            recordings_endpoint=self.url,
            recordings_region="us-east-1",
            recordings_key="key",
            recordings_secret="secret",
        )
