"""The report's section on what is under way: each matter with its stage, its day and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.respond.proceedings.kinds import TABLE, kind_name, stage_name
from ringfence.respond.proceedings.stage import StageKind, standing
from ringfence.respond.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.respond.names import Names
    from ringfence.schema import Dossier

SHOWN = 40
_LAST = (StageKind.CLOSED,)


def section(dossier: Dossier, names: Names, said: Callable[[str], str], lang: str) -> dict[str, Any]:
    """Return the section as plain data, with no rows when nothing is under way; what is closed stands last.

    Args:
        dossier: its proceedings, seen from its day, with its deadlines.
        names: how parties are called.
        said: masks and sets one of the case's own sentences.
        lang: ``zh`` or ``en``; sentences stay Chinese.
    """
    table = words(TABLE)["report"][lang]
    matter = dossier.matter
    stages = []
    for one in matter.proceedings:
        children = [other for other in matter.proceedings if other.parent == one.id]
        stages.append((one, standing(one, dossier.dues, matter.as_of, children)))
    stages.sort(key=lambda pair: pair[1].kind in _LAST)
    rows = []
    for one, stage in stages[:SHOWN]:
        whom = said(one.office) or (names.party(one.lender) if one.lender else "")
        about = kind_name(one.kind, lang)
        due = stage.due
        mark = "" if due is None or due.hard else str(table["soft"])
        rows.append(
            [
                said(f"{one.id} {about}"),
                whom,
                stage_name(stage.kind, lang),
                f"{due.day}{mark}" if due else "—",
                said(" ".join(filter(None, (stage.sentence_zh, *stage.lapsed_zh)))),
                said(stage.next_zh),
            ]
        )
    return {"heading": table["heading"], "intro": table["intro"], "header": list(table["header"]), "rows": rows}
