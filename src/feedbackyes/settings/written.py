"""How values are written that are more than one word or number, and what all groups of settings have in common."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.principal import role_named


class Group(BaseModel):
    """Settings that belong together. Nobody makes one: `Settings` is all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


def on_off(value: object) -> object:
    """The usual words for on and off, and other words in any capitals."""
    words = {"true": "on", "1": "on", "yes": "on", "false": "off", "0": "off", "no": "off"}
    return words.get(value.lower(), value.lower()) if isinstance(value, str) else value


def capitals(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _parts(value: object) -> object:
    return tuple(_split(value)) if isinstance(value, str) else value


def _listed(value: object) -> object:
    """Addresses are compared without the slash that they may end with."""
    return tuple(part.rstrip("/") for part in _split(value)) if isinstance(value, str) else value


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _pairs(value: object) -> object:
    if not isinstance(value, str):
        return value
    pairs = [part.partition("=") for part in _split(value)]
    if not all(name.strip() and equals and text.strip() for name, equals, text in pairs):
        raise ValueError("write pairs with commas between them, as one=first,two=second")
    return {name.strip(): text.strip() for name, _, text in pairs}


def _ports(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    low, _, high = value.partition("-")
    if not (low.strip().isdigit() and high.strip().isdigit() and 1024 <= int(low) <= int(high) <= 65535):
        raise ValueError("write two ports from 1024 to 65535, as 50000-50999")
    return int(low), int(high)


def _web_address(value: str) -> str:
    """An issuer is compared as it is; nothing may be changed about it. In the clear only to this machine."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise ValueError("write a whole web address, as https://login.example.org")
    return value


def _networks(value: tuple[str, ...]) -> tuple[str, ...]:
    for text in value:
        ip_network(text, strict=False)
    return value


def _roles(value: dict[str, str]) -> dict[str, str]:
    try:
        for name in value.values():
            role_named(name)
    except InvalidInput as error:
        raise ValueError(error.message) from error
    return value


Secrets = Annotated[tuple[str, ...], BeforeValidator(_parts)]
Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Networks = Annotated[Listed, AfterValidator(_networks)]
Pairs = Annotated[dict[str, str], BeforeValidator(_pairs)]
Roles = Annotated[Pairs, AfterValidator(_roles)]
Ports = Annotated[tuple[int, int] | None, BeforeValidator(_ports)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
