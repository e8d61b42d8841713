"""Heads given to somebody: as text, QR and page; noted; and proved by every later export."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import segno
from vault_case import QuickDisk, make_case

from ringfence.vault import (
    ExportItem,
    ReadOnlyError,
    Vault,
    anchor_page,
    anchor_qr,
    anchor_text,
    parse_anchor,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made, _ = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=made.identity, disk=QuickDisk()) as opened:
        yield opened


def test_the_text_is_found_in_a_message_and_checks_the_case(vault: Vault) -> None:
    head = vault.head()
    message = f"律师您好,这是我的存证码:\n{anchor_text(head, vault.fingerprint())}\n请留着。"
    found = parse_anchor(message)
    assert found is not None
    assert (found.size, found.root) == (head.size, head.root)
    vault.append("note", {"more": 1})
    assert verify(vault.folder, anchor=message).ok
    assert not verify(vault.folder, anchor=message.replace(head.root.hex(), "0" * 64)).ok
    assert parse_anchor("x" + head.code) is None
    assert parse_anchor(head.code + "0") is None


def test_the_qr_code_holds_the_text_and_the_page_nothing_of_the_case(vault: Vault) -> None:
    head, fingerprint = vault.head(), vault.fingerprint()
    page = anchor_page("张某 <案>", head, fingerprint, "2026-11-21 20:00 +0800", "王律师").decode()
    assert "张某 &lt;案&gt;" in page
    assert "王律师" in page
    assert head.root.hex() in re.sub(r"\s", "", page)
    assert fingerprint in re.sub(r"\s", "", page)
    assert "script-src" not in page
    assert "default-src 'none'" in page
    drawn = re.search(r'class="qrline"[^>]* d="([^"]+)"', page)
    assert drawn is not None
    code = segno.make(anchor_text(head, fingerprint), error="m", micro=False)
    dark = sum(int(run) for run in re.findall(r"h(\d+)", drawn[1]))
    assert dark == sum(sum(row) for row in code.matrix)
    assert len(anchor_qr(anchor_text(head, fingerprint)).splitlines()) > 10


def test_who_has_it_is_noted_and_later_exports_prove_it(vault: Vault, tmp_path: Path) -> None:
    given = vault.note_anchor("王律师", "短信")
    vault.append("note", {"later": 1})
    assert vault.anchors() == (given,)
    assert (given.to, given.how, given.size) == ("王律师", "短信", vault.size - 2)
    entry = next(one for one in vault.entries() if one.kind == "source.added")
    item = ExportItem("S1", "sms.xml", entry.body["source"]["blob"], entry.seq)
    folder = vault.export(tmp_path / "bag", [item]).path
    text = f"ringfence head {given.code} key {vault.fingerprint()}"
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), "--head", text, "--key", vault.fingerprint()]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 -- this interpreter
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert "王律师".encode() not in everything, "who else holds a head is nobody's business"
    assert verify(vault.folder, vault=vault).ok


def test_a_reader_cannot_note(vault: Vault) -> None:
    with (
        Vault.open(vault.folder, identity=vault.identity, read_only=True) as reader,
        pytest.raises(ReadOnlyError),
    ):
        reader.note_anchor("somebody")
