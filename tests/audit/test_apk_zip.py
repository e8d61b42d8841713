"""Archives: what Android accepts is read, what lies is said, what explodes is stopped."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writers_zip import Member, zip_of

from ringfence.audit.apk.container.apk import Apk
from ringfence.audit.apk.container.archive import ZipArchive
from ringfence.audit.apk.container.inflate import inflate
from ringfence.audit.apk.errors import ApkError, LimitExceeded, MemberMissingError, NotAPackageError, ZipDamaged

AXML = b"\x03\x00\x08\x00" + b"manifest" * 20


def opened(data: bytes) -> ZipArchive:
    """Return the archive in ``data``."""
    return ZipArchive(data, "a.apk")


def said(archive: ZipArchive, words: str) -> bool:
    """Tell whether a warning holds ``words``."""
    return any(words in en for _, en in archive.warnings)


def test_stored_and_deflated_members_are_read() -> None:
    archive = opened(zip_of([Member("a", b"one" * 99), Member("b/c.txt", b"two", method=0), Member("空", b"")]))
    assert archive.names() == ("a", "b/c.txt", "空")
    assert [archive.read(name) for name in archive.names()] == [b"one" * 99, b"two", b""]
    assert archive.size("a") == 297
    assert archive.warnings == []


def test_a_member_that_is_not_there() -> None:
    archive = opened(zip_of([Member("a", b"x")]))
    assert not archive.has("b")
    assert archive.size("b") == 0
    with pytest.raises(MemberMissingError, match=r"a\.apk!b"):
        archive.read("b")


def test_the_mark_of_encryption_is_ignored_as_the_system_does() -> None:
    archive = opened(
        zip_of([Member("AndroidManifest.xml", AXML, flags=0x0001), Member("classes.dex", b"dex\n", flags=0x0841)])
    )
    assert archive.read("AndroidManifest.xml") == AXML
    assert archive.read("classes.dex") == b"dex\n"
    assert said(archive, "encrypted")


@pytest.mark.parametrize("really", [0, 8])
def test_an_unknown_method_is_read_as_what_lies_there(really: int) -> None:
    archive = opened(zip_of([Member("AndroidManifest.xml", AXML, method=really, said_method=0x3E7B)]))
    assert archive.read("AndroidManifest.xml") == AXML
    assert said(archive, "does not know")


def test_an_unknown_method_in_the_local_header_only_is_not_looked_at() -> None:
    data = bytearray(zip_of([Member("a", b"abc" * 40)]))
    struct.pack_into("<H", data, 8, 77)
    assert opened(bytes(data)).read("a") == b"abc" * 40


def test_of_two_members_with_one_name_the_first_counts() -> None:
    archive = opened(zip_of([Member("classes.dex", b"runs"), Member("classes.dex", b"decoy")]))
    assert archive.names() == ("classes.dex",)
    assert archive.read("classes.dex") == b"runs"
    assert said(archive, "same name")


def test_a_local_header_with_another_name_and_extra_field_is_jumped_over() -> None:
    archive = opened(zip_of([Member("a", b"content", local_name=b"something else", local_extra=b"\0" * 33)]))
    assert archive.read("a") == b"content"


@pytest.mark.parametrize("size", [0, 1, 0x7FFFFFFF])
def test_false_sizes_of_a_deflated_member_do_not_matter(size: int) -> None:
    archive = opened(zip_of([Member("a", b"content" * 50, said_size=size, said_compressed=size), Member("b", b"x")]))
    assert archive.read("a") == b"content" * 50
    assert said(archive, "false size")


def test_a_false_checksum_is_said() -> None:
    archive = opened(zip_of([Member("a", b"content", said_crc=1)]))
    assert archive.read("a") == b"content"
    assert said(archive, "checksum")


def test_a_stored_member_that_claims_more_than_the_file_holds() -> None:
    archive = opened(zip_of([Member("a", b"content", method=0, said_size=5000, said_compressed=5000)]))
    assert archive.read("a").startswith(b"content")
    assert said(archive, "breaks off")


def test_bytes_in_front_are_survived_and_said() -> None:
    members = [Member("a", b"x" * 50), Member("b", b"y")]
    unshifted = opened(zip_of(members, prefix=b"#!/bin/sh\n" * 9))
    assert unshifted.read("b") == b"y"
    assert said(unshifted, "in front")
    shifted = opened(zip_of(members, prefix=b"#!/bin/sh\n" * 9, shifted=True))
    assert shifted.read("a") == b"x" * 50
    assert shifted.warnings == []


def test_bytes_behind_are_survived_and_said() -> None:
    archive = opened(zip_of([Member("a", b"x")]) + b"trailing" * 30000)
    assert archive.read("a") == b"x"
    assert said(archive, "follow the end")


def test_a_comment_with_the_mark_of_an_end_record_hides_nothing() -> None:
    fake = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 46, 0, 0)
    archive = opened(zip_of([Member("a", b"x")], comment=b"hello " + fake))
    assert archive.read("a") == b"x"


def test_a_false_comment_length_is_said() -> None:
    archive = opened(zip_of([Member("a", b"x")], said_comment=999))
    assert archive.read("a") == b"x"
    assert said(archive, "comment")


@pytest.mark.parametrize("count", [9, 60000])
def test_a_count_too_high_gives_what_is_there(count: int) -> None:
    archive = opened(zip_of([Member("a", b"x"), Member("b", b"y")], count=count))
    assert archive.names() == ("a", "b")
    assert said(archive, "could be read")


def test_entries_behind_the_count_are_not_seen_as_the_system_does_not_see_them() -> None:
    archive = opened(zip_of([Member("a", b"x"), Member("b", b"y")], count=1))
    assert archive.names() == ("a",)
    assert said(archive, "goes on")


def test_names_that_lead_elsewhere_are_kept_as_they_are_and_said() -> None:
    names = ["../../etc/passwd", "/absolute", "a\\b", "nul\0.dex", "classes.dex/"]
    archive = opened(zip_of([Member(name, name.encode()) for name in names]))
    assert list(archive.names()) == names
    assert archive.read("nul\0.dex") == b"nul\0.dex"
    assert said(archive, "abnormal")
    assert all("\0" not in zh + en for zh, en in archive.warnings)


def test_a_name_that_is_no_utf8_has_a_name_all_the_same() -> None:
    archive = opened(zip_of([Member(b"\xff\xfe", b"x")]))
    assert archive.read(archive.names()[0]) == b"x"


def test_a_member_whose_place_is_false() -> None:
    archive = opened(zip_of([Member("a", b"x", offset=3), Member("b", b"y"), Member("c", b"z", offset=0xFFFFFFF0)]))
    for name in ("a", "c"):
        with pytest.raises(ZipDamaged, match="place is false"):
            archive.read(name)
    assert archive.read("b") == b"y"


def test_damaged_data_is_a_typed_fault_with_its_place() -> None:
    data = bytearray(zip_of([Member("a", b"x" * 500)]))
    data[31:34] = b"\xff\xff\xff"
    with pytest.raises(ZipDamaged) as fault:
        opened(bytes(data)).read("a")
    assert fault.value.where == "a.apk!a"
    assert fault.value.offset == 31


def test_overlapping_members_are_said() -> None:
    archive = opened(zip_of([Member("a", b"x" * 100, method=0), Member("b", b"y", offset=0)]))
    assert said(archive, "overlap")


def test_zip64_sizes_and_place_are_read() -> None:
    wide = struct.pack("<2H3Q", 1, 24, 7, 9, 0)
    far = 0xFFFFFFFF
    member = Member("a", b"content", said_size=far, said_compressed=far, offset=far, extra=b"\x99\x99\x02\0ab" + wide)
    archive = opened(zip_of([member]))
    assert archive.read("a") == b"content"
    assert archive.size("a") == 7


def test_a_64_bit_end_record_is_followed() -> None:
    plain = zip_of([Member("a", b"x"), Member("b", b"y")])
    end = len(plain) - 22
    _, _, _, _, count, size, start, _ = struct.unpack_from("<4s4H2IH", plain, end)
    wide = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    narrow = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    archive = opened(plain[:end] + wide + locator + narrow)
    assert archive.names() == ("a", "b")
    assert archive.read("b") == b"y"


def test_more_entries_than_any_app_has_are_refused() -> None:
    plain = zip_of([Member("a", b"x")])
    end = len(plain) - 22
    wide = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1 << 40, 1 << 40, 47, end - 47)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    narrow = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    with pytest.raises(LimitExceeded, match="entries"):
        opened(plain[:end] + wide + locator + narrow)


@pytest.mark.parametrize("descriptor", [True, False])
@pytest.mark.parametrize("method", [0, 8])
def test_a_download_that_broke_off_gives_the_members_that_came(descriptor: bool, method: int) -> None:  # noqa: FBT001 -- parameter
    members = [Member(name, f"content of {name}".encode() * 9, method=method, descriptor=descriptor) for name in "abc"]
    whole = zip_of(members)
    cut = whole[: whole.rindex(b"PK\x03\x04") + 36]
    archive = opened(cut)
    assert archive.tail is None
    assert archive.names() == ("a", "b")
    for name in archive.names():
        assert archive.read(name) == f"content of {name}".encode() * 9
    assert said(archive, "lost")


def test_headers_without_end_are_walked_in_bounded_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every header is stored, promises a descriptor, and none follows: each would be looked for up to the end of the file."""
    monkeypatch.setattr("ringfence.audit.apk.container.local_walk.TOTAL", 100_000)
    header = zip_of([Member("a", method=0, descriptor=True)])[:31]
    looked: list[int] = []

    def counted(data: bytes, mark: bytes, start: int) -> int:
        looked.append(start)
        return data.find(mark, start)

    monkeypatch.setattr("ringfence.audit.apk.container.local_walk.find_first", counted)
    with pytest.raises(NotAPackageError):
        opened(header * 1000)
    assert len(looked) < 20


