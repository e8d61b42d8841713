"""A privacy policy in a case: the text is an original, what the user confirms of it is an entry that the law uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringfence.case import Case, UnknownNameError
from ringfence.ingest import NoTextError, Source, TooLargeError
from ringfence.schema import AppFacts, FindingKind, Party, PolicyNaming

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SILENT = "虚构贷隐私政策\n我们会按照本政策收集和使用您的个人信息。\n" + "本段没有别的意思,只是为了让文字足够长。" * 80


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", "一个口令", name="测试", work_factor=4)
    with made:
        made.name_party(Party("", "虚构贷"))
        made.note_app(
            AppFacts(
                "",
                "虚构贷",
                "L1",
                category="loan",
                permissions=("android.permission.READ_CONTACTS",),
                capture_contacts=True,
            )
        )
        yield made


def keep(case: Case, text: str, name: str = "政策.txt") -> str:
    return case.add(Source.of_bytes(name, text.encode())).source.id


def rules(case: Case) -> dict[str, tuple[FindingKind, tuple[str, ...], tuple[str, ...]]]:
    return {one.rule: (one.kind, one.exhibits, one.uncertain_zh) for one in case.dossier()[0].findings}


def test_what_is_confirmed_is_used_with_the_paper_as_exhibit(case: Case) -> None:
    source = keep(case, SILENT)
    check = case.check_policy(source)
    assert check.contacts is PolicyNaming.ABSENT
    assert "CN-APP-006" not in rules(case)
    app = case.note_policy("APP1", source, contacts=check.contacts, recipients=check.recipients)
    assert (app.policy_contacts, app.policy_recipients, app.policy_source) == (PolicyNaming.ABSENT, False, source)
    kind, exhibits, uncertain = rules(case)["CN-APP-006"]
    assert kind is FindingKind.BREACH
    assert exhibits == (source,)
    assert any("对照保存下来的隐私政策" in one for one in uncertain)
    assert not any("请留好截图" in one for one in uncertain)


def test_undo_takes_it_back_and_so_does_the_paper_s_leaving(case: Case) -> None:
    source = keep(case, SILENT)
    case.note_policy("APP1", source, contacts=PolicyNaming.VAGUE, recipients=None)
    case.undo()
    assert case.state.apps["APP1"].policy_contacts is None
    case.note_policy("APP1", source, contacts=PolicyNaming.VAGUE, recipients=False)
    case.undo(case.state.sources[source].seq)
    app = case.state.apps["APP1"]
    assert (app.policy_contacts, app.policy_recipients, app.policy_source) == (None, None, "")
    assert "CN-APP-006" not in rules(case)


def test_faults(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    source = keep(case, SILENT)
    with pytest.raises(UnknownNameError):
        case.check_policy("S9")
    with pytest.raises(UnknownNameError):
        case.note_policy("APP9", source, contacts=None, recipients=None)
    with pytest.raises(UnknownNameError):
        case.note_policy("APP1", "S9", contacts=None, recipients=None)
    picture = case.add(Source.of_bytes("a.bin", b"\x00\x01" * 40)).source.id
    with pytest.raises(NoTextError):
        case.check_policy(picture)
    monkeypatch.setattr("ringfence.case.inspecting.LARGEST", 10)
    with pytest.raises(TooLargeError):
        case.check_policy(source)
