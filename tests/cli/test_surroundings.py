"""What the doctor says of everything around a server."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import socket
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import text

from feedbackyes.cli.doctor import _provider
from feedbackyes.cli.findings import Finding, print_findings
from feedbackyes.cli.surroundings import Clocks, look
from feedbackyes.settings import HOSTED_BASE, Settings
from feedbackyes.storage import Database


async def found(settings: Settings) -> dict[str, Finding]:
    clocks = Clocks()
    findings = {one.name: one async for one in look(settings, clocks)}
    clock = clocks.finding()
    return findings if clock is None else {**findings, "clock": clock}


def certificate(folder: Path, *, days: int) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "practice.example.org")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - dt.timedelta(days=90))
    made = builder.not_valid_after(now + dt.timedelta(days=days, hours=1)).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    (folder / "c.pem").write_bytes(made.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "k.pem").write_bytes(private)
    return folder / "c.pem", folder / "k.pem"


async def test_a_database_is_looked_at_and_left_as_it_is(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    before = (await found(settings))["database"]
    assert before.ok
    assert "without tables" in before.what
    assert not (tmp_path / "feedbackyes.db").exists()
    await (await Database.open(settings.sqlalchemy_url)).close()
    assert "up to date" in (await found(settings))["database"].what


async def test_a_database_of_a_newer_version_is_said_to_be_one(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    database = await Database.open(settings.sqlalchemy_url)
    async with database.begin() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    finding = (await found(settings))["database"]
    assert not finding.ok
    assert "newer" in finding.what


async def test_who_does_not_answer_is_named(tmp_path: Path) -> None:
    nowhere = "127.0.0.1:9"
    findings = await found(
        Settings(
            data=tmp_path,
            database_url=f"postgresql://ann:secret@{nowhere}/x",
            redis_url=f"redis://{nowhere}",
            oidc_issuer=f"http://{nowhere}",
            oidc_client_id="us",
        )
    )
    assert {name for name, one in findings.items() if not one.ok and one.required} >= {
        "database",
        "Redis",
        "identity provider",
    }
    assert all(one.remedy for one in findings.values() if not one.ok)
    assert "secret" not in str(findings)


@pytest.mark.parametrize(("days", "ok"), [(90, True), (3, False), (-1, False)])
async def test_a_certificate_that_ends_soon_is_seen(tmp_path: Path, days: int, ok: bool) -> None:
    cert, key = certificate(tmp_path, days=days)
    findings = await found(Settings(data=tmp_path, tls_cert=cert, tls_key=key))
    assert findings["certificate"].ok is ok
    assert f"{days} days" in findings["certificate"].what
    assert not findings["certificate's key"].ok
    key.chmod(0o600)
    assert "certificate's key" not in await found(Settings(data=tmp_path, tls_cert=cert, tls_key=key))


async def test_a_folder_that_others_read_is_told_of(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)  # noqa: ASYNC240
    assert not (await found(Settings(data=tmp_path)))["rights"].ok
    tmp_path.chmod(0o700)  # noqa: ASYNC240
    assert (await found(Settings(data=tmp_path)))["rights"].ok


async def test_udp_ports_that_are_taken_are_counted(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        finding = (await found(Settings(data=tmp_path, rtc_ports=(port, port))))["WebRTC's UDP ports"]
    assert not finding.ok
    assert not finding.required


async def test_a_clock_that_is_off_is_seen_by_any_answer(tmp_path: Path) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = json.dumps({"issuer": issuer}).encode()
        head = f"HTTP/1.1 200 OK\r\nDate: {date:%a, %d %b %Y %H:%M:%S} GMT\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    issuer = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    settings = Settings(data=tmp_path, oidc_issuer=issuer, oidc_client_id="us")
    async with server:
        date = dt.datetime.now(dt.UTC)
        right = await found(settings)
        date -= dt.timedelta(minutes=5)
        wrong = await found(settings)
    assert right["identity provider"].ok
    assert right["clock"].ok
    assert not wrong["clock"].ok
    assert " s off, says the identity provider" in wrong["clock"].what


@pytest.mark.parametrize(
    ("key", "what"),
    [("sk-a b", "spaces"), ("'sk-a'", "quotes"), ("pk-123", "begin with sk-"), ("sk-right", "not asked")],
)
async def test_the_key_is_looked_at_before_it_is_shown_to_anybody(tmp_path: Path, key: str, what: str) -> None:
    settings = Settings(data=tmp_path, provider="openai", openai_api_key=key, openai_api_base=HOSTED_BASE)
    finding = await _provider(settings, Clocks(), offline=True)
    assert what in finding.what
    assert finding.ok is (key == "sk-right")
    assert key not in finding.what


def test_findings_are_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    bad = Finding("port", False, "taken", "Take another.")
    assert print_findings([bad, Finding("x", True, "y")], as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    expected = {"name": "port", "ok": False, "what": "taken", "remedy": "Take another.", "required": True}
    assert told["findings"][0] == expected
    assert print_findings([Finding("x", False, "[y]", required=False)]) == 0
    assert "[y]" in capsys.readouterr().out
