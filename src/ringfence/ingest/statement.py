"""The statement form: a small YAML file in which people who were contacted write down what happened.

Only plain text, lists and keys are taken: anchors, aliases and tags are refused, since they are how YAML becomes a bomb or
code; every value stays text, so that a number keeps its zeros.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from ringfence.ingest.csv_grid import decode_table
from ringfence.ingest.errors import UnknownFormatError, UnsafeFileError
from ringfence.ingest.facts import facts
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.statement_rows import Told, statement_rows
from ringfence.ingest.statement_words import word_names
from ringfence.ingest.statement_yaml import tolerant
from ringfence.ingest.tally import Tally
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.ingest.source import Source

_LIMIT = 256 * 1024  # about a thousand attempts
_DEPTH = 12
_Heads = dict[str, str]


class StatementForm:
    """Reader of statement forms."""

    name = "statement-form"
    version = 1
    kind_zh = "联系人陈述"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim when the form's own key begins a line."""
        lines = decode_table(source.head)[0].splitlines()
        words = tuple(f"{word}{colon}" for word in facts("statement_form")["form"] for colon in (":", "："))
        if any(line.strip("\ufeff \t\"'").startswith(words) for line in lines):
            return Match(self.name, self.kind_zh, 0.97, "含有陈述表的标记")
        return None

    def read(self, request: Request) -> ReadResult:
        """Read all attempts; answers that are not understood are reported by line, the rest of the attempt stays.

        Raises:
            UnsafeFileError: anchors, aliases, tags, or nesting beyond reason.
            UnknownFormatError: no YAML, or nothing of a form in it.
        """
        name = request.source.name
        data = request.source.whole(_LIMIT)
        text, encoding, mark = decode_table(data)
        tally = Tally()
        if encoding != "utf-8":
            tally.repair(f"encoding_{encoding}", "bytes:0")
        sound = tolerant(text)
        _check(name, sound)
        form = _Form(sound, [] if encoding.startswith("utf-16") else _line_places(data, mark), tally)
        told = list(form.attempts(name))
        frame, unread = statement_rows(told, request.zone)
        for piece in unread:
            tally.unread(piece.place, piece.zh, piece.en)
        request.progress(Said("读取陈述", "reading the statement"), len(data), len(data))
        return ReadResult(
            self.name, self.version, self.kind_zh, tally.completeness(None, len(frame), frame["ts"]), statements=frame
        )


def _line_places(data: bytes, mark: int) -> list[int]:
    """Return the byte at which each line begins, and the end."""
    places = [mark]
    for line in data[mark:].splitlines(keepends=True):
        places.append(places[-1] + len(line))
    return places


def _check(name: str, text: str) -> None:
    """Refuse what a form never has, on the event stream, before anything is built from it."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            place = f"line:{event.start_mark.line + 1 if event.start_mark else 1}"
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise UnsafeFileError(name, place, "含有 YAML 锚点或引用", "has a YAML anchor or alias")
            if getattr(event, "tag", None) not in {None, "!"}:
                raise UnsafeFileError(name, place, "含有 YAML 类型标签", "has a YAML tag")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEPTH:
                raise UnsafeFileError(name, place, "嵌套层数过多", "is nested beyond reason")
    except (yaml.YAMLError, RecursionError) as error:
        raise BadFormError(name, error) from error


class BadFormError(UnknownFormatError):
    """The form's YAML cannot be parsed; says the line."""

    def __init__(self, name: str, error: Exception) -> None:
        super().__init__(name)
        mark = getattr(error, "problem_mark", None)
        line = "" if mark is None else str(mark.line + 1)
        self.zh = (
            f"“{name}”不是完整的陈述表：第 {line or '?'} 行的格式有误（常见原因：冒号后缺空格、缩进不齐、引号不成对）。"
        )
        self.en = f'"{name}" is no sound statement form: line {line or "?"} is malformed (a space after each colon, equal indents).'
        self.args = (self.en,)


class _Form:
    """Walks the nodes; line and byte of each attempt are kept."""

    def __init__(self, text: str, places: list[int], tally: Tally) -> None:
        self._text = text
        self._places = places  # byte at which each line begins, empty when not known
        self._tally = tally

    def attempts(self, name: str) -> Iterator[Told]:
        """Yield every attempt with the heads (person, relation, number, time of writing) above it."""
        try:
            documents = list(yaml.compose_all(self._text, Loader=yaml.BaseLoader))
        except yaml.YAMLError as error:
            raise BadFormError(name, error) from error
        for node in documents:
            yield from self._of_node(node, {})

    def _of_node(self, node: yaml.Node, heads: _Heads) -> Iterator[Told]:
        if isinstance(node, yaml.SequenceNode):
            for child in node.value:
                yield from self._of_node(child, heads)
            return
        if not isinstance(node, yaml.MappingNode):
            self._unread(node, "不是“名称: 内容”的形式", "no key with a value")
            return
        answers, events = self._split(node)
        own = heads | answers
        if events is None:
            if answers:
                yield self._told(node, own)
            return
        yield from self._of_node(events, own)

    def _split(self, node: yaml.MappingNode) -> tuple[dict[str, str], yaml.Node | None]:
        """Return a node's own answers and the list of attempts under it."""
        names = word_names("fields")
        marks = {word.casefold() for word in facts("statement_form")["form"]}
        answers: dict[str, str] = {}
        events: yaml.Node | None = None
        for key, value in node.value:
            word = str(key.value).strip() if isinstance(key, yaml.ScalarNode) else ""
            name = names.get(word.casefold())
            if word.casefold() in marks:
                continue
            if name == "events" and not isinstance(value, yaml.ScalarNode):
                events = value
            elif name == "person" and isinstance(value, yaml.MappingNode):
                answers |= self._split(value)[0]
            elif name is None or not isinstance(value, yaml.ScalarNode):
                self._unread(key, "不认识的项目，已保留在原件中", "an unknown item; it stays in the original")
            elif name in answers:
                self._unread(key, "同一项写了两次，只用第一次", "an item is given twice; the first is used")
            elif str(value.value).strip():
                answers[name] = str(value.value)
        return answers, events

    def _told(self, node: yaml.Node, answers: dict[str, str]) -> Told:
        first, last = node.start_mark.line, node.end_mark.line + (node.end_mark.column > 0)
        offset = length = -1
        if first < last < len(self._places):
            offset, length = self._places[first], self._places[last] - self._places[first]
        return Told(answers, f"line:{first + 1}", offset, length)

    def _unread(self, node: yaml.Node, zh: str, en: str) -> None:
        self._tally.unread(f"line:{node.start_mark.line + 1}", zh, en)
