"""A snapshot is carried over what no finding depends on, and made anew after everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest import Source
from ringfence.schema import Borrower, Person, Role
from ringfence.web.desk import DESK

if TYPE_CHECKING:
    from ringfence.web.registry.models import CaseRow

SMS = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><smses count=\"1\">"
    '<sms protocol="0" address="106900001111" date="1760000000000" type="1" body="已逾期请还款" read="1" status="-1" /></smses>'
).encode()


def test_words_for_a_letter_do_not_make_everything_anew(opened: CaseRow) -> None:
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("sms.xml", SMS))
    before = DESK.snapshot(opened)
    with DESK.write(opened) as case:
        case.fill_letter("sheet.calls", {"对方号码": "不详"})
    after = DESK.snapshot(opened)
    assert after.dossier is before.dossier
    assert after.state.filled == {"sheet.calls": {"对方号码": "不详"}}
    assert DESK.snapshot(opened) is after


def test_anything_else_does(opened: CaseRow) -> None:
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("sms.xml", SMS))
    before = DESK.snapshot(opened)
    with DESK.write(opened) as case:
        case.fill_letter("sheet.calls", {"对方号码": "不详"})
        case.name_person(Person("", "妈妈", Role.FAMILY))
    after = DESK.snapshot(opened)
    assert after.dossier is not before.dossier
    with DESK.write(opened) as case:
        seq = case.fill_letter("sheet.calls", {})
        case.name_borrower(Borrower("张三(虚构)"))
        case.undo(seq)
    assert DESK.snapshot(opened).state.borrower.name == "张三(虚构)"
    assert DESK.snapshot(opened).state.filled == {"sheet.calls": {"对方号码": "不详"}}
