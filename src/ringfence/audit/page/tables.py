"""The tables of an audit as plain rows: permissions, components, hosts, indicators, what could not be seen, the technical part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.facts import necessary_rule, needs, sdk_kinds, store_rules
from ringfence.audit.page.cards import hidden, readings, sdks_by_name, short_permission
from ringfence.audit.page.picture import api_line, ends, flow_title, place_line
from ringfence.audit.page.plain import full_width, shown
from ringfence.audit.page.weight import CATEGORIES
from ringfence.schema import Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.audit.page.wording import Wording
    from ringfence.schema import AppAudit, Blind, DataCategory, IndicatorHit, PermissionUse, Sdk, SignerCertificate

MOST_ROWS = 60
_OPEN_ROWS = 15  # of the permissions, before the rest is folded
MOST_HOSTS = 120
MOST_TECHNICAL = 200
_MOST_EVIDENCE = 5
_NEED_ORDER = {Need.NOT_NEEDED: 0, Need.CONDITIONAL: 1, Need.NECESSARY: 2, Need.UNKNOWN: 3, Need.NEUTRAL: 4}


def three(value: bool | None) -> str:  # noqa: FBT001 -- a field of the nouns
    """Return the key of a yes, no or unknown in the tables of words."""
    return {True: "is", False: "isnt", None: "unknown"}[value]


def left(words: Wording, path: str, shown_count: int, count: int) -> str:
    """Return the sentence about what is not shown, "" when all is."""
    return words(path, n=count - shown_count) if count > shown_count else ""


def permissions(audit: AppAudit, words: Wording) -> dict[str, Any]:
    """Return the permissions table: those that open personal data or are judged first, the rest folded."""
    ordered = sorted(audit.permissions, key=_permission_order)
    main = [
        one
        for one in ordered
        if one.category or one.store_barred or one.need in {Need.NOT_NEEDED, Need.CONDITIONAL, Need.NECESSARY}
    ]
    rest = [one for one in ordered if one not in main]
    return {
        "intro": rule(words),
        "header": words.table["permissions"]["header"],
        "rows": [_permission(one, words) for one in main[:_OPEN_ROWS]],
        "more_title": words("permissions.rest_main", n=len(main) - _OPEN_ROWS) if len(main) > _OPEN_ROWS else "",
        "more_rows": [_permission(one, words) for one in main[_OPEN_ROWS:MOST_TECHNICAL]],
        "more": left(words, "permissions.more", MOST_TECHNICAL, len(main)),
        "rest_title": words("permissions.rest", n=len(rest)) if rest else "",
        "rest": [_permission(one, words) for one in rest[:MOST_TECHNICAL]],
        "rest_more": left(words, "permissions.more", MOST_TECHNICAL, len(rest)),
    }


def rule(words: Wording) -> str:
    """Return which rule the permissions are held against, how far its wording is confirmed, and what the store's rule is."""
    known = necessary_rule()
    stores = words.join(words.both(one.zh, one.en) for one in store_rules())
    return words(
        "permissions.intro",
        title=words.both(known.title_zh, known.title_en),
        item=words.both(known.item_zh, known.item_en),
        lists=(words.join(known.lists_en) if words.lang == "en" else full_width("；".join(known.lists_zh))),
        confirmed=words.both(known.confirmed_zh, known.confirmed_en),
        declares=words.both(known.declares_zh, known.declares_en),
        store=stores,
    )


def sdks(audit: AppAudit, words: Wording) -> dict[str, Any]:
    """Return the components, packers first, then those that read most."""
    reads: dict[str, set[DataCategory]] = {}
    for one in readings(audit):
        if one.reader:
            reads.setdefault(one.reader, set()).add(one.category)
    own = sorted(audit.sdks, key=lambda sdk: (-len(reads.get(sdk.name_zh, ())), sdk.name_zh))
    rows = [_sdk(one, words, reads, packer=True) for one in audit.packers] + [_sdk(one, words, reads) for one in own]
    return {
        "header": words.table["sdks"]["header"],
        "rows": rows[:MOST_ROWS],
        "more": left(words, "sdks.more", MOST_ROWS, len(rows)),
        "none": words("sdks.unseen" if hidden(audit) else "sdks.none"),
    }


