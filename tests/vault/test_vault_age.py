"""Our age files against an independent implementation (pyrage), in both directions, and against damage."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.vault.age_header import (
    AgeFormatError,
    new_file_key,
    new_x25519_identity,
    parse_header,
    unwrap_scrypt,
    unwrap_x25519,
    wrap_scrypt,
    wrap_x25519,
    write_header,
)
from ringfence.vault.age_payload import CHUNK, PayloadReader, PayloadWriter
from ringfence.vault.bech32 import bech32_decode, bech32_encode
from ringfence.vault.keyring import open_with_passphrase, seal_with_passphrase

if TYPE_CHECKING:
    from pathlib import Path

SIZES = [0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 17 * CHUNK + 5]


class DamagedError(Exception):
    """Stands for the vault's own error."""


def seal(data: bytes, recipient: str, piece: int = 1 << 20) -> bytes:
    file_key = new_file_key()
    writer = PayloadWriter(file_key)
    parts = [write_header(file_key, wrap_x25519(file_key, recipient)), writer.begin()]
    parts += [writer.update(data[at : at + piece]) for at in range(0, len(data), piece)]
    return b"".join([*parts, writer.finish()])


def reader(data: bytes, identity: str) -> PayloadReader:
    header = parse_header(data)
    return PayloadReader(io.BytesIO(data), header.size, unwrap_x25519(header, identity), DamagedError)


def pattern(size: int) -> bytes:
    return bytes(range(256)) * (size // 256) + bytes(size % 256)


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_reads_ours_and_we_read_pyrages(size: int) -> None:
    data = pattern(size)
    secret, recipient = new_x25519_identity()
    theirs = pyrage.x25519.Identity.from_str(secret)
    assert str(theirs.to_public()) == recipient
    for piece in (1 << 20, CHUNK, 1000):
        assert pyrage.decrypt(seal(data, recipient, piece), [theirs]) == data
    with reader(pyrage.encrypt(data, [theirs.to_public()]), secret) as stream:
        assert stream.readall() == data
        assert stream.plain_size == size


def test_we_find_our_stanza_among_several() -> None:
    secret, _ = new_x25519_identity()
    theirs = [pyrage.x25519.Identity.generate().to_public(), pyrage.x25519.Identity.from_str(secret).to_public()]
    assert reader(pyrage.encrypt(b"for both", theirs), secret).readall() == b"for both"


def test_a_key_that_is_not_a_recipient_opens_nothing() -> None:
    sealed = seal(b"x", new_x25519_identity()[1])
    with pytest.raises(AgeFormatError, match="not for this identity"):
        reader(sealed, new_x25519_identity()[0])


def test_passphrase_files_both_ways(tmp_path: Path) -> None:
    sealed = seal_with_passphrase(b"secret text", "口令 x", 5)
    assert pyrage.passphrase.decrypt(sealed, "口令 x") == b"secret text"
    assert b"-> scrypt " in sealed
    assert sealed.split(b"\n")[1].endswith(b" 5")
    path = tmp_path / "file.age"
    path.write_bytes(sealed)
    assert open_with_passphrase(path, "口令 x") == b"secret text"
    with pytest.raises(AgeFormatError, match="wrong passphrase"):
        open_with_passphrase(path, "口令 y")


def test_an_absurd_work_factor_is_refused_before_it_costs_anything() -> None:
    file_key = new_file_key()
    header = write_header(file_key, wrap_scrypt(file_key, "x", 2)).replace(b" 2\n", b" 30\n")
    with pytest.raises(AgeFormatError, match="too high"):
        unwrap_scrypt(parse_header(header), "x")


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_place_can_be_read_first(data: st.DataObject) -> None:
    plain = pattern(3 * CHUNK + 77)
    stream = reader(seal(plain, KEY[1]), KEY[0])
    for _ in range(6):
        at = data.draw(st.integers(0, len(plain) + 10))
        size = data.draw(st.integers(0, 2 * CHUNK))
        stream.seek(at)
        assert io.BufferedReader(stream, 8192).peek(1)[:1] == plain[at : at + 1]
        stream = reader(seal(plain, KEY[1]), KEY[0])
        stream.seek(at)
        got = b""
        while len(got) < size and (piece := stream.read(size - len(got))):
            got += piece
        assert got == plain[at : at + size]


def test_seeking_follows_the_usual_rules() -> None:
    stream = reader(seal(b"0123456789", KEY[1]), KEY[0])
    assert stream.seek(-3, io.SEEK_END) == 7
    assert stream.read(2) == b"78"
    assert stream.seek(-1, io.SEEK_CUR) == 8
    assert stream.tell() == 8
    with pytest.raises(ValueError, match="negative"):
        stream.seek(-1)


@pytest.mark.parametrize("size", [0, 5, CHUNK, CHUNK + 9])
def test_no_cut_file_reads_as_whole(size: int) -> None:
    sealed = seal(pattern(size), KEY[1])
    start = parse_header(sealed).size
    cuts = {*range(start, min(start + 40, len(sealed))), *range(len(sealed) - 40, len(sealed)), start + 16 + CHUNK + 16}
    for cut in sorted(cut for cut in cuts if cut < len(sealed)):
        with pytest.raises((AgeFormatError, DamagedError)):
            reader(sealed[:cut], KEY[0]).readall()
    with pytest.raises((AgeFormatError, DamagedError)):
        reader(sealed + b"x", KEY[0]).readall()


def test_every_flipped_bit_of_a_file_is_refused() -> None:
    sealed = seal(b"made-up", KEY[1])
    for bit in range(len(sealed) * 8):
        broken = bytearray(sealed)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises((AgeFormatError, DamagedError)):
            reader(bytes(broken), KEY[0]).readall()


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200))
def test_noise_is_no_header(noise: bytes) -> None:
    with pytest.raises(AgeFormatError):
        parse_header(noise)
    with pytest.raises(AgeFormatError):
        parse_header(b"age-encryption.org/v1\n" + noise)


def test_bip_173_example_and_round_trip() -> None:
    assert bech32_decode("A12UEL5L") == ("a", b"")
    secret, _ = new_x25519_identity()
    prefix, key = bech32_decode(secret)
    assert bech32_encode(prefix, key).upper() == secret
    for wrong in ("A12UEL5X", "a12UEL5L", "12uel5l", "abc", "a1b"):
        with pytest.raises(ValueError, match=r"."):
            bech32_decode(wrong)


KEY = new_x25519_identity()
