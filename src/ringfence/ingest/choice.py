"""The choice among readers by what they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.ingest.reader import Match, Reader
    from ringfence.ingest.source import Source


def surest(source: Source, readers: Sequence[Reader]) -> Match | None:
    """Return the surest claim to a file, the first of equal ones; None when no reader knows it or it is empty."""
    claims = [claim for reader in readers if source.head and (claim := reader.sniff(source)) is not None]
    return max(claims, key=lambda claim: claim.certainty, default=None)
