"""Sources: only regular files, streams that give little at a time, sizes that lie."""

from __future__ import annotations

import os
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from ringfence.ingest import (
    ArchiveRefusedError,
    EmptyFileError,
    IngestError,
    NotAFileError,
    Source,
    TooLargeError,
    UnknownFormatError,
    read,
    sniff,
)
from ringfence.ingest.source import read_full

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 3, 1)


class Drip(BytesIO):
    """Gives three bytes per call."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(3 if size is None or size < 0 else min(size, 3))


def test_a_path_gives_name_size_and_head(tmp_path: Path) -> None:
    path = tmp_path / "短信.xml"
    path.write_bytes(b"x" * 100_000)
    source = Source.of_path(path)
    assert (source.name, source.size, len(source.head)) == ("短信.xml", 100_000, 65_536)


def test_a_folder_a_link_a_pipe_and_nothing_are_refused(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "dangling").symlink_to("/nowhere")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "link", tmp_path / "dangling", tmp_path / "pipe", tmp_path / "missing"):
        with pytest.raises(NotAFileError) as caught:
            Source.of_path(path)
        assert path.name in caught.value.zh


def test_a_path_swapped_for_a_link_is_refused_on_reading(tmp_path: Path) -> None:
    path = tmp_path / "sms.xml"
    path.write_bytes(b"<smses/>")
    source = Source.of_path(path)
    path.unlink()
    path.symlink_to("/etc/hostname")
    with pytest.raises(NotAFileError):
        read(source, today=TODAY)


def test_streams_that_give_little_are_read_whole() -> None:
    assert read_full(Drip(b"0123456789"), 8) == b"01234567"
    assert Source("x", 10, lambda: Drip(b"0123456789")).whole(10) == b"0123456789"


def test_a_size_that_lies_does_not_pass_the_limit() -> None:
    with pytest.raises(TooLargeError):
        Source("x", 1, lambda: BytesIO(b"x" * 50)).whole(10)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFileError),
        (b"PK\x03\x04" + b"[Content_Types].xml", ArchiveRefusedError),
        (b"\x1f\x8b\x08" + b"x" * 40, ArchiveRefusedError),
        (b"Rar!\x1a\x07\x00", ArchiveRefusedError),
        (b"\x00" * 500, UnknownFormatError),
        ("随手写的一段话。".encode(), UnknownFormatError),
        (b"<html><body>hello</body></html>", UnknownFormatError),
        (b"{}", UnknownFormatError),
        (b"[[[[[[", UnknownFormatError),
        (b"SQLite format 3\x00" + b"\x00" * 80, UnknownFormatError),
    ],
)
def test_what_nobody_reads_is_refused_with_advice(data: bytes, error: type[IngestError]) -> None:
    source = Source.of_bytes("给我.bin", data)
    assert sniff(source) is None
    with pytest.raises(error) as caught:
        read(source, today=TODAY)
    assert "给我.bin" in caught.value.text("zh")
    assert "给我.bin" in caught.value.text("en")
