"""Digests, the verdict, and paths joined with reads."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ringfence.audit.apk.digest import digests_of
from ringfence.audit.apk.join import with_flows
from ringfence.audit.apk.judge import verdict_of
from ringfence.audit.apk.triage import Authors
from ringfence.schema import (
    AppAudit,
    Blind,
    CodePlace,
    DataAccess,
    DataCategory,
    DataFlow,
    FlowStep,
    PermissionUse,
    SinkKind,
    Verdict,
)

if TYPE_CHECKING:
    from pathlib import Path

READ = CodePlace("com.example.A", "run()V", 12, "A.java", "classes.dex", 8)
SEND = CodePlace("cn.sdk.Up", "send(Ljava/lang/String;)V", 3, "Up.java", "classes.dex", 4)
QUERY = "Landroid/content/ContentResolver;->query(Landroid/net/Uri;)Landroid/database/Cursor;"
POST = "Lcn/sdk/Net;->post(Ljava/lang/String;)V"
FLOW = DataFlow(
    "F1",
    DataCategory.CONTACTS,
    SinkKind.NETWORK,
    (FlowStep(READ, QUERY, "source"), FlowStep(SEND, POST, "sink")),
    permissions=("android.permission.READ_CONTACTS",),
    uri="content://com.android.contacts/contacts",
    reachable=True,
)
ACCESS = DataAccess(DataCategory.CONTACTS, READ, QUERY)
PACKED = Blind("packed", "加固", "packed", hides_all=True)
NATIVE = Blind("native", "原生代码", "native code")
LATE = Blind("budget", "没有看完", "not all was looked at")


class MadeUp(Authors):
    """Knows one SDK and one common library."""

    def __init__(self) -> None:
        super().__init__("com.example")

    def reader(self, descriptor: str) -> str:
        return "某SDK" if descriptor.startswith("Lcn/sdk/") else ""

    def is_common(self, descriptor: str) -> bool:
        return descriptor.startswith("Lcom/library/")


ASKS = (PermissionUse("android.permission.READ_CONTACTS", "读取通讯录", "read contacts"),)
AUTHORS = MadeUp()


def plain(*, asks: bool = True, blind: tuple[Blind, ...] = (), accesses: tuple[DataAccess, ...] = ()) -> AppAudit:
    return AppAudit("x", 1, "00", permissions=ASKS if asks else (), blind=blind, accesses=accesses)


def test_sha256_and_sm3_by_their_published_vectors(tmp_path: Path) -> None:
    (tmp_path / "x.apk").write_bytes(b"abc")
    told: list[tuple[int, int | None]] = []
    found = digests_of(tmp_path / "x.apk", lambda _step, done, total=None: told.append((done, total)))
    assert found.size == 3
    assert found.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert found.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert told == [(3, 3)]


def test_a_split_set_has_the_digest_of_its_list(tmp_path: Path) -> None:
    for name in ("b.apk", "a.apk"):
        (tmp_path / name).write_bytes(name.encode())
    lines = "".join(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n" for name in ("a.apk", "b.apk"))
    found = digests_of(tmp_path)
    assert found == digests_of([tmp_path / "b.apk", tmp_path / "a.apk"])
    assert (found.size, found.sha256) == (10, hashlib.sha256(lines.encode()).hexdigest())


@pytest.mark.parametrize(
    ("flows", "accesses", "blind", "verdict"),
    [
        ((FLOW,), (ACCESS,), (), Verdict.CAN_SEND),
        ((replace(FLOW, kind=SinkKind.LOG),), (), (), Verdict.CAN_READ),
        ((replace(FLOW, kind=SinkKind.COMPONENT),), (), (), Verdict.CAN_READ),
        ((replace(FLOW, reachable=False),), (), (), Verdict.CAN_READ),
        ((replace(FLOW, reachable=None),), (), (), Verdict.CAN_SEND),
        ((), (ACCESS,), (NATIVE,), Verdict.CAN_READ),
        ((), (), (NATIVE,), Verdict.NOTHING_SEEN),
        ((), (), (LATE,), Verdict.NOT_ANALYSABLE),
        ((), (ACCESS,), (LATE,), Verdict.CAN_READ),
        ((FLOW,), (ACCESS,), (PACKED,), Verdict.NOT_ANALYSABLE),
        ((FLOW,), (), (Blind("native", "", "", hides_all=True),), Verdict.CAN_SEND),
        ((), (), (Blind("native", "", "", hides_all=True),), Verdict.NOT_ANALYSABLE),
        ((), (), (Blind("dynamic_loading", "", ""),), Verdict.NOT_ANALYSABLE),
        ((), (), (replace(PACKED, hides_all=False),), Verdict.NOT_ANALYSABLE),
    ],
)
def test_the_verdict(
    flows: tuple[DataFlow, ...], accesses: tuple[DataAccess, ...], blind: tuple[Blind, ...], verdict: Verdict
) -> None:
    assert verdict_of(flows, accesses, blind) is verdict


def test_a_read_with_a_path_is_reachable_and_named() -> None:
    joined = with_flows(plain(accesses=(ACCESS,)), (FLOW,), (), (("methods", 3),), AUTHORS)
    assert joined.accesses == (replace(ACCESS, reachable=True),)
    assert (joined.flows[0].reader, joined.flows[0].sender) == ("", "某SDK")
    assert (joined.verdict, joined.flows_looked, joined.counts) == (Verdict.CAN_SEND, True, (("methods", 3),))


def test_a_path_whose_read_was_not_seen_adds_it() -> None:
    joined = with_flows(plain(), (FLOW,), (), (), AUTHORS)
    (added,) = joined.accesses
    assert (added.place, added.uri, added.permissions) == (READ, FLOW.uri, FLOW.permissions)


def test_an_upload_call_of_an_sdk_is_the_sdk_s_wherever_it_is_called() -> None:
    by_app = replace(FLOW, steps=(FLOW.steps[0], FlowStep(READ, POST, "sink")))
    assert with_flows(plain(), (by_app,), (), (), AUTHORS).flows[0].sender == "某SDK"


def test_a_stub_s_paths_are_listed_and_the_app_stays_not_analysable() -> None:
    joined = with_flows(plain(blind=(PACKED,)), (FLOW,), (PACKED, NATIVE), (), AUTHORS)
    assert (joined.verdict, joined.flows[0].id, joined.blind) == (Verdict.NOT_ANALYSABLE, "F1", (PACKED, NATIVE))


def test_without_the_permission_a_path_makes_no_can_send() -> None:
    joined = with_flows(plain(asks=False), (FLOW,), (), (), AUTHORS)
    assert joined.flows
    assert joined.verdict is Verdict.CAN_READ


def test_a_common_library_s_plumbing_is_no_path_of_the_app() -> None:
    """An image library opens whatever address it is given; without the permission nothing of it is shown."""
    library = replace(READ, class_name="com.library.Fetcher")
    inside = replace(FLOW, steps=(FlowStep(library, QUERY, "source"), FLOW.steps[1]))
    joined = with_flows(plain(asks=False), (inside,), (), (), AUTHORS)
    assert (joined.flows, joined.accesses, joined.verdict) == ((), (), Verdict.NOTHING_SEEN)
    assert with_flows(plain(), (inside,), (), (), AUTHORS).verdict is Verdict.CAN_SEND


def test_what_stays_inside_the_app_is_listed_as_such() -> None:
    joined = with_flows(plain(), (), (), (), AUTHORS, handovers=(replace(FLOW, id="H1"),))
    assert [(one.id, one.kind) for one in joined.flows] == [("H1", SinkKind.COMPONENT)]
    assert joined.verdict is Verdict.CAN_READ
