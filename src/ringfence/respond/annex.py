"""The annex: every piece of evidence of every finding as a table that any office program opens."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ringfence.respond.faults import gravest_first, to_confirm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.respond.evidence import Evidence
    from ringfence.respond.faults import Faults
    from ringfence.respond.names import Names
    from ringfence.respond.wording import Wording
    from ringfence.schema import Dossier

# A cell that starts like this is run as a formula by office programs; an apostrophe in front makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def annex(dossier: Dossier, evidence: Evidence, faults: Faults, names: Names, words: Wording) -> bytes:
    """Return a CSV (UTF-8 with mark, for Excel) with one line per finding and piece of evidence, masked as the report is."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(words.words["annex_header"])
    for finding in (*gravest_first(dossier.findings), *to_confirm(dossier.findings)):
        title, lender = faults.title(finding), names.party(finding.lender)
        for row in evidence.rows(finding.events):
            agreed = words("yes_word") if row.agreed else ""
            cells = (title, finding.id, lender, row.time, row.who, row.means, row.number, row.what, row.refs, agreed)
            table.writerow(_harmless(cells))
    return out.getvalue().encode("utf-8-sig")


def _harmless(cells: Iterable[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]
