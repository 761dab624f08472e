"""What a language has to give: its phrases, as patterns of `Script.rx`, and its small words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.phrasebook.text import Script, parts


@dataclass(frozen=True, eq=False)
class Frames:
    """How words are marked as not being said to the partner in earnest.

    Args:
        taught, denied, imagined: what introduces words of others, words that one does not say, words that one might.
        aloud: verbs of saying before a colon. mine: before the colon, said now and to the partner.
        yours: quoting the partner to the partner. hearsay: third persons telling something.
        judge: speaking to whoever scores the talk.
        but: words that turn a sentence back. resumes: what follows a comma when the speaker goes on in earnest.
    """

    taught: str
    denied: str
    imagined: str
    aloud: str
    mine: str
    yours: str
    hearsay: str
    judge: str
    but: str
    resumes: str


@dataclass(frozen=True, eq=False)
class Exchange:
    """What is understood from the talk, not from the words alone.

    Args:
        presses: the partner asks for something. accepts: the partner takes the no. insists: and yet goes on.
        bare_no: a no as an answer. yields: giving in. assents: a turn of nothing but yes.
        reason, alternative, still_no: around a refusal. free_alternative: an offer that stands for itself.
        solutions: advice. what_happened: a question that asks for the view after an observation.
        carries_on: a question that goes on with what was said. gist: "So you …" at the beginning of a sentence.
        own: the speaker's own person. judging: what makes a gist unfair. asking: words that begin a question.
        listening_verbs: so that an echo is not a statement of one's own.
    """

    presses: str
    accepts: str
    insists: str
    bare_no: str
    yields: str
    assents: str
    reason: str
    alternative: str
    free_alternative: str
    still_no: str
    solutions: str
    what_happened: str
    carries_on: str
    gist: str
    own: str
    judging: str
    asking: str
    negations: frozenset[str]


@dataclass(frozen=True, eq=False)
class Book:
    """A language.

    Args:
        marks: phrases that show a behaviour wherever they stand.
        unless_before, unless_after: words right in front of or behind such a phrase that make it another one.
        unless_near: words anywhere in the sentence that do.
        takes_back: after a "but", what undoes an acknowledgement.
        open_question: begins an open one. closed_question: begins one without a question mark.
        occasions: words such as a weekday that name an occasion only where `past` shows that it is over.
        joints: words before which a new clause begins. yous: words for the other person.
        suffixes: endings that a stem does without, longest first.
    """

    tag: str
    script: Script
    marks: Mapping[Behaviour, str]
    frames: Frames
    exchange: Exchange
    open_question: str
    closed_question: str
    takes_back: str
    occasions: str
    past: str
    joints: str
    hedges: str
    absolutes: str
    yous: frozenset[str]
    backchannels: frozenset[str]
    fillers: frozenset[str]
    stop_words: frozenset[str]
    suffixes: tuple[str, ...]
    unless_before: Mapping[Behaviour, str] = field(default_factory=dict)
    unless_after: Mapping[Behaviour, str] = field(default_factory=dict)
    unless_near: Mapping[Behaviour, str] = field(default_factory=dict)

    def content_words(self, text: str) -> frozenset[str]:
        """Stems of the words that carry meaning."""
        said = parts(self.script.normalise(text))
        return frozenset(self._stem(word) for word in said if len(word) > 1 and word not in self.stop_words)

    def _stem(self, word: str) -> str:
        for suffix in self.suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= 4:
                return word[: -len(suffix)]
        return word


def word_set(text: str) -> frozenset[str]:
    """The words of a blank-separated text; underscores stand for blanks."""
    return frozenset(word.replace("_", " ") for word in text.split())


def any_of(text: str) -> str:
    """The words of a blank-separated text as alternatives of a pattern; underscores stand for blanks."""
    return "|".join(word.replace("_", " ") for word in text.split())
