"""Whole numbers in words, in the languages that talks are held in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

MOST = 999_999
"""What is longer is read digit by digit."""


def _words(told: str) -> tuple[str, ...]:
    return tuple(told.split())


_EN = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_EN_TENS = _words("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
_DE = _words(
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
)
_DE_TENS = _words("null zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_FR = _words(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
)
_FR_TENS = _words("zéro dix vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt")
_ES = _words(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
)
_ES_TENS = _words("cero diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_ES_HUNDREDS = _words(
    "cero ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)


def spelt(number: int, tag: str) -> list[str]:
    """Words of a number, 0 or more, in the language of a primary subtag; as digits in one that is not known here."""
    read = _LANGUAGES.get(tag)
    if read is None:
        return [str(number)]
    if number > MOST:
        return [word for digit in str(number) for word in read(int(digit)).split()]
    return read(number).replace("-", " ").split()


def _english(number: int) -> str:
    if number >= 1000:
        return _with(f"{_english(number // 1000)} thousand", number % 1000, _english)
    if number >= 100:
        return _with(f"{_EN[number // 100]} hundred", number % 100, _english)
    if number >= 20:
        return _with(_EN_TENS[number // 10], number % 10, _english)
    return _EN[number]


def _german(number: int) -> str:
    """One word, as it is written."""
    if number >= 1000:
        return _before(number // 1000) + "tausend" + (_german(number % 1000) if number % 1000 else "")
    if number >= 100:
        return _before(number // 100) + "hundert" + (_german(number % 100) if number % 100 else "")
    if number >= 20:
        one = number % 10
        return (f"{_before(one)}und" if one else "") + _DE_TENS[number // 10]
    return _DE[number]


def _before(number: int) -> str:
    """What stands before "hundert" or "und": eins is ein."""
    return "ein" if number == 1 else _german(number)


def _french(number: int) -> str:
    if number >= 1000:
        head = "mille" if number < 2000 else f"{_french(number // 1000)} mille"
        return _with(head, number % 1000, _french)
    if number >= 100:
        head = "cent" if number < 200 else f"{_FR[number // 100]} cent"
        return _with(head, number % 100, _french)
    if number >= 20:
        return _french_below_100(number)
    return _FR[number]


def _french_below_100(number: int) -> str:
    ten = number // 10
    rest = number - (ten - ten % 2 if ten in (7, 9) else ten) * 10
    if rest in (1, 11) and ten < 8:
        return f"{_FR_TENS[ten]} et {_FR[rest]}"
    return _with(_FR_TENS[ten], rest, _french)


def _spanish(number: int) -> str:
    if number >= 1000:
        head = "mil" if number < 2000 else f"{_spanish(number // 1000)} mil"
        return _with(head, number % 1000, _spanish)
    if number > 100:
        return _with(_ES_HUNDREDS[number // 100], number % 100, _spanish)
    if number == 100:
        return "cien"
    if number >= 30:
        return _ES_TENS[number // 10] + (f" y {_ES[number % 10]}" if number % 10 else "")
    return _ES[number]


def _with(head: str, rest: int, read: Callable[[int], str]) -> str:
    return f"{head} {read(rest)}" if rest else head


_LANGUAGES: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {"en": _english, "de": _german, "fr": _french, "es": _spanish}
)
