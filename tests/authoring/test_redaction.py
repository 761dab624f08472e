"""What is taken out of notes: measured on notes in which everything that says who somebody is stands in double brackets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from feedbackyes.authoring.redaction import redact

MARKED = (Path(__file__).parent / "notes.txt").read_text(encoding="utf-8").splitlines()
TITLES = frozenset("Mr Mrs Ms Mme M Dr St Herr Herrn Frau Hr Sr Doña de la der Van Ltd GmbH SARL".split())  # noqa: SIM905


def leaks(secret: str, text: str) -> bool:
    """A word of it is still there; titles and forms of companies say nothing."""
    words = [word for word in re.split(r"[\s.]+", secret) if word not in TITLES and len(word) > 1]
    return any(re.search(rf"(?<![\w/]){re.escape(word)}(?!\w)", text) for word in words)


def test_nearly_everything_that_names_somebody_is_taken_out_and_little_else() -> None:
    missed, marked, wrong, taken = [], 0, [], 0
    for line in MARKED:
        secrets = re.findall(r"\[\[(.+?)\]\]", line)
        found = redact(re.sub(r"\[\[|\]\]", "", line))
        marked += len(secrets)
        missed += [one for one in secrets if leaks(one, found.text)]
        taken += len(found.found)
        inside = " ".join(secrets)
        wrong += [was for _, was, _ in found.found if not any(part in inside for part in was.split())]
    assert len(MARKED) >= 50
    assert len(missed) / marked <= 0.05, missed
    assert len(wrong) / taken <= 0.05, wrong


def test_each_kind_has_its_label() -> None:
    found = redact(
        "Mail eva@firm.example or @eva99, see www.firm.example/x. Call +49 170 1234567 on 3 May 2026, 14 Baker Street. "
        "Eva Lund of Lund Widgets GmbH earns 48000 euros."
    )
    assert found.text == (
        "Mail [email] or [handle], see [link]. Call [number] on [date], [address]. Person A of [company] earns 48000 euros."
    )


def test_one_person_has_one_label_also_by_a_part_of_the_name() -> None:
    found = redact(
        "Anna Schmidt called. I told Anna that Schmidt is a fine name. Tom's report and Tom himself were late."
    )
    assert found.text == (
        "Person A called. I told Person A that Person A is a fine name. Person B's report and Person B himself were late."
    )


def test_what_is_no_name_can_stay_and_what_is_one_can_go() -> None:
    text = "We met in Leeds. The Phoenix plan is late, and phil knows."
    assert "Leeds" not in redact(text).text
    assert "Leeds" in redact(text, keep=["leeds"]).text
    assert "phil" not in redact(text, names=["phil"]).text


def test_redacting_twice_changes_nothing() -> None:
    for line in MARKED:
        once = redact(re.sub(r"\[\[|\]\]", "", line)).text
        assert redact(once).text == once


def test_german_nouns_are_no_names() -> None:
    found = redact(
        "Ich habe mit Frau Müller über den Bericht gesprochen und das ist nicht gut. Peter sagt nichts dazu."
    )
    assert "Bericht" in found.text
    assert "Müller" not in found.text
    assert "Peter" not in found.text


def test_who_is_added_to_redacted_notes_gets_a_label_of_their_own() -> None:
    assert redact("Person A is late. Svenja told me.").text == "Person A is late. Person B told me."


def test_notes_in_another_script_keep_their_words() -> None:
    assert redact("Завтра я говорю с Иваном о задержке.").text == "Завтра я говорю с Person A о задержке."


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("See example.com and example.com/people/john-miller.", "See [link] and [link]."),
        ("Ask @ann or @annabelle.", "Ask [handle] or [handle]."),
        ("Write to ann@acme.com or ann@acme.com.au today.", "Write to [email] or [email] today."),
    ],
)
def test_what_begins_like_something_else_is_gone_whole(text: str, redacted: str) -> None:
    assert redact(text).text == redacted
