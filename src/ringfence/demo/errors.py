"""The faults of the demo that a caller can act on."""

from __future__ import annotations

from ringfence.schema import RingfenceError


class DemoSizeError(RingfenceError):
    """The demo was asked for in a size that the story or the year cannot hold."""

    @classmethod
    def too_few_contacts(cls, asked: int, least: int) -> DemoSizeError:
        """The address book must hold the people of the story."""
        return cls(
            f"演示案件的通讯录至少要有{least}位联系人,现在是{asked}位。请把联系人数调到{least}或以上。",
            f"the demo's address book needs at least {least} contacts, not {asked}; ask for {least} or more",
        )

    @classmethod
    def too_many_calls(cls, asked: int, most: int) -> DemoSizeError:
        """One phone holds one call at a time."""
        return cls(
            f"演示案件一年里放不下{asked}次通话,最多{most}次。请把通话数调小。",
            f"{asked} calls do not fit into the demo's year, at most {most} do; ask for fewer",
        )
