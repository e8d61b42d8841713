"""Whose code a class is: an SDK's, a common library's, the app's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.facts import open_source, sdks

if TYPE_CHECKING:
    from ringfence.audit.apk.facts import SdkFact


class Authors:
    """Answers whose code a class is. The longest name that fits decides; what is the app's own package is the app's."""

    def __init__(self, package: str) -> None:
        """Take the app's own name, so that an SDK's maker's own app is not called a stranger in its own house."""
        self._known: dict[str, SdkFact | None] = dict.fromkeys(open_source())
        for fact in sdks():
            self._known.update(dict.fromkeys(fact.classes, fact))
        for name in [name for name in self._known if package == name or package.startswith(f"{name}.")]:
            del self._known[name]
        self._package = package
        self._asked: dict[str, tuple[bool, SdkFact | None]] = {}

    @property
    def prefixes(self) -> dict[str, SdkFact | None]:
        """Return every name that is not the app's own, with its SDK (None for a common library)."""
        return self._known

    def sdk(self, descriptor: str) -> SdkFact | None:
        """Return the SDK that a class (``Lcom/x/Y$1;``) belongs to, None when it is no SDK's."""
        return self._ask(descriptor)[1]

    def is_own(self, descriptor: str) -> bool:
        """Tell whether a class is the app's own code, as far as names tell: neither an SDK's nor a common library's."""
        return not self._ask(descriptor)[0]

    def reader(self, descriptor: str) -> str:
        """Return the SDK's name as reports show it, "" for the app's own code; a common library is called by its package."""
        foreign, fact = self._ask(descriptor)
        if fact is not None:
            return fact.zh
        return f"公共库 {_top(descriptor)}" if foreign else ""

    def is_common(self, descriptor: str) -> bool:
        """Tell whether a class belongs to a common library, which does what its caller asks."""
        foreign, fact = self._ask(descriptor)
        return foreign and fact is None

    def _ask(self, descriptor: str) -> tuple[bool, SdkFact | None]:
        name = descriptor.strip("[")[1:-1].replace("/", ".").partition("$")[0] or "$"
        found = self._asked.get(name)
        if found is None:
            found = self._asked[name] = self._search(name)
        return found

    def _search(self, name: str) -> tuple[bool, SdkFact | None]:
        if self._package and (name == self._package or name.startswith(f"{self._package}.")):
            return False, None
        while name:
            if name in self._known:
                return True, self._known[name]
            name = name.rpartition(".")[0]
        return False, None


def _top(descriptor: str) -> str:
    """Return the beginning of a class's package: ``androidx.core``, ``io.netty``."""
    return ".".join(descriptor.strip("[")[1:-1].split("/")[:2])
