"""Android packages: container, resources, dex, models, flow. Each folder is one step of the path; docs/apk-audit.md walks it."""

__all__: list[str] = []
