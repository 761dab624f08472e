"""What is wrong with a message."""

from __future__ import annotations

from feedbackyes.domain.errors import InvalidInput


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
