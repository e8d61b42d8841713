"""Who is who: naming people and parties by the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import PartyType, Role
from ringfence.web.desk import DESK

if TYPE_CHECKING:
    from django.test import Client

    from ringfence.web.registry.models import CaseRow


def test_a_person_is_named_changed_and_taken_back(visitor: Client, opened: CaseRow) -> None:
    told = {"name": "妈妈", "role": "family", "numbers": "199 0000 0003\n19900000003", "declared": "no"}
    answer = visitor.post(f"/case/{opened.id}/people/new/", told, follow=True)
    assert "妈妈" in answer.content.decode()
    with DESK.read(opened) as case:
        person = case.state.people["P1"]
    assert person.role is Role.FAMILY
    assert person.declared is False
    assert len(person.numbers) == 1
    visitor.post(f"/case/{opened.id}/people/P1/", told | {"name": "母亲"})
    with DESK.read(opened) as case:
        assert case.state.people["P1"].name == "母亲"
    seq = answer.content.decode().split("/undo/")[1].split("/")[0]
    visitor.post(f"/case/{opened.id}/undo/{int(seq) + 1}/")
    with DESK.read(opened) as case:
        assert case.state.people["P1"].name == "妈妈"


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(visitor: Client, opened: CaseRow) -> None:
    page = visitor.post(f"/case/{opened.id}/people/new/", {"role": "family", "numbers": "19900000004"}).content.decode()
    assert "请填写这一项" in page
    assert "19900000004" in page


def test_the_directory_says_what_kind_a_known_lender_is(visitor: Client, opened: CaseRow) -> None:
    told = {"name": "招联消费金融股份有限公司", "type": "unknown", "short_names": "招联、招联金融"}
    visitor.post(f"/case/{opened.id}/parties/new/", told)
    with DESK.read(opened) as case:
        party = case.state.parties["L1"]
    assert party.type is PartyType.CONSUMER_FINANCE
    assert party.type_source.startswith("directory:")
    assert party.short_names == ("招联", "招联金融")


def test_somebody_who_is_not_there_is_missing(visitor: Client, opened: CaseRow) -> None:
    assert visitor.get(f"/case/{opened.id}/people/P99/").status_code == 404
    assert visitor.get(f"/case/{opened.id}/parties/L99/").status_code == 404