def hosts(audit: AppAudit, words: Wording) -> dict[str, Any]:
    """Return the addresses found in code and resources."""
    return {
        "items": [shown(host, 80) for host in audit.hosts[:MOST_HOSTS]],
        "more": left(words, "hosts.more", MOST_HOSTS, len(audit.hosts)),
    }


def indicators(audit: AppAudit, words: Wording) -> dict[str, Any]:
    """Return a sentence for each hit: the list's claim with its source, never ours."""
    return {
        "lines": [indicator_line(hit, words) for hit in audit.indicators[:MOST_ROWS]],
        "more": left(words, "indicators.more", MOST_ROWS, len(audit.indicators)),
    }


def indicator_line(hit: IndicatorHit, words: Wording) -> str:
    """Return what fits which entry of which list, "the same" only where it is the same."""
    below = hit.kind in {"domain", "ip", "url"} and hit.place.lower() != hit.value
    key = f"indicators.{'below' if below else 'line'}{'' if hit.name.strip() else '_bare'}"
    kind = words.pick("indicators.kinds", hit.kind, shown(hit.kind, 20))
    return words(
        key,
        source=shown(hit.source, 60),
        name=shown(hit.name, 80),
        kind=kind,
        value=shown(hit.value, 80),
        place=shown(hit.place, 80),
    )


def blind(audit: AppAudit, words: Wording) -> list[dict[str, Any]]:
    """Return what could not be seen: what, what it means, and on what evidence."""
    return [_blind(one, words) for one in sorted(audit.blind, key=lambda one: not one.hides_all)[:MOST_ROWS]]


def technical(audit: AppAudit, words: Wording) -> dict[str, Any]:
    """Return the folded part."""
    table = words.table["technical"]
    makers = sdks_by_name(audit)
    reads = [
        (words.category(one.category), api_line(one.api), place_line(one.place, words), words.maker(one.reader, makers))
        for one in audit.accesses[:MOST_TECHNICAL]
    ]
    paths = [
        (shown(one.id, 12), flow_title(one, words), ends(one, words).partition(" ")[2])
        for one in audit.flows[:MOST_TECHNICAL]
    ]
    parts = [
        (
            words.pick("technical.component_kinds", one.kind, shown(one.kind, 20)),
            shown(one.name, 90),
            table["exported"][three(one.exported)],
        )
        for one in audit.components[:MOST_TECHNICAL]
    ]
    return {
        "facts": [(key, shown(value, 200)) for key, value in _technical_facts(audit, words) if value],
        "signers": [_signer(one, words) for one in audit.signers[:_MOST_EVIDENCE]],
        "warnings": [shown(words.both(zh, en), 200) for zh, en in audit.warnings[:MOST_ROWS]],
        "counts": [(shown(name, 60), f"{value:,}") for name, value in audit.counts[:MOST_ROWS]],
        "tables": [
            _table(table["accesses"], table["accesses_header"], reads, len(audit.accesses), words),
            _table(
                table["flows"],
                [*table["flows_header"][:2], " → ".join(table["flows_header"][2:])],
                paths,
                len(audit.flows),
                words,
            ),
            _table(table["components"], table["components_header"], parts, len(audit.components), words),
        ],
    }


def _table(
    title: str, header: Sequence[str], rows: Sequence[tuple[str, ...]], count: int, words: Wording
) -> dict[str, Any]:
    return {
        "title": title,
        "header": header,
        "rows": rows,
        "count": count,
        "more": left(words, "technical.more", len(rows), count),
    }


