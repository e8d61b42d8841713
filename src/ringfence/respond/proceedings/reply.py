"""Reads an answer by declarative modules: what it seems to say, in which words, what that means and what follows.

The reading is a proposal. Nothing is noted before a person has confirmed it, and what no module is sure of stays unknown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ringfence.respond.proceedings.kinds import family_of
from ringfence.respond.wording import fill_both, words
from ringfence.schema import Outcome, Said, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.schema import Proceeding

LONGEST = 20_000  # characters read; an answer is a page or two
_QUOTED = re.compile(r"^\s*[>》|]")
_EARLIER = re.compile(
    r"^\s*(-{3,}\s*(原始邮件|原邮件|Original Message)|您的来信|原文如下|On .{4,60} wrote:)", re.IGNORECASE
)
_END = re.compile(r"[。!?;\n]+")
_SPACE = re.compile(r"\s+")
_SHOWN = 40
_SENTENCE = 1_000  # characters; what is longer without an end is looked at in pieces


@dataclass(frozen=True, slots=True)
class Sign:
    """One module that found something.

    Attributes:
        module: its id.
        quote: the words it found, as the answer has them.
    """

    module: str
    outcome: Outcome
    quote: str
    means_zh: str
    next_zh: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer seems to say.

    Attributes:
        outcome: the proposal; UNKNOWN when a person has to read it.
        signs: what was found, in the order of the modules.
        means_zh: what it comes to, one sentence.
        next_zh: what to do.
        beyond_zh: identity papers asked for beyond what is needed.
    """

    outcome: Outcome
    signs: tuple[Sign, ...]
    means_zh: str
    next_zh: str
    beyond_zh: tuple[str, ...] = ()


def read_reply(text: str, proceeding: Proceeding) -> Reading:
    """Return what ``text``, an answer in ``proceeding``, seems to say. Quoted earlier letters in it are left aside."""
    sentences = _sentences(text)
    signs = [*_papers(sentences, proceeding)]
    for module in words("replies")["modules"]:
        if _meant(module, proceeding) and (quote := _found(module, sentences)):
            outcome = Outcome(module["outcome"])
            signs.append(Sign(module["id"], outcome, quote, module["means_zh"], module["next_zh"]))
    weak = {module["id"] for module in words("replies")["modules"] if module.get("weak")}
    strong = [sign for sign in signs if sign.module not in weak]
    counted = strong or signs
    return _settled(tuple(signs), counted)


def _settled(signs: tuple[Sign, ...], counted: list[Sign]) -> Reading:
    table = words("replies")
    there = {sign.outcome.value for sign in counted}
    beyond = tuple(sign.quote for sign in counted if sign.outcome is Outcome.MORE_ID)
    for line in table["settle"]:
        if set(line["has"]) <= there <= {*line["has"], line["is"], *line["over"]}:
            outcome = Outcome(line["is"])
            told = next((sign for sign in counted if sign.outcome is outcome), None)
            if told is None:  # partial made of done and refused
                told = next(_module(module) for module in table["modules"] if module["outcome"] == outcome.value)
            return Reading(outcome, signs, told.means_zh, told.next_zh, beyond)
    said = table["several_zh"] if counted else table["none_zh"]
    return Reading(Outcome.UNKNOWN, signs, said, "", beyond)


def _module(module: dict[str, Any]) -> Sign:
    return Sign(module["id"], Outcome(module["outcome"]), "", module["means_zh"], module["next_zh"])


def _meant(module: dict[str, Any], proceeding: Proceeding) -> bool:
    families, kinds = module.get("families"), module.get("kinds")
    if families is not None and family_of(proceeding.kind) not in families:
        return False
    return kinds is None or proceeding.kind.value in kinds


def _sentences(text: str) -> list[str]:
    """Return the sentences of the answer itself: half-width punctuation, no spaces, nothing quoted from earlier letters."""
    lines: list[str] = []
    for line in text[:LONGEST].splitlines():
        if _EARLIER.match(line):
            break
        if not _QUOTED.match(line):
            lines.append(line)
    plain = unicodedata.normalize("NFKC", "\n".join(lines))
    parts = [_SPACE.sub("", part) for part in _END.split(plain) if part.strip()]
    return [part[start : start + _SENTENCE] for part in parts for start in range(0, len(part), _SENTENCE)]


def _found(module: dict[str, Any], sentences: list[str]) -> str:
    """Return the words that a module found, "" when it found nothing."""
    absent = _patterns(module.get("absent", ()))
    if any(pattern.search(sentence) for pattern in absent for sentence in sentences):
        return ""
    nearby = _patterns(module.get("nearby", ()))
    if nearby and not any(pattern.search(sentence) for pattern in nearby for sentence in sentences):
        return ""
    unless, then = _patterns(module.get("unless", ())), _patterns(module.get("then", ()))
    if then:
        return _followed(sentences, _patterns(module["any"]), then)
    for sentence in sentences:
        if any(pattern.search(sentence) for pattern in unless):
            continue
        for pattern in _patterns(module["any"]):
            if hit := pattern.search(sentence):
                return _around(sentence, hit)
    return ""


def _followed(sentences: list[str], first: Sequence[re.Pattern[str]], then: Sequence[re.Pattern[str]]) -> str:
    """Return a part that says the one and the later part that says the other."""
    parts = [part for sentence in sentences for part in sentence.split(",")]
    later = [any(pattern.search(part) for pattern in then) for part in parts]
    end = max((place for place, found in enumerate(later) if found), default=0)
    for place, part in enumerate(parts[:end]):
        if not later[place] and any(pattern.search(part) for pattern in first):
            return f"{part[:_SHOWN]};{parts[later.index(True, place)][:_SHOWN]}"
    return ""


def _around(sentence: str, hit: re.Match[str]) -> str:
    """Return the sentence, or its part around the hit when it is long."""
    if len(sentence) <= 2 * _SHOWN:
        return sentence
    start = max(0, hit.start() - _SHOWN // 2)
    return f"{'…' if start else ''}{sentence[start : start + 2 * _SHOWN]}…"


def _papers(sentences: list[str], proceeding: Proceeding) -> list[Sign]:
    """Return a sign when more identity papers are asked for than the request needs."""
    table = words("replies")
    asked = [
        sentence
        for sentence in sentences
        if any(pattern.search(sentence) for pattern in _patterns(table["more_id"]["asks"]))
    ]
    needed = set(_needed(proceeding))
    beyond = [
        Said(paper["zh"], paper["en"])
        for key, paper in table["papers"].items()
        if key not in needed
        and any(pattern.search(sentence) for pattern in _patterns(paper["any"]) for sentence in asked)
    ]
    if not beyond:
        return []
    listed = together(beyond, "、", ", ")
    means = fill_both(table["more_id"]["means_zh"], beyond=listed)
    return [Sign("more_id", Outcome.MORE_ID, listed, means, table["more_id"]["next_zh"])]


def _needed(proceeding: Proceeding) -> list[str]:
    """Return which papers the request can reasonably need: for a contact less than for a customer."""
    table = words("replies")["needed"]
    family = family_of(proceeding.kind)
    if proceeding.person and family == "lender":
        return list(table["contact"])
    family = "police" if family in {"remedy", "court"} else family
    return list(table.get(proceeding.kind.value) or table.get(family) or table["default"])


def _patterns(nested: Iterable[Any]) -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled(one) for one in _flat(nested))


def _flat(nested: Iterable[Any]) -> Iterable[str]:
    for one in nested:
        if isinstance(one, str):
            yield one
        else:
            yield from _flat(one)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(unicodedata.normalize("NFKC", pattern), re.IGNORECASE)
