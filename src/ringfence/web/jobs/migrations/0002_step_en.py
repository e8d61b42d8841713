"""The step of a job in English beside the Chinese."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds ``step_en``."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("jobs", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("job", "step_en", models.CharField(default="", max_length=120)),
    ]
