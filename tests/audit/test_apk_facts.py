"""The tables of facts: whole, without contradictions, and equal to the law pack where they cite it."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from ringfence.audit.apk.facts import (
    FactError,
    barred_since,
    frameworks,
    necessary_rule,
    need_of,
    needs,
    packers,
    permissions,
    sdk_kinds,
    sdks,
    store_rules,
)
from ringfence.audit.apk.facts.reading import Entry, listed
from ringfence.schema import DataCategory, Need


def test_contacts_permission_reads_like_speech() -> None:
    """A frightened person understands what the permission opens; the sentence does not say that the app did it."""
    fact = permissions()["android.permission.READ_CONTACTS"]
    assert fact.category is DataCategory.CONTACTS
    assert "通讯录" in fact.zh
    assert "姓名和电话" in fact.zh
    assert not any("已经读取" in each.zh or "已上传" in each.zh for each in permissions().values())


def test_many_permissions_are_explained_in_both_languages() -> None:
    """Every entry has its own words: no two dangerous permissions are told in the same sentence."""
    table = permissions()
    assert len(table) >= 120
    dangerous = [fact.zh for fact in table.values() if fact.level == "dangerous"]
    assert len(set(dangerous)) == len(dangerous)
    assert all("android.permission." not in fact.zh for fact in table.values())


def test_every_permission_with_personal_data_is_held_against_the_rule() -> None:
    """None that opens personal data is left without a judgement, none is called necessary."""
    for name, fact in permissions().items():
        if fact.category is not None:
            assert need_of(name).need in {Need.NOT_NEEDED, Need.CONDITIONAL}, name
    assert Need.NECESSARY not in {fact.need for fact in needs().values()}


@pytest.mark.parametrize(
    ("name", "need"),
    [
        ("android.permission.READ_CONTACTS", Need.NOT_NEEDED),
        ("android.permission.READ_CALL_LOG", Need.NOT_NEEDED),
        ("android.permission.READ_SMS", Need.NOT_NEEDED),
        ("android.permission.ACCESS_FINE_LOCATION", Need.NOT_NEEDED),
        ("android.permission.READ_PHONE_STATE", Need.NOT_NEEDED),
        ("android.permission.QUERY_ALL_PACKAGES", Need.NOT_NEEDED),
        ("android.permission.CAMERA", Need.CONDITIONAL),
        ("android.permission.READ_EXTERNAL_STORAGE", Need.CONDITIONAL),
        ("android.permission.INTERNET", Need.NEUTRAL),
        ("com.example.app.permission.OWN", Need.UNKNOWN),
    ],
)
def test_the_rule_for_a_permission(name: str, need: Need) -> None:
    """The judgements that the design names."""
    assert need_of(name).need is need


def test_the_rule_is_the_law_packs() -> None:
    """Title, day, article and confidence are those of the law pack; what is from memory says that it is to be confirmed."""
    rule = necessary_rule()
    pack = files("ringfence.law") / "packs" / "cn"
    known = {fact["id"]: fact for fact in yaml.safe_load((pack / "facts" / "apps.yaml").read_text("utf-8"))}
    laws = {law["id"]: law for law in yaml.safe_load((pack / "laws.yaml").read_text("utf-8"))}
    assert {rule.fact, *rule.also} <= set(known)
    assert known[rule.fact]["law"] == rule.law
    assert known[rule.fact]["confidence"] == rule.confidence
    assert laws[rule.law]["title"] == rule.title_zh
    assert laws[rule.law]["effective_from"].isoformat() == rule.effective_from
    assert "十二" in rule.item_zh
    assert "十二" in known[rule.fact]["article"]
    assert "尚待" in rule.confirmed_zh


def test_a_stores_rule_is_not_called_law() -> None:
    """It says of itself that it is no law; the two dates are kept apart."""
    for rule in store_rules():
        assert "不是法律" in rule.nature_zh
        assert "not law" in rule.nature_en
        assert set(rule.barred) <= set(permissions())
    assert barred_since("android.permission.READ_CONTACTS") == "2023-05-31"
    assert barred_since("android.permission.QUERY_ALL_PACKAGES") == "2025-05-28"
    assert barred_since("android.permission.CAMERA") == ""


def test_sdks_are_many_and_distinct() -> None:
    """Ids are unique; a prefix within another SDK's is longer, so that the longest can win; every kind is used in words."""
    table = sdks()
    assert len(table) >= 250
    assert all(fact.source for fact in table)
    assert {fact.kind for fact in table} <= set(sdk_kinds())
    prefixes = [name for fact in table for name in fact.classes]
    assert all(name == name.strip(".") and "/" not in name for name in prefixes)
    assert all(not name.startswith(("android.", "androidx.", "java.", "kotlin.")) for name in prefixes)


@pytest.mark.parametrize(
    "name",
    [
        "tongdun",
        "ishumei",
        "bairong",
        "xinyan",
        "moxie",
        "dingxiang",
        "geetest",
        "baiqishi",
        "udcredit",
        "megvii",
        "umeng",
        "jpush",
        "amap",
        "alipay",
    ],
)
def test_sdks_of_chinese_lenders_are_known(name: str) -> None:
    """Those that lending apps in China carry have a Chinese name and a company."""
    fact = next(each for each in sdks() if each.id == name)
    assert fact.company
    assert any("一" <= char <= "鿿" for char in fact.zh)


def test_what_an_sdk_collects_has_a_place_where_its_maker_says_so() -> None:
    """No claim without its source; none about an SDK whose paper was not read."""
    assert all(fact.published for fact in sdks() if fact.collects)
    assert any(fact.collects for fact in sdks())
    assert any(not fact.collects for fact in sdks())


def test_packers_signs_are_their_own() -> None:
    """No sign belongs to two packers or to an SDK; obfuscators are not among them."""
    table = packers()
    assert len(table) >= 20
    signs = [sign for fact in table for sign in {*fact.strong.all(), *fact.weak.all()}]
    assert len(signs) == len(set(signs))
    sdk_signs = {name for fact in sdks() for name in (*fact.classes, *fact.libraries)}
    assert not sdk_signs & set(signs)
    assert not {"proguard", "dexguard", "r8"} & {fact.id for fact in table}


def test_a_key_guarding_library_is_no_packer() -> None:
    """Alibaba's libsgmain.so is in countless apps that are not packed: it names an SDK."""
    assert all("libsgmain.so" not in (*fact.strong.libraries, *fact.weak.libraries) for fact in packers())
    assert any("libsgmain.so" in fact.libraries for fact in sdks())


def test_frameworks_say_what_they_hide() -> None:
    """Each has a file to be known by and words for what lies outside the dex files."""
    assert {"flutter", "react_native", "uniapp"} <= {fact.id for fact in frameworks()}
    assert all(fact.hides_zh and fact.hides_en and fact.files for fact in frameworks())


def test_a_faulty_entry_is_refused_with_its_place() -> None:
    """The fault names file and entry."""
    entries = listed("x.yaml", [{"id": "a"}, {"id": "b", "colour": "red"}])
    with pytest.raises(FactError, match=r"x\.yaml, entry 2: has no field colour"):
        entries[1].only("id")
    with pytest.raises(FactError, match="no category"):
        Entry("x", {}).category("shoes")
    with pytest.raises(FactError, match="must be a list"):
        Entry("x", {"names": "a"}).texts("names")
    with pytest.raises(FactError, match="is no list"):
        listed("x", {})
    with pytest.raises(FactError, match="is no mapping"):
        Entry("x", [])
    with pytest.raises(FactError, match="must be a text"):
        Entry("x", {"id": ""}).text("id")
