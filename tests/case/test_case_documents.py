"""Documents and pictures as sources of a case: kept, read again from the original when the cache is gone, undone."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import polars as pl
import pytest

from ringfence.case import Case, UnknownNameError
from ringfence.case.sources import table_roots
from ringfence.ingest import ReadResult, Source
from ringfence.schema import REGIONS, Completeness, conform

if TYPE_CHECKING:
    from pathlib import Path


def letter() -> Source:
    made = docx.Document()
    made.add_paragraph("某某公司关于投诉的回复函")
    written = BytesIO()
    made.save(written)
    return Source.of_bytes("回复.docx", written.getvalue())


def test_the_text_of_a_document_is_there_for_others_and_makes_no_event(tmp_path: Path) -> None:
    case, _ = Case.create(tmp_path / "case", "测试口令-不要用", work_factor=2)
    with case:
        added = case.add(letter())
        assert (added.source.id, added.source.kind_zh) == ("S1", "疑似回复（Word）")
        assert added.source.tables["pages"]["rows"] == 1
        assert case.document_text("S1") == "某某公司关于投诉的回复函"
        assert case.events().is_empty()
        with pytest.raises(UnknownNameError):
            case.document_text("S9")
        shutil.rmtree(tmp_path / "case" / "derived")
        assert case.document_pages("S1")["text"].to_list() == ["某某公司关于投诉的回复函"]
        case.add(Source.of_bytes("a.vcf", "BEGIN:VCARD\nFN:张演示\nTEL:19900009999\nEND:VCARD\n".encode()))
        assert case.document_text("S2") == ""
        case.undo()
        case.undo()
        assert "S1" not in case.state.sources


def test_tables_without_an_entry_have_a_root_too() -> None:
    regions = conform(pl.DataFrame([{"table": "messages", "row": 1, "field": "text"}]), REGIONS)
    roots = table_roots(ReadResult("screenshot", 1, "短信截图", Completeness(None, 1), regions=regions))
    assert roots["regions"]["rows"] == 1
