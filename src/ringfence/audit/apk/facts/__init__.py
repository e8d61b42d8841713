"""What is known beforehand: permissions in plain words, the necessary-information rule, stores' rules, SDKs, packers, frameworks.

YAML beside this file, one table each; docs/apk-facts.md says how to add a line. Nothing here looks at an app.
"""

from ringfence.audit.apk.facts.framework import FrameworkFact, frameworks
from ringfence.audit.apk.facts.necessary import NecessaryRule, NeedFact, necessary_rule, need_of, needs
from ringfence.audit.apk.facts.packer import PackerFact, Signs, packers
from ringfence.audit.apk.facts.permission import PermissionFact, permissions
from ringfence.audit.apk.facts.reading import FactError
from ringfence.audit.apk.facts.sdk import SdkFact, sdk_kinds, sdks
from ringfence.audit.apk.facts.store import StoreRule, barred_since, store_rules

__all__ = [
    "FactError",
    "FrameworkFact",
    "NecessaryRule",
    "NeedFact",
    "PackerFact",
    "PermissionFact",
    "SdkFact",
    "Signs",
    "StoreRule",
    "barred_since",
    "frameworks",
    "necessary_rule",
    "need_of",
    "needs",
    "packers",
    "permissions",
    "sdk_kinds",
    "sdks",
    "store_rules",
]
