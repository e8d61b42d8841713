"""The severe classes for many texts at once: combinations of cues with reasons, and what the model finds where none stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ringfence.analyze.model import SEVERE
from ringfence.analyze.normal import Normal, normalise, normalise_many
from ringfence.analyze.rulebook import MASKED, NO_LEVER, PLAIN, Rule, RuleBook, rule_book
from ringfence.schema import Flag, Label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Mask = NDArray[np.bool_]

_NAMED = {
    Label.COLLECTION_SELF: "向本人催收",
    Label.COLLECTION_THIRD: "向第三人催收",
    Label.THREAT: "威胁",
    Label.IMPERSONATION: "冒充国家机关或律师",
}
_ASKING = frozenset({Label.COLLECTION_SELF, Label.COLLECTION_THIRD})
# Set on held-out authors (docs/model-card-text.md).
ALONE = 0.65  # from here the model names a severe class without a rule
DESPITE = 0.85  # the same where a cue speaks for a notice, an advertisement or talk
OTHERWISE = 0.9  # from here it names another severe class than the rules do
SAYS_SOMETHING = 6  # characters; fewer are a word, not a message
GAINSAYS = 0.3  # below this the model takes a rule's words for talk about collecting, a warning or an advertisement


@dataclass(frozen=True, slots=True)
class Hit:
    """What the rules found in one text.

    Attributes:
        label: the severe class.
        flags: all flags, in the order of the tables.
        reason: for each rule ``原因「原文」(rule name)``, joined with ``; ``.
        demand: it asks for payment or contact.
        by: ``rule``, or ``model`` where no combination stands in the text.
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
    texts: Sequence[str], normal_texts: pl.Series, chances: NDArray[np.float32], *, told: bool = False
) -> Severe:
    """Return the severe classes found by rules, and by the model alone where it is sure and no rule fires.

    Args:
        texts: the originals, for the quotes.
        normal_texts: their normal forms, same length.
        chances: (texts, severe classes) the model's probabilities of :data:`ringfence.analyze.model.SEVERE`.
        told: people's accounts, not the collector's words: a relayed account is then no reason against, the rules of the
            table ``told`` count too, and the model, which knows messages only, has no say.
    """
    book = rule_book()
    pressing = chances.sum(axis=1)
    alone = (pressing >= ALONE) & np.bool_(not told) & (normal_texts.str.len_chars() >= SAYS_SOMETHING).to_numpy()
    rows = np.flatnonzero(normal_texts.str.contains(book.gate).to_numpy() | alone)
    if rows.size == 0:
        return Severe({}, frozenset())
    cues = _cue_masks(book, normal_texts.gather(rows))
    if told:
        cues["relayed_talk"] = np.zeros(rows.size, dtype=np.bool_)
    rules = (*book.rules, *book.told_rules) if told else book.rules
    believed = np.bool_(told) | (pressing[rows] >= GAINSAYS)
    fired = [(rule, _fires(rule, cues) & believed) for rule in rules]
    by_rule = np.logical_or.reduce([mask for _, mask in fired])
    guarded = np.logical_or.reduce([cues[name] for name in book.doubts])
    sure = alone[rows] & (~guarded | (pressing[rows] >= DESPITE))
    places = np.flatnonzero(by_rule | sure).tolist()
    beside = [(rule, _fires(rule, cues)) for rule in book.flag_rules]
    quotes = normalise_many([texts[int(rows[at])] for at in places])
    hits: dict[int, Hit] = {}
    for at, normal in zip(places, quotes, strict=True):
        flags = [rule for rule, mask in beside if mask[at]]
        asks = bool(cues["demand"][at])
        hit = (
            _by_rule(book, normal, [rule for rule, mask in fired if mask[at]], flags, asks=asks)
            if by_rule[at]
            else None
        )
        if not told and (hit is None or _other_class(hit, chances[rows[at]])):
            hit = _by_model(book, normal, chances[rows[at]], flags, asks=asks, beside=hit)
        if hit is not None:
            hits[int(rows[at])] = hit
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


def _fires(rule: Rule, cues: Mapping[str, _Mask]) -> _Mask:
    groups = [np.logical_or.reduce([cues[name] for name in group]) for group in rule.needs]
    fires: _Mask = np.logical_and.reduce(groups)
    for name in rule.bars:
        fires &= ~cues[name]
    return fires


def _by_rule(book: RuleBook, normal: Normal, rules: Sequence[Rule], flag_rules: Sequence[Rule], *, asks: bool) -> Hit:
    label = next(name for name in book.severity if any(rule.label is name for rule in rules))
    ordered = sorted(rules, key=lambda rule: book.severity.index(rule.label) if rule.label in book.severity else 99)
    flags = dict.fromkeys(flag for rule in (*ordered, *flag_rules) for flag in rule.flags)
    return Hit(label, tuple(flags), _reason(book, normal, (*ordered, *flag_rules)), asks, "rule")


def _other_class(hit: Hit, chances: NDArray[np.float32]) -> bool:
    """Tell whether the model is sure of another severe class than the rules'; a threat that a rule quotes stays one."""
    other = SEVERE[int(chances.argmax())] != hit.label.value
    return other and hit.label is not Label.THREAT and bool(chances.max() >= OTHERWISE)


def _by_model(
    book: RuleBook,
    normal: Normal,
    chances: NDArray[np.float32],
    flag_rules: Sequence[Rule],
    *,
    asks: bool,
    beside: Hit | None,
) -> Hit:
    """Return what the model alone says: its class, flags whose words stand in the text, and a reason that claims no more.

    Where rules fired for another class (``beside``), their flags and reasons stay.
    """
    label = Label(SEVERE[int(chances.argmax())])
    own = (Flag.THIRD_PARTY,) if label is Label.COLLECTION_THIRD else ()
    if beside is None:
        flags = dict.fromkeys((*own, *(flag for rule in flag_rules for flag in rule.flags)))
        why, words = "只由模型判断, 没有规则命中, 请核对", _reason(book, normal, flag_rules)
    else:
        flags, why, words = dict.fromkeys((*own, *beside.flags)), "类别由模型判断, 请核对", beside.reason
    reason = "; ".join(filter(None, (f"整段文字像「{_NAMED[label]}」({why})", words)))
    return Hit(label, tuple(flags), reason, asks or label in _ASKING, "model")


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
