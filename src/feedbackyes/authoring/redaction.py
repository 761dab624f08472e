"""What says who somebody is, taken out of notes before they leave this server.

By form (addresses, numbers, companies), by known given names, and by where a word stands: a capital in the middle of a
sentence, a word after a title, before an apostrophe or before a word of saying. In German, where every noun has a
capital, only known names and words after a title, a role or at the head of a sentence that says what they did. The
author sees what is left, and what was taken for a name by mistake can be put back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Literal

from feedbackyes.authoring.given_names import GIVEN, WORDS_TOO

Kind = Literal["email", "link", "handle", "address", "date", "number", "company", "person"]
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    "dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|"
    "octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|may"
)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w&'’-]*"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        "link",
        re.compile(
            r"(?:https?://|www\.)[^\s)\]]*[^\s)\].,;:!?]|\b[\w-]+\.(?:com|org|net|io|de|fr|es|co\.uk)\b(?:/\S*\w)?"
        ),
    ),
    ("handle", re.compile(r"(?<!\w)@\w{2,}")),
    (
        "date",
        re.compile(
            rf"\b(?:\d{{4}}-\d\d?-\d\d?|\d\d?[./]\s?\d\d?[./]\s?(?:\d{{4}}|\d\d)|"
            rf"\d\d?(?:st|nd|rd|th|er)?\.?\s(?:of\s|de\s)?(?:{_MONTHS})\.?(?:\sde|,)?\s\d{{4}}|"
            rf"(?:{_MONTHS})\s\d\d?(?:st|nd|rd|th)?,?\s\d{{4}})\b",
            re.IGNORECASE,
        ),
    ),
    (
        "address",
        re.compile(
            rf"\b\d{{1,4}}[a-z]?,?\s(?:{_CAPITAL}\s){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Square|Close|Way)\b|"
            rf"\b\d{{1,4}},?\s(?:rue|avenue|boulevard|place|calle|avenida)\s(?:(?:de|des|du|la|le|del)\s)*{_CAPITAL}|"
            rf"\b(?:calle|avenida|plaza)\s(?:(?:de|la|del)\s)*{_CAPITAL},?\s\d{{1,4}}\b|"
            rf"\b\w+(?:straße|strasse|weg|platz|gasse|allee)\s\d{{1,4}}[a-z]?\b",
        ),
    ),
    (
        "number",
        re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[\dA-Z]{4}){3,7}(?:\s?\d{1,3})?\b|(?<!\w)\+?\(?\d[\d\s()/.-]{6,}\d(?!\w)"),
    ),
    (
        "number",
        re.compile(r"(?<![\w.,€$£])\d{5,}(?!\w|[.,]?\d|\s?(?:€|\$|£|%|euros?|dollars?|pounds?|EUR|USD|GBP|CHF|words))"),
    ),
    (
        "company",
        re.compile(
            rf"(?:{_CAPITAL}\s+(?:&\s+|und\s+|y\s+|et\s+)?){{1,4}}"
            r"(?:Inc|Ltd|LLC|LLP|Corp|Corporation|GmbH|AG|SE|KG|SA|SARL|SAS|SL|BV|PLC|Group|Hospital|University|Bank)\b"
        ),
    ),
    ("company", re.compile(r"\b[A-Z][a-z]+[A-Z]\w*\b")),
)
_LABELS: dict[Kind, str] = {
    "email": "[email]",
    "link": "[link]",
    "handle": "[handle]",
    "address": "[address]",
    "date": "[date]",
    "number": "[number]",
    "company": "[company]",
    "person": "Person",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?(?=\W|$)")
_OTHER_SCRIPT = re.compile(
    r"[\u0370-\u052f\u0590-\u07ff\u0900-\u0dff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+"
)
MOST_OF_ANOTHER_SCRIPT = 0.3
_GERMAN = re.compile(
    r"\b(?:der|das|dem|den|und|ist|nicht|nichts|ich|mich|mir|mein|meine|meinen|unser|unsere|bei|vor|ein|eine|einen|hat|mit|sich|"
    r"auf|für|dass|er|sie|wir|zu|zum|zur|im|von|vom|kein|keine|seine|ihr|ihm|weil|wenn)\b"
)
_INITIALS = re.compile(r"(?<!\w)(?:[A-Z]\.\s?){1,3}(?=[^\W\d_a-z])")
_TITLES = frozenset(
    re.findall(
        r"\S+",
        """
    mr mrs ms miss dr prof herr herrn frau monsieur madame mme mlle señor señora sra sr don doña
        """,
    )
)
_ROLES = frozenset(
    re.findall(
        r"\S+",
        """
    boss manager colleague coworker teammate lead director supervisor assistant neighbour neighbor sister
    brother wife husband partner son daughter friend client customer chef chefin kollege kollegen kollegin
    nachbar nachbarin schwester bruder frau mann freund freundin leiter leiterin praktikant praktikantin
    collègue voisin voisine sœur frère femme mari chef directeur directrice jefe jefa compañero compañera vecino
    vecina hermana hermano
        """,
    )
)
_PARTICLES = frozenset(
    re.findall(
        r"\S+",
        """
    de del della der den dos da di du la le van von zu bin ibn al el ben ter ten y
        """,
    )
)
_SAYING = frozenset(
    re.findall(
        r"\S+",
        """
    is was has had said says told tells asked asks wants wanted thinks thought will would did does and or never
    always leads led keeps kept complained lives lied read reads wrote writes came comes clapped cried called
    calls promised knows knew feels felt gets got left sent shouted works worked gave agreed refused looks
    looked seems seemed can could should may might must also est a dit disait veut pense était et ne n' va
    arrive travaille m' l'a ist hat sagt sagte will war und kommt kam meint meinte möchte wollte hatte kann
    raucht fragt fragte es está dijo dice quiere y no era piensa llega trabaja me le
        """,
    )
)
_NO_NAMES = frozenset(
    re.findall(
        r"\S+",
        """
    i i'm i'd i've i'll he she it we you they my his her our your their this that these those the a an there
    here what when where who why how and but so if then yes no not nobody everybody everyone somebody someone
    anybody nothing today yesterday tomorrow last next because since after before while although also maybe
    perhaps please thanks sorry hello hi dear monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december english french german spanish
    italian polish turkish european american british indian chinese christmas easter internet excel powerpoint
    outlook zoom teams slack word person il elle nous vous on ce cela je j'ai c'est mon ma mes son sa ses le la
    les un une hier lundi mardi mercredi jeudi vendredi er sie wir das es ich der die mein meine sein seine
    unser unsere ihr ihre am im gestern heute morgen montag dienstag mittwoch donnerstag freitag samstag sonntag
    letzte letzten nächste nächsten leute kunden niemand alle el ella nosotros ellos mi mis su sus los las un
    una yo tú usted ayer hoy lunes martes miércoles jueves viernes sábado domingo
        """,
    )
) | {month for month in _MONTHS.replace("(?:", "").split("|") if month.isalpha()}
_COMMON = frozenset(
    re.findall(
        r"\S+",
        """
    rent work time money people reviews review feedback maths math sales marketing management finance support
    python java code school lunch traffic communication things something anything most many some few both each
    other others another everything deadlines deadline customers clients colleagues management money morale
    progress quality training trust women men children dinner breakfast homework music noise parking payroll
    production research security software testing travel water steering committee board project team sprint
    friday's works council argent travail gente dinero trabajo
        """,
    )
)
"""Sentences begin with them, and titles of things hold them."""
_ACRONYMS = frozenset(
    re.findall(
        r"\S+",
        """
    HR IT CEO CFO CTO COO PR QA UX UI KPI OKR PDF API FAQ ASAP FYI OK UK US USA EU TV PC AI ID CV VIP PTO WFH
    ICU GP PM AM ER CC RSVP TBD NGO PIP SMS RH DRH PDG BTW USB CSV SQL NO NOT YES AND I A
        """,
    )
)


@dataclass(frozen=True, slots=True)
class Redacted:
    """What may be sent. `found` are (kind, what stood there, what stands there now), each once."""

    text: str
    found: tuple[tuple[Kind, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word. `initial`: a sentence begins with it. `owner`: it has a possessive s."""

    text: str
    start: int
    end: int
    initial: bool
    owner: bool

    @property
    def key(self) -> str:
        return self.text.casefold()

    @property
    def is_capital(self) -> bool:
        return any(part[:1].isupper() for part in re.split("['’-]", self.text))


