"""Read a pack from its YAML tables into the nouns of :mod:`ringfence.law.pack`, checking everything on the way."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ringfence.law.entry import Entry, entries
from ringfence.law.errors import PackError
from ringfence.law.load_deadlines import deadline_of
from ringfence.law.load_directory import listed_lender, official
from ringfence.law.load_facts import fact_of, facts_of, keyed, law_of
from ringfence.law.load_rules import read_rules
from ringfence.law.pack import (
    Concern,
    Context,
    LprRate,
    Pack,
    Plan,
    PlanStep,
    PopularClaim,
    Verdict,
)
from ringfence.law.settings import Settings
from ringfence.law.tables import pack_folder, read_folder, read_table
from ringfence.law.workdays import Calendar, work_year
from ringfence.schema import Channel, Confidence, PartyType, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from ringfence.law.pack import Fact


@lru_cache(maxsize=8)
def load_pack(name: str = "cn") -> Pack:
    """Return the checked law data of one jurisdiction; read once per process.

    Raises:
        PackMissingError: there is no pack of that name.
        PackError: a file of it is wrong; says which file and key.
    """
    return read_pack(pack_folder(name))


def read_pack(folder: Traversable) -> Pack:
    """Return the pack in ``folder`` (any folder with the same files, for checking an edited copy).

    A short pack (``short: true``) holds instruments, facts and rules only; the product values are those of ``cn``.
    """
    about = Entry(read_table(folder / "pack.yaml", "pack.yaml"), "pack.yaml", "pack")
    laws = keyed(law_of(entry) for entry in entries(read_table(folder / "laws.yaml", "laws.yaml"), "laws.yaml"))
    facts = keyed(
        fact_of(entry, laws)
        for shown, table in read_folder(folder / "facts", "facts")
        for entry in entries(table, shown)
    )
    short = about.raw("short") is True
    values = (pack_folder("cn") if short else folder) / "settings.yaml"
    settings, why = _settings(read_table(values, "settings.yaml"))
    tables = None if short else folder
    channels = keyed(_channel(entry, facts) for entry in _entries(tables, "channels.yaml"))
    as_of = about.day("as_of")
    if as_of is None:
        raise about.fault("as_of", "缺少日期", "is missing")
    pack = Pack(
        name=about.text("name"),
        jurisdiction_zh=about.text("jurisdiction_zh"),
        as_of=as_of,
        note=about.text("note"),
        laws=laws,
        facts=facts,
        rules=read_rules(folder, facts, settings),
        channels=channels,
        plans=_plans(tables, channels),
        deadlines=keyed(deadline_of(entry, facts) for entry in _entries(tables, "deadlines.yaml")),
        claims=tuple(_claim(entry, facts) for entry in _entries(tables, "popular_claims.yaml", by="claim")),
        lpr=_lpr(tables),
        settings=settings,
        settings_why=why,
        lenders=keyed(listed_lender(entry) for entry in _entries(tables, "lenders.yaml")),
        officials=tuple(official(entry, channels) for entry in _entries(tables, "officials.yaml")),
        calendar=_calendar(folder),
    )
    about.done()
    return pack


def _entries(folder: Traversable | None, name: str, *, by: str = "id") -> Iterable[Entry]:
    """Return the entries of a table, none where a short pack has no such table."""
    return entries(read_table(folder / name, name), name, by=by) if folder is not None else ()


def _settings(table: object) -> tuple[Settings, Mapping[str, str]]:
    values: dict[str, int | float] = {}
    why: dict[str, str] = {}
    known = {field.name: field.type for field in fields(Settings)}
    for entry in entries(table, "settings.yaml", by="name"):
        name = entry.text("name")
        if name not in known or name in values:
            raise entry.fault("name", "没有这个设置,或重复", "is unknown or given twice")
        values[name] = entry.number("value")
        if values[name] <= 0 or (known[name] == "int" and not isinstance(values[name], int)):
            raise entry.fault("value", "应为正数(次数和秒数为整数)", "must be positive (counts and seconds whole)")
        why[name] = entry.text("why_zh")
        entry.done()
    missing = sorted(set(known) - set(values))
    if missing:
        raise PackError("settings.yaml", missing[0], "缺少这个设置", "is missing")
    checked: dict[str, Any] = dict(values)  # each value was checked against its field's type above
    return Settings(**checked), why


def _channel(entry: Entry, facts: Mapping[str, Fact]) -> tuple[Entry, Channel]:
    entry.raw("lender_types_text")  # for readers; routing.yaml decides
    cited = facts_of(entry, "cites", facts)
    channel = Channel(
        id=entry.text("id"),
        name=Said(entry.text("name"), entry.text("name_en", "")),
        operator=entry.text("operator"),
        contact=Said(entry.text("contact"), entry.text("contact_en", "")),
        handles=entry.text("handles"),
        not_for=entry.text("not_for"),
        materials=entry.texts("materials"),
        deadline=entry.text("deadline"),
        citations=tuple(fact.citation() for fact in cited if fact.effective_from is not None),
        confidence=entry.choice("confidence", Confidence),
    )
    entry.done()
    return entry, channel


def _plans(folder: Traversable | None, channels: Mapping[str, Channel]) -> Mapping[PartyType, Plan]:
    found: dict[PartyType, Plan] = {}
    for entry in _entries(folder, "routing.yaml", by="lender_type"):
        kind = entry.choice("lender_type", PartyType)
        if kind in found:
            raise entry.fault("lender_type", "类型重复", "is given twice")
        found[kind] = Plan(
            lender_type=kind,
            order_text=entry.text("order_text"),
            note_zh=entry.said("note"),
            steps=tuple(_step(step, channels) for step in entry.children("steps")),
        )
        entry.done()
    missing = sorted(set(PartyType) - set(found) - {PartyType.AGENCY})
    if missing and folder is not None:
        raise PackError("routing.yaml", missing[0], "缺少这个类型的投诉路径", "has no plan")
    return found


def _step(entry: Entry, channels: Mapping[str, Channel]) -> PlanStep:
    channel = entry.text("channel")
    if channel not in channels:
        raise entry.fault("channel", "channels.yaml 里没有这个渠道", "is not in channels.yaml")
    always = entry.raw("always")
    if always not in {None, True, False}:
        raise entry.fault("always", "只能是 true 或 false", "must be true or false")
    step = PlanStep(
        order=int(entry.number("order")),
        channel=channel,
        takes=frozenset(entry.choices("takes", Concern)),
        always=always is True,
        why_zh=entry.said("why"),
    )
    entry.done()
    return step


def _claim(entry: Entry, facts: Mapping[str, Fact]) -> PopularClaim:
    claim = PopularClaim(
        claim=Said(entry.text("claim"), entry.text("claim_en", "")),
        verdict=entry.choice("verdict", Verdict),
        note=Said(entry.text("note"), entry.text("note_en", "")),
        cites=facts_of(entry, "cites", facts),
        article=entry.text("article"),
        instead_zh=entry.said("instead"),
        contexts=entry.choices("contexts", Context),
    )
    entry.done()
    return claim


def _lpr(folder: Traversable | None) -> tuple[LprRate, ...]:
    rates: list[LprRate] = []
    for entry in _entries(folder, "lpr.yaml", by="from"):
        day = entry.day("from")
        if day is None or (rates and day <= rates[-1].effective_from):
            raise entry.fault("from", "日期缺失或没有按先后排列", "is missing or out of order")
        rates.append(
            LprRate(day, float(entry.number("pct")), entry.choice("confidence", Confidence), entry.day("checked_to"))
        )
        entry.done()
    return tuple(rates)


def _calendar(folder: Traversable) -> Calendar:
    """Return the workdays; a pack without such a table counts by weekends."""
    if not (folder / "workdays.yaml").is_file():
        return Calendar()
    found = keyed(work_year(entry) for entry in _entries(folder, "workdays.yaml", by="year"))
    return Calendar({told.year: told for told in found.values()})
