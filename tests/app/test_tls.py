"""HTTPS: our own certificate, somebody's own, and what a browser on another machine meets."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import socket
import ssl
import stat
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from feedbackyes.app import tls
from feedbackyes.app.banner import app_banner
from feedbackyes.app.tls import BadCertificate
from feedbackyes.domain.errors import NotReady
from feedbackyes.settings import BadSetting, Settings, read
from tests.app.conftest import Child, Start
from tests.app.test_banner import services

SERVE = ("feedbackyes", "serve", "--port", "0")
LAST = "They differ"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, tls=True)


def made(settings: Settings) -> tls.Pair:
    tls.check(settings)
    found = tls.pair(settings)
    assert found is not None
    return found


def certificate(files: tls.Pair) -> x509.Certificate:
    return x509.load_pem_x509_certificate(files.certificate.read_bytes())


def said(child: Child, name: str) -> list[str]:
    return [line.split(maxsplit=1)[1] for line in child.lines if line.split()[:1] == [name]]


def test_the_key_is_for_this_user_alone(settings: Settings) -> None:
    files = made(settings)
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(files.key.parent.stat().st_mode) == 0o700


def test_it_names_this_machine_and_signs_nobody_else(settings: Settings) -> None:
    kept = certificate(made(settings))
    names = kept.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {"localhost", socket.gethostname()} <= set(names.get_values_for_type(x509.DNSName))
    told = {str(one) for one in names.get_values_for_type(x509.IPAddress)}
    assert {"127.0.0.1", "::1", *tls.addresses()} <= told
    assert "0.0.0.0" not in told
    assert not kept.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert kept.not_valid_after_utc - kept.not_valid_before_utc <= dt.timedelta(days=398)


def test_the_name_and_the_public_address_of_the_settings_are_named(tmp_path: Path) -> None:
    files = made(Settings(data=tmp_path, tls=True, host="box.example", public_address="203.0.113.9"))
    names = certificate(files).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "box.example" in names.get_values_for_type(x509.DNSName)
    assert "203.0.113.9" in {str(one) for one in names.get_values_for_type(x509.IPAddress)}


def test_it_is_made_once(settings: Settings) -> None:
    files = made(settings)
    first = tls.fingerprint(files.certificate)
    assert tls.fingerprint(made(settings).certificate) == first


@pytest.mark.parametrize("harm", ["key", "certificate", "cut"])
def test_what_is_broken_is_made_anew(settings: Settings, harm: str) -> None:
    files = made(settings)
    first = tls.fingerprint(files.certificate)
    if harm == "cut":
        files.key.write_text("-----BEGIN PRIVATE KEY-----\n")
    else:
        getattr(files, harm).unlink()
    assert tls.fingerprint(made(settings).certificate) != first


def test_it_is_made_anew_before_it_runs_out_and_when_the_machine_has_moved(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tls.fingerprint(made(settings).certificate)
    with monkeypatch.context() as later:
        later.setattr(tls, "LEFT", tls.VALID)
        second = tls.fingerprint(made(settings).certificate)
    monkeypatch.setattr(tls, "host_addresses", lambda ipv4, ipv6: ["198.51.100.7"])
    assert len({first, second, tls.fingerprint(made(settings).certificate)}) == 3


def test_the_fingerprint_is_that_of_the_encoded_certificate(settings: Settings) -> None:
    files = made(settings)
    encoded = ssl.PEM_cert_to_DER_cert(files.certificate.read_text())
    assert tls.fingerprint(files.certificate).replace(":", "").lower() == hashlib.sha256(encoded).hexdigest()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / tls.FOLDER).write_text("in the way")
    with pytest.raises(NotReady, match="cannot be written"):
        tls.check(Settings(data=tmp_path, tls=True))


def test_without_https_nothing_is_made(tmp_path: Path) -> None:
    tls.check(Settings(data=tmp_path))
    assert tls.pair(Settings(data=tmp_path)) is None
    assert list(tmp_path.iterdir()) == []


def test_a_pair_of_ones_own_that_cannot_be_used_is_said(settings: Settings, tmp_path: Path) -> None:
    ours = made(settings)

    def why(cert: Path, key: Path) -> str:
        with pytest.raises(BadCertificate) as refused:
            tls.check(Settings(data=tmp_path, tls_cert=cert, tls_key=key))
        return refused.value.message

    other = ec.generate_private_key(ec.SECP256R1())
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    stranger, locked = tmp_path / "stranger.pem", tmp_path / "locked.pem"
    stranger.write_bytes(other.private_bytes(*form, serialization.NoEncryption()))
    locked.write_bytes(other.private_bytes(*form, serialization.BestAvailableEncryption(b"word")))
    assert "nowhere.pem cannot be read" in why(tmp_path / "nowhere.pem", ours.key)
    assert "cannot be used together" in why(ours.certificate, stranger)
    assert "is encrypted" in why(ours.certificate, locked)
    assert "PEM" in why(ours.key, ours.key)


def test_a_certificate_alone_is_half_a_pair() -> None:
    with pytest.raises(BadSetting, match="given together"):
        read({"FEEDBACKYES_TLS_CERT": "cert.pem"}, files=())


def test_https_is_for_other_machines_unless_told_otherwise() -> None:
    assert read({"FEEDBACKYES_TLS": "1"}, files=()).host == "0.0.0.0"
    assert read({}, files=(), given={"tls_cert": Path("c"), "tls_key": Path("k")}).host == "0.0.0.0"
    assert read({"FEEDBACKYES_HOST": "::1"}, files=(), given={"tls": True}).host == "::1"
    assert read({}, files=()).host == "127.0.0.1"


def test_on_loopback_it_says_that_no_phone_gets_there(settings: Settings) -> None:
    made(settings)
    told = services()
    told.settings = settings.model_copy(update={"host": "127.0.0.1"})
    banner = app_banner(told, 81)
    assert "https://localhost:81/" in banner
    assert "this machine only" in banner


@pytest.mark.slow
async def test_a_phone_finds_its_way_over_https_and_wss(start: Start, tmp_path: Path) -> None:
    child = await start(*SERVE, "--tls", ready=LAST)
    text = "\n".join(child.lines)
    for part in ("Your browser will warn", "same network", "fingerprint"):
        assert part in text
    (shown,) = said(child, "SHA-256")
    presented = ssl.get_server_certificate(("127.0.0.1", child.port))
    assert hashlib.sha256(ssl.PEM_cert_to_DER_cert(presented)).hexdigest() == shown.replace(":", "").lower()
    link = said(child, "phone")[0]
    assert link.startswith("https://")
    token = link.split("token=")[1]

    trust = tls.trusting(Settings(data=tmp_path, tls=True))
    base = f"https://localhost:{child.port}"
    async with httpx.AsyncClient(base_url=base, verify=trust) as http:
        assert (await http.get("/api/me")).status_code == 401
        entered = await http.get("/", params={"token": token})
        cookie = entered.headers["set-cookie"]
        assert "; Secure" in cookie
        assert "HttpOnly" in cookie
        page = await http.get("/")
        assert f"wss://localhost:{child.port}" in page.headers.get("content-security-policy", "wss://localhost")
        refused = await http.post("/api/sessions", json={}, headers={"Origin": base.replace("https", "http")})
        assert refused.status_code == 403
        session = (await http.post("/api/sessions", json={}, headers={"Origin": base})).json()

    kept = {"Cookie": cookie.split(";")[0]}
    address = base.replace("https", "wss")
    for path, origin, status in (
        (f"/ws/realtime/{session['id']}", "https://evil.example", 403),
        (f"/ws/realtime/{session['id']}", base.replace("https", "http"), 403),
        ("/v1/realtime", "https://evil.example", 403),
    ):
        with pytest.raises(InvalidStatus) as turned_away:
            await connect(address + path, ssl=trust, additional_headers=kept, origin=origin)  # type: ignore[arg-type]
        assert turned_away.value.response.status_code == status
    async with connect(f"{address}/ws/audio", ssl=trust, additional_headers={**kept, "Origin": base}) as socket:
        assert json.loads(await socket.recv())["type"] == "session_id"
        await socket.send(json.dumps({"audio": [0.0] * 200_000}))  # more than one TLS record, and one read
        await socket.send(b"\0" * 4001)
        assert (await socket.recv())[:1] == "{"
    child.process.terminate()
    status, errors = await child.ended()
    assert status == 0
    assert "Traceback" not in errors
    assert token not in errors

    again = await start(*SERVE, "--tls", ready=LAST)
    assert said(again, "SHA-256") == [shown]


async def test_a_realtime_session_of_the_engine_over_wss(start: Start, tmp_path: Path) -> None:
    child = await start("feedbackyes", "engine", "--port", "0", "--host", "127.0.0.1", ready=LAST, FEEDBACKYES_TLS="1")
    trust = tls.trusting(Settings(data=tmp_path, tls=True))
    assert any(f"wss://localhost:{child.port}/v1/realtime" in line for line in child.lines)
    async with connect(f"wss://localhost:{child.port}/v1/realtime?model=any", ssl=trust) as socket:
        assert json.loads(await socket.recv())["type"] == "session.created"


async def test_a_certificate_of_ones_own_is_served_without_excuses(start: Start, tmp_path: Path) -> None:
    own = made(Settings(data=tmp_path / "elsewhere", tls=True))
    options = ("--tls-cert", str(own.certificate), "--tls-key", str(own.key), "--host", "127.0.0.1")
    child = await start(*SERVE, *options, ready="SHA-256")
    assert said(child, "SHA-256") == [tls.fingerprint(own.certificate)]
    trust = tls.trusting(Settings(tls_cert=own.certificate, tls_key=own.key))
    async with httpx.AsyncClient(verify=trust) as http:
        assert (await http.get(f"https://localhost:{child.port}/health")).json()["status"] == "ok"
    assert not (tmp_path / tls.FOLDER).exists()
    child.process.terminate()
    assert child.process.stdout is not None
    rest = (await child.process.stdout.read()).decode()
    assert "will warn" not in "\n".join([*child.lines, rest])
    assert (await child.ended())[0] == 0
