"""Adds the native packages of other systems to `web/package-lock.json`, so that `npm ci` works on every system.

npm leaves an optional package out of the lock when the registry at hand does not serve it, and then refuses to install
from that lock where it is wanted. What is added is what the packages themselves ask for: name, version, and the system
that the name says. There is no hash, because the file was not seen.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "web/package-lock.json"
SYSTEMS = {"darwin", "linux", "win32", "android", "freebsd", "openbsd", "netbsd", "sunos", "aix", "openharmony"}
PROCESSORS = {"arm64", "x64", "arm", "ia32", "ppc64", "s390x", "riscv64", "loong64", "mips64el", "wasm32"}
LIBRARIES = {"musl": "musl", "gnu": "glibc"}


def main() -> None:
    lock = json.loads(LOCK.read_text())
    packages: dict[str, Any] = lock["packages"]
    wanted = {
        name: version
        for package in list(packages.values())
        for name, version in {**package.get("optionalDependencies", {})}.items()
    }
    for name, version in sorted(wanted.items()):
        packages.setdefault(f"node_modules/{name}", _entry(name, version))
    lock["packages"] = dict(sorted(packages.items()))
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


def _entry(name: str, version: str) -> dict[str, Any]:
    parts = re.split(r"[-/.]", name)
    entry: dict[str, Any] = {"version": re.sub(r"^[\^~>=]+", "", version), "dev": True, "optional": True}
    for field, known in (("os", SYSTEMS), ("cpu", PROCESSORS)):
        found = [part for part in parts if part in known]
        if found:
            entry[field] = found
    libraries = [LIBRARIES[part] for part in parts if part in LIBRARIES]
    if libraries:
        entry["libc"] = libraries
    if name == "fsevents":
        entry["os"] = ["darwin"]
    return entry


if __name__ == "__main__":
    main()
