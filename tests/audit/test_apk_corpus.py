"""Inputs that the fuzzer kept: each is answered by content or a typed fault, quickly."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from ringfence.audit.apk.container.apk import Apk
from ringfence.audit.apk.errors import ApkError
from ringfence.audit.apk.resources import read_arsc, read_axml

CORPUS = Path(__file__).parent / "corpus"


def replay_zip(data: bytes) -> None:
    """Read all that an archive offers."""
    apk = Apk(data, "a.apk", "a.apk")
    list(apk.dexes())
    apk.signers()
    for name in apk.names():
        with suppress(ApkError):
            apk.read(name, 1 << 24)


def replay_axml(data: bytes) -> None:
    """Read a document and every value in it."""
    for element in read_axml(data).walk():
        for value in element.attributes.values():
            _ = (value.integer, value.boolean, value.reference)


def replay_arsc(data: bytes) -> None:
    """Read a table and every resource in it."""
    table = read_arsc(data)
    for res_id in table.ids():
        table.text(res_id)
        table.name(res_id)
        table.attributes(res_id)
        table.files(res_id)
    list(table.texts())


REPLAY = {"zip": replay_zip, "axml": replay_axml, "arsc": replay_arsc}


@pytest.mark.parametrize("name", sorted(REPLAY))
def test_kept_inputs_are_answered_and_small(name: str) -> None:
    paths = sorted((CORPUS / name).iterdir())
    assert len(paths) >= 20
    for path in paths:
        data = path.read_bytes()
        assert len(data) < 4096
        with suppress(ApkError):
            REPLAY[name](data)
