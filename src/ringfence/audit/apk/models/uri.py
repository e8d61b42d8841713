"""Addresses of content providers: what data lies behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.models.rule import CATEGORIES, RuleError, permission_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class UriRule:
    """What is behind an address and everything below it.

    Attributes:
        prefix: ``content://authority/path``; matched by whole path segments, the longest wins.
        gives: ``DataCategory``, or "" when it is known to hold no personal data.
        read, write: full permission names, any one of which suffices; empty when none is needed.
    """

    prefix: str
    gives: str
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()


def parse_uri_rule(raw: Mapping[str, Any]) -> UriRule:
    """Make a rule from its YAML mapping."""
    unknown = set(raw) - {"uri", "gives", "read", "write"}
    if unknown:
        raise RuleError(f"there is no field {', '.join(sorted(map(str, unknown)))}; known are uri, gives, read, write")
    prefix = str(raw.get("uri", ""))
    if not prefix.startswith(("content://", "geo:", "file://")):
        raise RuleError(f"{prefix!r} does not begin with content://")
    if prefix.endswith("/") or "?" in prefix:
        raise RuleError(f"{prefix!r}: leave away the last / and any query")
    gives = str(raw.get("gives") or "")
    if gives and gives not in CATEGORIES - {"by_uri"}:
        raise RuleError(f"gives is {gives!r}, which is no category of data")
    return UriRule(prefix, gives, _permissions(raw.get("read")), _permissions(raw.get("write")))


def _permissions(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value] if value else []
    return tuple(permission_name(str(name)) for name in listed)


class Uris:
    """The table of addresses, asked by whole segments."""

    def __init__(self, rules: Iterable[UriRule], fields: Mapping[str, Mapping[str, str]]) -> None:
        self.rules = tuple(rules)
        self._by_prefix = {rule.prefix: rule for rule in self.rules}
        self._fields = fields

    def find(self, address: str) -> UriRule | None:
        """Return the rule with the longest prefix of an address (``content://sms/inbox?limit=1``), None when none fits.

        The authority's case and a leading user number (``content://0@sms/inbox``) make no difference: Android ignores the one and
        strips the other for the current user.
        """
        scheme, colon, rest = address.partition("://")
        if not colon:
            return None
        rest = rest.split("?")[0].split("#")[0]
        authority, slash, path = rest.partition("/")
        authority = authority.rpartition("@")[2].lower()
        left = f"{scheme.lower()}://{authority}{slash}{path}".rstrip("/")
        while True:
            rule = self._by_prefix.get(left)
            if rule is not None:
                return rule
            shorter = left.rpartition("/")[0]
            if shorter.endswith("/") or len(shorter) <= len(scheme) + 3:
                return None
            left = shorter

    def field(self, cls: str, name: str) -> str | None:
        """Return the address that a static field holds (``ContactsContract.Contacts.CONTENT_URI``)."""
        return self._fields.get(cls, {}).get(name)

    def fields(self) -> tuple[tuple[str, str, str], ...]:
        """Return every known (class, field, address)."""
        return tuple((cls, name, uri) for cls, names in self._fields.items() for name, uri in names.items())
