"""Caches: fast, encrypted, never trusted when they do not authenticate."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from vault_case import make_case

from ringfence.vault import ReadOnlyError, Vault

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_put_is_got_until_the_folder_is_deleted(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        assert vault.cache_get("timeline") is None
        for data in (b"", b"x", bytes(3 << 20)):
            vault.cache_put("timeline", data)
            assert vault.cache_get("timeline") == data
        shutil.rmtree(tmp_path / "case" / "derived")
        assert vault.cache_get("timeline") is None
        vault.cache_put("timeline", b"again")
    reader = Vault.open(tmp_path / "case", identity=closed.identity, read_only=True)
    assert reader.cache_get("timeline") == b"again"
    with pytest.raises(ReadOnlyError):
        reader.cache_put("timeline", b"no")


def test_neither_name_nor_content_shows(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        vault.cache_put("timeline", b"a sentence that must not show")
    for path in (tmp_path / "case" / "derived").iterdir():
        assert "timeline" not in path.name
        assert b"sentence" not in path.read_bytes()


def test_every_flipped_bit_and_every_exchange_gives_nothing(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        vault.cache_put("a", b"made-up")
        (path,) = (tmp_path / "case" / "derived").iterdir()
        data = path.read_bytes()
        for bit in range(len(data) * 8):
            broken = bytearray(data)
            broken[bit // 8] ^= 1 << bit % 8
            path.write_bytes(broken)
            assert vault.cache_get("a") is None
        for cut in range(len(data)):
            path.write_bytes(data[:cut])
            assert vault.cache_get("a") is None
        path.write_bytes(data)
        vault.cache_put("b", b"other")
        (other,) = {*(tmp_path / "case" / "derived").iterdir()} - {path}
        shutil.copy(path, other)
        assert vault.cache_get("b") is None
        assert vault.cache_get("a") == b"made-up"


def test_one_case_does_not_read_anothers(tmp_path: Path) -> None:
    one, _ = make_case(tmp_path / "one")
    two, _ = make_case(tmp_path / "two")
    with Vault.open(tmp_path / "one", identity=one.identity) as vault:
        vault.cache_put("a", b"made-up")
    shutil.copytree(tmp_path / "one" / "derived", tmp_path / "two" / "derived", dirs_exist_ok=True)
    assert Vault.open(tmp_path / "two", identity=two.identity, read_only=True).cache_get("a") is None
