"""Every sentence of the command line in two languages, Chinese first."""

from __future__ import annotations

import os


class Words:
    """Chooses between the two languages; one instance for the process, set by ``--lang``."""

    def __init__(self, lang: str = "zh") -> None:
        self.lang = lang

    def __call__(self, zh: str, en: str | None = None) -> str:
        """Return the sentence in the chosen language; without ``en`` that of a :class:`~ringfence.schema.Said`."""
        if en is None:
            from ringfence.schema import in_language

            return in_language(zh, self.lang)
        return en if self.lang == "en" else zh


say = Words("en" if os.environ.get("RINGFENCE_LANG", "").lower().startswith("en") else "zh")