@pytest.mark.parametrize("data", [b"", b"x", b"PK\x03\x04", b"PK\x05\x06" * 50, b"\0" * 5000, b"%PDF-1.7 PK\x01\x02"])
def test_what_is_no_archive(data: bytes) -> None:
    with pytest.raises(NotAPackageError):
        opened(data)


def test_an_empty_archive_has_no_members() -> None:
    assert opened(zip_of([])).names() == ()


def bomb(size: int) -> bytes:
    """Return deflated zeros."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join(machine.compress(b"\0" * (1 << 20)) for _ in range(size >> 20)) + machine.flush()


def test_a_bomb_is_stopped_by_its_growth_long_before_the_limit() -> None:
    with pytest.raises(LimitExceeded, match="bomb"):
        inflate(bomb(80 << 20), 0, 1 << 20, limit=1 << 30)


def test_a_member_beyond_the_callers_limit_is_refused() -> None:
    archive = opened(zip_of([Member("a", b"x" * 5000), Member("b", b"y" * 5000, method=0)]))
    for name in "ab":
        assert len(archive.read(name, 5000)) == 5000
        with pytest.raises(LimitExceeded):
            archive.read(name, 4999)


def test_many_members_over_one_bomb_are_stopped_by_their_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ringfence.audit.apk.container.archive.TOTAL", 10_000)
    archive = opened(zip_of([Member("a", b"x" * 4000), Member("b", b"x" * 4000), Member("c", b"x" * 4000)]))
    for _ in range(5):
        archive.read("a")  # counts once, however often it is read
    archive.read("b")
    with pytest.raises(LimitExceeded, match="as a whole"):
        archive.read("c")


def test_code_comes_in_the_order_of_the_runtime() -> None:
    names = [
        "classes10.dex",
        "classes2.dex",
        "classes.dex",
        "classes3.dex",
        "classes05.dex",
        "assets/classes4.dex",
        "classesx.dex",
    ]
    apk = Apk(zip_of([Member(name, name.encode()) for name in names]), "a.apk", "a.apk")
    assert [name for name, _ in apk.dexes()] == ["classes.dex", "classes2.dex", "classes3.dex"]
    assert any("gap" in en and "classes10.dex" in en for _, en in apk.warnings)


def test_code_that_cannot_be_read_stops_nothing_and_is_kept_as_a_fault() -> None:
    members = [
        Member("classes.dex", b"one"),
        Member("classes2.dex", b"two", offset=1),
        Member("classes3.dex", b"three"),
    ]
    apk = Apk(zip_of(members), "a.apk", "a.apk")
    for _ in range(2):
        assert [content for _, content in apk.dexes()] == [b"one", b"three"]
    assert [fault.where for fault in apk.faults] == ["a.apk!classes2.dex"]


def test_found_by_the_fuzzer_a_negative_shift_of_all_places() -> None:
    """The directory claims to lie behind where it is: every offset became negative, and reading went round for ever."""
    members = [Member("a", b"x" * 64), Member("b", b"y" * 64)]
    whole = zip_of(members, start=5000)
    archive = opened(whole)
    for name in archive.names():
        with suppress(ApkError):
            archive.read(name)
    assert inflate(b"abc", 10, 1 << 40, limit=10).data == b""


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
CONTENTS = st.dictionaries(
    NAMES, st.tuples(st.binary(max_size=300), st.sampled_from((0, 8)), st.booleans()), max_size=6
)


@given(CONTENTS, st.binary(max_size=40), st.binary(max_size=20))
@settings(deadline=None, max_examples=80)
def test_any_archive_comes_back(contents: dict[str, tuple[bytes, int, bool]], prefix: bytes, comment: bytes) -> None:
    members = [Member(name, data, method=method, descriptor=late) for name, (data, method, late) in contents.items()]
    archive = opened(zip_of(members, prefix=prefix, comment=comment))
    assert {name: archive.read(name) for name in archive.names()} == {
        name: data for name, (data, _, _) in contents.items()
    }


WHOLE = zip_of(
    [
        Member("AndroidManifest.xml", AXML),
        Member("classes.dex", b"dex\n" * 30, descriptor=True),
        Member("x", b"y", method=0),
    ]
)


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=10), st.integers(0, len(WHOLE))
)
@settings(deadline=None, max_examples=300)
def test_mutated_bytes_give_members_or_typed_faults(changes: list[tuple[int, int]], stop: int) -> None:
    data = bytearray(WHOLE)
    for place, byte in changes:
        data[place] = byte
    for version in (bytes(data), bytes(data[:stop])):
        with suppress(ApkError):
            apk = Apk(version, "a.apk", "a.apk")
            list(apk.dexes())
            apk.signers()
            for name in apk.names():
                with suppress(ApkError):
                    apk.read(name, 1 << 20)
