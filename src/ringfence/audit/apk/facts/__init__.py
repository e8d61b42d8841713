"""What is known beforehand: permissions in plain words, the necessary-information rule, stores' rules, SDKs, packers, frameworks.

YAML beside this file, one table each; docs/apk-facts.md says how to add a line. Nothing here looks at an app.
"""

from ringfence.audit.apk.facts.framework import FrameworkFact, frameworks
from ringfence.audit.apk.facts.names import HostFacts, host_facts, open_source
from ringfence.audit.apk.facts.necessary import NecessaryRule, NeedFact, necessary_rule, need_of, needs
from ringfence.audit.apk.facts.packer import PackerFact, Signs, packers
from ringfence.audit.apk.facts.permission import PermissionFact, permissions
from ringfence.audit.apk.facts.reading import FactError
from ringfence.audit.apk.facts.sdk import SdkFact, sdk_kinds, sdks
from ringfence.audit.apk.facts.store import StoreRule, barred_since, store_rules
from ringfence.audit.apk.facts.words import blind_words, familiar_endings

__all__ = [
    "FactError",
    "FrameworkFact",
    "HostFacts",
    "NecessaryRule",
    "NeedFact",
    "PackerFact",
    "PermissionFact",
    "SdkFact",
    "Signs",
    "StoreRule",
    "barred_since",
    "blind_words",
    "familiar_endings",
    "frameworks",
    "host_facts",
    "necessary_rule",
    "need_of",
    "needs",
    "open_source",
    "packers",
    "permissions",
    "sdk_kinds",
    "sdks",
    "store_rules",
]
