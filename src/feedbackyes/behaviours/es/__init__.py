"""Spanish. Works with "tú" and "usted", with and without accents and inverted marks."""

from __future__ import annotations

from feedbackyes.behaviours.es import frames, lexicon, phrases
from feedbackyes.behaviours.phrasebook import Book, Reader

_reader = Reader(
    Book(
        tag="es",
        script=lexicon.SCRIPT,
        marks=phrases.MARKS,
        frames=frames.FRAMES,
        exchange=frames.EXCHANGE,
        open_question=phrases.OPEN,
        closed_question=phrases.CLOSED,
        takes_back=frames.TAKES_BACK,
        occasions=lexicon.DAY,
        past=lexicon.PAST,
        joints=lexicon.JOINTS,
        hedges=lexicon.HEDGES,
        absolutes=lexicon.ABSOLUTES,
        yous=lexicon.YOUS,
        backchannels=lexicon.BACKCHANNELS,
        fillers=lexicon.FILLERS,
        stop_words=lexicon.STOP_WORDS,
        suffixes=lexicon.SUFFIXES,
        unless_before=phrases.UNLESS_BEFORE,
        unless_after=phrases.UNLESS_AFTER,
        unless_near=phrases.UNLESS_NEAR,
    )
)
detects = _reader.detects
detect = _reader.detect
prepare = _reader.prepare
is_addressed_to_judge = _reader.is_addressed_to_judge
is_backchannel = _reader.is_backchannel
hedges = _reader.hedges
absolutes = _reader.absolutes
fillers = _reader.fillers
words = _reader.words
content_words = _reader.content_words
