"""A case kept by the first version of this software opens for good, goes on, and is proved; one of a later version is left alone.

``data/vault-format-1.zip`` was written by the code of the first commit that had a vault (format 1): two sessions, an original, a
batch, a cache. Its passphrase and recovery key are made up for it; everything in it is invented.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from vault_case import PASSPHRASE, contents, make_case

from ringfence.vault import NewerFormatError, Vault, verify

RECOVERY = "PZYTX-5VV2A-8A46X-7RE92-QZK8Q-G6F09"
ROOT = "4265f0ac7eb156fe0cb8ba56f1ab19bfb8f6936cfe32e026945f08737c031f63"  # the head as that code told it
ORIGINAL = "made-up original 催".encode() * 50


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with zipfile.ZipFile(Path(__file__).parent / "data" / "vault-format-1.zip") as archive:
        archive.extractall(tmp_path / "old")
    return tmp_path / "old"


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("recovered", [False, True])
def test_a_vault_of_the_first_version_is_read_whole(old: Path, *, recovered: bool) -> None:
    before = everything(old)
    report = verify(old)
    assert report.ok, report.problems
    passphrase, recovery = (None, RECOVERY) if recovered else (PASSPHRASE, None)
    with Vault.open(old, read_only=True, passphrase=passphrase, recovery=recovery) as vault:
        found = contents(vault)
        assert [kind for kind, _ in found] == ["source.added", "note", "note", "note"]
        assert [body for kind, body in found if kind == "note"] == [{"number": 1}, {"text": "二"}, {"number": 3}]
        assert vault.read_blob(found[0][1]["source"]["blob"]) == ORIGINAL
        assert vault.head().root.hex() == ROOT
        assert vault.cache_get("x") == b"y"
        assert verify(old, vault=vault).ok
    assert everything(old) == before


def test_it_goes_on_with_what_later_versions_can_do(old: Path, tmp_path: Path) -> None:
    with Vault.open(old, passphrase=PASSPHRASE) as vault:
        earlier, head = contents(vault), vault.head()
        blob = vault.put(io.BytesIO(b"a later original"))
        vault.append("source.added", {"name": "later", "source": blob.as_body()})
        vault.redact(blob.id, "test")
    with Vault.open(old, recovery=RECOVERY, read_only=True) as vault:
        assert contents(vault)[: len(earlier)] == earlier
        assert verify(old, vault=vault, anchor=head).ok


def test_a_vault_of_a_later_version_is_refused_clearly_and_left_alone(tmp_path: Path) -> None:
    make_case(tmp_path / "case")
    marker = tmp_path / "case" / "ringfence-vault.json"
    fields = json.loads(marker.read_text("utf-8"))
    marker.write_text(json.dumps(fields | {"version": 2, "more": ["x"]}), encoding="utf-8")
    before = everything(tmp_path / "case")
    with pytest.raises(NewerFormatError) as caught:
        Vault.open(tmp_path / "case", passphrase=PASSPHRASE)
    assert "格式版本是 2" in caught.value.zh
    assert "升级" in caught.value.zh
    assert not verify(tmp_path / "case").ok  # the log says 1, so somebody changed the marker
    assert everything(tmp_path / "case") == before


def test_entries_keep_their_order_when_the_clock_is_set_back(tmp_path: Path) -> None:
    times = iter([9_000, 9_001, *range(5_000, 5_020)])
    vault, _ = Vault.create(tmp_path / "case", PASSPHRASE, work_factor=2, now=lambda: next(times))
    with vault:
        for number in range(3):
            vault.append("note", {"number": number})
        first = vault.head()
    with Vault.open(tmp_path / "case", passphrase=PASSPHRASE, now=lambda: 10) as again:
        again.append("note", {"number": 3})
        entries = list(again.entries(1))
        assert [entry.body["number"] for entry in entries] == [0, 1, 2, 3]
        assert [entry.seq for entry in entries] == [1, 2, 3, 4]
        assert entries[-1].written_micros == 10  # what the clock said is kept, not corrected
    report = verify(tmp_path / "case", anchor=first)
    assert report.ok
    assert any("往回调" in remark.zh for remark in report.remarks)
