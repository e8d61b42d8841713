"""A form as people type it, made into sound YAML line by line: full-width colons, missing spaces, colons inside of an answer."""

from __future__ import annotations

import re

from ringfence.ingest.facts import facts
from ringfence.ingest.statement_words import word_names

_STRUCTURE = ("|", ">", '"', "'")


def tolerant(text: str) -> str:
    """Return the text with each known ``word: answer`` on one line quoted; lines stay where they are.

    A plain YAML answer would end at `` #`` and break at ``: ``; people write both. So all of the line is the answer.
    """
    words = sorted([*word_names("fields"), *facts("statement_form")["form"]], key=len, reverse=True)
    known = re.compile(
        rf"^(?P<lead>[ \t]*(?:-[ \t]+)*)(?P<word>{'|'.join(map(re.escape, words))})[ \t]*[:：][ \t]*(?P<answer>.*?)[ \t]*$",
        re.IGNORECASE,
    )
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.expandtabs(2) if line[:1] in {" ", "\t"} else line for line in plain.split("\n")]
    found = [known.match(line) for line in lines]
    return "\n".join(
        _sound(match, lines, index) if match else line
        for index, (line, match) in enumerate(zip(lines, found, strict=True))
    )


def _sound(match: re.Match[str], lines: list[str], index: int) -> str:
    lead, word, answer = match.group("lead"), match.group("word"), match.group("answer")
    if not answer or answer.startswith("#"):
        return f"{lead}{word}: "
    structured = word_names("fields").get(word.casefold()) == "events" or answer.startswith(_STRUCTURE)
    if structured or _goes_on(lines, index, len(lead)):
        return f"{lead}{word}: {answer}"
    quoted = answer.replace("'", "''")
    return f"{lead}{word}: '{quoted}'"


def _goes_on(lines: list[str], index: int, indent: int) -> bool:
    """Tell whether the next line with anything on it belongs to this answer: deeper and no item of its own."""
    following = next((line for line in lines[index + 1 :] if line.strip()), "")
    depth = len(following) - len(following.lstrip(" "))
    return (
        depth > indent
        and not following.lstrip().startswith(("#", "-"))
        and not re.match(r"\s*[\w/]+\s*[:：]", following)
    )
