"""Migration operations for row-level security and append-only tables."""
from django.db.migrations import RunSQL

_RANGE = (
    "(division_code >= (current_setting('lidao.lo', true))::text "
    "AND division_code < (current_setting('lidao.hi', true))::text)"
)


def secure(table):
    """Rows of `table` are seen and written only inside the scope of the transaction (range form, FORCE)."""
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
        f"CREATE POLICY inside_scope ON {table} USING {_RANGE} WITH CHECK {_RANGE};",
        f"DROP POLICY inside_scope ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; "
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def secure_reading(table):
    """Like `secure`, but a row may be written from anywhere: a sign-in that failed has no scope yet."""
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
        f"CREATE POLICY inside_scope ON {table} FOR SELECT USING {_RANGE}; "
        f"CREATE POLICY written_from_anywhere ON {table} FOR INSERT WITH CHECK (true);",
        f"DROP POLICY inside_scope ON {table}; DROP POLICY written_from_anywhere ON {table}; "
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def append_only(table):
    """The web role may only add and read rows of `table`; a trigger says the same to every other role but a superuser."""
    return RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM lidao_web, lidao_load; "
        f"CREATE TRIGGER only_inserted BEFORE UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION lidao_only_inserted();",
        f"DROP TRIGGER only_inserted ON {table}; GRANT UPDATE, DELETE ON {table} TO lidao_web, lidao_load;",
    )


ONLY_INSERTED = RunSQL(
    """
    CREATE FUNCTION lidao_only_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% 只增不改：请另记一行更正。', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rows_are_only_inserted';
    END $$;
    """,
    "DROP FUNCTION lidao_only_inserted();",
)
