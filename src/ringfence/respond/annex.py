"""The annex: every piece of evidence of the findings as a table that any office program opens."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.respond.evidence import Evidence
    from ringfence.respond.wording import Wording
    from ringfence.schema import Finding

# A cell that starts like this is run as a formula by office programs; an apostrophe in front makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def annex(numbered: Sequence[tuple[int, Finding]], evidence: Evidence, words: Wording) -> bytes:
    """Return a CSV (UTF-8 with mark, for Excel): one line per piece of evidence, oldest first, masked as the report is.

    Args:
        numbered: findings with their numbers in the report; a line says which of them it belongs to.
        evidence: the rows.
        words: the language.
    """
    about: dict[str, list[str]] = {}
    for number, finding in numbered:
        for event in dict.fromkeys(finding.events):
            about.setdefault(event, []).append(str(number))
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(words.words["annex_header"])
    for row in evidence.rows(evidence.of(about)):
        agreed = words("yes_word") if row.agreed else ""
        cells = (
            row.event,
            " ".join(about[row.event]),
            row.time,
            row.who,
            row.means,
            row.number,
            row.what,
            row.refs,
            agreed,
            row.clock,
            words("list_glue").join(name for name, _ in row.origins),
            row.standing,
            words("machine_word") if row.pictured else "",
        )
        table.writerow(_harmless(cells))
    return out.getvalue().encode("utf-8-sig")


def _harmless(cells: Iterable[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]
