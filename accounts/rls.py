"""Migration operations: many tables at once, long SQL, row-level security, append-only tables and frozen facts."""
from pathlib import Path

from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation

_RANGE = (
    "(division_code >= (current_setting('lidao.lo', true))::text "
    "AND division_code < (current_setting('lidao.hi', true))::text)"
)


class DrawnOnce(Operation):
    """Several operations after which Django draws its models once.

    By itself it draws every model again that is joined to a changed one, which is nearly all of ours, after each table.
    """

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # drawn when it is next asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "; ".join(operation.describe() for operation in self.operations)


def script(migration):
    """The SQL beside a migration's own file (`__file__`), under its name. A guard is not taken down again."""
    return RunSQL(Path(migration).with_suffix(".sql").read_text(encoding="utf-8"))


def secure(*tables):
    """Rows of these tables are seen and written only inside the scope of the transaction (range form, FORCE)."""
    return _for_each(
        tables,
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
        f"CREATE POLICY inside_scope ON {{table}} USING {_RANGE} WITH CHECK {_RANGE};",
        "DROP POLICY inside_scope ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def secure_reading(*tables):
    """Like `secure`, but a row may be written from anywhere: a sign-in that failed has no scope yet."""
    return _for_each(
        tables,
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
        f"CREATE POLICY inside_scope ON {{table}} FOR SELECT USING {_RANGE}; "
        "CREATE POLICY written_from_anywhere ON {table} FOR INSERT WITH CHECK (true);",
        "DROP POLICY inside_scope ON {table}; DROP POLICY written_from_anywhere ON {table}; "
        "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def append_only(*tables):
    """The web role may only add and read rows of these tables; a trigger says the same to every other role but a superuser."""
    return _for_each(
        tables,
        "REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM lidao_web, lidao_load; "
        "CREATE TRIGGER only_inserted BEFORE UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION lidao_only_inserted();",
        "DROP TRIGGER only_inserted ON {table}; GRANT UPDATE, DELETE ON {table} TO lidao_web, lidao_load;",
    )


def frozen(*tables):
    """Facts in these tables are never edited: they are withdrawn, once, and another is recorded."""
    return _for_each(
        tables,
        "CREATE TRIGGER fact_is_frozen BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION lidao_fact_is_frozen(); "
        "REVOKE DELETE ON {table} FROM lidao_web;",
        "DROP TRIGGER fact_is_frozen ON {table}; GRANT DELETE ON {table} TO lidao_web;",
    )


def _for_each(tables, forwards, backwards):
    return RunSQL(*("\n".join(sql.format(table=table) for table in tables) for sql in (forwards, backwards)))


ONLY_INSERTED = RunSQL(
    """
    CREATE FUNCTION lidao_only_inserted() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
      RAISE EXCEPTION '% 只增不改：请另记一行更正。', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rows_are_only_inserted';
    END $$;
    """,
    "DROP FUNCTION lidao_only_inserted();",
)
