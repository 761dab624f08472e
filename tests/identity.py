"""A real identity provider in a process of its own: the npm package oidc-provider, of the web's development packages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "web/node_modules/oidc-provider"
CLIENT_ID, CLIENT_SECRET = "feedbackyes", "of-this-test-only-of-this-test-only"
PEOPLE: Mapping[str, Mapping[str, object]] = {
    "tina": {"name": "Tina Trainer", "email": "tina@example.org", "email_verified": True, "groups": ["coaches"]},
    "leo": {"name": "Leo Learner", "email": "leo@example.org", "email_verified": True},
    "mallory": {"name": "Mallory", "email": "leo@example.org", "email_verified": False},
    "sue": {"name": "Sue", "email": "sue@example.org", "email_verified": True, "groups": ["SuperAdmin"]},
    "zoe": {"name": "Zoe", "email": "zoe@joined.example", "email_verified": True, "department": "dept-12"},
}
"""By the login that is typed there. Any password is right."""


@dataclass(frozen=True)
class Identities:
    """A provider that runs."""

    issuer: str

    @property
    def settings(self) -> dict[str, Any]:
        """Of a server whose people sign in there."""
        return {"oidc_issuer": self.issuer, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}

    @property
    def environment(self) -> dict[str, str]:
        """The same, as variables."""
        return {f"FEEDBACKYES_{name.upper()}": value for name, value in self.settings.items()}


@contextmanager
def identity_provider(
    redirects: Sequence[str], people: Mapping[str, Mapping[str, object]] = PEOPLE
) -> Iterator[Identities]:
    """Run a provider that lets browsers come back to `redirects`. It ends with the block, or with this process."""
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.prefix) / "bin"), os.environ.get("PATH", "")]))
    if node is None or not PACKAGE.is_dir():
        pytest.skip("The identity provider of the tests is not installed (make dev).")
    client = {"id": CLIENT_ID, "secret": CLIENT_SECRET}
    told = json.dumps({"redirects": list(redirects), "people": people, "client": client})
    with subprocess.Popen(
        [node, str(HERE / "identity_provider.mjs"), told],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            lines = (line.strip() for line in process.stdout)
            yield Identities(next(line for line in lines if line.startswith("http://")))
        finally:
            process.kill()


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action:
            self.action = given.get("action", "")
        if tag == "input" and given.get("name"):
            self.fields.setdefault(given["name"], given.get("value", ""))


async def sign_in_there(url: str, login: str) -> str:
    """Do at the provider what somebody does in a browser. Returns the address that it sends the browser back to."""
    async with httpx.AsyncClient(follow_redirects=False) as client:
        home = httpx.URL(url).host, httpx.URL(url).port
        for _ in range(12):
            answer = await client.get(url)
            while answer.is_redirect:
                url = urljoin(url, answer.headers["location"])
                if (httpx.URL(url).host, httpx.URL(url).port) != home:
                    return url
                answer = await client.get(url)
            assert answer.status_code == 200, answer.text[:500]
            form = _Form()
            form.feed(answer.text)
            fields = form.fields | ({"login": login, "password": "any"} if "login" in form.fields else {})
            sent = await client.post(urljoin(url, form.action), data=fields)
            assert sent.is_redirect, sent.text[:500]
            url = urljoin(url, sent.headers["location"])
    raise AssertionError("the identity provider goes round in circles")
