"""Two versions of an app."""

from __future__ import annotations

from dataclasses import replace

import invented_audits as invented
from ringfence.audit import change_rows, compare_audits
from ringfence.audit.compare import renamed
from ringfence.schema import DataCategory, SinkKind, Table


def test_an_app_compared_with_itself_has_changed_in_nothing() -> None:
    change = compare_audits(invented.monster(), invented.monster())
    assert change.same_app
    assert change.same_signer is True
    assert not any(getattr(change, name) for name in change.__slots__ if name.endswith(("_added", "_gone")))


def test_lines_that_moved_make_no_new_flow_but_another_method_does() -> None:
    before = replace(invented.clean(), flows=(invented.flow(1, line=40),))
    after = replace(invented.clean(), flows=(invented.flow(7, line=99),))
    assert compare_audits(before, after).flows_added == ()
    moved = replace(invented.clean(), flows=(invented.flow(1, cls="upload.Elsewhere"),))
    assert [one.id for one in compare_audits(before, moved).flows_added] == ["F1"]
    assert [one.id for one in compare_audits(before, moved).flows_gone] == ["F1"]


def test_added_and_gone_are_told_for_every_kind_of_thing() -> None:
    before, after = invented.clean(), invented.sends_contacts()
    change = compare_audits(before, after)
    assert not change.same_app
    assert [one.name.rpartition(".")[2] for one in change.permissions_added] == ["READ_CONTACTS", "CAMERA"]
    assert [one.id for one in change.flows_added] == ["F1", "F2", "F3"]
    assert {one.category for one in change.accesses_added} == {DataCategory.CONTACTS, DataCategory.DEVICE_ID}
    assert [one.id for one in change.sdks_added] == ["tongji"]
    assert change.hosts_added == ("api.example.com", "log.example.net")
    assert change.hosts_gone == ("www.example.org",)
    assert [one.kind for one in change.blind_added] == ["native"]
    back = compare_audits(after, before)
    assert back.permissions_gone == change.permissions_added
    assert back.flows_gone == change.flows_added


def test_a_new_packer_is_a_new_component_and_a_new_blind_part() -> None:
    change = compare_audits(invented.clean(), invented.packed())
    assert [one.id for one in change.sdks_added] == ["jiagu"]
    assert [one.kind for one in change.blind_added] == ["packed"]


def test_signers_are_the_same_when_one_certificate_is_in_common() -> None:
    other = replace(invented.SIGNER, sha256="ee" * 32)
    one, both, none = (replace(invented.clean(), signers=many) for many in ((other,), (other, invented.SIGNER), ()))
    assert compare_audits(invented.clean(), one).same_signer is False
    assert compare_audits(invented.clean(), both).same_signer is True
    assert compare_audits(invented.clean(), none).same_signer is None


def test_a_build_that_renames_its_classes_is_recognised() -> None:
    before = replace(invented.clean(), flows=tuple(invented.flow(n, cls=f"a.b{n}") for n in range(9)))
    after = replace(invented.clean(), flows=tuple(invented.flow(n, cls=f"c.d{n}") for n in range(9)))
    assert renamed(compare_audits(before, after))
    truly_new = replace(
        invented.clean(), flows=tuple(invented.flow(n, DataCategory.SMS, SinkKind.SMS, cls=f"n{n}") for n in range(9))
    )
    assert not renamed(compare_audits(before, truly_new))
    assert not renamed(compare_audits(before, replace(before, flows=(*before.flows, *after.flows))))


def test_rows_tell_only_what_changed() -> None:
    text = str(change_rows(compare_audits(invented.clean(), invented.sends_contacts())))
    assert "送出路径 · 新增 (3)" in text
    assert "· 没有了 (0)" not in text
    assert isinstance(
        next(
            one
            for one in change_rows(compare_audits(invented.clean(), invented.clean()), "en")
            if isinstance(one, Table)
        ),
        Table,
    )


def test_flows_without_steps_are_compared_by_kind() -> None:
    bare = replace(invented.clean(), flows=(replace(invented.flow(), steps=()),))
    assert compare_audits(bare, bare).flows_added == ()
