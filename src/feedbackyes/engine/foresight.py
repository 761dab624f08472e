"""What the dialogue may be asked next, told while a pause lasts that may be the end of a turn.

A dialogue that thinks ahead has begun its answer by the time the turn is certain. When the learner goes on instead, nothing
of it is left: nothing was said, and nothing is in the conversation.
"""

from __future__ import annotations

from feedbackyes.engine import replies
from feedbackyes.engine.commands import Expect, Unexpect
from feedbackyes.engine.configuration import Configuration
from feedbackyes.engine.conversation import Conversation, lines
from feedbackyes.engine.listening import Utterance
from feedbackyes.engine.outbox import Outbox
from feedbackyes.engine.turns import sounds_finished
from feedbackyes.protocol.responses import ResponseCreateParams
from feedbackyes.protocol.sessions import RealtimeSession
from feedbackyes.stages.dialogue import Line


class Foresight:
    """Of one session."""

    def __init__(self, out: Outbox, conversation: Conversation, config: Configuration) -> None:
        self._out = out
        self._conversation = conversation
        self._config = config
        self._expected = ""

    def look(self, pausing: Utterance | None, *, speaking: bool, free: bool) -> None:
        """Look at what is being said.

        Args:
            pausing: what somebody has said who may have finished. speaking: the learner is in the middle of a turn.
            free: no reply is being made.
        """
        if pausing is None:
            if self._expected and speaking:
                self._out.put(Unexpect())
                self._expected = ""
            return
        expected = f"{pausing.id} {pausing.text}"
        if free and expected != self._expected and self._will_answer() and sounds_finished(pausing.text):
            self._expected = expected
            self._expect(pausing.text.strip())

    def _will_answer(self) -> bool:
        detection = self._config.detection
        return detection is not None and detection.create_response and not self._conversation.awaiting()

    def _expect(self, text: str) -> None:
        settings = self._config.settings
        if isinstance(settings, RealtimeSession):
            params = ResponseCreateParams()
            plan = replies.plan(settings, params, response_id="", conversation_id="", context=None, reason=None)
            said = (*lines(self._conversation), Line("learner", text))
            self._out.put(Expect(replies.request_for(plan, said)))
