"""Words of a text as they are compared: what is spoken counts, how it is written does not.

- Case, punctuation and accents' encoding (NFKC) do not count. Hyphens and dashes divide words, apostrophes are in them.
- Whole numbers are spelt out (English, German, French, Spanish): 42 is "forty two". Decimals are read digit by digit after
  the point. Years and ordinals are read as cardinal numbers: write those out in a reference that means something else.
- A few titles and signs are spelt out: "Mr." is "mister", "%" is "percent".
- Chinese, Japanese and Thai, which have no spaces, are compared character by character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from feedbackyes.evaluation.numerals import spelt

ABBREVIATIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"mr": "mister", "mrs": "missus", "dr": "doctor", "ok": "okay", "%": "percent", "&": "and"},
        "de": {"hr": "herr", "fr": "frau", "dr": "doktor", "%": "prozent", "&": "und"},
        "fr": {
            "m": "monsieur",
            "mme": "madame",
            "dr": "docteur",
            "%": "pour cent",
            "&": "et",
            "vingts": "vingt",
            "cents": "cent",
        },
        "es": {"sr": "señor", "sra": "señora", "dr": "doctor", "%": "por ciento", "&": "y"},
    }
)
"""By language, what is read otherwise than it is written."""
_POINT = MappingProxyType({"en": (".", "point"), "de": (",", "komma"), "fr": (",", "virgule"), "es": (",", "coma")})
_TOKEN = re.compile(r"\d+(?:[.,'\u202f\u00a0]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[%&]")
_ALONE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def words(text: str, language: str = "en") -> tuple[str, ...]:
    """The words of `text` as they are compared. `language`: BCP 47."""
    tag = language.replace("_", "-").split("-")[0].casefold()
    found: list[str] = []
    for token in _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()):
        found += _read(token, tag)
    return tuple(found)


def _read(token: str, tag: str) -> list[str]:
    if token[0].isdigit():
        return _number(token, tag)
    plain = token.replace("’", "'")
    if (written_out := ABBREVIATIONS.get(tag, {}).get(plain)) is not None:
        return written_out.split()
    if _ALONE.search(plain):
        return [character for character in plain if character != "'"]
    return [plain]


def _number(token: str, tag: str) -> list[str]:
    """`1,250.5` in English, `1.250,5` elsewhere: the other mark, like an apostrophe, divides thousands."""
    point, said = _POINT.get(tag, (".", ""))
    whole, _, rest = token.partition(point)
    read = spelt(int(re.sub(r"\D", "", whole)), tag)
    if not rest:
        return read
    return [*read, *said.split(), *(word for digit in re.sub(r"\D", "", rest) for word in spelt(int(digit), tag))]
