"""The rules for the severe classes, read once from YAML: cues (what stands in the text) and how they combine.

A severe class needs a combination; each hit names the rule, the words that matched and the reason in Chinese. The tables are
``data/cues.yaml`` and ``data/rules.yaml``; their heads say how they are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from ringfence.schema import Flag, Label, RingfenceError, Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PLAIN, MASKED, NO_LEVER = "plain", "masked", "lever"
_WORD = re.compile(r"\{([A-Z]+)\}")


class RuleBookError(RingfenceError):
    """A table of the rules does not hold together; the place is in the sentence."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            f"文字分类规则表有误: {place}: {why}。请恢复原来的规则文件。",
            f"the table of text rules is wrong: {place}: {why}; restore the original file",
        )


@dataclass(frozen=True, slots=True)
class Cue:
    """Something a text may say. ``over``: which form of the text it is looked for in (plain, masked, lever)."""

    name: str
    zh: str
    pattern: str
    over: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A combination of cues that makes a class.

    Attributes:
        needs: every group must have at least one of its cues in the text.
        bars: none of these cues may be in the text.
        quote: cues whose words are shown with the reason, first choice first.
    """

    name: str
    zh: str
    label: Label | None
    flags: tuple[Flag, ...]
    needs: tuple[tuple[str, ...], ...]
    bars: tuple[str, ...]
    quote: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All cues, masks and rules, compiled."""

    cues: tuple[Cue, ...]
    rules: tuple[Rule, ...]
    told_rules: tuple[Rule, ...]
    flag_rules: tuple[Rule, ...]
    severity: tuple[Label, ...]
    doubts: tuple[str, ...]
    gate: str
    harmless: re.Pattern[str]
    lever: re.Pattern[str]

    def cue(self, name: str) -> Cue:
        """Return the cue called ``name``."""
        return next(cue for cue in self.cues if cue.name == name)

    def forms(self, text: str) -> dict[str, str]:
        """Return the three forms of a normalised text that cues are looked for in; all have the same length."""
        masked = self.harmless.sub(_blot, text)
        return {PLAIN: text, MASKED: masked, NO_LEVER: self.lever.sub(_blot, masked)}


@cache
def rule_book() -> RuleBook:
    """Return the rules of this release.

    Raises:
        RuleBookError: a table names a cue, class or flag that does not exist, or a pattern is not one.
    """
    return build_book(_read("cues.yaml"), _read("rules.yaml"))


def build_book(cues: Mapping[str, Any], rules: Mapping[str, Any]) -> RuleBook:
    """Compile the two tables and check that they fit each other.

    Raises:
        RuleBookError: they do not.
    """
    words = {name: "".join(text.split()) for name, text in cues["words"].items()}
    made = tuple(
        Cue(name, entry["zh"], _alternation(entry["any"], words, f"cues.{name}"), entry.get("over", MASKED))
        for name, entry in cues["cues"].items()
    )
    known = {cue.name for cue in made}
    harmless = re.compile(_alternation(cues["masks"]["harmless"], words, "masks.harmless"))
    lever = re.compile(_alternation(cues["masks"]["lever"], words, "masks.lever"))
    return RuleBook(
        cues=made,
        rules=tuple(_rule(entry, known) for entry in rules["rules"]),
        told_rules=tuple(_rule(entry, known) for entry in rules["told"]),
        flag_rules=tuple(
            _rule({**entry, "name": entry["flag"], "flags": [entry["flag"]]}, known) for entry in rules["flags"]
        ),
        severity=tuple(Label(name) for name in rules["severity"]),
        doubts=_cue_names(rules["doubts"], known),
        gate=cues["gate"],
        harmless=harmless,
        lever=lever,
    )


def _read(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C ten times as fast; not every build has it
    text = (files("ringfence.analyze") / "data" / name).read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=loader))  # noqa: S506 -- both loaders are safe


def _alternation(parts: Sequence[str], words: Mapping[str, str], place: str) -> str:
    filled = "|".join(_WORD.sub(lambda found: words[found.group(1)], part) for part in parts)
    try:
        re.compile(filled)
    except re.error as fault:
        raise RuleBookError(place, str(fault)) from fault
    return filled


def _cue_names(names: Sequence[str], known: set[str]) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise RuleBookError("rules.doubts", f"cue {name}")
    return tuple(names)


def _rule(entry: Mapping[str, Any], known: set[str]) -> Rule:
    needs = tuple((group,) if isinstance(group, str) else tuple(group) for group in entry["all"])
    bars, quote = tuple(entry.get("none", ())), tuple(entry["quote"])
    for name in (*(name for group in needs for name in group), *bars, *quote):
        if name not in known:
            raise RuleBookError(f"rules.{entry['name']}", f"cue {name}")
    try:
        label = Label(entry["label"]) if "label" in entry else None
        flags = tuple(Flag(name) for name in entry.get("flags", ()))
    except ValueError as fault:
        raise RuleBookError(f"rules.{entry['name']}", str(fault)) from fault
    return Rule(entry["name"], Said(entry["zh"], entry.get("en", "")), label, flags, needs, bars, quote)


def _blot(found: re.Match[str]) -> str:
    return "\u25a1" * len(found.group())
