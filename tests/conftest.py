"""What holds for every test: property tests have no deadline (machines differ) and, in CI, the same examples each time."""

from __future__ import annotations

import hashlib
import io
import os
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import settings

from ringfence import ingest
from ringfence.schema import CALLS, MESSAGES, REGIONS, Completeness, conform, parse_phone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

settings.register_profile("house", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")

NOW = 2  # the version of the reader of screenshots


class Recognised:
    """Pictures whose recognition a test dictates: real files, read by a stand-in for the reader of screenshots."""

    def __init__(self) -> None:
        self.results: dict[str, ingest.ReadResult | Exception] = {}

    def picture(self, folder: Path, name: str) -> Path:
        """Write a small picture of a colour of its own, the same in every run (`hash` of a text is not)."""
        from PIL import Image  # noqa: PLC0415 -- an extra; tests without pictures do without

        colour = tuple(hashlib.sha256(name.encode()).digest()[:3])
        out = io.BytesIO()
        Image.new("RGB", (400, 800), colour).save(out, "PNG")
        path = folder / name
        path.write_bytes(out.getvalue())
        return path

    def messages(self, name: str, rows: Sequence[dict[str, Any]], *, version: int = NOW, reorder: bool = False) -> None:
        """Say what is read from a picture: per row body, and optionally direction, address, ts, shown, score, precision, y."""
        full = [{"row": at, "y": 100 * at} | row for at, row in enumerate(rows, 1)]
        if reorder:
            full = [row | {"row": at} for at, row in enumerate(reversed(full), 1)]
        frame = conform(pl.DataFrame([_message(row) for row in full]), MESSAGES)
        regions = [one for row in full for one in _regions("messages", row, ("text", "side", "time", "address"))]
        self._keep(name, version, regions, messages=frame)

    def calls(self, name: str, rows: Sequence[dict[str, Any]], *, version: int = NOW) -> None:
        """Say what is read from a call list."""
        full = [{"row": at, "y": 100 * at} | row for at, row in enumerate(rows, 1)]
        frame = conform(pl.DataFrame([_call(row) for row in full]), CALLS)
        regions = [one for row in full for one in _regions("calls", row, ("address", "time", "direction"))]
        self._keep(name, version, regions, calls=frame)

    def _keep(self, name: str, version: int, regions: list[dict[str, Any]], **frames: pl.DataFrame) -> None:
        told = conform(pl.DataFrame(regions, schema=REGIONS), REGIONS)
        found = sum(frame.height for frame in frames.values())
        self.results[name] = ingest.ReadResult(
            "screenshot",
            version,
            "短信截图",
            Completeness(None, found),
            regions=told,
            **frames,  # type: ignore[arg-type]  # only frames are passed on
        )


def _who(row: dict[str, Any]) -> dict[str, Any]:
    written = row.get("address", "10690000001")
    number = parse_phone(written)
    named = written if written and not any(char.isdigit() for char in written) else None
    return {"address": written, "address_key": number.key, "address_kind": number.kind.value, "name": named}


def _message(row: dict[str, Any]) -> dict[str, Any]:
    base = {"kind": "sms", "direction": "in", "zone": "Asia/Shanghai", "clock": "device", "attachments": 0}
    told = {name: row[name] for name in ("row", "body", "direction", "ts", "clock", "kind") if name in row}
    return base | {"ts": None, "subject": row.get("title")} | told | _who(row)


def _call(row: dict[str, Any]) -> dict[str, Any]:
    base = {"direction": "in", "zone": "Asia/Shanghai", "clock": "device", "duration_s": None, "connected": None}
    names = ("row", "direction", "ts", "duration_s", "connected")
    return base | {"ts": None} | {name: row[name] for name in names if name in row} | _who(row)


def _regions(table: str, row: dict[str, Any], names: Sequence[str]) -> list[dict[str, Any]]:
    direction = row.get("direction", "in")
    said = {
        "text": row.get("body", ""),
        "side": direction,
        "direction": f"{direction} {row.get('duration_s') or ''}".strip(),
        "time": row.get("shown", "09:12"),
        "address": row.get("address", "10690000001"),
    }
    shown = [name for name in names if name != "time" or row.get("ts") is not None]
    if table == "messages" and direction == "out":
        shown.remove("address")
    base = {"table": table, "row": row["row"], "confidence": row.get("score", 0.97), "precision_s": None}
    places = {"text": 40, "side": 40, "direction": 40, "time": 0, "address": 20}
    found = [
        base
        | {"field": name, "text": said[name], "place": f"box:10,{row['y'] + places[name]},200,30"}
        | ({"precision_s": row.get("precision", 60)} if name == "time" else {})
        for name in shown
    ]
    if "title" in row:
        found.append(base | {"field": "title", "text": row["title"], "place": "box:10,5,200,30"})
    return found


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> Recognised:
    """Return a stand-in for recognition; files it was told nothing about are read as ever."""
    told, real = Recognised(), ingest.read

    def read(source: ingest.Source, **rest: Any) -> ingest.ReadResult:  # noqa: ANN401 -- passed on as it came
        found = told.results.get(source.name)
        if isinstance(found, Exception):
            raise found
        return real(source, **rest) if found is None else found

    monkeypatch.setattr("ringfence.ingest.read", read)
    return told
