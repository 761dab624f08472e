"""Errors that a caller can act on.

```
ExpectedError
├── InvalidInput        the caller sent something that cannot be used
├── NotFound            no such thing, or none that this caller may know of
├── Forbidden           the caller may not do this
├── Unauthorised        the caller has not said who they are, or it is not believed
├── Conflict            the thing is in a state that does not allow this
├── TooMany             a limit is reached; later it may work
├── NotReady            a part that is needed is missing or still starting
└── Failed              something behind us (a provider, a worker, a disk) did not do its part
```

Each carries a stable `code` for programs and a sentence for people that says what was wrong and what to do.
Only `api.errors` knows HTTP statuses, only `protocol` knows error events.
"""

from __future__ import annotations


class ExpectedError(Exception):
    """Root of the tree. Subclasses set `code`; `message` is a whole sentence."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None, param: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.param = param


class InvalidInput(ExpectedError):
    code = "invalid_value"


class NotFound(ExpectedError):
    code = "not_found"


class Forbidden(ExpectedError):
    code = "forbidden"


class Unauthorised(ExpectedError):
    code = "unauthorised"


class Conflict(ExpectedError):
    code = "conflict"


class TooMany(ExpectedError):
    """`retry_after`: seconds after which it may work; None: nobody can say."""

    code = "too_many"

    def __init__(
        self, message: str, *, code: str | None = None, param: str | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(message, code=code, param=param)
        self.retry_after = retry_after


class NotReady(ExpectedError):
    code = "not_ready"


class Failed(ExpectedError):
    code = "failed"


class UnknownBackend(NotReady):
    """A setting names a back end that is not there."""

    code = "unknown_backend"

    def __init__(self, kind: str, name: str, available: list[str]) -> None:
        super().__init__(f"No {kind} back end {name!r}. Choose one of: {', '.join(available)}.")