def _technical_facts(audit: AppAudit, words: Wording) -> list[tuple[str, str]]:
    levels = {"low": audit.min_sdk or "?", "target": audit.target_sdk or "?"}
    return [
        (words("facts.file"), audit.file),
        ("SHA-256", audit.sha256),
        ("SM3", audit.sm3),
        (words("technical.container"), audit.container),
        (words("technical.sizes"), f"{audit.size:,} B"),
        (words("technical.version_code"), "" if audit.version_code is None else str(audit.version_code)),
        (
            words("technical.sdk_levels"),
            words("technical.levels", **levels) if audit.min_sdk or audit.target_sdk else "",
        ),
        (words("technical.engine"), audit.engine),
    ]


def _signer(one: SignerCertificate, words: Wording) -> list[tuple[str, str]]:
    verified = words.table["technical"]["verified"][three(one.verified)]
    return [
        (words("technical.subject"), shown(one.subject, 160)),
        (words("technical.issuer"), shown(one.issuer, 160)),
        ("SHA-256", shown(one.sha256, 64)),
        ("SHA-1", shown(one.sha1, 40)),
        (words("technical.valid"), f"{shown(one.not_before, 30)} – {shown(one.not_after, 30)}"),
        (words("technical.schemes"), f"{words.join(shown(name, 10) for name in one.schemes[:6])} · {verified}"),
    ]


def _permission_order(one: PermissionUse) -> tuple[int, int, str]:
    category = CATEGORIES.index(one.category) if one.category else len(CATEGORIES)
    return _NEED_ORDER[one.need], category, one.name


def _permission(one: PermissionUse, words: Wording) -> dict[str, str]:
    sdk = words("permissions.max_sdk", n=one.max_sdk) if one.max_sdk is not None else ""
    return {
        "what": shown(words.both(one.zh, one.en), 120) or shown(short_permission(one.name), 80),
        "name": shown(one.name, 90),
        "sdk": sdk,
        "need": one.need.value,
        "need_short": words(f"needs.{one.need.value}"),
        "need_text": shown(_why(one, words), 300),
        "store": words("permissions.store", day=shown(one.store_barred, 10))
        if one.store_barred
        else words("permissions.store_none"),
        "used": words.table["permissions"]["used"][three(one.used)],
    }


def _why(one: PermissionUse, words: Wording) -> str:
    """Return why, without the rule's name where it is our own sentence with the rule behind it: the rule stands above the table."""
    known = needs().get(one.name)
    if known is not None and one.need_zh.startswith(known.zh):
        return words.both(known.zh, known.en)
    return words.both(one.need_zh, one.need_en)


def _sdk(one: Sdk, words: Wording, reads: dict[str, set[DataCategory]], *, packer: bool = False) -> tuple[str, ...]:
    read = names(reads.get(one.name_zh, ()), words)
    kind = words("sdks.packer") if packer else _kind(one, words)
    return (
        shown(words.both(one.name_zh, one.name_en), 60),
        shown(one.company_zh, 60) or words("sdks.unknown_company"),
        kind,
        read or words("sdks.reads_none"),
        names(one.collects, words) or words("sdks.collects_none"),
    )


def _kind(one: Sdk, words: Wording) -> str:
    known = sdk_kinds().get(one.kind)
    return words.both(*known) if known else shown(one.kind, 40)


def names(categories: Iterable[DataCategory], words: Wording) -> str:
    """Return kinds of data by name in their order."""
    found = set(categories)
    return words.join(words.category(one) for one in CATEGORIES if one in found)


def _blind(one: Blind, words: Wording) -> dict[str, Any]:
    evidence = [shown(text, 100) for text in one.evidence[:_MOST_EVIDENCE]]
    return {
        "text": shown(words.both(one.zh, one.en), 240),
        "means": words.pick("blind.means", one.kind, words("blind.means.other")),
        "all": one.hides_all,
        "evidence": evidence,
        "more": words("blind.evidence_more", n=len(one.evidence)) if len(one.evidence) > _MOST_EVIDENCE else "",
    }
