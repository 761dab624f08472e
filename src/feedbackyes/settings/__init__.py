"""Configuration: environment variables and `.env`, read once into one typed object that is passed in.

`docs/settings.md` is generated from this package, in which a module has the settings of one subject.
"""

from __future__ import annotations

from feedbackyes.settings.reading import BadSetting, is_secret, read, variable
from feedbackyes.settings.services import HOSTED_BASE
from feedbackyes.settings.whole import Settings

__all__ = ["HOSTED_BASE", "BadSetting", "Settings", "is_secret", "read", "variable"]
