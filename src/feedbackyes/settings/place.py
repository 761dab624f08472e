"""Where the server is reached, and where it keeps what it stores."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from feedbackyes.settings.written import Group, Networks


def _default_data() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "feedbackyes"


def _default_host(before: dict[str, Any]) -> str:
    """HTTPS is there for other machines: this one may use the microphone without it."""
    return "0.0.0.0" if before["tls"] or before["tls_cert"] else "127.0.0.1"  # noqa: S104 (with an access link)


class Place(Group):
    tls: Annotated[
        bool, Field(description="Serve HTTPS, with a certificate of this server's own making unless one is given.")
    ] = False
    tls_cert: Annotated[
        Path | None, Field(description="Certificate to serve HTTPS with (PEM, with its chain); turns HTTPS on.")
    ] = None
    tls_key: Annotated[Path | None, Field(description="Private key of that certificate (PEM, not encrypted).")] = None
    host: Annotated[str, Field(description="Address to listen on. Anything but loopback needs an access link.")] = (
        Field(default_factory=_default_host)
    )
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on; 0 takes a free one.")] = 8000
    data: Annotated[Path, Field(description="Folder of the database, recordings and models.")] = Field(
        default_factory=_default_data
    )
    database_url: Annotated[
        str,
        Field(
            description="SQLAlchemy URL; empty: SQLite in the data folder. PostgreSQL: `postgresql://…`, extra `postgres`.",
            repr=False,
        ),
    ] = ""
    database_connections: Annotated[
        int,
        Field(
            ge=4,
            le=1000,
            description="Connections to PostgreSQL that this process opens at most. All processes together need fewer than the "
            "database's `max_connections`, see `docs/cluster.md`.",
        ),
    ] = 30
    redis_url: Annotated[
        str,
        Field(
            description="Redis that several processes of this server share (`redis://…`), beside one PostgreSQL; empty: this "
            "process stands alone. Extra `cluster`, see `docs/cluster.md`.",
            repr=False,
        ),
    ] = ""
    node_name: Annotated[
        str, Field(description="What this process is called among others; empty: the machine's name and its number.")
    ] = ""
    node_seconds: Annotated[
        float,
        Field(ge=1, le=600, description="Without a sign of life after which others go on with a process's talks."),
    ] = 6.0
    proxies: Annotated[
        Networks,
        Field(
            description="Addresses and networks of proxies before this server, comma separated, which are believed when they "
            "say who calls and how (`X-Forwarded-For`, `X-Forwarded-Proto`). See `docs/cluster.md`."
        ),
    ] = ()
    recordings_url: Annotated[
        str,
        Field(
            description="S3-compatible bucket to which recordings go when their talk is over, `s3://bucket/prefix`, extra `s3`; "
            "empty: they stay in the data folder. See `docs/backup.md`."
        ),
    ] = ""
    recordings_endpoint: Annotated[
        str, Field(description="Address of the bucket's server, unless it is Amazon's: `https://s3.example.org`.")
    ] = ""
    recordings_region: Annotated[str, Field(description="Region of the bucket; empty: `AWS_REGION`.")] = ""
    recordings_key: Annotated[
        str, Field(description="Id of the key to the bucket; empty: `AWS_ACCESS_KEY_ID`, or the machine's role.")
    ] = ""
    recordings_secret: Annotated[str, Field(description="The key itself.", repr=False)] = ""
    recordings_key_file: Annotated[
        Path | None, Field(description="File with both, one line each, in place of the two settings above.")
    ] = None

    @model_validator(mode="after")
    def _shared(self) -> Self:
        if self.redis_url and not self.database_url.startswith("postgresql"):
            raise ValueError(
                "FEEDBACKYES_REDIS_URL needs FEEDBACKYES_DATABASE_URL to be PostgreSQL, which all nodes share."
            )
        return self

    @model_validator(mode="after")
    def _pair(self) -> Self:
        if (self.tls_cert is None) is not (self.tls_key is None):
            raise ValueError("FEEDBACKYES_TLS_CERT and FEEDBACKYES_TLS_KEY are given together, or neither is.")
        return self

    @property
    def https(self) -> bool:
        """This server itself encrypts; not what a proxy before it does."""
        return self.tls or self.tls_cert is not None

    @property
    def scheme(self) -> Literal["http", "https"]:
        return "https" if self.https else "http"

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data / 'feedbackyes.db'}"
