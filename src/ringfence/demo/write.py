"""Writes the whole demo into a folder."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringfence.demo.calls_xml import write_calls
from ringfence.demo.carrier_csv import write_carrier_list
from ringfence.demo.cast import address_book
from ringfence.demo.demo_case import Contents, DemoCase
from ringfence.demo.ordinary_calls import ordinary_calls
from ringfence.demo.ordinary_messages import ordinary_messages
from ringfence.demo.sms_xml import write_messages
from ringfence.demo.statement_files import write_statements
from ringfence.demo.story import story
from ringfence.demo.vcard import write_contacts
from ringfence.schema import Progress, silent

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.demo.records import Card, Ring, Text

SEED = 20261116
_STEP = "准备演示案件"


def write_demo(
    folder: Path,
    *,
    seed: int = SEED,
    messages: int = 6000,
    calls: int = 1500,
    contacts: int = 240,
    progress: Progress = silent,
) -> DemoCase:
    """Write a believable synthetic case into ``folder`` (made when absent; files of the same name are written anew).

    The story is the same for every seed; chance only fills the days around it, so ``messages`` and ``calls`` are at least
    as many as the story has (119 and 170). The same arguments give the same bytes.

    Args:
        folder: where the files go.
        seed: of the ordinary messages, calls and names.
        messages: distinct messages over both backups together.
        calls: calls over the phone's log and the carrier's list together.
        contacts: cards in the address book.
        progress: called with steps in Chinese; may raise to cancel.

    Raises:
        DemoSizeError: fewer contacts than the story's people, or more calls than fit into a year.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plot = story()
    cards = address_book(seed, contacts, plot.cards)
    progress(_STEP, 1, 4)
    texts = _texts(seed, messages, cards, progress)
    progress(_STEP, 2, 4)
    rings = _rings(seed, calls, cards)
    progress(_STEP, 3, 4)

    latest = folder / f"sms-{plot.backup:%Y%m%d%H%M%S}.xml"
    earlier = folder / f"sms-{plot.earlier_backup:%Y%m%d%H%M%S}.xml"
    log = folder / f"calls-{plot.backup:%Y%m%d%H%M%S}.xml"
    book = folder / "contacts.vcf"
    carrier = folder / f"中国移动通话详单-{plot.carrier_from:%Y%m%d}-{plot.today:%Y%m%d}.csv"
    kept = [text for text in texts if not text.deleted]
    old = [text for text in texts if text.at < plot.earlier_backup]
    write_messages(latest, kept, plot.backup, seed=seed, progress=progress)
    write_messages(earlier, old, plot.earlier_backup, seed=seed, progress=progress)
    on_phone = [ring for ring in rings if not ring.deleted]
    write_calls(log, on_phone, plot.backup, seed=seed)
    write_contacts(book, cards)
    listed = [ring for ring in rings if ring.at.date() >= plot.carrier_from]
    rows = write_carrier_list(carrier, listed, seed=seed)
    statements = write_statements(folder, plot)
    progress(_STEP, 4, 4)
    return DemoCase(
        files=(latest, earlier, log, book, carrier, *statements),
        borrower=plot.borrower,
        parties=plot.parties,
        debts=plot.debts,
        people=plot.people,
        today=plot.today,
        planted=plot.planted,
        near_misses=plot.near_misses,
        contents=Contents(
            texts=len(texts),
            rings=len(on_phone),
            carrier_rows=rows,
            carrier_only=len(rings) - len(on_phone),
            cards=len(cards),
            reports=len(plot.reports),
        ),
    )


def _texts(seed: int, count: int, cards: list[Card], progress: Progress) -> list[Text]:
    """Return the story's and the ordinary messages in order of time, no two at the same millisecond."""
    plot = story()
    ordinary = ordinary_messages(seed, max(0, count - len(plot.texts)), plot.days, cards, progress)
    taken = {text.at for text in plot.texts}
    for text in ordinary:
        while text.at in taken:
            text.at += timedelta(milliseconds=1)
        taken.add(text.at)
    return sorted([*plot.texts, *ordinary], key=lambda text: text.at)


def _rings(seed: int, count: int, cards: list[Card]) -> list[Ring]:
    """Return the story's and the ordinary calls in order of time."""
    plot = story()
    rings = [*plot.rings, *ordinary_calls(seed, max(0, count - len(plot.rings)), plot.days, cards, plot.rings)]
    return sorted(rings, key=lambda ring: ring.at)
