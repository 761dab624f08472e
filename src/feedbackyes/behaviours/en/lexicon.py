"""English word lists."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


BACKCHANNEL_PHRASES = frozenset(
    {
        ("i", "see"), ("got", "it"), ("of", "course"), ("all", "right"), ("oh", "no"), ("oh", "yes"), ("oh", "wow"),
        ("right", "right"), ("i", "know"), ("go", "on"), ("makes", "sense"), ("fair", "enough"), ("for", "sure"),
        ("oh", "i", "see"), ("yeah", "i", "see"), ("ok", "i", "see"), ("okay", "got", "it"), ("ok", "got", "it"),
        ("yeah", "of", "course"), ("yeah", "all", "right"), ("that", "makes", "sense"), ("uh", "huh"), ("mm", "hm"),
        ("mm", "hmm"), ("uh", "huh", "yeah"), ("mm", "hm", "yeah"), ("yeah", "for", "sure"), ("i", "see", "yeah"),
    }
)  # fmt: skip
BACKCHANNEL_SINGLE = _set(
    "mm mmm mhm hm hmm huh uhuh ah aha oh yeah yes yep yup ya ok okay right sure really wow exactly true indeed "
    "absolutely definitely totally understood alright fine ooh gosh cool nice good great uh um"
)
FILLERS = _set("um umm uh uhh uhm er err erm hmm hm mm eh ah")

STOP_WORDS = _set(
    """a about actually after again all also am an and another any anything are as ask at back bad be because been
    before being bit both but by came can cannot come could d day did do does doing don done down each either else even
    ever every everything exactly feel few for from fully get give go going good got great had happen happened has have
    having he hear her here hi him his hm how i if in into is it its just keep kind know let lets like little ll long
    look lot m made make many may maybe me mean might mm more most much must my myself need never new next no nobody
    none not nothing now of off oh ok okay on once one only or other our out over own part people per perhaps please
    point put quite r re really right s said same say see seem shall she should since so some somebody someone something
    sort sound still such sure t take talk tell than thank thanks that the their them then there these they thing things
    think this those though time to told too try two uh um under understand until up us very want was way we well went
    were what when where which while who whole why will with without wo won word work would yeah yes yet you your yours
    yourself ve didn doesn isn wasn couldn wouldn shouldn hasn haven aren hadn hello"""
)
