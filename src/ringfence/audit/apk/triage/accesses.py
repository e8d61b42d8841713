"""Every place in the code that reads personal data, with the provider's address where the method itself tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ringfence.audit.apk.dex import FieldRef, MethodRef, proto_parts
from ringfence.audit.apk.errors import DexDamaged
from ringfence.audit.apk.triage.constants import Constants
from ringfence.schema import CodePlace, DataAccess, DataCategory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ringfence.audit.apk.dex import Code, MethodDef, Program, Site
    from ringfence.audit.apk.dex.tables import DexFile
    from ringfence.audit.apk.models import Models, Rule
    from ringfence.audit.apk.triage.authors import Authors

_STATIC_READS = range(0x60, 0x67)  # sget, sget-wide ... sget-short
_INVOKE_STATIC = frozenset({0x71, 0x77})
_NOT_READ = frozenset({DataCategory.RECEIVED, DataCategory.INPUT})
"""What comes in by Intent or keyboard is a beginning for flows, no reading of what the phone holds."""
_PLUMBING = frozenset(
    {
        DataCategory.PROVIDER,
        DataCategory.INSTALLED_APPS,
        DataCategory.NETWORK_ID,
        DataCategory.CLIPBOARD,
        DataCategory.SENSOR,
    }
)
_WIDENING = frozenset({"android.permission.QUERY_ALL_PACKAGES", "android.permission.GET_TASKS"})
"""Without these the call still answers, with fewer apps."""
_ORDER = {category: number for number, category in enumerate(DataCategory)}
_BY_URI = "by_uri"


class _Place(NamedTuple):
    """A call that has been found, with its method decoded."""

    site: Site
    code: Code
    at: int


def find_accesses(
    program: Program,
    models: Models,
    authors: Authors,
    own_authorities: Collection[str],
    rules: Mapping[MethodRef, Rule],
    sites: Iterable[Site],
) -> tuple[DataAccess, ...]:
    """Return the readings of personal data that the models know, the gravest kinds and the app's own code first.

    A query counts for what lies behind its address. An address that is known to hold nothing personal, that is one of the app's own
    providers (``own_authorities``) or that we do not know gives no access; one that the method does not tell gives category
    ``provider``. A call that reads personal data only with certain arguments counts when these are seen.

    ``rules`` are those of ``sources``, ``sites`` the calls of its methods.
    """
    finder = _Finder(program, models, authors, frozenset(name.lower() for name in own_authorities))
    first: dict[tuple[object, ...], DataAccess] = {}
    for each in (*finder.calls(rules, sites), *finder.fields(), *finder.callbacks()):
        # Latitude read in three lines of one method is one reading.
        first.setdefault((each.category, each.api, each.uri, each.place.class_name, each.place.method), each)
    return tuple(
        sorted(
            first.values(),
            key=lambda each: (
                _ORDER[each.category],
                each.reader != "",
                each.place.class_name,
                each.place.method,
                each.place.offset,
                each.uri,
            ),
        )
    )


def shown_accesses(
    accesses: Iterable[DataAccess], declared: Collection[str], authors: Authors
) -> tuple[DataAccess, ...]:
    """Return the readings worth showing: without the plumbing of common libraries.

    A common library reads what its caller asks for: there only kinds that a permission guards are shown, and only where the app
    declares it. Code of the app and of SDKs is always shown.
    """
    return tuple(
        each
        for each in accesses
        if not authors.is_common(f"L{each.place.class_name.replace('.', '/')};")
        or (each.category not in _PLUMBING and each.permissions and is_permitted(each, declared))
    )


def is_permitted(access: DataAccess, declared: Collection[str]) -> bool:
    """Tell whether the app declares what a reading needs; without that the system refuses it, or shows less (``_WIDENING``)."""
    return not access.permissions or any(name in declared or name in _WIDENING for name in access.permissions)


def sources(program: Program, models: Models) -> dict[MethodRef, Rule]:
    """Return the rule of each reading that the app's tables name.

    Most are named on their own class. Where the app extends such a class (``MyActivity.managedQuery``), the name alone is looked
    for.
    """
    by_class: dict[str, set[str]] = {}
    for rule in models.rules():
        if _is_reading(rule):
            by_class.setdefault(rule.cls, set()).add(rule.key.partition("(")[0])
    refs = program.method_refs(by_class, set().union(*by_class.values()))
    inherited = _inherited(program, models, by_class)
    refs += program.method_refs(names=inherited) if inherited else []
    found: dict[MethodRef, Rule] = {}
    for ref in refs:
        known = _rule(program, models, ref)
        if known is not None and _is_reading(known):
            found[ref] = known
    return found


def _inherited(program: Program, models: Models, by_class: Mapping[str, set[str]]) -> set[str]:
    """Return the sources' names that classes of the app inherit from the platform."""
    names: set[str] = set()
    for dex in program.dexes:
        for index in np.unique(dex.classes["superclass"]).tolist():
            above = type_name(dex, index)
            if above and above not in program.classes:
                names.update(*(by_class.get(each, ()) for each in (above, *models.ancestors(above))))
    return names


