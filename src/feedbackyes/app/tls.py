"""HTTPS: the certificate that is served, and one of our own making where nobody gave one.

A browser lends its microphone to `https:` pages and to this machine's own only, so a phone needs HTTPS.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.rtc.sockets import host_addresses
from feedbackyes.settings import Settings

FOLDER = "tls"
VALID = dt.timedelta(days=397)
"""The longest that browsers accept from anybody."""
LEFT = dt.timedelta(days=7)
"""A certificate that holds for less is made anew."""
SLACK = dt.timedelta(days=1)
"""By which the clock of a phone may be behind."""


class BadCertificate(InvalidInput):
    """The certificate or the key cannot be used, or they do not belong together."""

    code = "bad_certificate"


@dataclass(frozen=True, slots=True)
class Pair:
    """Files (PEM) of a certificate and of its private key."""

    certificate: Path
    key: Path


def pair(settings: Settings) -> Pair | None:
    """What HTTPS is served with; None when HTTP is served."""
    if settings.tls_cert is not None and settings.tls_key is not None:
        return Pair(settings.tls_cert, settings.tls_key)
    folder = settings.data / FOLDER
    return Pair(folder / "certificate.pem", folder / "key.pem") if settings.tls else None


def check(settings: Settings) -> None:
    """Make sure that HTTPS can be served, when it is to be; makes our own certificate when there is none that fits.

    Raises:
        BadCertificate: what was given cannot be used; the sentence says why.
        NotReady: our own cannot be written.
    """
    found = pair(settings)
    if found is None:
        return
    if settings.tls_cert is None:
        _keep(found, settings)
    _load(found)


def trusting(settings: Settings) -> ssl.SSLContext:
    """For a client on this machine: what the system trusts, and the certificate that we serve."""
    context = ssl.create_default_context()
    found = pair(settings)
    if found is not None and found.certificate.is_file():
        context.load_verify_locations(found.certificate)
    return context


def fingerprint(certificate: Path) -> str:
    """SHA-256 as browsers show it: `AB:CD:…`, of the first certificate of the file."""
    first = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    return first.fingerprint(hashes.SHA256()).hex(":").upper()


def addresses() -> list[str]:
    """IPv4 addresses of this machine that others may know; none when it has no network."""
    return [one for one in host_addresses(True, False) if not ipaddress.ip_address(one).is_loopback]


def _load(files: Pair) -> None:
    """Try them, before anything is started. An encrypted key would make the server wait for somebody to type."""
    try:
        serialization.load_pem_private_key(files.key.read_bytes(), None)
        x509.load_pem_x509_certificates(files.certificate.read_bytes())
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(files.certificate, files.key)
    except TypeError as error:
        raise BadCertificate(f"The private key {files.key} is encrypted. Give one that is not.") from error
    except ssl.SSLError as error:
        what = f"The certificate {files.certificate} and the key {files.key} cannot be used together"
        raise BadCertificate(f"{what}: {error.reason}.") from error
    except OSError as error:
        raise BadCertificate(f"{error.filename} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise BadCertificate(f"{files.certificate} and {files.key} have to be PEM files: {error}.") from error


def _keep(files: Pair, settings: Settings) -> None:
    """Leave a certificate that still fits as it is: who has accepted it would be warned of a new one again."""
    now = dt.datetime.now(dt.UTC)
    if _fits(files, settings, now):
        return
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    try:
        files.key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(files.key, pem, 0o600)
        _write(files.certificate, _make(key, settings, now).public_bytes(serialization.Encoding.PEM), 0o644)
    except OSError as error:
        raise NotReady(f"The certificate cannot be written to {files.key.parent}: {error.strerror}.") from error


def _fits(files: Pair, settings: Settings, now: dt.datetime) -> bool:
    """Whether it is whole, in time, and names where this machine is now.

    IPv6 addresses are not asked for: many machines change theirs every day.
    """
    try:
        _load(files)
    except BadCertificate:
        return False
    kept = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    named = set(kept.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    wanted = {name for name in _names(settings) if not isinstance(name.value, ipaddress.IPv6Address)}
    return wanted <= named and kept.not_valid_before_utc <= now <= kept.not_valid_after_utc - LEFT


def _make(key: ec.EllipticCurvePrivateKey, settings: Settings, now: dt.datetime) -> x509.Certificate:
    """Self-signed, and of no use for signing others: should the key be stolen, it opens nothing but this server."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "FeedbackYes")])
    public = key.public_key()
    identifier = x509.SubjectKeyIdentifier.from_public_key(public)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder(name, name, public, x509.random_serial_number(), now - SLACK, now - SLACK + VALID)
        .add_extension(x509.SubjectAlternativeName(dict.fromkeys(_names(settings))), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(identifier, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .sign(key, hashes.SHA256())
    )


def _names(settings: Settings) -> Iterator[x509.DNSName | x509.IPAddress]:
    """By which this machine may be called: loopback, its host name, its addresses, and what the settings say."""
    own = socket.gethostname()
    yield from map(_name, ["localhost", "127.0.0.1", "::1", *host_addresses(True, True)])
    for one in (own, f"{own.split('.')[0]}.local", settings.host, settings.public_address):
        if one.isascii() and one and one not in {"0.0.0.0", "::"}:  # noqa: S104 (compared, not bound)
            yield _name(one)


def _name(name: str) -> x509.DNSName | x509.IPAddress:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _write(file: Path, data: bytes, mode: int) -> None:
    """Whole or not at all, and never for a moment with other rights."""
    partial = file.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(data)
    partial.replace(file)
