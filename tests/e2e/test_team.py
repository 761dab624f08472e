"""A newcomer's way to a team of three who sign in at an identity provider, each of whom sees only what they may."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.accessibility import serious
from tests.e2e.conftest import Server, free_port, start_server
from tests.e2e.test_conversation import DESKTOP, every_look, picture
from tests.identity import identity_provider

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

PROVIDER = "Example ID"
PASSWORD = "blue horses walk at noon"
WORDS = "On Friday the report went out at six without the figures. How do you see it?"
STATUS = "(path) => fetch(path).then((answer) => answer.status)"


@dataclass
class Team:
    """Everybody in a browser of their own."""

    server: Server
    admin: Page
    trainer: Page
    learner: Page


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    port = free_port()
    with identity_provider([f"http://127.0.0.1:{port}/api/auth/oidc/callback"]) as identities, browser() as open_page:
        server = start_server(
            tmp_path / "data",
            port=port,
            FEEDBACKYES_ACCOUNTS="on",
            FEEDBACKYES_OIDC_NAME=PROVIDER,
            FEEDBACKYES_STT_WORKERS="1",
            **identities.environment,
        )
        try:
            yield Team(server, open_page(), open_page(), open_page())
        finally:
            server.stop()


@contextmanager
def browser() -> Iterator[Callable[[], Page]]:
    """Opens pages that share nothing."""
    with sync_playwright() as playwright:
        launched: Browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        size = {"width": DESKTOP[0], "height": DESKTOP[1]}
        yield lambda: launched.new_context(viewport={"width": size["width"], "height": size["height"]}).new_page()
        launched.close()


def test_three_people_sign_in_and_see_what_they_may(team: Team) -> None:
    links = found_team(team)
    join(team.trainer, links["tina"], "tina", "Tina Trainer")
    join(team.learner, links["leo"], "leo", "Leo Learner")
    session_id = practise(team)
    sees_nothing(team.trainer, session_id)
    picture(team.trainer, "team-not-shared")
    share(team.learner, session_id)
    reads_it(team.trainer, session_id)
    runs_the_server(team, session_id)
    sign_out(team.learner, session_id)


def look(page: Page, name: str) -> None:
    every_look(page, name)
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    assert serious(page) == [], name


def found_team(team: Team) -> dict[str, str]:
    """The first admin comes by the link that the server printed, makes a team and invites two into it."""
    page, printed = team.admin, team.server.log.read_text()
    setup = re.search(r"http\S+/invitation/\S+", printed)
    assert setup is not None, printed
    page.goto(team.server.url)
    expect(page.get_by_text("Nobody has an account yet")).to_be_visible()
    page.goto(setup[0].replace("localhost", "127.0.0.1"))
    page.get_by_label("Your name").fill("Ada Admin")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    picture(page, "team-setup")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Ada Admin", exact=True).click()
    page.get_by_role("link", name="People and teams").click()
    page.get_by_label("Name of a new team").fill("North")
    page.get_by_role("button", name="Make the team").click()
    expect(page.get_by_text("0 people")).to_be_visible()
    return {login: invite(page, login, role) for login, role in (("tina", "Trainer"), ("leo", "Learner"))}


def invite(page: Page, login: str, role: str) -> str:
    """Gives the link, which is shown once."""
    form = page.get_by_role("region", name="Invite somebody")
    form.get_by_label("Role").select_option(label=role)
    form.get_by_label("Team").select_option(label="North")
    form.get_by_label("Email, if you know it").fill(f"{login}@example.org")
    form.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile("/invitation/"))
    found = link.input_value()
    page.get_by_role("button", name="I have it").click()
    return found


def join(page: Page, link: str, login: str, name: str) -> None:
    """By the invitation's link to the provider and back, with the name that the provider tells."""
    page.goto(link)
    expect(page.get_by_text("in North")).to_be_visible()
    if login == "tina":
        picture(page, "team-invitation")
    page.get_by_role("link", name=f"Sign in with {PROVIDER}").click()
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def practise(team: Team) -> str:
    """By typing; nothing of it is shared with anybody."""
    page = team.learner
    page.evaluate(
        "fetch('/api/consents', {method: 'PUT', headers: {'Content-Type': 'application/json'}, body: '{\"recording\": false}'})"
    )
    page.goto(f"{team.server.url}/practice/late-report")
    page.get_by_role("button", name="Start the conversation").click()
    page.get_by_role("button", name="Type instead").click()
    expect(page.get_by_role("status").filter(has_text="listening")).to_be_visible()
    page.get_by_role("textbox").fill(WORDS)
    page.get_by_role("textbox").press("Enter")
    expect(page.get_by_label("Captions")).to_contain_text("went out at six")
    expect(page.get_by_role("status").filter(has_text="Marc is speaking")).to_be_visible()
    session_id = page.url.rsplit("=", 1)[-1]
    page.get_by_role("button", name="End and see feedback").click()
    expect(page.get_by_text("Basic check, no language model")).to_be_visible()
    return session_id


def status(page: Page, path: str) -> int:
    answered: int = page.evaluate(STATUS, path)
    return answered


def sees_nothing(page: Page, session_id: str) -> None:
    """Neither where talks are listed, nor by a link, nor by asking the server."""
    page.get_by_role("link", name="History", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("The late report"))).to_have_count(0)
    page.goto(re.sub("/history.*", f"/sessions/{session_id}", page.url))
    expect(page.get_by_text("not shared").first).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("went out at six")
    assert status(page, f"/api/sessions/{session_id}/transcript") == 403


def share(page: Page, session_id: str) -> None:
    page.get_by_label("The trainers of North").click()
    expect(page.get_by_text("They can read it now")).to_be_visible()
    assert status(page, f"/api/sessions/{session_id}/sharing") == 200


def reads_it(page: Page, session_id: str) -> None:
    page.reload()
    expect(page.locator("main")).to_contain_text("went out at six")
    assert status(page, f"/api/sessions/{session_id}/transcript") == 200


def runs_the_server(team: Team, session_id: str) -> None:
    """The admin sees everybody, that there was a talk, and not a word of it."""
    page = team.admin
    page.reload()
    for name in ("Ada Admin", "Leo Learner", "Tina Trainer"):
        expect(page.get_by_role("article", name=name)).to_be_visible()
    look(page, "team-people")
    administration = page.get_by_role("navigation", name="Administration")
    administration.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", name="Data and server")).to_be_visible()
    # So that the picture can be shown to others.
    page.get_by_text(str(team.server.data)).evaluate("(place) => { place.textContent = '/var/lib/feedbackyes' }")
    look(page, "team-admin")
    administration.get_by_role("link", name="All talks").click()
    expect(page.get_by_role("listitem").filter(has_text="Leo Learner")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("The late report")
    assert status(page, f"/api/sessions/{session_id}/transcript") == 403
    administration.get_by_role("link", name="Who did what").click()
    expect(page.get_by_text("invited somebody").first).to_be_visible()


def sign_out(page: Page, session_id: str) -> None:
    page.get_by_role("button", name="Leo Learner", exact=True).click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("link", name=f"Sign in with {PROVIDER}")).to_be_visible()
    look(page, "team-sign-in")
    assert status(page, f"/api/sessions/{session_id}") == 401
    page.go_back()
    expect(page.get_by_role("link", name=f"Sign in with {PROVIDER}")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("went out at six")
