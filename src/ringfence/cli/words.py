"""Every sentence of the command line in two languages, Chinese first."""

from __future__ import annotations

import os


class Words:
    """Chooses between the two languages; one instance for the process, set by ``--lang``."""

    def __init__(self, lang: str = "zh") -> None:
        self.lang = lang

    def __call__(self, zh: str, en: str) -> str:
        """Return the sentence in the chosen language."""
        return en if self.lang == "en" else zh


say = Words("en" if os.environ.get("RINGFENCE_LANG", "").lower().startswith("en") else "zh")