def redact(text: str, names: Sequence[str] = (), keep: Sequence[str] = ()) -> Redacted:
    """Take out what says who somebody is: addresses, dates, numbers, companies and names.

    Args:
        names: more that the author wants to be left out, such as a place.
        keep: what the author wants to stay, because it is no name.
    """
    found: list[tuple[Kind, str, str]] = []
    kept = {one.casefold() for one in keep}
    text = unicodedata.normalize("NFC", text)
    for kind, pattern in _PATTERNS:
        hits = [hit for hit in dict.fromkeys(_hits(kind, pattern, text)) if hit.casefold() not in kept]
        found += [(kind, hit, _LABELS[kind]) for hit in hits]
        for hit in sorted(hits, key=len, reverse=True):  # one may be the beginning of another
            text = text.replace(hit, _LABELS[kind])
    labels = _free_labels(text)
    for person, label in zip(_people(text, names, kept), labels, strict=False):
        parts = [person, *(part for part in re.split(r"[\s]+", person) if _may_stand_alone(part))]
        for part in dict.fromkeys(parts):
            text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", label, text)
        found.append(("person", person, label))
    return Redacted(text, tuple(found))


def _free_labels(text: str) -> Iterator[str]:
    """Person A, Person B and so on, but for those that notes which were looked through have already."""
    every = (f"{_LABELS['person']} {chr(ord('A') + i % 26)}{i // 26 or ''}" for i in count())
    return (label for label in every if not re.search(rf"\b{label}\b", text))


