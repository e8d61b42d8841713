"""From the YAML files to the one table that is loaded, with every check a file must pass."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from ringfence.audit.apk.models.descriptor import CLASS, split_key
from ringfence.audit.apk.models.errors import ModelError
from ringfence.audit.apk.models.rule import Rule, RuleError, highest_argument, parse_rule
from ringfence.audit.apk.models.uri import UriRule, parse_uri_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

OBJECT = "Ljava/lang/Object;"
TABLES = ("hierarchy.yaml", "uris.yaml", "lifecycle.yaml", "defaults.yaml", "permissions.yaml")
"""Files with a form of their own; every other one is a list of classes and callbacks."""


def read_sources() -> dict[str, str]:
    """Return the YAML files of the package: name -> text, sorted."""
    folder = files("ringfence.audit.apk.models")
    return {
        item.name: item.read_text(encoding="utf-8")
        for item in sorted(folder.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".yaml")
    }


def compile_models(sources: Mapping[str, str]) -> dict[str, Any]:
    """Check all files and make the table; ``ModelError`` names the first file and entry that does not fit."""
    plain = {name: _parsed(name, text) for name, text in sources.items()}
    for name in TABLES:
        if name not in plain:
            raise ModelError(name, "file", "is missing")
    compiler = _Compiler(frozenset(plain["permissions.yaml"]))
    compiler.hierarchy(plain["hierarchy.yaml"])
    compiler.uris(plain["uris.yaml"])
    for name, entries in plain.items():
        if name not in TABLES:
            compiler.family(name, entries)
    compiler.lifecycle(plain["lifecycle.yaml"])
    compiler.all_known()
    table = compiler.table | {"defaults": plain["defaults.yaml"]}
    table["digest"] = hashlib.sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()[:16]
    return table


def render(table: Mapping[str, Any]) -> str:
    """Write the table as JSON, one class a line, so that a change is read in a diff."""
    parts = []
    for key in sorted(table):
        value = table[key]
        if isinstance(value, dict):
            lines = ",\n".join(f"{json.dumps(name)}:{_compact(value[name])}" for name in sorted(value))
            parts.append(f"{json.dumps(key)}:{{\n{lines}\n}}")
        else:
            parts.append(f"{json.dumps(key)}:{_compact(value)}")
    return "{" + ",\n".join(parts) + "}\n"


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def _parsed(name: str, text: str) -> Any:  # noqa: ANN401 -- whatever YAML holds; checked by its reader
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 -- both loaders are safe
    except yaml.YAMLError as error:
        raise ModelError(name, "file", f"is not YAML: {error}") from error


class _Compiler:
    """Gathers checked entries of all files."""

    def __init__(self, permissions: frozenset[str]) -> None:
        self._permissions = permissions
        self._places: dict[str, str] = {}
        self.table: dict[str, Any] = {
            "classes": {},
            "callbacks": {},
            "supers": {},
            "interfaces": [],
            "uris": {},
            "lifecycle": {},
        }

    def hierarchy(self, raw: Mapping[str, Any]) -> None:
        """``classes``: type -> [superclass, interfaces...]; ``interfaces``: type -> [interfaces above]."""
        for cls, above in raw["classes"].items():
            self._ancestry(cls, list(above))
        for cls, above in raw["interfaces"].items():
            self._ancestry(cls, [OBJECT, *above])
            self.table["interfaces"].append(cls)
        supers, faces = self.table["supers"], frozenset(self.table["interfaces"])
        for cls, above in supers.items():
            lost = [each for each in above if each not in supers]
            if lost:
                raise ModelError("hierarchy.yaml", cls, f"{lost[0]} above it has no line of its own")
            if above[:1] and above[0] in faces:
                raise ModelError("hierarchy.yaml", cls, f"{above[0]} is an interface; name the superclass first")
            wrong = [each for each in above[1:] if each not in faces]
            if wrong:
                raise ModelError("hierarchy.yaml", cls, f"{wrong[0]} is no interface")

    def _ancestry(self, cls: str, above: list[str]) -> None:
        for each in (cls, *above):
            self._class_name("hierarchy.yaml", each)
        if cls in self.table["supers"]:
            raise ModelError("hierarchy.yaml", cls, "is listed twice")
        self.table["supers"][cls] = above

    def uris(self, raw: Mapping[str, Any]) -> None:
        """Prefixes and the static fields that hold addresses."""
        file = "uris.yaml"
        for entry in raw["prefixes"]:
            rule: UriRule = self._checked(file, str(entry.get("uri")), partial(parse_uri_rule, entry))
            self._once(file, rule.prefix, "")
            self._known_permissions(file, rule.prefix, (*rule.read, *rule.write))
        fields: dict[str, dict[str, str]] = {}
        for cls, names in raw["fields"].items():
            self._class_name(file, cls)
            fields[cls] = {str(name): str(uri) for name, uri in names.items()}
        self.table["uris"] = {"prefixes": raw["prefixes"], "fields": fields}

    def family(self, file: str, entries: object) -> None:
        """One file of classes and callbacks."""
        if not isinstance(entries, list):
            raise ModelError(file, "file", "must be a list of entries that begin with class: or callbacks:")
        for entry in entries:
            if not isinstance(entry, dict) or ("class" in entry) == ("callbacks" in entry):
                raise ModelError(file, str(entry)[:60], "must begin with class: or callbacks:")
            named = entry.get("class", entry.get("callbacks"))
            for each in named if isinstance(named, list) else [named]:
                cls = self._class_name(file, each)
                if "class" in entry:
                    self._modelled(file, cls, entry)
                else:
                    self._called_back(file, cls, entry)

    def _modelled(self, file: str, cls: str, entry: Mapping[str, Any]) -> None:
        self._only(file, cls, entry, {"class", "methods", "fields"})
        kept = self.table["classes"].setdefault(cls, {})
        for part in ("methods", "fields"):
            for key, raw in (entry.get(part) or {}).items():
                self._rule(file, cls, str(key), raw or {})
                kept.setdefault(part, {})[str(key)] = raw or {}

    def _called_back(self, file: str, cls: str, entry: Mapping[str, Any]) -> None:
        self._only(file, cls, entry, {"callbacks", "methods", "whole"})
        self._once(file, f"callbacks {cls}", "")
        listed = entry.get("methods") or {}
        methods = dict.fromkeys(listed) if isinstance(listed, list) else listed
        for key, raw in methods.items():
            self._rule(file, f"callbacks {cls}", str(key), raw or {})
        self.table["callbacks"][cls] = {"methods": methods, "whole": bool(entry.get("whole", True))}

    def _rule(self, file: str, cls: str, key: str, raw: Mapping[str, Any]) -> Rule:
        entry = f"{cls} {key}"
        self._once(file, cls, key)
        split = split_key(key)
        if split is None:
            raise ModelError(file, entry, "is no method key such as get, get(I) or get(I)V")
        rule: Rule = self._checked(file, entry, partial(parse_rule, cls, key, raw))
        if split[1] is not None and highest_argument(rule) > len(split[1]):
            raise ModelError(file, entry, f"speaks of argument {highest_argument(rule)}, but there are {len(split[1])}")
        self._known_permissions(file, entry, rule.permissions)
        return rule

    def lifecycle(self, raw: Mapping[str, Any]) -> None:
        """Lives of components: known states, known roots, no step out of nowhere."""
        file = "lifecycle.yaml"
        for kind, life in raw.items():
            self._only(file, kind, life, {"roots", "start", "live", "transitions"})
            for root in life["roots"]:
                self._class_name(file, root)
            reached = {life["start"], *(step["after"] for step in life["transitions"])} - {"same"}
            for step in life["transitions"]:
                self._only(file, f"{kind} {step.get('name')}", step, {"name", "before", "after", "methods"})
                lost = set(step["before"]) - reached
                if lost:
                    raise ModelError(file, f"{kind} {step['name']}", f"no step leads to {', '.join(sorted(lost))}")
                for key in step["methods"]:
                    if split_key(key) is None:
                        raise ModelError(file, f"{kind} {step['name']}", f"{key} is no method key")
            if set(life["live"]) - reached:
                raise ModelError(file, kind, "a live state is reached by no step")
        self.table["lifecycle"] = dict(raw)

    def all_known(self) -> None:
        """Every class that is modelled has a line in hierarchy.yaml."""
        named = {*self.table["classes"], *self.table["callbacks"]}
        missing = sorted(named - set(self.table["supers"]))
        if missing:
            raise ModelError(
                "hierarchy.yaml",
                missing[0],
                f"has a model and no line here ({len(missing)} such: {' '.join(missing[:40])})",
            )
        self.table["interfaces"].sort()

    def _class_name(self, file: str, cls: object) -> str:
        if not isinstance(cls, str) or not CLASS.fullmatch(cls):
            raise ModelError(file, str(cls), "is not of the form Landroid/app/Activity;")
        return cls

    def _once(self, file: str, cls: str, key: str) -> None:
        entry = f"{cls} {key}".strip()
        if entry in self._places:
            raise ModelError(file, entry, f"is already in {self._places[entry]}")
        self._places[entry] = file

    def _only(self, file: str, entry: str, raw: Mapping[str, Any], known: set[str]) -> None:
        unknown = set(raw) - known
        if unknown:
            raise ModelError(
                file,
                entry,
                f"there is no field {', '.join(sorted(map(str, unknown)))}; known are {', '.join(sorted(known))}",
            )

    def _known_permissions(self, file: str, entry: str, names: Iterable[str]) -> None:
        for name in names:
            if name not in self._permissions:
                raise ModelError(file, entry, f"permission {name} is not in permissions.yaml")

    def _checked(self, file: str, entry: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 -- what make gives
        try:
            return make()
        except RuleError as error:
            raise ModelError(file, entry, str(error)) from error
        except (TypeError, ValueError, AttributeError) as error:
            raise ModelError(file, entry, f"cannot be read: {error}") from error
