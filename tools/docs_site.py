"""Builds the documentation into `site/`: the pages of `docs/`, the README, and what is written from the code.

python tools/docs_site.py            an unknown link or a page that nobody finds ends it with status 1
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"
TAKEN = {"README.md": "quick-start.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
"""Pages from outside of `docs/`, and what they are called there."""
GROUPS = {
    "Start": ["quick-start", "team", "accounts", "coming-from"],
    "How to": [
        "models",
        "partner",
        "providers",
        "scenarios",
        "phone",
        "webhooks",
        "monitoring",
        "teams",
        "pulse",
        "costs",
    ],
    "Operation": [
        "operation",
        "network",
        "storage",
        "backup",
        "cluster",
        "scale",
        "reliability",
        "performance",
        "soak",
    ],
    "Security and privacy": ["security", "privacy", "data-protection", "works-agreement", "processors"],
    "Reference": ["settings", "http-api", "realtime-events", "command-line", "metrics", "errors"],
    "How it works": ["architecture", "contract", "gateway", "turn-taking", "recognition", "feedback", "evaluation"],
    "Project": ["contributing", "changelog", "licences"],
}
TITLES = {"quick-start": "Quick start <quick-start>"}
"""Of pages whose own title says something else."""
CONFIGURATION = """
project = "FeedbackYes"
copyright = "the FeedbackYes maintainers"
release = version = {version!r}
extensions = ["myst_parser"]
source_suffix = {{".md": "markdown"}}
myst_heading_anchors = 4
myst_enable_extensions = ["strikethrough"]
suppress_warnings = ["misc.highlighting_failure", "myst.header"]
html_theme = "furo"
html_title = "FeedbackYes"
html_show_sphinx = False
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_theme_options = {{"navigation_with_keys": True}}
"""
STYLE = """
table { display: block; overflow-x: auto; }
td code { overflow-wrap: anywhere; }
td:first-child code { white-space: nowrap; }
.sidebar-tree .caption { text-transform: none; }
"""


def main() -> int:
    from sphinx.cmd.build import build_main

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        write_source(source)
        shutil.rmtree(SITE, ignore_errors=True)
        status = build_main(
            ["-q", "-W", "--keep-going", "-b", "html", "-d", f"{folder}/.trees", str(source), str(SITE)]
        )
    if status:
        return 1
    broken = list(broken_links(SITE))
    print("\n".join(broken) or f"The documentation is in {SITE}.")
    return 1 if broken else 0


def write_source(folder: Path) -> None:
    """Everything that Sphinx reads."""
    from feedbackyes import __version__
    from tools import reference

    shutil.copytree(ROOT / "docs", folder, dirs_exist_ok=True)
    for file in folder.rglob("*.md"):
        file.write_text(beside(file.read_text(), ROOT / "docs" / file.relative_to(folder).parent))
    for name, page in TAKEN.items():
        (folder / page).write_text(moved((ROOT / name).read_text()))
    for page, text in reference.pages().items():
        (folder / page).write_text(text)
    (folder / "_static").mkdir()
    (folder / "_static/site.css").write_text(STYLE)
    (folder / "conf.py").write_text(CONFIGURATION.format(version=__version__))
    (folder / "index.md").write_text(index(folder))


def beside(text: str, here: Path) -> str:
    """A page whose links to other files of the checkout are their names. Raises `FileNotFoundError` for one that is not there."""

    def named(link: re.Match[str]) -> str:
        path = (here / link[2]).resolve(strict=True)
        if path.is_relative_to(ROOT / "docs"):
            return link[0]
        return f"{link[1]} (`{path.relative_to(ROOT)}`)"

    return re.sub(r"(?<!!)\[([^\]]+)\]\((\.\./[^)#]+)\)", named, text)


def moved(text: str) -> str:
    """A page from the top of the checkout, with links as they are from `docs/`."""
    for name, page in TAKEN.items():
        text = text.replace(f"]({name})", f"]({page})")
    text = text.replace("](docs/decisions)", "](decisions/0001-licence-and-voice.md)")
    return text.replace("](docs/", "](").replace("](LICENSE)", "](https://www.apache.org/licenses/LICENSE-2.0)")


def index(folder: Path) -> str:
    """The first page, from which all others are found."""
    here = {path.stem for path in folder.glob("*.md")} - {"index"}
    named = {name for names in GROUPS.values() for name in names}
    groups = {**GROUPS, "More": sorted(here - named)}
    decisions = [f"decisions/{path.stem}" for path in sorted((folder / "decisions").glob("*.md"))]
    groups["Decisions"] = decisions
    parts = [
        "# FeedbackYes",
        "Rehearse a difficult conversation out loud before you have it, with a partner that listens, answers and can be "
        "interrupted; then read feedback that quotes what you said. Everything runs on your own machine, or for a whole "
        "organisation.",
        "Begin with the [quick start](quick-start.md). Who runs a server reads about its [operation](operation.md).",
    ]
    for title, names in groups.items():
        present = [TITLES.get(name, name) for name in names if name in here or "/" in name]
        if present:
            parts.append("\n".join([f"```{{toctree}}\n:caption: {title}\n:maxdepth: 1\n", *present, "```"]))
    return "\n\n".join(parts) + "\n"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        wanted = given.get("src") or (given.get("href", "") if tag == "link" else "")
        if wanted:
            self.loads.append(wanted)


def broken_links(site: Path) -> Iterator[str]:
    """A sentence for each link to what is not there, and each thing that would be fetched from elsewhere."""
    pages: dict[Path, _Page] = {}
    for file in site.rglob("*.html"):
        pages[file.resolve()] = page = _Page()
        page.feed(file.read_text())
    for file, page in pages.items():
        where = file.relative_to(site.resolve())
        for wanted in page.loads:
            if urlsplit(wanted).scheme in ("http", "https") or wanted.startswith("//"):
                yield f"{where} loads {wanted} from elsewhere."
            elif not re.match(r"data:", wanted) and not (file.parent / unquote(urlsplit(wanted).path)).exists():
                yield f"{where} loads {wanted}, which is not there."
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if not target.exists():
                yield f"{where} links to {link}, which is not there."
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                yield f"{where} links to {link}: that page has no such place."


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
