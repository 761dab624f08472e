"""A PostgreSQL server of the tests' own, on a free port, in a temporary folder; stopped and gone at the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of Debian's newest PostgreSQL, or of the one in the path; None: there is none."""
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = newest[-1] if newest else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """The server's URL without a database, for as long as the block lasts. `settings`: of `postgresql.conf`."""
    folder = programs()
    assert folder is not None
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    # It refuses to run as root; Debian's package brings a user.
    who = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as data:
        if who:
            shutil.chown(data, "postgres", "postgres")
        run = [str(folder / "initdb"), "-D", data, "-U", "tests", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd="/", **who)  # type: ignore[call-overload]
        options = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": data,
            "fsync": "off",
            **settings,
        }
        serve = [str(folder / "postgres"), "-D", data, *(f"--{name}={value}" for name, value in options.items())]
        with subprocess.Popen(serve, stderr=subprocess.DEVNULL, cwd="/", **who) as process:  # type: ignore[call-overload]
            try:
                _wait(folder, port)
                yield f"postgresql://tests@127.0.0.1:{port}"
            finally:
                process.send_signal(signal.SIGINT)  # the usual signal waits for clients
                process.wait(30)


def _wait(folder: Path, port: int) -> None:
    ready = [str(folder / "pg_isready"), "-q", "-t", "20", "-h", "127.0.0.1", "-p", str(port), "-U", "tests"]
    for _ in range(200):
        if subprocess.run(ready, check=False).returncode == 0:
            return
    raise AssertionError("PostgreSQL did not start.")
