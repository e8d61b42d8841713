"""An audit as JSON and back: nothing lost, nothing guessed, every fault named by its place."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import invented_audits as invented
from ringfence.audit import AuditFormatError, change_to_json, compare_audits, from_json, to_json
from ringfence.schema import (
    AppAudit,
    AppChange,
    AppComponent,
    Blind,
    CodePlace,
    DataAccess,
    DataFlow,
    FlowStep,
    IndicatorHit,
    PermissionUse,
    Sdk,
    SignerCertificate,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).resolve().parents[2] / "docs" / "apk-audit-json.md"
ALL = (invented.clean, invented.sends_contacts, invented.packed, invented.monster, invented.hostile)
NOUNS = (
    AppAudit, SignerCertificate, PermissionUse, AppComponent, DataAccess, DataFlow, FlowStep, CodePlace, Sdk, Blind,
    IndicatorHit, AppChange,
)  # fmt: skip


@pytest.mark.parametrize("make", ALL)
def test_an_audit_comes_back_as_it_was(make: Callable[[], AppAudit]) -> None:
    audit = make()
    assert from_json(to_json(audit)) == audit
    assert from_json(to_json(audit, indent=None)) == audit


def test_any_single_text_comes_back_and_can_be_written_as_utf8() -> None:
    """Half a surrogate pair, a line separator and a NUL stand in names that a hostile file gives."""

    @given(st.text(alphabet=st.characters(exclude_categories=())).filter(lambda text: not _pairs_up(text)))
    def check(text: str) -> None:
        audit = replace(invented.clean(), label=text, hosts=(text,), warnings=((text, text),))
        made = to_json(audit)
        assert from_json(made.encode("utf-8").decode("utf-8")) == audit

    check()


def _pairs_up(text: str) -> bool:
    """Two halves side by side are one character in JSON: the only text that does not come back as it was."""
    return any("\ud800" <= a <= "\udbff" and "\udc00" <= b <= "\udfff" for a, b in pairwise(text))


def test_equal_audits_give_equal_text_with_the_format_first() -> None:
    text = to_json(invented.sends_contacts())
    assert text == to_json(invented.sends_contacts())
    assert next(iter(json.loads(text).items())) == ("format", "ringfence-app-audit/1")
    assert "\n" not in to_json(invented.clean(), indent=None)


def test_a_later_version_of_the_form_may_hold_fields_this_one_does_not_know() -> None:
    plain = json.loads(to_json(invented.clean()))
    plain["added_later"] = {"deep": [1]}
    assert from_json(json.dumps(plain)) == invented.clean()


def test_a_field_with_a_default_may_be_missing() -> None:
    plain = json.loads(to_json(invented.clean()))
    del plain["sm3"]
    assert from_json(json.dumps(plain)).sm3 == ""


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"size": "1"}, "size"),
        ({"size": True}, "size"),
        ({"verdict": "guilty"}, "verdict"),
        ({"flows": {}}, "flows"),
        ({"flows": [1]}, "flows[0]"),
        ({"warnings": [["only one"]]}, "warnings[0]"),
        ({"format": "ringfence-app-audit/2"}, "format"),
        ({"permissions": [{"name": "x", "zh": "", "en": "", "need": []}]}, "permissions[0].need"),
        ({"signers": [{"sha256": ""}]}, "signers[0].sha1"),
    ],
)
def test_a_damaged_file_is_refused_with_the_place_of_the_fault(change: dict[str, Any], where: str) -> None:
    plain = {**json.loads(to_json(invented.clean())), **change}
    with pytest.raises(AuditFormatError) as caught:
        from_json(json.dumps(plain))
    assert caught.value.where == where
    assert where in caught.value.zh
    assert where in caught.value.en


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "[" * 100_000, '{"format": NaN}', '{"format": ' + "9" * 5000 + "}", "\x00", '"\ud800"'],
)
def test_what_is_no_audit_at_all_is_refused(text: str) -> None:
    with pytest.raises(AuditFormatError):
        from_json(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda x: (
            st.lists(x) | st.dictionaries(st.sampled_from(["format", "flows", "size", "steps", "place", "file"]), x)
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused(plain: object) -> None:
    if isinstance(plain, dict):
        plain["format"] = "ringfence-app-audit/1"
    with pytest.raises(AuditFormatError):  # no such value has all that an audit needs
        from_json(json.dumps(plain))


def test_a_comparison_holds_both_audits_whole() -> None:
    change = compare_audits(invented.clean(), invented.sends_contacts())
    plain = json.loads(change_to_json(change))
    assert plain["format"] == "ringfence-app-change/1"
    assert plain["after"]["label"] == "示例贷款"
    assert len(plain["flows_added"]) == len(change.flows_added)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_field_is_described_in_the_docs(noun: type[AppAudit]) -> None:
    """The table of a noun stands under a heading with its name; each row begins with the field."""
    section = DOCS.read_text(encoding="utf-8").split(f"\n## {noun.__name__}\n")[1].split("\n## ")[0]
    described = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert described == [field.name for field in fields(noun)]
