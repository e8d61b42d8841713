"""What can be wrong with the framework models: always the file, the entry and what."""

from __future__ import annotations

from ringfence.schema import RingfenceError


class ModelError(RingfenceError):
    """A file of framework models breaks its own rules; no app is judged with it.

    Attributes:
        file: name of the YAML file, "" when the compiled table itself is damaged.
        entry: the class and method (or Uri, or callback) in it.
    """

    def __init__(self, file: str, entry: str, what: str) -> None:
        super().__init__(
            f"安卓框架模型文件 {file or 'compiled.json'} 的条目 {entry} 有错:{what}。请改正后重新生成,改正前不分析任何应用。",
            f"framework models {file or 'compiled.json'}, {entry}: {what}. Correct it and compile again.",
        )
        self.file = file
        self.entry = entry
        self.what = what
