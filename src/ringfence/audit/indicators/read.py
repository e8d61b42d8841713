"""A list from a file: which of the two forms it has, its encoding, and its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.indicators.errors import IndicatorFileError
from ringfence.audit.indicators.stix import read_bundle
from ringfence.audit.indicators.table import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.audit.indicators.indicator import IndicatorList

MOST_BYTES = 64 << 20


def read_indicators(path: Path) -> IndicatorList:
    """Read a list from a file. Its name is what hits give as their source.

    Raises:
        IndicatorFileError: it cannot be opened, is larger than 64 MiB, or is no such list.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise IndicatorFileError(path.name, 0, "打不开文件", "the file cannot be opened") from error
    return parse_indicators(data, path.name)


def parse_indicators(data: bytes, source: str) -> IndicatorList:
    """Read a list from bytes: JSON when the first character is ``{``, else CSV; UTF-8 (with or without mark), UTF-16 or GB 18030.

    Raises:
        IndicatorFileError: larger than 64 MiB, in no such encoding, or no such list.
    """
    if len(data) > MOST_BYTES:
        raise IndicatorFileError(source, 0, "超过 64 MiB", "larger than 64 MiB")
    text = _decoded(data, source)
    return read_bundle(text, source) if text.lstrip()[:1] == "{" else read_table(text, source)


def _decoded(data: bytes, source: str) -> str:
    first, *others = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    try:
        return data.decode(first)
    except UnicodeDecodeError as fault:
        for encoding in others:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
        line = data.count(b"\n", 0, fault.start) + 1
        raise IndicatorFileError(
            source, line, "文字编码不是 UTF-8 或 GB 18030", "the text is neither UTF-8 nor GB 18030"
        ) from fault
