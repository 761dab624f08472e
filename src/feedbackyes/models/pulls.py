"""Downloads that go on beside everything else, in threads of their own, for all who want to watch."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from feedbackyes.domain.errors import Conflict, ExpectedError
from feedbackyes.models import Model
from feedbackyes.models.download import Cancelled, pull
from feedbackyes.models.store import Store

State = Literal["waiting", "fetching", "installing"]
STOP_SECONDS = 2.0
"""For a thread when the server stops; what was fetched is gone on with later in any case."""
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Pull:
    """A download that goes on. `total`: bytes, 0 while nobody knows."""

    model: Model
    state: State = "waiting"
    fetched: int = 0
    total: int = 0
    wanted: bool = True


class Pulls:
    """The downloads of this process: one at a time, the others wait.

    Args:
        fetch: what a pull does; see `download.pull`.
    """

    def __init__(self, store: Store, fetch: Callable[..., object] = pull) -> None:
        self.store = store
        self._fetch = fetch
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._pulls: dict[str, Pull] = {}
        self._threads: set[threading.Thread] = set()
        self.failures: dict[str, ExpectedError] = {}

    def begin(self, model: Model) -> None:
        """Fetch and install a model, unless that goes on already. Why the last try failed is forgotten."""
        with self._lock:
            if model.name in self._pulls:
                return
            self.failures.pop(model.name, None)
            begun = self._pulls[model.name] = Pull(model)
            thread = threading.Thread(target=self._run, args=(begun,), name=f"pull {model.name}", daemon=True)
            self._threads.add(thread)
        thread.start()

    def cancel(self, name: str) -> None:
        """Stop a download; what is here is kept for the next time. One that does not go on is fine."""
        with self._lock:
            stopped = self._pulls.pop(name, None)
            if stopped is not None:
                stopped.wanted = False

    def going_on(self, name: str) -> Pull | None:
        """The download of a model, if there is one."""
        with self._lock:
            return self._pulls.get(name)

    def names(self) -> list[str]:
        """Of the models whose download goes on."""
        with self._lock:
            return sorted(self._pulls)

    def remove(self, name: str) -> None:
        """Delete an installed model. Raises `Conflict` while it is fetched, `NotFound` when it is not there."""
        if self.going_on(name) is not None:
            raise Conflict(f"{name} is being installed. Cancel that first.")
        self.store.remove(name)

    def close(self) -> None:
        """Stop all of them."""
        with self._lock:
            for stopped in self._pulls.values():
                stopped.wanted = False
            threads = list(self._threads)
        for thread in threads:
            thread.join(STOP_SECONDS)

    def _run(self, begun: Pull) -> None:
        name = begun.model.name
        try:
            with self._turn:
                if begun.wanted:
                    begun.state = "fetching"
                    self._fetch(begun.model, self.store, lambda *told: _follow(begun, *told), lambda: begun.wanted)
                    logger.info("The model %s is installed.", name)
        except Cancelled:
            logger.info("The download of %s was stopped.", name)
        except ExpectedError as error:
            logger.warning("The model %s was not installed: %s", name, error.message)
            self._fail(begun, error)
        except Exception:  # the root of the thread
            logger.exception("The model %s was not installed.", name)
            self._fail(begun, ExpectedError("Something went wrong on our side; the log has it.", code="internal_error"))
        finally:
            with self._lock:
                if self._pulls.get(name) is begun:
                    del self._pulls[name]
                self._threads.discard(threading.current_thread())

    def _fail(self, begun: Pull, error: ExpectedError) -> None:
        if begun.wanted:
            self.failures[begun.model.name] = error


def _follow(begun: Pull, fetched: int, total: int) -> None:
    begun.fetched, begun.total = fetched, total
    if total and fetched >= total:
        begun.state = "installing"
