"""The part of the STIX 2 patterning grammar that can be compared with a package: comparisons joined by AND and OR.

Source: STIX Version 2.1, OASIS Standard, section 9 (patterning). Not taken, because a package at rest cannot answer it or
because it would say something else: NOT, ordering, LIKE, MATCHES, ISSUBSET, EXISTS, FOLLOWEDBY, and the qualifiers WITHIN,
REPEATS, START … STOP. Such a pattern is refused as a whole, never taken in part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.audit.indicators.indicator import All, Any, Comparison
from ringfence.audit.indicators.normal import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringfence.audit.indicators.indicator import Test

LONGEST_PATTERN = 1 << 16
MOST_COMPARISONS = 4096
DEEPEST = 40
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<mark>[\[\]()=,]|!=|<=|>=|<|>)|(?P<word>[A-Za-z_][\w.:-]*(?:'[^'\\]*'|\[[\w*]+\]|[\w.:-])*)"
    r"|(?P<other>\S))",
    re.ASCII,
)
_PATHS = {
    "app:id": "package",
    "app:package": "package",
    "software:package": "package",
    "app:cert.sha256": "certificate",
    "app:cert.sha1": "certificate",
    "x509-certificate:hashes.sha256": "certificate",
    "x509-certificate:hashes.sha1": "certificate",
    "file:hashes.sha256": "digest",
    "file:hashes.sm3": "digest",
    "domain-name:value": "domain",
    "ipv4-addr:value": "ip",
    "ipv6-addr:value": "ip",
    "url:value": "url",
}
# Kept so that a comparison which nothing here can answer still counts as not fitting, as it must inside an AND.
UNKNOWN = "unknown"


class PatternError(ValueError):
    """A pattern that is not taken. ``zh``/``en`` say why; ``at``: characters from its beginning."""

    def __init__(self, at: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.at = at
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse_pattern(pattern: str) -> Test:
    """Return what has to fit for ``pattern``.

    Comparisons of things an audit does not hold (a process, an MD5) become ``Comparison("unknown", path)``, which never fits.

    Raises:
        PatternError: not a pattern, too long or deep, or with an operator that cannot be answered here.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise PatternError(0, "太长", "too long")
    return _Parser(pattern).whole()


def _tokens(pattern: str) -> Iterator[_Token]:
    """Yield the tokens; the first character that begins none ends it, so that no tail is looked at again and again."""
    for found in _TOKEN.finditer(pattern):
        kind = str(found.lastgroup)
        if kind == "other":
            raise PatternError(
                found.start(kind), "引号没有关上,或有不认识的符号", "an unclosed quotation mark or an unknown sign"
            )
        yield _Token(kind, found[kind], found.start(kind))


class _Parser:
    """Recursive descent over the tokens; OR binds less than AND, brackets are one observation."""

    def __init__(self, pattern: str) -> None:
        self._tokens = list(_tokens(pattern))
        self._next = 0
        self._end = len(pattern)
        self._comparisons = 0

    def whole(self) -> Test:
        test = self._joined(self._observation, 0)
        if (rest := self._peek()) is not None:
            raise self._refuse(rest)
        return test

    def _joined(self, part: Callable[[int], Test], depth: int) -> Test:
        """Read ``part OR part AND part …``; AND binds closer."""
        if depth > DEEPEST:
            raise PatternError(self._at(), "嵌套太深", "nested too deeply")
        ors: list[Test] = []
        while True:
            ands = [part(depth)]
            while self._took("AND"):
                ands.append(part(depth))
            ors.append(ands[0] if len(ands) == 1 else All(tuple(ands)))
            if not self._took("OR"):
                return ors[0] if len(ors) == 1 else Any(tuple(ors))

    def _observation(self, depth: int) -> Test:
        if self._took("("):
            return self._closed(self._joined(self._observation, depth + 1), ")")
        self._must("[")
        return self._closed(self._joined(self._comparison, depth + 1), "]")

    def _comparison(self, depth: int) -> Test:
        if self._took("("):
            return self._closed(self._joined(self._comparison, depth + 1), ")")
        path = self._take("word")
        if path.text.upper() in {"NOT", "EXISTS"}:
            raise self._refuse(path)
        if self._took("="):
            return self._one(path, self._take("text"))
        if self._took("IN"):
            self._must("(")
            found = [self._one(path, self._take("text"))]
            while self._took(","):
                found.append(self._one(path, self._take("text")))
            self._must(")")
            return found[0] if len(found) == 1 else Any(tuple(found))
        raise self._refuse(self._peek())

    def _one(self, path: _Token, text: _Token) -> Comparison:
        self._comparisons += 1
        if self._comparisons > MOST_COMPARISONS:
            raise PatternError(text.at, "比较太多", "too many comparisons")
        key = re.sub(r"[\s'\"-]", "", path.text.partition(":")[2]).lower()
        kind = _PATHS.get(f"{path.text.partition(':')[0].lower()}:{key}")
        value = re.sub(r"\\(.)", r"\1", text.text[1:-1])
        if kind is None:
            return Comparison(UNKNOWN, path.text)
        taken = normal(kind, value)
        if taken is None:
            raise PatternError(text.at, "这个值不是这一类的值,或范围太大", "not a value of this kind, or far too wide")
        return Comparison(kind, taken)

    def _closed(self, test: Test, mark: str) -> Test:
        self._must(mark)
        return test

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _at(self) -> int:
        token = self._peek()
        return self._end if token is None else token.at

    def _took(self, text: str) -> bool:
        token = self._peek()
        if token is None or token.kind == "text" or token.text.upper() != text:
            return False
        self._next += 1
        return True

    def _must(self, text: str) -> None:
        if not self._took(text):
            raise self._refuse(self._peek())

    def _take(self, kind: str) -> _Token:
        token = self._peek()
        if token is None or token.kind != kind:
            raise self._refuse(token)
        self._next += 1
        return token

    def _refuse(self, token: _Token | None) -> PatternError:
        if token is None:
            return PatternError(self._end, "没有写完", "it ends too early")
        shown = token.text[:20]
        return PatternError(
            token.at,
            f"这里不比较“{shown}”(第 {token.at + 1} 个字符)",
            f"“{shown}” is not compared here (character {token.at + 1})",
        )
