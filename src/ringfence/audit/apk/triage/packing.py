"""Which packers left their signs in a package. One strong sign names a packer, or two weak ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.audit.apk.facts import packers
from ringfence.schema import Sdk

if TYPE_CHECKING:
    from ringfence.audit.apk.facts import PackerFact, Signs
    from ringfence.audit.apk.triage.class_names import ClassNames
    from ringfence.audit.apk.triage.members import Members


@dataclass(frozen=True, slots=True)
class Packed:
    """A packer that was named. ``evidence``: what was found, the strong signs first."""

    fact: PackerFact
    evidence: tuple[str, ...]

    def sdk(self) -> Sdk:
        """Return it as reports list it."""
        fact = self.fact
        return Sdk(fact.id, fact.zh, fact.en, fact.company, "packer", (), self.evidence, fact.source)


def find_packers(application: str, names: ClassNames, members: Members) -> tuple[Packed, ...]:
    """Return the packers whose signs are there. ``application``: class of the manifest's application, "" for none."""
    found = []
    for fact in packers():
        strong = [each for _, each in _found(fact.strong, application, names, members)]
        weak = _found(fact.weak, application, names, members)
        # A pattern that fits the libraries of four processors is one sign, not four.
        if strong or len({sign for sign, _ in weak}) >= 2:
            found.append(Packed(fact, tuple([*strong, *(each for _, each in weak)][:8])))
    return tuple(found)


def _found(signs: Signs, application: str, names: ClassNames, members: Members) -> list[tuple[str, str]]:
    """Return (sign, what was found) for the signs of one strength."""
    found = [(name, f"application {name}") for name in signs.application if name == application]
    found += [(name, f"{name}.* ({names.below(name)})") for name in signs.classes if names.below(name)]
    found += [(sign, path) for sign in signs.libraries for path in members.find_libraries([sign])]
    found += [(sign, path) for sign in signs.files for path in members.find_files([sign])]
    return found
