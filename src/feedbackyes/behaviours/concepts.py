"""What a sentence is about, whatever words it takes: stems of its words, those of one meaning counted as one.

A small English thesaurus of everyday life (family, work, time, health, telling and hiding). In other languages stems stand
for themselves.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from feedbackyes import behaviours

_PHRASES = (
    ("hang up", r"h[au]ng up|(?:put|slam\w*|threw) (?:the )?(?:phone|receiver) down|put down the phone|cut me off|ended the call"),
    ("silent", r"(?:kept?|keep|stayed|was|were) (?:my |your |his |her |their )?(?:mouth shut|quiet|silent|mum)|"
               r"(?:said|say|saying|utter\w*) (?:absolutely )?(?:nothing|not (?:a|one) word)|"
               r"(?:did not|didn't|never) (?:say|said|speak|utter)(?: a| one)? ?(?:word|thing|anything|up)?|held (?:my|your|his|her) tongue"),
    ("forget", r"slipped (?:my|his|her|your) mind|(?:went|gone) out of (?:my|his|her) head|did not remember|didn't remember"),
    ("repair", r"put (?:it|that|this|things) right|set (?:it|that) straight|make (?:it|that) good"),
    ("tear", r"t(?:ore|ear|orn)\b.{0,20}?\b(?:apart|pieces|shreds)|took\b.{0,20}?\bapart|picked?\b.{0,20}?\bapart|ripped?\b.{0,20}?\bapart"),
    ("nobody", r"no one|not one of|none of|not a (?:single )?(?:soul|person)|not anybody"),
    ("broken", r"out of (?:order|action)|(?:does|did) not (?:run|work)|(?:is|was|has been|been) down|stood still|packed up|stopped working"),
    ("support", r"st(?:ood|and) (?:behind|by|up for)|back(?:ed|s|ing)? (?:me|him|her|you) ?(?:up)?|took my side|on my side|in my defence|defended"),
    ("live with", r"moved in|(?:lives?|living|stays?|staying) (?:with|at) (?:us|me|our|my)|under (?:our|my) roof"),
    ("lend", r"g[ai]ve\w* away|lent out|moved (?:over )?to another|handed over"),
    ("apologise", r"(?:say|said|saying) (?:i was |i am |i'm )?sorry"),
    ("promise", r"gave (?:them |him |her )?my word|told \w+ (?:that )?(?:they|he|she) (?:would|will) (?:get|have)"),
    ("propose", r"put \w+ ?(?:name)? forward|put (?:your|his|her|my) name"),
    ("in front", r"in front of|before the (?:whole|entire)|with everyone (?:there|watching)|while everyone|for all to see"),
    ("offer", r"(?:wants?|wanted) (?:me|to hire me)|job (?:offer|elsewhere)"),
    ("twice", r"two times|second time|2 times"),
    ("whole", r"in full"),
)  # fmt: skip
_GROUPS = """
father dad daddy papa|mother mum mom mummy|parent parents|husband man spouse|wife|daughter girl|son boy|child children kid kids childhood|
fall fell fallen slip slipped tumble tumbled|autumn september october november|spring march april may|summer june july august|winter|
evening evenings night nights|morning mornings|hospital clinic ward|stroke|illness ill sick disease|bed sheet sheets linen bedding|
wash washed washes washing launder laundry|hand hands|mistake mistakes error errors wrong faulty bad incorrect flaw|
figure figures number numbers data|find finding found track tracked spot spotted discover discovered locate|
report paper document|send sent sends sending deliver delivered went|client customer customers clients|check checks checked verify|
hide hides hid hidden conceal cover|notice noticed see saw seen realise realised realize|name names|miss missing gone lack lacking|
job jobs post posts position positions role roles|one single|merge become cut cuts|own owns belong belongs mine|ask asks asked wanted want question questioned|
mail mails email emails message messages|write wrote written writing draft drafted start started|delete deleted erase erased remove removed bin binned|
director directors boss chief manager|idea ideas proposal|everybody everyone all|anybody anyone|nobody|offer offers offered|contract contracts|company firm employer business|
answer answers answered reply replies replied respond response|another other different elsewhere|bag|
call calls called ring rang phoned phone|promise promises promised commit committed|date day dates|later late|hold holds true honest keep|
bench benches rig rigs|broken broke defect defective|part parts piece spare|expect expected come comes coming arrive|realistic possible feasible doable|complete completed whole full entire everything|
engineer engineers people|lend lends lent loan loaned borrow borrowed|project projects|announce announced tell tells told say says said|
page pages sheet|first only|wait waits waiting rest remaining others|need needs needed look looked|forget forgot forgotten|
weekend weekends|childhood|never|board committee|cheap cheaper cheapest|cover covers covered include includes|line lines|stand stood stop stopped|
message messages voicemail|team staff colleagues|fail failed failing failure fails|leave leaves left quit quits resign resigned|lead leads leader run runs runs head|
programme program|training trainings course|exercise task|decision decide decided|launch launched release released|warn warned warning|apologise apologised sorry|
hurt hurts hurting pain|afraid fear scared frightened|ashamed shame embarrassed|angry furious cross|lose loses lost losing|catch|
quiet silent silence|word words|hour hours|minute minutes|week weeks|month months|
"""


@cache
def _concept_of() -> dict[str, str]:
    """The concept of a stem; the first group that has a word wins."""
    stem = behaviours.language("en").content_words
    found: dict[str, str] = {}
    for group in _GROUPS.replace("\n", "").split("|"):
        words = group.split()
        for word in words:
            for one in stem(word):
                found.setdefault(one, words[0])
    return found


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((concept, re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for concept, pattern in _PHRASES)


@lru_cache(maxsize=512)
def concepts(text: str, tag: str) -> frozenset[str]:
    """The concepts of a text.

    Args:
        tag: its language, BCP 47.
    """
    stems = behaviours.language(tag).content_words(text)
    if behaviours.primary(tag) != "en":
        return stems
    plain = text.replace("’", "'")
    idioms = {concept for concept, pattern in _phrases() if pattern.search(plain)}
    return frozenset(_concept_of().get(one, one) for one in stems) | idioms
