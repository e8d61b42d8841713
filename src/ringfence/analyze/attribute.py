"""Who speaks for which lender, with the reason; what a call from such a number is; whether a robot or a person spoke.

Order of evidence: what the user said > the party's own number > a signature that is a party's name > wording that names one >
a person's account that names one > a number that collected under a party's name elsewhere. Several candidates on one level
leave the lender unknown, and the reason says so. An agency speaks for the lender it acts for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ringfence.analyze import notes
from ringfence.analyze.context import CALLS, COLLECTS, NOT_OBLIGED, at_night, incoming, told, with_note
from ringfence.analyze.heard import spoken
from ringfence.analyze.mode import with_mode
from ringfence.analyze.normal import normalise_all
from ringfence.schema import EVENTS, Label, NumberKind, Party, PartyType, conform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HOTLINES = [
    kind.value for kind in (NumberKind.SERVICE_95, NumberKind.SERVICE_96, NumberKind.SERVICE_400, NumberKind.CARRIER)
]
_NAMES_MATTER = [*COLLECTS, Label.REMINDER.value, Label.NOTICE.value, Label.MARKETING.value, Label.UNSURE.value]
_SUFFIX = re.compile(r"(?:股份)?有限(?:责任)?公司$|信用卡(?:中心)?$|\(.*\)$")


@dataclass(frozen=True, slots=True)
class _Found:
    """One attribution: party ids (lender may be unknown when only the agency is), how, and a sentence."""

    lender: str | None
    speaker: str | None
    by: str
    note: str


def attribute(events: pl.DataFrame, parties: Sequence[Party]) -> pl.DataFrame:
    """Fill lender, speaker, lender_by and mode, and give calls from collecting numbers a label.

    A call without text is labelled ``collection_self`` or ``collection_third`` (by the recipient's role, ``label_by``
    ``number``) only when its number collected in a text or account, or is a party's registered number. A bank's hotline that
    sent nothing but notices never makes a call a collecting one. Rows with ``lender_by`` ``user`` stay as they are.

    Args:
        events: classified frame with :data:`ringfence.schema.EVENTS`.
        parties: the matter's lenders, platforms and agencies.
    """
    events = with_mode(conform(events, EVENTS))
    if not parties or events.is_empty():
        return events
    rolls = _Rolls(parties)
    direct = _direct(events, rolls)
    linked = _linked(events, direct, rolls)
    settled = [first or second for first, second in zip(direct, linked, strict=True)]
    return _labelled_calls(_written(events, settled), rolls)


class _Rolls:
    """The parties by number and by name."""

    def __init__(self, parties: Sequence[Party]) -> None:
        self.parties = {party.id: party for party in parties}
        self.by_number: dict[str, set[str]] = {}
        self.by_name: dict[str, set[str]] = {}
        for party in parties:
            for number in party.numbers:
                self.by_number.setdefault(number, set()).add(party.id)
            for name in _spellings(party):
                self.by_name.setdefault(name, set()).add(party.id)
        self.names = sorted((name for name in self.by_name if len(name) >= 2), key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, self.names))) if self.names else None
        self._signed: dict[str, set[str]] = {}  # the same few signatures stand under all messages

    def signed(self, signature: str) -> set[str]:
        """Return the parties whose name the signature is; a longer signature may begin or end with it (某某银行信用卡中心)."""
        if signature not in self._signed:
            self._signed[signature] = self._signed_by(signature)
        return self._signed[signature]

    def _signed_by(self, signature: str) -> set[str]:
        exact = self.by_name.get(signature) or self.by_name.get(_SUFFIX.sub("", signature))
        if exact:
            return exact
        longest = next((name for name in self.names if len(name) >= 3 and signature.startswith(name)), None)
        return self.by_name[longest] if longest else set()

    def named(self, text: str) -> set[str]:
        """Return the parties a text names; the longest name at a place counts."""
        if self.pattern is None:
            return set()
        return {party for name in self.pattern.findall(text) for party in self.by_name[name]}

    def is_agency(self, party_id: str) -> bool:
        """Tell whether the party speaks for another."""
        party = self.parties[party_id]
        return party.type is PartyType.AGENCY or party.acts_for is not None

    def settle(self, candidates: Iterable[str], by: str, note: str) -> _Found:
        """Decide between candidates: one lender, an agency with its lender, or nobody."""
        found = sorted(set(candidates))
        agencies = [name for name in found if self.is_agency(name)]
        lenders = [name for name in found if name not in agencies]
        if len(agencies) > 1 or len(lenders) > 1:
            names = "、".join(self.parties[name].name for name in found)
            return _Found(None, None, by, f"{note}同时指向{names}, 未作判断")
        if not agencies:
            return _Found(lenders[0], lenders[0], by, "")
        principal = self.parties[agencies[0]].acts_for
        lender = lenders[0] if lenders else principal
        return _Found(lender, agencies[0], by, f"{self.parties[agencies[0]].name}代为联系")


def _spellings(party: Party) -> set[str]:
    names = normalise_all([party.name, *party.short_names])
    bare = [name.strip("【】[] ") for name in names]
    return {name for name in (*bare, *(_SUFFIX.sub("", name) for name in bare)) if name}


def _direct(events: pl.DataFrame, rolls: _Rolls) -> list[_Found | None]:
    """Attribute each event by what it carries itself."""
    talk = incoming() & pl.col("label").is_in(_NAMES_MATTER).fill_null(value=False) & pl.col("text").is_not_null()
    naming = events.select(talk=talk, told=told() & pl.col("text").is_not_null())
    # what is heard in a recording names nobody: a machine wrote the name down, and both sides speak in it
    heard = pl.when(spoken() | ~(talk | told() | pl.col("signature").is_not_null())).then(None).otherwise("text")
    texts = _normal(events.select(text=heard)["text"])
    signatures = _normal(events["signature"].str.strip_chars("【】[] "))
    return [
        _one(rolls, number or "", signature, text, talk=talk, account=account)
        for number, signature, text, talk, account in zip(
            events["address_key"], signatures, texts, naming["talk"], naming["told"], strict=True
        )
    ]


def _normal(texts: pl.Series) -> list[str]:
    """Return the normal form of each text, "" for none; each distinct one is worked out once."""
    distinct = texts.drop_nulls().unique(maintain_order=True).to_list()
    normal = dict(zip(distinct, normalise_all(distinct), strict=True))
    return [normal[text] if text is not None else "" for text in texts]


def _one(rolls: _Rolls, number: str, signature: str, text: str, *, talk: bool, account: bool) -> _Found | None:
    owners = rolls.by_number.get(number, set())
    if owners:
        found = rolls.settle(owners, "number", "号码")
        worded = rolls.named(text) if talk and found.lender is None else set()
        return rolls.settle(owners | worded, "number", "号码与文字") if worded else found
    if signature and (signed := rolls.signed(signature)):
        worded = rolls.named(text) if any(rolls.is_agency(name) for name in signed) else set()
        return rolls.settle(signed | worded, "signature", "签名")
    if (talk or account) and (named := rolls.named(text)):
        return rolls.settle(named, "statement" if account else "wording", "文字")
    return None


def _linked(events: pl.DataFrame, direct: Sequence[_Found | None], rolls: _Rolls) -> list[_Found | None]:
    """Attribute what carries no name by its number: the number collected under one party's name elsewhere."""
    seen: dict[str, set[tuple[str | None, str]]] = {}
    how: dict[str, str] = {}
    collects = events["label"].is_in(COLLECTS).fill_null(value=False)
    for number, found, pressing in zip(events["address_key"], direct, collects, strict=True):
        if number and pressing and found and found.speaker and found.by != "number":
            seen.setdefault(number, set()).add((found.lender, found.speaker))
            how.setdefault(number, {"signature": "签名", "wording": "文字", "statement": "讲述"}[found.by])
    incomplete = {number for number, owners in seen.items() if len(owners) > 1}
    links: dict[str, _Found] = {}
    for number, owners in seen.items():
        lender, speaker = next(iter(owners))
        if number in incomplete:
            names = "、".join(sorted(rolls.parties[name].name for _, name in owners))
            links[number] = _Found(None, None, "number", f"同一号码曾以{names}的名义催收, 未作判断")
        else:
            note = f"同一号码曾以「{rolls.parties[speaker].name}」的名义催收(据{how[number]})"
            links[number] = _Found(lender, speaker, "number", note)
    return [links.get(number) if number else None for number in events["address_key"]]


