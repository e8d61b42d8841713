"""An audit and a comparison as neutral blocks for a terminal: headings, sentences, lists, tables. The door draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.page.change_view import change_view
from ringfence.audit.page.view import view_of
from ringfence.schema import Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ringfence.schema import AppAudit, AppChange, Block


def audit_rows(
    audit: AppAudit, lang: str = "zh", *, technical: bool = False, commands: bool = True
) -> tuple[Block, ...]:
    """Return one audit as blocks, every text safe for a terminal (no control characters, no escapes).

    Args:
        audit: what was found.
        lang: ``zh`` or ``en``.
        technical: with the places in the code and the figures.
        commands: with commands to type; a page that has buttons for them leaves them out.

    Raises:
        PageLanguageError: there is no such language.
    """
    view = view_of(audit, lang, commands=commands)
    w = view["w"]
    blocks: list[Block] = [
        Heading(view["name"], 1),
        Paragraph(view["sentence"], indent=False, bold=True),
        Paragraph(w["gap"].join(view["meaning"]), indent=False),
        _pairs(view["facts"]),
        *_lines(w["indicators"]["heading"], view["indicators"]["lines"], view["indicators"]["more"]),
        *_cards(view),
        *_lines(w["todo"]["heading"], _todo(view["todo"]), "", numbered=True),
        *_permissions(view),
        *_flows(view),
        *_table(
            w["sdks"]["heading"], view["sdks"]["header"], view["sdks"]["rows"], view["sdks"]["more"], (2, 3, 1, 3, 3)
        ),
        *_lines(w["hosts"]["heading"], view["hosts"]["items"], view["hosts"]["more"]),
        *_blind(view),
    ]
    if technical:
        blocks += _technical(view)
    return (*blocks, Paragraph(w["technical"]["limits"], indent=False))


def case_rows(audit: AppAudit, lang: str = "zh") -> tuple[Block, ...]:
    """Return what a case report says of an app: what it can take and send, in words, and what could not be seen.

    Advice, SDKs, hosts and places in the code stay in the app's own report. Errors as in :func:`audit_rows`.
    """
    view = view_of(audit, lang)
    w = view["w"]
    return (
        Paragraph(view["sentence"], indent=False, bold=True),
        Paragraph(w["gap"].join(view["meaning"]), indent=False),
        _pairs(view["facts"]),
        *_permissions(view),
        *_flows(view),
        *_blind(view),
        Paragraph(w["technical"]["limits"], indent=False),
    )


def change_rows(change: AppChange, lang: str = "zh") -> tuple[Block, ...]:
    """Return a comparison as blocks; what did not change is left out. Errors as in :func:`audit_rows`."""
    view = change_view(change, lang)
    w = view["w"]["change"]
    blocks: list[Block] = [Heading(f"{w['title']}{view['w']['colon']}{view['name']}", 1)]
    blocks += [Paragraph(text, indent=False, bold=True) for text in view["lead"]]
    blocks += [Paragraph(text, indent=False) for text in (view["w"]["meaning"]["can_send"], *view["cautions"])]
    blocks.append(_pairs(view["facts"]))
    for section in view["sections"]:
        for side in ("added", "gone"):
            title = f"{section['title']} · {w[side]} ({section[f'{side}_count']})"
            blocks += _lines(title, section[side], section[f"{side}_more"])
    return tuple(blocks)


def _pairs(pairs: Sequence[tuple[str, str]]) -> Table:
    return Table(("", ""), tuple((key, value) for key, value in pairs), (1, 4))


def _lines(title: str, lines: Sequence[str], more: str, *, numbered: bool = False) -> list[Block]:
    if not lines:
        return []
    return [Heading(title), Bullets(tuple(lines), numbered=numbered), *_more(more)]


def _table(
    title: str, header: Sequence[str], rows: Sequence[Sequence[str]], more: str, widths: tuple[int, ...]
) -> list[Block]:
    if not rows:
        return []
    return [Heading(title), Table(tuple(header), tuple(tuple(row) for row in rows), widths), *_more(more)]


def _more(text: str) -> list[Block]:
    return [Paragraph(text, indent=False)] if text else []


def _cards(view: dict[str, Any]) -> list[Block]:
    w = view["w"]["cards"]
    rows = [(card.name, *(one.text for one in card.stations), card.need_text) for card in view["cards"]]
    header = ("", w["asked"], w["read"], w["out"], w["need"])
    made = _table(w["heading"], header, rows, "", (2, 1, 3, 3, 2)) or [
        Heading(w["heading"]),
        Paragraph(w["none"], indent=False),
    ]
    return [*made, *_more(view["absent"])]


def _todo(steps: Sequence[dict[str, str]]) -> list[str]:
    return [
        " ".join(part for part in (one["text"], one.get("command", ""), one.get("why", "")) if part) for one in steps
    ]


def _permissions(view: dict[str, Any]) -> list[Block]:
    table = view["permissions"]
    rows = [(f"{row['what']} ({row['name']})", row["need_short"], row["store"], row["used"]) for row in table["rows"]]
    more = view["w"]["gap"].join(text for text in (table["more_title"], table["rest_title"]) if text)
    return _table(view["w"]["permissions"]["heading"], table["header"], rows, more, (4, 2, 3, 1))


def _flows(view: dict[str, Any]) -> list[Block]:
    w, flows = view["w"]["flows"], view["flows"]
    if not flows["pictures"]:
        return [Heading(w["heading"]), Paragraph(flows["none"], indent=False)]
    rows = [
        (one.title, " · ".join(one.marks), " → ".join(node.lines[0][1] for node in one.nodes), one.more)
        for one in flows["pictures"]
    ]
    title = view["w"]["technical"]["flows_header"][1]
    return _table(w["heading"], (title, "", w["through"], ""), rows, flows["more"], (3, 2, 5, 2))


def _blind(view: dict[str, Any]) -> list[Block]:
    lines = [f"{one['text']} {one['means']}" for one in view["blind"]]
    if not lines:
        return []
    return [
        Heading(view["w"]["blind"]["heading"]),
        Bullets(tuple(lines)),
        Paragraph(view["w"]["blind"]["intro"], indent=False),
    ]


def _technical(view: dict[str, Any]) -> list[Block]:
    w, part = view["w"]["technical"], view["technical"]
    blocks: list[Block] = [Heading(w["heading"]), _pairs(part["facts"])]
    blocks += [_pairs(signer) for signer in part["signers"]]
    blocks += _lines(w["warnings"], part["warnings"], "")
    for one in part["tables"]:
        blocks += _table(
            f"{one['title']} ({one['count']})", one["header"], one["rows"], one["more"], (1,) * len(one["header"])
        )
    return [*blocks, *([_pairs(part["counts"])] if part["counts"] else [])]
