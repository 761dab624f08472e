"""How long to wait after somebody falls silent, told from what they said so far.

Who stops at "because" or "um" goes on; who has asked a question is done. Recognisers without punctuation leave the last words
to go by, so that a wait is lengthened on little evidence and shortened only on clear evidence: to be cut off is worse than to
wait a moment. What is not understood yet changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from feedbackyes.behaviours import primary

OPEN_FACTOR, OPEN_MORE_MS, LONGEST_MS = 3.0, 1_800.0, 6_000.0
"""A sentence that is open is waited for so many times as long, by so much more at most, and never longer than that."""
CLOSED_FACTOR, SHORTEST_MS = 0.7, 300.0
"""After what clearly ends a turn the wait is so much shorter, and never shorter than that."""
SOUNDS_OPEN, SOUNDS_OVER = 0.5, 0.8
"""A turn model is believed below and from here."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SPOKEN_AT_ONCE = 256
"""Transcripts whose endings are remembered: the same words are asked about with every frame of a voice, each 32 ms."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Endings:
    """Of one language, in lower case. Words that end as many sentences as they leave open are in none of the lists.

    Args:
        open: words after which a sentence goes on. after_questions: those that may end one with a question word in it
            ("what it is about", "how late it was"). fillers: sounds of somebody who looks for words.
        open_phrases: ends of a turn that goes on. whole_phrases: ends that only look like one, unless `opened_by`
            stands before them ("so that we can"). closed_phrases: ends of a turn that is over.
    """

    open: frozenset[str]
    fillers: frozenset[str]
    after_questions: frozenset[str] = frozenset()
    question_words: frozenset[str] = frozenset()
    open_phrases: tuple[str, ...] = ()
    whole_phrases: tuple[str, ...] = ()
    opened_by: tuple[str, ...] = ()
    closed_phrases: tuple[str, ...] = ()


_LANGUAGES: Mapping[str, Endings] = {
    "en": Endings(
        open=_words(
            "a an the and but or nor so because although if unless until while whereas since than whether i he she we they my"
            " your our their its very i'm you're he's she's it's we're they're i've you've we've they've i'd you'd we'd i'll"
            " you'll we'll gonna every"
        ),
        after_questions=_words(
            "of to for from with without by at in into on onto upon about between as like is are was were am be been have has"
            " had will would could can should might must"
        ),
        question_words=_words("what who where which how why when whose"),
        fillers=_words("um uh uhm er erm em hmm umm"),
        open_phrases=("sort of", "kind of", "let me think", "let me see", "what i mean is", "the thing is", "for example",
                      "for instance", "on the one hand", "first of all", "the problem is", "i mean"),
        whole_phrases=("come in", "come on", "go on", "hold on", "hang on", "move on", "carry on", "think so", "hope so",
                       "guess so", "say so", "do so", "i am", "we are", "they are", "it is", "that is", "i was", "we were",
                       "i have", "we have", "i had", "i will", "we will", "i would", "i could", "i can", "we can",
                       "i should", "we should", "there is", "there are", "not to", "have to", "from now on", "used to", "supposed to"),
        opened_by=("so that", "because", "if", "when"),
        closed_phrases=("thank you", "thanks", "thank you very much", "goodbye", "bye", "what do you think",
                        "how do you see it", "does that make sense", "is that all right", "is that okay", "what happened",
                        "that's all", "that is all"),
    ),
    "de": Endings(
        open=_words(
            "der den dem des eine einen einem einer eines und aber denn weil dass ob wenn als obwohl sodass bis bevor"
            " nachdem während ohne für von vom zum zur beim in im ins am gegen meine meinen meinem deine deinen deinem unsere"
            " unseren ihre ihren seine seinen"
        ),
        fillers=_words("äh ähm öh öhm ehm hmm"),
        open_phrases=("sagen wir", "wie soll ich sagen", "zum beispiel", "das heißt", "ich meine"),
        closed_phrases=("danke", "vielen dank", "danke schön", "auf wiedersehen", "tschüss", "wie sehen sie das",
                        "wie siehst du das", "was meinen sie", "was meinst du", "was ist passiert", "das war's",
                        "ist das in ordnung"),
    ),
    "fr": Endings(
        open=_words(
            "le la les un une des du de et mais ou donc car parce que dont si comme lorsque puisque pour par avec sans dans sur"
            " chez entre vers à au aux mon ma mes ton ta tes sa ses notre nos votre vos leur leurs ce cet cette ces est sont"
            " était très c'est j'ai qu'il qu'elle qu'on je tu il ils"
        ),
        fillers=_words("euh heu hum hmm ben"),
        open_phrases=("c'est-à-dire", "par exemple", "je veux dire", "comment dire", "disons", "en fait"),
        closed_phrases=("merci", "merci beaucoup", "au revoir", "qu'en pensez-vous", "qu'est-ce que vous en pensez",
                        "c'est tout", "que s'est-il passé"),
    ),
    "es": Endings(
        open=_words(
            "el la los las un una unos y e o u pero porque que si aunque mientras para por con sin de del a al en entre sobre"
            " desde hasta mi mis tu tus su sus nuestro nuestra muy se me te le lo he ha han"
        ),
        fillers=_words("eh em ehm hmm"),
        open_phrases=("es decir", "por ejemplo", "o sea", "quiero decir", "digamos", "a ver", "pues"),
        closed_phrases=("gracias", "muchas gracias", "adiós", "hasta luego", "qué opina", "qué opinas", "cómo lo ve",
                        "cómo lo ves", "eso es todo", "qué pasó"),
    ),
}  # fmt: skip
_LOOKED_AT = 8
"""Words from the end among which a question word may stand."""


@lru_cache(_SPOKEN_AT_ONCE)
def goes_on(transcript: str, tag: str) -> bool:
    """The words so far end in the middle of something. `tag`: their language, BCP 47."""
    endings, words = _LANGUAGES.get(primary(tag)), _words_of(transcript)
    if endings is None or not words or transcript.rstrip()[-1] in "?!":
        return False
    if transcript.rstrip()[-1] in ",;:–—-…" or words[-1] in endings.fillers:
        return True
    if transcript.rstrip()[-1] == ".":
        return False
    if whole := [phrase for phrase in endings.whole_phrases if _ends_with(words, (phrase,))]:
        return any(_ends_with(words[: -len(_words_of(phrase))], endings.opened_by) for phrase in whole)
    if words[-1] in endings.after_questions:
        return len(words) > 1 and endings.question_words.isdisjoint(words[-_LOOKED_AT:])
    return words[-1] in endings.open or _ends_with(words, endings.open_phrases)


@lru_cache(_SPOKEN_AT_ONCE)
def is_over(transcript: str, tag: str) -> bool:
    """The words so far end what one person says at a time: a question that is marked as one, or a set phrase."""
    endings, words = _LANGUAGES.get(primary(tag)), _words_of(transcript)
    if endings is None or not words:
        return False
    return transcript.rstrip().endswith("?") or _ends_with(words, endings.closed_phrases)


def patience_ms(silence_ms: float, transcript: str, tag: str, finished: float | None = None) -> float:
    """Silence that ends a turn.

    Args:
        silence_ms: that would end it whatever was said; the learner's patience. transcript: so far. tag: BCP 47.
        finished: probability that it is over, from how it sounds. Where words are clear they count more.
    """
    opened, closed = goes_on(transcript, tag), is_over(transcript, tag)
    if finished is not None and not opened and not closed:
        opened, closed = finished < SOUNDS_OPEN, finished >= SOUNDS_OVER
    if opened:
        return max(silence_ms, min(silence_ms * OPEN_FACTOR, silence_ms + OPEN_MORE_MS, LONGEST_MS))
    if closed:
        return min(silence_ms, max(SHORTEST_MS, silence_ms * CLOSED_FACTOR))
    return silence_ms


def _words_of(transcript: str) -> list[str]:
    return _WORD.findall(transcript.lower().replace("’", "'"))


def _ends_with(words: list[str], phrases: tuple[str, ...]) -> bool:
    text = " " + " ".join(words)
    return any(text.endswith(" " + " ".join(_words_of(phrase))) for phrase in phrases)
