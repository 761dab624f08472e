"""What an offer must be before anybody works on it, and what is changed on the way."""

from __future__ import annotations

import ipaddress
import re

from feedbackyes.rtc import InvalidOffer

LONGEST = 64 * 1024
MOST_SECTIONS = 8
MOST_CANDIDATES = 200

_CANDIDATE = re.compile(r"^a=candidate:[^\r\n]*", re.MULTILINE)


def checked(offer: str) -> str:
    """`offer` without candidates that nobody here can resolve. Raises `InvalidOffer`.

    The end of candidates is left out too: who comes from an address that was not told is welcome until the call is given
    up, and with all candidates removed aioice would give up at once.
    """
    if len(offer) > LONGEST:
        raise InvalidOffer(f"The SDP offer is longer than {LONGEST // 1024} KiB.")
    lines = [line.rstrip("\r") for line in offer.strip().split("\n")]
    if not lines[0].startswith("v=0"):
        raise InvalidOffer("This is no SDP offer: it does not begin with v=0.")
    sections = [line for line in lines if line.startswith("m=")]
    if not any(line.startswith("m=audio ") for line in sections):
        raise InvalidOffer("The SDP offer has no audio.")
    if len(sections) > MOST_SECTIONS:
        raise InvalidOffer(f"The SDP offer has more than {MOST_SECTIONS} media sections.")
    if not any("opus/48000" in line.lower() for line in lines):
        raise InvalidOffer("The SDP offer has no Opus, which is the only codec here.")
    for needed in ("a=fingerprint:", "a=ice-ufrag:", "a=ice-pwd:"):
        if not any(line.startswith(needed) for line in lines):
            raise InvalidOffer(f"The SDP offer lacks {needed.removeprefix('a=').rstrip(':')}.")
    if sum(line.startswith("a=candidate:") for line in lines) > MOST_CANDIDATES:
        raise InvalidOffer(f"The SDP offer has more than {MOST_CANDIDATES} candidates.")
    return "\r\n".join(line for line in lines if not (_is_unresolvable(line) or line == "a=end-of-candidates")) + "\r\n"


def published(answer: str, address: str) -> str:
    """`answer` with our own host candidates under the public `address`; empty: as it is."""
    if not address:
        return answer

    def renamed(match: re.Match[str]) -> str:
        parts = match[0].split(" ")
        if "host" in parts and _version(parts[4]) == _version(address):
            parts[4] = address
        return " ".join(parts)

    return _CANDIDATE.sub(renamed, answer)


def _is_unresolvable(line: str) -> bool:
    """A name of multicast DNS. Resolving it takes a second and fails; the browser is found by its own checks."""
    return line.startswith("a=candidate:") and ".local " in line.lower()


def _version(address: str) -> int:
    try:
        return ipaddress.ip_address(address).version
    except ValueError:
        return 0