def _hits(kind: Kind, pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        words = match.group().strip().split()
        while kind == "company" and words and words[0].casefold() in _NO_NAMES:
            words = words[1:]
        hit = match.group().strip() if len(words) == len(match.group().split()) else " ".join(words)
        if kind != "company" or len(words) > 1 or re.search(r"[a-z][A-Z]", hit):
            yield hit


def _may_stand_alone(part: str) -> bool:
    word = part.casefold().rstrip(".")
    return len(word) > 1 and word not in _NO_NAMES and word not in _PARTICLES and word not in _TITLES


def _people(text: str, names: Sequence[str], kept: set[str]) -> list[str]:
    """Names of people, whole ones first, so that their parts are not counted again."""
    found = [name.strip() for name in names if name.strip()]
    found += sorted(_named(text), key=lambda name: -len(name.split()))
    people: list[str] = []
    for name in dict.fromkeys(found):
        known = any(name == person or name in person.split() for person in people)
        if not known and name.casefold() not in kept:
            people.append(name)
    return people


def _named(text: str) -> Iterator[str]:
    tokens, german = list(_tokens(text)), _is_german(text)
    sure = {token.key for before, token, after in _around(tokens) if _is_name(text, before, token, after, german)}
    run: list[_Token] = []
    for before, token in pairwise([None, *tokens]):
        if token is None:
            continue
        joined = before is not None and bool(run) and _joins(text, before, token)
        goes_on = joined and (
            token.key in _PARTICLES or (token.is_capital and not german and token.key not in _NO_NAMES)
        )
        surname = joined and german and token.is_capital and token.key not in _NO_NAMES and run[-1].key in GIVEN
        hit = (token.key in sure and not _only_a_word(token, german)) or goes_on or surname
        if run and not (hit and joined):
            yield from _whole(text, run)
            run = []
        if hit:
            run.append(token)
    yield from _whole(text, run)
    yield from (
        match.group() for match in re.finditer(r"(?<!\w)[A-Z]{2,5}(?!\w)", text) if match.group() not in _ACRONYMS
    )
    yield from _in_another_script(text)


def _in_another_script(text: str) -> Iterator[str]:
    """A few words in another script than the notes are names; notes that are all in it are not read."""
    words = _OTHER_SCRIPT.findall(text)
    if sum(map(len, words)) < MOST_OF_ANOTHER_SCRIPT * len(text):
        yield from words


def _whole(text: str, run: Sequence[_Token]) -> Iterator[str]:
    """One name of some words, with its initials; particles at the end belong to what follows."""
    run = list(run)
    while run and run[-1].key in _PARTICLES and not run[-1].is_capital:
        run.pop()
    if run:
        initials = next((one for one in _INITIALS.finditer(text) if one.end() == run[0].start), None)
        yield text[initials.start() if initials else run[0].start : run[-1].end]


def _only_a_word(token: _Token, german: bool) -> bool:
    """In small letters, or by itself at the head of a sentence, it need not be the name that it is elsewhere."""
    return (token.key in WORDS_TOO or token.key in _NO_NAMES or german) and not token.is_capital


def _around(tokens: Sequence[_Token]) -> Iterator[tuple[_Token | None, _Token, _Token | None]]:
    yield from zip([None, *tokens], tokens, [*tokens[1:], None], strict=False)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _WORD.finditer(text):
        word = match.group().rstrip(".")
        owner = word[-2:] in ("'s", "’s")
        word = word[:-2] if owner else word
        ahead = text[: match.start()].rstrip(" \t\"'“„«([¿¡")
        initial = not ahead or ahead[-1] in ".!?\n" or text[: match.start()].rstrip(" -*•").endswith("\n")
        if re.search(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|[A-Z])\.$", ahead):
            initial = False
        yield _Token(word, match.start(), match.start() + len(word), initial, owner)


def _joins(text: str, before: _Token, token: _Token) -> bool:
    """Only a space is between them, so that they may be one name."""
    return not before.owner and re.fullmatch(r"[ \t]+", text[before.end : token.start]) is not None


def _is_name(text: str, before: _Token | None, token: _Token, after: _Token | None, german: bool) -> bool:
    word = token.key
    if word in _NO_NAMES or word in _TITLES or word in _COMMON or (token.text.isupper() and len(token.text) > 1):
        return False
    beside = before if before is not None and re.fullmatch(r"\.?\s+", text[before.end : token.start]) else None
    titled = beside is not None and (beside.key in _TITLES or beside.text == "M") and word not in _PARTICLES
    if titled and (token.is_capital or (beside is not None and beside.key in {"mr", "mrs", "ms", "herr"})):
        return True
    says = token.owner or (after is not None and _joins(text, token, after) and _is_saying(after))
    if token.initial and f" {word}" in text:
        return False  # it stands elsewhere in small letters
    if not token.is_capital:
        return _is_small_name(word, beside, after)
    known = word.split("-")[0] in GIVEN
    if len(word) < 2 or word in _ROLES:
        return False
    if known and (not token.initial or word not in WORDS_TOO):
        return True
    if german:
        follows_role = beside is not None and beside.key in _ROLES
        return follows_role or (token.initial and says and not _is_noun(word))
    return says or _begins_full_name(text, token, after) if token.initial else True


def _is_saying(word: _Token) -> bool:
    """A word that follows who does something; in English most verbs of the past end alike."""
    return word.key in _SAYING or (len(word.key) > 4 and word.key.endswith("ed") and not word.is_capital)


def _is_small_name(word: str, beside: _Token | None, after: _Token | None) -> bool:
    """Some write without capitals. Short names are words too often, so they need a place where a name stands."""
    if word not in GIVEN or word in WORDS_TOO:
        return False
    said = after is not None and after.key in _SAYING
    placed = beside is not None and (beside.key in _ROLES or beside.key in {"to", "of", "with", "told", "asked", "and"})
    return len(word) > 3 or said or placed


def _begins_full_name(text: str, token: _Token, after: _Token | None) -> bool:
    return (
        after is not None
        and _joins(text, token, after)
        and after.is_capital
        and after.key not in _NO_NAMES
        and not after.text.isupper()
    )


def _is_noun(word: str) -> bool:
    return word.endswith(("ung", "heit", "keit", "schaft", "ion", "tät", "ment", "nis", "tum", "leute", "gespräch"))


def _is_german(text: str) -> bool:
    """There every noun has a capital, which says nothing about names."""
    return len(_GERMAN.findall(text)) >= 3
