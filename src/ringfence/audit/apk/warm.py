"""What every worker of a process box needs, loaded before the first is forked: the analysis, the models, the tables of facts.

Without this each worker would load it for itself, which takes longer than a small app's audit.
"""

from __future__ import annotations

import numpy.ma  # numpy loads it when an array is first made unique
from cryptography.hazmat.primitives.serialization import pkcs7  # signatures

from ringfence.audit.apk import flow, inspect
from ringfence.audit.apk.container import signing
from ringfence.audit.apk.facts import permissions, sdks
from ringfence.audit.apk.models import load_models

MODELS = load_models()
TABLES = (tuple(MODELS.rules()), tuple(MODELS.rules("gives")), sdks(), permissions())  # each is kept by its own cache

__all__ = ["MODELS", "TABLES", "flow", "inspect", "numpy", "pkcs7", "signing"]
