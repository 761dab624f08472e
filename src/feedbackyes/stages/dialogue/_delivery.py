"""What of a language model's answer is said: as much as fits, and nothing that the guard stops."""

from __future__ import annotations

import json
import re

from feedbackyes.stages.dialogue import CallFunction, ReplyRequest
from feedbackyes.stages.dialogue._chat import ChatFailed
from feedbackyes.stages.dialogue._guard import Guard, Verdict
from feedbackyes.stages.dialogue._lines import MOST_WORDS
from feedbackyes.stages.dialogue._speakable import Clause


class Delivery:
    """What is said of an answer. `must_call`: a function is to be called, and nothing said.

    Attributes:
        stopped: why the rest is not said.
    """

    def __init__(self, guard: Guard | None, *, must_call: bool) -> None:
        self._guard = guard
        self._must_call = must_call
        self._said = ""
        self._held = ""
        self._whole = True
        self._called = False
        self.stopped: Verdict | None = None
        self._full = False

    @property
    def over(self) -> bool:
        """Nothing more of the answer is said."""
        return self.stopped is not None or self._full

    @property
    def complete(self) -> bool:
        """What has been said can stand for itself."""
        return self._called or (bool(self._said) and self._whole)

    def take(self, clause: Clause) -> str:
        """What is to be said now; empty: nothing yet, or nothing at all."""
        if self._must_call:
            return ""
        text, self._held = self._held + clause.text, ""
        verdict = Verdict.SAY if self._guard is None else self._guard.judge(self._said, text, whole=clause.whole)
        if verdict is Verdict.HOLD:
            self._held = text
            return ""
        if verdict.stops:
            self.stopped = verdict
            return ""
        return self._say(text, whole=clause.whole)

    def call(self, call: CallFunction, request: ReplyRequest) -> CallFunction:
        """A call that can be carried out. Raises `ChatFailed`."""
        if call.name not in {tool.get("name") for tool in request.tools}:
            raise ChatFailed("It called a function that it was not offered.")
        try:
            arguments = json.loads(call.arguments or "{}")
        except ValueError:
            raise ChatFailed("It called a function with what is no JSON.") from None
        if not isinstance(arguments, dict):
            raise ChatFailed("It called a function with arguments that are no object.")
        self._called = True
        return CallFunction(call.name, call.arguments or "{}")

    def end(self) -> str:
        """The answer is over: what was held. Raises `ChatFailed` when nothing came of it."""
        held, self._held = self._held, ""
        if held and not self.over:
            return self.take(Clause(held, whole=True))
        if not self._said and not self._called and self.stopped is None:
            raise ChatFailed("It called no function." if self._must_call else "It said nothing.")
        return ""

    def _say(self, text: str, *, whole: bool) -> str:
        """`text`, as far as it fits; a sentence that does not is not begun."""
        left = MOST_WORDS - len(self._said.split())
        count = len(text.split())
        if count > left:
            self._full = True
            if left <= 0 or (self._said and self._whole):
                return ""
            text = _shortened(text, left)
            whole = True
        self._said, self._whole = f"{self._said}{text}", whole
        return text


def _shortened(text: str, most_words: int) -> str:
    """At most so many words, up to a pause where there is one, as a sentence."""
    kept = " ".join(text.split()[:most_words])
    pauses = [match.start() for match in re.finditer(r"[,;:–—] ", kept)]
    kept = kept[: pauses[-1]] if pauses and pauses[-1] > len(kept) / 2 else kept
    return kept.rstrip(" ,;:–—-.") + "."
