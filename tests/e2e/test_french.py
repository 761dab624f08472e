"""A talk in French, typed because nobody here hears French: before it, in it, and a report that quotes French."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from feedbackyes.domain.transcript import Speaker
from tests.e2e.accessibility import serious
from tests.e2e.conftest import Server, microphone
from tests.e2e.stored import store_talk
from tests.e2e.test_conversation import browser_page, every_look

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]
L, P = Speaker.LEARNER, Speaker.PARTNER
REFUSED = "Non, je ne peux pas ajouter cet espace pour vendredi, parce que mon équipe est déjà prise jusqu'à la fin de la semaine."
SAID = (
    (P, "Bonjour ! Il nous faudrait encore un espace pour les adhérents, pour vendredi."),
    (
        L,
        "Bonjour Madame Delmas. Vous voudriez donc un espace pour les adhérents, et vous le voudriez dès vendredi soir.",
    ),
    (P, "Voilà. C'est un petit ajout, non ?"),
    (L, REFUSED),
    (P, "Vous me laissez tomber, alors ?"),
    (
        L,
        "Je comprends que c'est une mauvaise nouvelle pour vous, et je sais que vos adhérents attendent ce site depuis "
        "longtemps. Le devis que nous avons signé en mars ne prévoit pas cet espace, et il demande huit jours de travail.",
    ),
    (P, "Huit jours, vraiment ?"),
    (
        L,
        "Oui, huit jours. C'est toujours non pour vendredi, et nous livrons tout ce qui était prévu à dix-huit heures, comme je vous l'ai promis.",
    ),
)


@pytest.mark.slow
def test_a_french_talk_is_french_wherever_its_words_stand(server: Server, tmp_path: Path) -> None:
    httpx.put(f"{server.url}/api/consents", json={"recording": False})
    talk = store_talk(server.data, "earlier", SAID, scenario_id="hors-devis")
    problems: list[str] = []
    with browser_page(microphone(tmp_path), problems=problems) as page:
        before(page, server.url)
        type_a_turn(page)
        page.goto(f"{server.url}/sessions/{talk}")
        read_report(page)
    assert problems == []


def before(page: Page, url: str) -> None:
    page.goto(f"{url}/practice/hors-devis")
    expect(page.get_by_text("Vous donnez une seule raison")).to_be_visible()
    assert spoken_in(page, "Vous donnez une seule raison") == "fr"
    assert spoken_in(page, "How it will be looked at", "h2") is None
    assert serious(page) == []
    every_look(page, "before-french")


def type_a_turn(page: Page) -> None:
    page.get_by_role("button", name="Start the conversation").click()
    expect(page.get_by_role("status").filter(has_text="listening")).to_be_visible(timeout=15_000)
    if page.get_by_role("button", name="Type instead").is_visible():
        page.get_by_role("button", name="Type instead").click()
    page.get_by_role("textbox").fill(REFUSED)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Captions")).to_contain_text(REFUSED)
    assert spoken_in(page, REFUSED) == "fr"


def read_report(page: Page) -> None:
    quote = page.get_by_test_id("element-refusal").locator("blockquote p")
    expect(quote.first).to_contain_text("je ne peux pas", timeout=20_000)
    expect(quote.first).to_have_attribute("lang", "fr")
    step = page.get_by_test_id("next-step").locator("p[lang=fr]").first
    expect(step).to_contain_text(re.compile("Demandez|Donnez"))
    expect(
        page.get_by_test_id("turn-learner").filter(has_text="C'est toujours non").locator("[lang=fr]")
    ).to_be_visible()
    assert serious(page) == []
    every_look(page, "after-french")


def spoken_in(page: Page, text: str, tag: str = "*") -> str | None:
    """The language that the element with `text` has by itself or by what it stands in; None for the page's own."""
    found: str | None = (
        page.locator(f"main {tag}")
        .filter(has_text=text)
        .last.evaluate(
            "(one) => { const at = one.closest('[lang]'); return at === document.documentElement ? null : at.lang }"
        )
    )
    return found
