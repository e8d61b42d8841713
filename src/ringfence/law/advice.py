"""Popular advice: what is right about it, and what to do instead; shown where somebody is about to follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.pack import Context, Verdict

if TYPE_CHECKING:
    from ringfence.law.pack import Pack, PopularClaim

VERDICT_ZH = {
    Verdict.RIGHT: "对",
    Verdict.RIGHT_BUT_REFINE: "对,但要说得更准",
    Verdict.RIGHT_WITH_WARNING: "可以,但有后果",
    Verdict.PARTLY: "部分对",
    Verdict.PARTLY_WRONG: "部分错",
    Verdict.OVERSTATED: "说过头了",
    Verdict.OUTDATED: "过时了",
    Verdict.UNSUPPORTED: "没有根据",
    Verdict.UNVERIFIED: "没有核实",
    Verdict.NO_LEGAL_BASIS: "没有法律依据",
    Verdict.RISKY: "有风险",
    Verdict.WRONG: "错",
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
