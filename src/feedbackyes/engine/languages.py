"""Which languages the parts in use know, and what to tell a client that asks for another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from feedbackyes.domain.errors import ExpectedError, InvalidInput


@dataclass(frozen=True, slots=True)
class Languages:
    """Primary subtags that the recogniser understands, that the voice speaks, and in which the partner has something to say
    without a scenario; None is any. Names are for people."""

    recogniser: str
    understood: frozenset[str] | None
    voice: str
    spoken: frozenset[str] | None
    partner: str
    free: frozenset[str] | None

    def missing(self, language: str, *, aloud: bool, free: bool) -> Iterator[ExpectedError]:
        """What there is not for a language (BCP 47). `aloud`: the partner is to be heard. `free`: it plays no scenario."""
        tag = language.replace("_", "-").split("-")[0].casefold()
        if self.understood is not None and tag not in self.understood:
            yield InvalidInput(
                f"Nobody understands {language!r} here: the recogniser {self.recogniser} knows {_listed(self.understood)}. "
                "What is said in it will not be understood; text is.",
                code="language_not_understood",
                param="session.audio.input.transcription.language",
            )
        if aloud and self.spoken is not None and tag not in self.spoken:
            yield InvalidInput(
                f"Nobody speaks {language!r} here: the voice {self.voice} knows {_listed(self.spoken)}. Ask for text instead "
                "of audio (output_modalities), or for another language.",
                code="language_not_spoken",
                param="session.audio.input.transcription.language",
            )
        if free and self.free is not None and tag not in self.free:
            yield InvalidInput(
                f"The partner {self.partner} has no sentences in {language!r}, only in {_listed(self.free)}: it would say these. "
                "Ask for a scenario (session.prompt) in this language, or for another language.",
                code="language_not_scripted",
                param="session.audio.input.transcription.language",
            )


def _listed(languages: frozenset[str]) -> str:
    return ", ".join(sorted(languages))
