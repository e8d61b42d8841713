"""Popular advice: what is right about it, and what to do instead; shown where somebody is about to follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.pack import Context, Verdict
from ringfence.schema import Said

if TYPE_CHECKING:
    from ringfence.law.pack import Pack, PopularClaim

VERDICT_ZH = {
    Verdict.RIGHT: Said("对", "right"),
    Verdict.RIGHT_BUT_REFINE: Said("对,但要说得更准", "right, but say it more exactly"),
    Verdict.RIGHT_WITH_WARNING: Said("可以,但有后果", "possible, with consequences"),
    Verdict.PARTLY: Said("部分对", "partly right"),
    Verdict.PARTLY_WRONG: Said("部分错", "partly wrong"),
    Verdict.OVERSTATED: Said("说过头了", "overstated"),
    Verdict.OUTDATED: Said("过时了", "outdated"),
    Verdict.UNSUPPORTED: Said("没有根据", "unsupported"),
    Verdict.UNVERIFIED: Said("没有核实", "not verified"),
    Verdict.NO_LEGAL_BASIS: Said("没有法律依据", "no legal basis"),
    Verdict.RISKY: Said("有风险", "risky"),
    Verdict.WRONG: Said("错", "wrong"),
}


_GRAVEST = (
    Verdict.RISKY,
    Verdict.WRONG,
    Verdict.PARTLY_WRONG,
    Verdict.OUTDATED,
    Verdict.NO_LEGAL_BASIS,
    Verdict.OVERSTATED,
    Verdict.RIGHT_WITH_WARNING,
    Verdict.UNSUPPORTED,
    Verdict.UNVERIFIED,
    Verdict.PARTLY,
    Verdict.RIGHT_BUT_REFINE,
    Verdict.RIGHT,
)


def advice(pack: Pack, *contexts: Context, warnings_only: bool = False) -> tuple[PopularClaim, ...]:
    """Return the popular claims for the given places, all of them when none is given, the riskiest first.

    Args:
        pack: law data.
        contexts: where the user is.
        warnings_only: only what may do harm or disappoint when followed as it stands.
    """
    chosen = [
        claim
        for claim in pack.claims
        if (not contexts or set(contexts) & set(claim.contexts)) and (claim.verdict.warns or not warnings_only)
    ]
    order = list(_GRAVEST)
    return tuple(sorted(chosen, key=lambda claim: order.index(claim.verdict)))
