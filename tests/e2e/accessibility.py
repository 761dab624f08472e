"""What axe-core finds in a page as it stands."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
SERIOUS = {"serious", "critical"}
_RUN = "() => axe.run(document, {resultTypes: ['violations']})"


def serious(page: Page) -> list[str]:
    """Serious and critical violations, each with the first place where it is; none in a page that everybody can use."""
    # Injected past the page's content security policy, which forbids foreign scripts.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(_RUN)["violations"]
    return [
        f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:120]})" for one in found if one["impact"] in SERIOUS
    ]
