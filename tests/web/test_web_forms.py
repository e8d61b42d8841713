"""The shape that pages with a form share: sent or not, right or shown again, said afterwards with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import RequestFactory

from ringfence.web.pages.people import BorrowerForm, PersonForm

if TYPE_CHECKING:
    from django.test import Client

    from ringfence.web.registry.models import CaseRow


def test_a_form_that_was_not_sent_is_never_valid_and_shows_no_faults() -> None:
    form = BorrowerForm.of(
        RequestFactory().get("/", {"name": "林秀英"}), initial={"name": "林"}
    )  # all of it may stay empty
    assert not form.is_valid()
    assert not form.errors
    assert form["name"].value() == "林"


def test_what_was_sent_counts_also_when_it_is_nothing() -> None:
    form = PersonForm.of(RequestFactory().post("/", {}))
    assert not form.is_valid()
    assert form.errors["name"] == ["请填写这一项。"]
    assert BorrowerForm.of(RequestFactory().post("/", {})).is_valid()


def test_what_was_typed_stays_beside_its_fault_and_what_was_noted_can_be_taken_back(
    visitor: Client, opened: CaseRow
) -> None:
    address = f"/case/{opened.id}/people/new/"
    wrong = visitor.post(address, {"name": "", "role": "family", "numbers": "19900001234"})
    assert "19900001234" in wrong.content.decode()
    assert "请填写这一项。" in wrong.content.decode()
    page = visitor.post(address, {"name": "妈妈", "role": "family"}, follow=True).content.decode()
    assert "已记下。" in page
    seq = page.split("/undo/")[1].split("/")[0]
    visitor.post(f"/case/{opened.id}/undo/{seq}/")
    assert "妈妈" not in visitor.get(f"/case/{opened.id}/people/").content.decode()
