"""Lines of the log of accesses older than six months may be removed; PostgreSQL itself then writes a line that says so.

Whoever removes them and by whatever means: the database counts what went, up to which day, and that line never goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MAKE = """
CREATE OR REPLACE FUNCTION ringfence_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '6 months' AND left(OLD.page, 7) <> 'pruned ' THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION 'the log of accesses only grows' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION ringfence_log_tells_pruning() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE gone bigint; newest timestamptz;
BEGIN
    SELECT count(*), max(at) INTO gone, newest FROM gone_lines;
    IF gone > 0 THEN
        INSERT INTO accounts_accesslog (at, who, page, "case", act, change, result, token)
        VALUES (clock_timestamp(), '', 'pruned ' || gone || ' to ' || (newest AT TIME ZONE 'UTC')::date, NULL, '', true, 200, '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tells_pruning AFTER DELETE ON accounts_accesslog REFERENCING OLD TABLE AS gone_lines
    FOR EACH STATEMENT EXECUTE FUNCTION ringfence_log_tells_pruning();
"""
REMOVE = """
DROP TRIGGER tells_pruning ON accounts_accesslog;
DROP FUNCTION ringfence_log_tells_pruning();
CREATE OR REPLACE FUNCTION ringfence_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the log of accesses only grows' USING ERRCODE = 'insufficient_privilege'; END $$;
"""


def make(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let old lines go and have that told."""
    del apps
    if editor.connection.vendor == "postgresql":
        editor.execute(MAKE)


def remove(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let no line go."""
    del apps
    if editor.connection.vendor == "postgresql":
        editor.execute(REMOVE)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_log_only_grows")]
    operations = [migrations.RunPython(make, remove)]
