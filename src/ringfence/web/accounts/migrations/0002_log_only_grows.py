"""PostgreSQL itself refuses to change or remove a line of the log of accesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MAKE = """
CREATE FUNCTION ringfence_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the log of accesses only grows' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON accounts_accesslog
    FOR EACH ROW EXECUTE FUNCTION ringfence_log_only_grows();
CREATE TRIGGER only_grows_whole BEFORE TRUNCATE ON accounts_accesslog
    FOR EACH STATEMENT EXECUTE FUNCTION ringfence_log_only_grows();
"""
REMOVE = """
DROP TRIGGER only_grows ON accounts_accesslog;
DROP TRIGGER only_grows_whole ON accounts_accesslog;
DROP FUNCTION ringfence_log_only_grows();
"""


def make(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on."""
    del apps
    if editor.connection.vendor == "postgresql":
        editor.execute(MAKE)


def remove(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them off."""
    del apps
    if editor.connection.vendor == "postgresql":
        editor.execute(REMOVE)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make, remove)]
