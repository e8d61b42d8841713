"""Which speech model this computer has for recordings: a folder the user names once, and what is missing when it cannot be used."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from ringfence.web.places import make_private

if TYPE_CHECKING:
    from ringfence.web.words import Say


def model_folder() -> str:
    """Return the folder of the model, "" when none was named: what the user set here, else what the system sets."""
    from ringfence.ingest import MODEL_VARIABLE

    path = _setting()
    kept = path.read_text("utf-8").strip() if path.exists() else ""
    return kept or os.environ.get(MODEL_VARIABLE, "")


def set_model_folder(folder: str) -> None:
    """Keep the folder for next time, on this computer only.

    Raises:
        ModelNotFoundError, BrokenModelError: it holds no model that can be used; nothing is kept.
    """
    from ringfence.ingest import find_model

    find_model(Path(folder).expanduser())
    path = _setting()
    path.write_text(str(Path(folder).expanduser()), "utf-8")
    path.chmod(0o600)


def missing(say: Say) -> str:
    """Return in plain words what this computer lacks to hear recordings, "" when nothing."""
    from ringfence.ingest import speech_missing

    if speech_missing() is None:
        return ""
    return say(
        "这台电脑上没有装“听写组件”,所以不能自动把录音写成文字。请帮您安装护联的人按安装说明加装录音和听写组件;"
        "不装也能听录音,也可以自己听着记下对方说的话。",
        "This computer lacks the parts that turn speech into text. Ask whoever installed Ringfence to add the audio and "
        "speech extras; you can listen without them.",
    )


def _setting() -> Path:
    return make_private(Path(settings.RINGFENCE_DATA)) / "speech-model"
