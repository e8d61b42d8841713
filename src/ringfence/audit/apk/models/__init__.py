"""Framework models: what methods of Android, Java and common libraries do with personal data. YAML, one file a family.

Someone who adds a source, a sink, a callback or a provider's address finds where in docs/apk-audit.md.
"""

from ringfence.audit.apk.models.callback import Callback, Lifecycle, Transition
from ringfence.audit.apk.models.errors import ModelError
from ringfence.audit.apk.models.load import Models, load_models
from ringfence.audit.apk.models.rule import RETURN, Call, Pass, Path, Registration, Rule
from ringfence.audit.apk.models.uri import UriRule, Uris

__all__ = [
    "RETURN",
    "Call",
    "Callback",
    "Lifecycle",
    "ModelError",
    "Models",
    "Pass",
    "Path",
    "Registration",
    "Rule",
    "Transition",
    "UriRule",
    "Uris",
    "load_models",
]
