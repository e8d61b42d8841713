"""``python -m ringfence.audit.apk.models`` checks the YAML files and writes compiled.json anew."""

import sys
from pathlib import Path

from ringfence.audit.apk.models.compiling import compile_models, read_sources, render
from ringfence.audit.apk.models.errors import ModelError

try:
    text = render(compile_models(read_sources()))
except ModelError as error:
    sys.exit(error.en)
Path(__file__).with_name("compiled.json").write_text(text, encoding="utf-8")
