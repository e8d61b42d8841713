"""Apply the rules for the severe classes to many texts at once: cues as columns, combinations as masks, reasons for the hits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ringfence.analyze.normal import Normal, normalise, normalise_many
from ringfence.analyze.rulebook import MASKED, NO_LEVER, PLAIN, Rule, RuleBook, rule_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringfence.schema import Flag, Label

_Mask = NDArray[np.bool_]


AGREES = 0.35  # beside the words of an overdue debt the model need not be surer than this
IS_SURE = 0.8  # where fewer guards are asked


@dataclass(frozen=True, slots=True)
class Hit:
    """What the rules found in one text.

    Attributes:
        label: the severe class.
        flags: all flags, in the order of the tables.
        reason: for each rule ``原因「原文」(rule name)``, joined with ``; ``.
        demand: it asks for payment or contact.
        by: ``rule``, or ``model`` where the words alone did not suffice and the model agreed.
    """

    label: Label
    flags: tuple[Flag, ...]
    reason: str
    demand: bool
    by: str


@dataclass(frozen=True, slots=True)
class Severe:
    """The rules' answer for a batch: hits by row, and the rows where a demand stands beside a debt."""

    hits: Mapping[int, Hit]
    demand: frozenset[int]


def find_severe(
    texts: Sequence[str], normal_texts: pl.Series, pressing: NDArray[np.float32], *, told: bool = False
) -> Severe:
    """Return the hits of the severe rules.

    Args:
        texts: the originals, for the quotes.
        normal_texts: their normal forms, same length.
        pressing: the model's probability that a text presses for a debt, same length.
        told: people's accounts, not the collector's words: a relayed account is then no reason against, and the rules of
            the table ``told`` count too.
    """
    book = rule_book()
    rows = np.flatnonzero(normal_texts.str.contains(book.gate).to_numpy())
    if rows.size == 0:
        return Severe({}, frozenset())
    cues = _cue_masks(book, normal_texts.gather(rows))
    if told:
        cues["relayed_talk"] = np.zeros(rows.size, dtype=np.bool_)
    fired = _fired(book, cues, pressing[rows], told=told)
    places = np.flatnonzero(np.logical_or.reduce([mask for _, mask in fired])).tolist()
    beside = [(rule, _fires(rule, cues)) for rule in book.flag_rules]
    quotes = normalise_many([texts[int(rows[at])] for at in places])
    hits = {
        int(rows[at]): _hit(
            book, normal, [rule for rule, mask in fired if mask[at]], [rule for rule, mask in beside if mask[at]],
            demand=bool(cues["demand"][at]),
        )
        for at, normal in zip(places, quotes, strict=True)
    }  # fmt: skip
    debt = cues["demand"] & (cues["overdue"] | cues["loan_word"])
    return Severe(hits, frozenset(rows[debt].tolist()))


def explain(text: str) -> dict[str, str]:
    """Return every cue found in one text with its words, for those who look after the rules."""
    normal = normalise(text)
    forms = rule_book().forms(normal.text)
    found = {cue.name: re.search(cue.pattern, forms[cue.over]) for cue in rule_book().cues}
    return {name: normal.quote(*match.span()) for name, match in found.items() if match}


def _cue_masks(book: RuleBook, normal_texts: pl.Series) -> dict[str, _Mask]:
    forms = [book.forms(text) for text in normal_texts]
    frame = pl.DataFrame({form: [each[form] for each in forms] for form in (PLAIN, MASKED, NO_LEVER)})
    found = frame.select(pl.col(cue.over).str.contains(cue.pattern).alias(cue.name) for cue in book.cues)
    return {name: found[name].to_numpy() for name in found.columns}


def _fired(
    book: RuleBook, cues: Mapping[str, _Mask], pressing: NDArray[np.float32], *, told: bool
) -> list[tuple[Rule, _Mask]]:
    """Return each rule with the rows it fires in; the two that need the model fire only where no other does."""
    rules = (*book.rules, *book.told_rules) if told else book.rules
    fired = [(rule, _fires(rule, cues)) for rule in rules]
    free = ~np.logical_or.reduce([mask for _, mask in fired])
    for rule, least in ((book.near, AGREES), (book.near_sure, IS_SURE)):
        fired.append((rule, _fires(rule, cues) & free & (pressing >= least)))
    return fired


def _fires(rule: Rule, cues: Mapping[str, _Mask]) -> _Mask:
    groups = [np.logical_or.reduce([cues[name] for name in group]) for group in rule.needs]
    fires: _Mask = np.logical_and.reduce(groups)
    for name in rule.bars:
        fires &= ~cues[name]
    return fires


def _hit(book: RuleBook, normal: Normal, rules: Sequence[Rule], flag_rules: Sequence[Rule], *, demand: bool) -> Hit:
    label = next(name for name in book.severity if any(rule.label is name for rule in rules))
    ordered = sorted(rules, key=lambda rule: book.severity.index(rule.label) if rule.label in book.severity else 99)
    flags = dict.fromkeys(flag for rule in (*ordered, *flag_rules) for flag in rule.flags)
    by = "model" if all(rule in {book.near, book.near_sure} for rule in rules) else "rule"
    return Hit(label, tuple(flags), _reason(book, normal, (*ordered, *flag_rules)), demand, by)


def _reason(book: RuleBook, normal: Normal, rules: Sequence[Rule]) -> str:
    """Return why: each rule's Chinese phrase, the original words it stands on, and its name."""
    forms = book.forms(normal.text)
    reasons: list[str] = []
    shown: set[str] = set()
    for rule in rules:
        match = next(filter(None, (_pattern(name).search(forms[book.cue(name).over]) for name in rule.quote)), None)
        words = normal.quote(*match.span()) if match else ""
        if words in shown and rule.label is None:
            continue
        shown.add(words)
        reasons.append(f"{rule.zh}「{words}」({rule.name})" if words else f"{rule.zh}({rule.name})")
    return "; ".join(reasons)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rule_book().cue(name).pattern)
