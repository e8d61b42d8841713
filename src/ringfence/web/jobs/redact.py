"""The job that makes a masked copy of an original, with a preview of what was masked; the original is never touched."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.schema import RingfenceError, english
from ringfence.web.envelope import drop, unseal
from ringfence.web.jobs.kinds import Outcome
from ringfence.web.outbox import keep, workshop

if TYPE_CHECKING:
    from ringfence.case import Case
    from ringfence.respond import MaskedFile, Redactor, Wish
    from ringfence.schema import LineReader
    from ringfence.web.jobs.kinds import Work


class NobodyLookedError(RingfenceError):
    """A picture that no recogniser can read here, and nobody said what to cover."""

    def __init__(self) -> None:
        super().__init__(
            "这台电脑没有装文字识别,图片里写了什么查不了,所以没有写出副本。请自己看一遍原图,"
            "写出要遮的区域,或勾选“我已看过”,再做一次。",
            "No recogniser is installed here, so writing in the picture cannot be looked for; nothing was written. "
            "Look through it yourself, name what to cover or tick “I have looked”, and try again.",
        )


def run(work: Work) -> Outcome:
    """Mask the source ``given["source"]`` as ``given["spool"]`` says: ``names``, ``keep`` (numbers), ``boxes``, ``looked``.

    Kept for the reader: the copy (0), what was masked as JSON (1), pages before and after (from 2 on).
    """
    from ringfence import respond

    sealed = work.given["spool"]
    with workshop() as folder, work.open_case(read_only=True) as case:
        told = unseal(case, sealed)
        path = _original(case, work.given["source"], folder)
        try:
            masked = respond.mask_file(path, _redactor(case, told), (), _wish(told, work.password()), work.progress)
        except respond.NeedsOcrError:
            raise NobodyLookedError from None
        path.unlink()
        keep(case, work.job.id, _written(masked, folder))
    drop(sealed)
    count = len(masked.shown)
    return Outcome(
        f"副本做好了,遮住 {count} 处。请先看一遍再下载。",
        f"The copy is made; {count} places are masked. Look through it before you download it.",
        {"goto": "masked", "masked": count},
    )


def _original(case: Case, source_id: str, folder: Path) -> Path:
    """Write an original into ``folder`` for as long as it is masked."""
    from ringfence.case import UnknownNameError

    source = case.state.sources.get(source_id)
    if source is None:
        raise UnknownNameError("证据编号", "source", source_id)
    name = Path(source.name.replace("\\", "/")).name  # a name is never a path
    path = folder / f"{source_id}{Path(name).suffix}"
    with case.vault.open_blob(source.blob) as stream, path.open("xb") as out:
        shutil.copyfileobj(stream, out, 1024 * 1024)
    return path


def _redactor(case: Case, told: dict[str, Any]) -> Redactor:
    from ringfence.respond import Redactor
    from ringfence.schema import parse_phone

    known = [*case.analysis().book.values(), *(person.name for person in case.state.people.values())]
    keep_whole = frozenset(key for one in told["keep"] if (key := parse_phone(one).key))
    return Redactor(names=(*told["names"], *known), keep=keep_whole)


def _wish(told: dict[str, Any], password: str | None) -> Wish:
    from ringfence.respond import Box, Wish

    boxes = tuple(Box(*one) for one in told["boxes"])
    return Wish(boxes, line_reader(), looked=told["looked"], view=True, password=password)


def line_reader() -> LineReader | None:
    """Return what reads the writing on pictures, None without the extra."""
    from ringfence import ingest

    return None if ingest.ocr_missing() else ingest.read_lines


def _written(masked: MaskedFile, folder: Path) -> list[tuple[str, Path]]:
    copy = folder / "copy"
    copy.write_bytes(masked.data)
    files = [(masked.name, copy), ("preview.json", folder / "preview.json")]
    pictures = []
    for number, view in enumerate(masked.views):
        pictures.append((str(view.place), english(view.place)))
        for kind, data in (("before", view.before), ("after", view.after)):
            path = folder / f"{kind}-{number}.jpg"
            path.write_bytes(data)
            files.append((path.name, path))
    shown = {
        "shown": [asdict(one) | {"place_en": english(one.place), "why_en": english(one.why)} for one in masked.shown],
        "warnings": [(str(one), english(one)) for one in masked.warnings_zh],
        "views": pictures,  # (Chinese, English)
    }
    (folder / "preview.json").write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
    return files
