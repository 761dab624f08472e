"""What is wrong with a message."""

from __future__ import annotations

from feedbackyes.domain.errors import ExpectedError, Failed, InvalidInput
from feedbackyes.protocol.server import ErrorDetail, ErrorEvent


class InvalidEvent(InvalidInput):
    """A message that cannot be carried out as it stands; the session goes on.

    Args:
        code: `invalid_event` (not JSON, no type), `invalid_value`, `missing_required_parameter`, `unknown_parameter`,
            `string_above_max_length`, `cannot_update_voice` or another code of the protocol.
        param: path of the field, e.g. `session.audio.output.speed`.
        event_id: the client's own id of the message, when it could be read.
    """

    code = "invalid_event"

    def __init__(
        self, message: str, *, code: str | None = None, param: str | None = None, event_id: str | None = None
    ) -> None:
        super().__init__(message, code=code, param=param)
        self.event_id = event_id


def error_event(event_id: str, error: ExpectedError, client_event_id: str | None = None) -> ErrorEvent:
    """The event that tells a client what was wrong.

    Args:
        event_id: of the new event. client_event_id: of the client's event, where the error does not know it itself.
    """
    if isinstance(error, InvalidEvent) and error.event_id is not None:
        client_event_id = error.event_id
    kind = "server_error" if isinstance(error, Failed) else "invalid_request_error"
    detail = ErrorDetail(type=kind, code=error.code, message=error.message, param=error.param, event_id=client_event_id)
    return ErrorEvent(event_id=event_id, error=detail)
