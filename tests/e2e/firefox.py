"""Firefox without a driver: WebDriver BiDi over a WebSocket, which Firefox itself serves.

Commands and events: https://w3c.github.io/webdriver-bidi/
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import connect
from websockets.sync.connection import Connection

PROGRAM = "firefox-esr"
SOUND = "pulseaudio"
START_S = 60
ANSWER_S = 30
PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "media.navigator.permission.disabled": True,
    "media.navigator.streams.fake": True,
    # Without this a page on the loopback interface offers no address at all
    "media.peerconnection.ice.loopback": True,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
SPEAK = """() => {
  if (!navigator.mediaDevices) return
  // Firefox's own fake microphone hums; this one speaks the WAV from the moment it is opened
  const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const [device] = (await asked(wanted)).getAudioTracks()
    const context = new AudioContext()
    const bytes = Uint8Array.from(atob('%s'), (each) => each.charCodeAt(0))
    const source = new AudioBufferSourceNode(context, { buffer: await context.decodeAudioData(bytes.buffer) })
    const voice = context.createMediaStreamDestination()
    source.connect(voice)
    source.start()
    Object.defineProperty(voice.stream.getAudioTracks()[0], 'label', { value: device.label })
    return voice.stream
  }
}"""


class Firefox:
    """One tab."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self.problems: list[str] = []
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded"])
        self._tab = self.command("browsingContext.getTree")["contexts"][0]["context"]

    def command(self, method: str, **params: Any) -> Any:
        """Do `method` and return its result. Raises `RuntimeError` with the browser's words."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=ANSWER_S))
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self.problems.append(str(message["params"]["text"]))
            if message.get("id") != number:
                continue
            if message["type"] == "error":
                raise RuntimeError(f"{method}: {message['message']}")
            return message["result"]

    def speak_from(self, wav: Path) -> None:
        """Pages opened from now on have a microphone that plays `wav`."""
        script = SPEAK % b64encode(wav.read_bytes()).decode()
        self.command("script.addPreloadScript", functionDeclaration=script)

    def open(self, url: str) -> None:
        self.command("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def reload(self) -> None:
        self.command("browsingContext.reload", context=self._tab, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression: text, number, boolean or null."""
        answer = self.command(
            "script.evaluate",
            expression=expression,
            target={"context": self._tab},
            awaitPromise=True,
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def wait(self, expression: str, seconds: float) -> None:
        """Until `expression` is true. Raises `TimeoutError` with what the page shows."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.evaluate(f"Boolean({expression})"):
                return
            time.sleep(0.1)
        raise TimeoutError(f"{expression} was not so in {seconds} s:\n{self.evaluate('document.body.innerText')}")

    def press(self, label: str) -> None:
        """Click the button with exactly this text or name."""
        found = (
            "[...document.querySelectorAll('button')].find((one) => !one.disabled && "
            f"[one.textContent.trim(), one.ariaLabel].includes({json.dumps(label)}))"
        )
        self.wait(found, 20)
        self.evaluate(f"{found}.click()")

    def picture(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        answer = self.command("browsingContext.captureScreenshot", context=self._tab)
        path.write_bytes(b64decode(answer["data"]))


@contextmanager
def firefox(folder: Path, port: int) -> Iterator[Firefox]:
    """A headless Firefox with a profile and loudspeakers of its own in `folder`."""
    folder.mkdir(parents=True)
    lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in PREFERENCES.items()]
    (folder / "user.js").write_text("\n".join(lines))
    pulse = folder / "loudspeakers.socket"
    home = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "PULSE_SERVER": f"unix:{pulse}"}
    browser = [PROGRAM, "--headless", "--no-remote", "--profile", str(folder), f"--remote-debugging-port={port}"]
    with ExitStack() as stack:
        # Without a sound device Firefox starts no AudioContext
        stack.enter_context(_running(folder, home, *_loudspeakers(pulse)))
        process = stack.enter_context(_running(folder, home, *browser))
        yield Firefox(stack.enter_context(_connected(port, process)))


def installed() -> bool:
    return all(shutil.which(program) for program in (PROGRAM, SOUND))


def _loudspeakers(socket: Path) -> list[str]:
    way = f"module-native-protocol-unix auth-anonymous=1 socket={socket}"
    return [SOUND, "-n", "--exit-idle-time=-1", "--daemonize=no", "-L", "module-null-sink", "-L", way]


@contextmanager
def _running(folder: Path, environment: dict[str, str], *command: str) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / f"{command[0]}.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(15)


@contextmanager
def _connected(port: int, process: subprocess.Popen[bytes]) -> Iterator[Connection]:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket = connect(f"ws://127.0.0.1:{port}/session", max_size=None, proxy=None)
        except OSError:
            time.sleep(0.2)
            continue
        with socket:
            yield socket
        return
    raise RuntimeError(f"{PROGRAM} did not answer on port {port}.")