def _written(events: pl.DataFrame, found: Sequence[_Found | None]) -> pl.DataFrame:
    user = pl.col("lender_by") == "user"
    notes = pl.DataFrame(
        {
            "_lender": [each.lender if each else None for each in found],
            "_speaker": [each.speaker if each else None for each in found],
            "_by": [each.by if each and each.speaker else None for each in found],
            "_note": [(each.note or None) if each else None for each in found],
        },
        schema=dict.fromkeys(("_lender", "_speaker", "_by", "_note"), pl.String),
    )
    kept = user.fill_null(value=False)
    return (
        pl.concat([events, notes], how="horizontal")
        .with_columns(
            lender=pl.when(kept).then("lender").otherwise("_lender"),
            speaker=pl.when(kept).then("speaker").otherwise("_speaker"),
            lender_by=pl.when(kept).then("lender_by").otherwise("_by"),
            reason=pl.when(kept | pl.col("_note").is_null())
            .then("reason")
            .otherwise(pl.concat_str([pl.col("reason"), pl.col("_note")], separator="; ", ignore_nulls=True)),
        )
        .drop("_lender", "_speaker", "_by", "_note")
    )


def _labelled_calls(events: pl.DataFrame, rolls: _Rolls) -> pl.DataFrame:
    """Label calls without content whose number is known to collect."""
    numbers = _collecting_numbers(events, rolls)
    bare = pl.col("label").is_null() & pl.col("kind").is_in(CALLS) & pl.col("speaker").is_not_null() & incoming()
    meant = bare & pl.col("address_key").is_in(list(numbers))
    third = pl.col("role").is_in(NOT_OBLIGED).fill_null(value=False)
    label = pl.when(third).then(pl.lit(Label.COLLECTION_THIRD.value)).otherwise(pl.lit(Label.COLLECTION_SELF.value))
    events = events.with_columns(
        reason=with_note(notes.BY_NUMBER, meant),
        label_by=pl.when(meant).then(pl.lit("number")).otherwise("label_by"),
        label_p=pl.when(meant).then(pl.lit(0.8, dtype=pl.Float32)).otherwise("label_p"),
        flags=pl.when(meant).then(pl.col("flags").fill_null([])).otherwise("flags"),
        label=pl.when(meant).then(label).otherwise("label"),
    )
    return conform(at_night(events), EVENTS)


def _collecting_numbers(events: pl.DataFrame, rolls: _Rolls) -> set[str]:
    """Return the numbers from which a call without content counts as collecting."""
    contents = events.filter(pl.col("label").is_not_null() & (pl.col("address_key") != "") & spoken().not_())
    collects = contents.filter(pl.col("label").is_in(COLLECTS))
    proven = set(collects["address_key"].to_list())
    silent_or_proven = set(rolls.by_number) - (set(contents["address_key"].to_list()) - proven)
    kinds: Mapping[str, str] = dict(events.select("address_key", "address_kind").drop_nulls().unique().iter_rows())
    pressing = set(collects["speaker"].drop_nulls().to_list()) | set(collects["lender"].drop_nulls().to_list())
    registered = {
        number
        for number in silent_or_proven
        if kinds.get(number) not in _HOTLINES or rolls.by_number[number] & pressing or _agency_owned(number, rolls)
    }
    return (proven | registered) - {""}


def _agency_owned(number: str, rolls: _Rolls) -> bool:
    return all(rolls.parties[owner].type is PartyType.AGENCY for owner in rolls.by_number[number])
