"""Where a server is, told from its address."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_OWN_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "::1",
        "fc00::/7",
        "fe80::/10",
    )
)
"""Loopback, private (RFC 1918, RFC 4193) and link-local addresses."""
_OWN_NAME = re.compile(r"[a-z](?:[a-z0-9_-]*[a-z0-9])?|(?:[a-z0-9_-]+\.)+(?:localhost|local|internal|home\.arpa)")
"""Names without a dot (a container's, say), and the endings that no public server can have (RFC 6761, 6762, 8375)."""


def is_own(base_url: str) -> bool:
    """Whether a server is on this machine or in its own network, so that what is sent there is sent to nobody else.

    Decided by the address as it is written: what a public name resolves to is not ours to trust. In doubt it is not.
    """
    host = (urlsplit(base_url).hostname or "").rstrip(".")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return _OWN_NAME.fullmatch(host) is not None
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in _OWN_NETWORKS)
