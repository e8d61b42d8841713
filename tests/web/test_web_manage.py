"""The case's settings: passphrase, readers, destroying, off the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringfence.case import Case
from ringfence.ingest import Source
from ringfence.vault import RedactedBlobError, WrongPassphraseError
from ringfence.web.desk import DESK
from ringfence.web.outbox import outbox
from ringfence.web.registry.models import CaseRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ringfence.web.jobs.models import Job

OLD, NEW = "一个测试口令", "另外一个测试口令"
AGE_KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@pytest.fixture
def filled(opened: CaseRow) -> CaseRow:
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("notes.txt", b"made up 19900000001"))
        case.add(Source.of_bytes("keep.bin", b"\1\2"))
    return opened


def test_the_passphrase_changes_only_for_who_knows_the_old_one(visitor: Client, filled: CaseRow) -> None:
    place = f"/case/{filled.id}/settings/passphrase/"
    page = visitor.post(place, {"old": "a wrong one", "new": NEW, "again": NEW})
    assert page.status_code == 403
    assert "口令不对" in page.content.decode()
    assert NEW not in page.content.decode()
    assert "不一样" in visitor.post(place, {"old": OLD, "new": NEW, "again": NEW + "x"}).content.decode()
    assert "至少 8 个字" in visitor.post(place, {"old": OLD, "new": "短", "again": "短"}).content.decode()
    with Case.open(filled.path, passphrase=OLD, read_only=True):
        pass
    assert visitor.post(place, {"old": OLD, "new": NEW, "again": NEW}).status_code == 302
    with Case.open(filled.path, passphrase=NEW, read_only=True), pytest.raises(WrongPassphraseError):
        Case.open(filled.path, passphrase=OLD, read_only=True)


def test_a_lawyer_is_let_in_and_out(visitor: Client, filled: CaseRow) -> None:
    place = f"/case/{filled.id}/settings/readers/"
    assert "公钥不对" in visitor.post(place, {"name": "王律师", "key": "ssh-rsa AAAA"}).content.decode()
    assert "王律师" in visitor.post(place, {"name": "王律师", "key": AGE_KEY}, follow=True).content.decode()
    with DESK.read(filled) as case:
        reader = case.vault.readers()[0]
    assert "已经可以查看" in visitor.post(place, {"name": "王律师", "key": AGE_KEY}).content.decode()
    assert visitor.get(f"{place}{reader.id}/remove/").status_code == 405
    assert "已收回" in visitor.post(f"{place}{reader.id}/remove/", follow=True).content.decode()
    with DESK.read(filled) as case:
        assert not case.vault.readers()
    assert visitor.post(f"{place}nobody/remove/").status_code == 409


def test_nothing_is_destroyed_without_its_number_and_a_reason(visitor: Client, filled: CaseRow) -> None:
    place = f"/case/{filled.id}/settings/destroy/"
    for told in (
        {"source": "S1", "reason": "x"},
        {"source": "S1", "typed": "S1"},
        {"source": "S1", "reason": "x", "typed": "S2"},
    ):
        assert visitor.post(place, told).status_code == 200
    assert visitor.post(place, {"source": "S9", "reason": "x", "typed": "S9"}).status_code == 200
    with DESK.read(filled) as case:
        assert set(case.state.sources) == {"S1", "S2"}


def test_what_is_destroyed_is_gone_from_the_folder_and_from_what_waits(
    visitor: Client, filled: CaseRow, work: Callable[[], Job | None]
) -> None:
    visitor.post(f"/case/{filled.id}/prove/export/", {"only": ["S1"], "receiver": "x"})
    job = work()
    assert job is not None
    assert (outbox() / str(job.id)).exists()
    with DESK.read(filled) as case:
        blob = case.state.sources["S1"].blob
    told = {"source": "S1", "reason": "误加", "typed": " s1 "}
    page = visitor.post(f"/case/{filled.id}/settings/destroy/", told, follow=True).content.decode()
    assert "已销毁" in page
    assert "撤销" not in page
    assert not (outbox() / str(job.id)).exists()
    with DESK.read(filled) as case:
        assert set(case.state.sources) == {"S2"}
        with pytest.raises(RedactedBlobError):
            case.vault.read_blob(blob)


def test_off_the_list_the_folder_stays(visitor: Client, filled: CaseRow) -> None:
    assert visitor.get(f"/case/{filled.id}/settings/off-list/").status_code == 200
    assert CaseRow.objects.count() == 1
    visitor.post(f"/case/{filled.id}/settings/off-list/")
    assert CaseRow.objects.count() == 0
    assert not DESK.is_open(filled)
    with Case.open(filled.path, passphrase=OLD, read_only=True) as case:
        assert case.state.sources


def test_the_settings_say_where_the_case_lies(visitor: Client, filled: CaseRow) -> None:
    assert str(filled.path) in visitor.get(f"/case/{filled.id}/settings/").content.decode()