def _rule(program: Program, models: Models, ref: MethodRef) -> Rule | None:
    """Return the rule of a method, also where the code names a class of the app that inherits it from the platform."""
    rule = models.find(ref.cls, ref.name, ref.proto)
    if rule is not None or ref.cls not in program.classes or ref.name == "<init>":
        return rule
    if program.resolve(ref.cls, ref.name, ref.proto) is not None:
        return None
    platform = (name for name in program.ancestors(ref.cls) if name not in program.classes)
    return next(filter(None, (models.find(name, ref.name, ref.proto) for name in platform)), None)


def known_permissions(models: Models) -> frozenset[str]:
    """Return the permissions that at least one modelled reading needs: for these, "not seen" means that the code was looked at."""
    rules = [*models.rules(), *models.field_rules()]
    rules += [rule for callback in models.callbacks.values() for rule in callback.methods]
    named = {name for rule in rules if rule.gives for name in rule.permissions}
    return frozenset(named | {name for rule in models.uris.rules if rule.gives for name in rule.read})


class _Finder:
    """Looks through one program."""

    def __init__(self, program: Program, models: Models, authors: Authors, own_authorities: frozenset[str]) -> None:
        self._program = program
        self._models = models
        self._authors = authors
        self._own = own_authorities
        self._constants = Constants(program, models.uris)
        self._codes: tuple[MethodDef, Code | None, dict[int, int]] | None = None

    # -- calls

    def calls(self, rules: Mapping[MethodRef, Rule], sites: Iterable[Site]) -> Iterator[DataAccess]:
        """Yield the calls of methods that yield personal data."""
        for site in sites:
            ref = site.ref
            if isinstance(ref, MethodRef) and ref in rules:
                yield from self._call(site, ref, rules[ref])

    def _call(self, site: Site, ref: MethodRef, rule: Rule) -> Iterator[DataAccess]:
        if rule.gives != _BY_URI and not rule.when:
            yield self._access(site.method, site.offset, str(ref), DataCategory(rule.gives), "", rule.permissions)
            return
        place = self._decoded(site)
        if place is None or not all(
            self._argument(place, ref, number) & set(constants) for number, constants in rule.when
        ):
            return
        if rule.gives != _BY_URI:
            yield self._access(site.method, site.offset, str(ref), DataCategory(rule.gives), "", rule.permissions)
        elif rule.uri is not None:
            addresses = {text for text in self._argument(place, ref, rule.uri) if isinstance(text, str)}
            yield from self._queries(site, str(ref), addresses)

    def _queries(self, site: Site, api: str, addresses: set[str]) -> Iterator[DataAccess]:
        """Yield what the addresses of one query give."""
        if not addresses:
            yield self._access(site.method, site.offset, api, DataCategory.PROVIDER, "", ())
        for address in sorted(addresses):
            authority = address.partition("://")[2].partition("/")[0].rpartition("@")[2].lower()
            rule = None if authority in self._own else self._models.uris.find(address)
            if rule is not None and rule.gives:
                uri = address.rstrip("/")
                yield self._access(site.method, site.offset, api, DataCategory(rule.gives), uri, rule.read)

    def _argument(self, place: _Place, ref: MethodRef, number: int) -> frozenset[str | int]:
        """Return the constants that argument ``number`` can be; the receiver is 0 where there is one."""
        insn = place.code.insns[place.at]
        params = proto_parts(ref.proto)[0]
        kinds = params if insn.op in _INVOKE_STATIC else ("L;", *params)
        slot = sum(2 if kind in {"J", "D"} else 1 for kind in kinds[:number])
        if number >= len(kinds) or slot >= len(insn.regs):
            return frozenset()
        return self._constants.of(place.code, place.at, insn.regs[slot])

    def _decoded(self, site: Site) -> _Place | None:
        """Return the call in its decoded method; sites of one method come one behind the other."""
        if self._codes is None or self._codes[0] is not site.method:
            code = site.method.code()
            places = {insn.offset: at for at, insn in enumerate(code.insns)} if code else {}
            self._codes = (site.method, code, places)
        _, code, places = self._codes
        at = places.get(site.offset)
        return None if code is None or at is None else _Place(site, code, at)

    # -- fields

    def fields(self) -> Iterator[DataAccess]:
        """Yield the readings of platform fields that hold personal data (``Build.SERIAL``)."""
        rules = {(rule.cls, rule.key): rule for rule in self._models.field_rules() if rule.gives}
        if not rules:
            return
        named = self._program.field_refs({cls for cls, _ in rules}, {name for _, name in rules})
        wanted = {ref: rules[ref.cls, ref.name] for ref in named if (ref.cls, ref.name) in rules}
        for site in self._program.uses_of_fields(wanted):
            if site.op in _STATIC_READS and isinstance(site.ref, FieldRef):
                rule = wanted[site.ref]
                category = DataCategory(rule.gives)
                yield self._access(site.method, site.offset, str(site.ref), category, "", rule.permissions)

    # -- callbacks

    def callbacks(self) -> Iterator[DataAccess]:
        """Yield the methods of the app that the system hands personal data to (``onLocationChanged``)."""
        for callback in self._models.callbacks.values():
            rules = [rule for rule in callback.methods if rule.gives and rule.gives not in {_BY_URI, *_NOT_READ}]
            if not rules or not self._program.names_type(callback.cls):
                continue
            for descriptor in self._below(callback.cls):
                owner = self._program.cls(descriptor)
                for method in owner.methods if owner else ():
                    rule = next((each for each in rules if each.key.partition("(")[0] == method.ref.name), None)
                    if rule is not None and method.has_code and not method.is_synthetic:
                        api = f"{callback.cls}->{method.ref.name}{method.ref.proto}"
                        yield self._access(method, 0, api, DataCategory(rule.gives), "", rule.permissions)

    def _below(self, name: str) -> Iterator[str]:
        """Yield the classes that name ``name`` as their superclass or among their interfaces themselves."""
        for dex in self._program.dexes:
            text = dex.strings.find(name)
            rows = np.flatnonzero(dex.types == text) if text >= 0 else np.empty(0, np.int64)
            if not len(rows):
                continue
            wanted = int(rows[0])
            lists = [at for at in np.unique(dex.classes["interfaces"]).tolist() if wanted in _type_list(dex, at)]
            hits = np.isin(dex.classes["interfaces"], lists) | (dex.classes["superclass"] == wanted)
            for row in np.flatnonzero(hits).tolist():
                yield type_name(dex, int(dex.classes["cls"][row]))

    # -- the result

    def _access(
        self,
        method: MethodDef,
        offset: int,
        api: str,
        category: DataCategory,
        uri: str,
        permissions: tuple[str, ...],
    ) -> DataAccess:
        place = place_of(method, offset)
        return DataAccess(category, place, api, uri, permissions, self._authors.reader(method.owner.type))


def _is_reading(rule: Rule) -> bool:
    """Tell whether a rule yields what the phone holds."""
    return bool(rule.gives) and not rule.only and rule.gives not in _NOT_READ


def place_of(method: MethodDef, offset: int) -> CodePlace:
    """Return a place in the code as reports name it."""
    code = method.code()
    owner = method.owner
    return CodePlace(
        owner.type[1:-1].replace("/", "."),
        f"{method.ref.name}{method.ref.proto}",
        code.line_at(offset) if code else None,
        owner.source_file or "",
        owner.dex_name,
        offset,
    )


def type_name(dex: DexFile, index: int) -> str:
    """Return a type's descriptor, "" when it is none or damaged."""
    try:
        return dex.type_name(index) if index < len(dex.types) else ""
    except DexDamaged:
        return ""


def _type_list(dex: DexFile, at: int) -> tuple[int, ...]:
    """Return a list of types, empty when it is damaged."""
    try:
        return dex.type_list(at)
    except DexDamaged:
        return ()
