"""devtools/roles.sql, seen from inside the database: what each of the three roles is and may do."""
import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from tests.fixtures.databases import as_owner

ROLES = {
    # role: (signs in, superuser, bypasses row security, creates roles)
    "lidao_owner": (True, False, False, False),
    "lidao_web": (True, False, False, False),
    "lidao_load": (False, False, True, False),
}


def rows(query, parameters=()):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def test_tests_run_as_the_web_role(db):
    assert rows("SELECT session_user, current_user") == [("lidao_web", "lidao_web")]


@pytest.mark.parametrize("role", ROLES)
def test_role_has_no_right_beyond_its_work(db, role):
    attributes = "rolcanlogin, rolsuper, rolbypassrls, rolcreaterole"

    assert rows(f"SELECT {attributes} FROM pg_roles WHERE rolname = %s", [role]) == [ROLES[role]]


def test_web_role_owns_nothing(db):
    assert rows("SELECT count(*) FROM pg_class WHERE relowner = 'lidao_web'::regrole") == [(0,)]
    assert rows("SELECT count(*) FROM pg_proc WHERE proowner = 'lidao_web'::regrole") == [(0,)]


def test_web_role_is_a_member_of_no_other_role(db):
    assert rows("SELECT count(*) FROM pg_auth_members WHERE member = 'lidao_web'::regrole") == [(0,)]


def test_web_role_truncates_no_table(db):
    tables = "SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"

    assert rows(f"SELECT count(*) > 20, bool_or(has_table_privilege('lidao_web', oid, 'TRUNCATE')) FROM ({tables}) t") == [(True, False)]


def test_web_role_makes_no_table(db):
    with pytest.raises(ProgrammingError, match="permission denied for schema public"), transaction.atomic():
        rows("CREATE TABLE mine ()")


def test_nobody_signs_in_as_load_but_the_owner_becomes_it(owner_connection):
    owner_connection.execute("SET ROLE lidao_load")

    assert owner_connection.execute("SELECT current_user").fetchone() == ("lidao_load",)


def test_web_role_cannot_become_load(db):
    with pytest.raises(ProgrammingError, match="permission denied to set role"), transaction.atomic():
        rows("SET ROLE lidao_load")


def test_owner_lends_a_function_to_load(owner_connection):
    owner_connection.execute("CREATE FUNCTION lent() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'")
    try:
        owner_connection.execute("ALTER FUNCTION lent() OWNER TO lidao_load")
    finally:
        owner_connection.execute("DROP FUNCTION lent()")


def test_a_block_runs_as_owner_and_the_web_role_comes_back(transactional_db):
    with as_owner():
        assert rows("SELECT current_user") == [("lidao_owner",)]

    assert rows("SELECT current_user") == [("lidao_web",)]


def test_a_committing_test_leaves_nothing_behind(transactional_db, owner_connection):
    from tests.fixtures import databases

    owner_connection.execute("CREATE TABLE left_behind ()")

    databases.renew()

    assert rows("SELECT to_regclass('left_behind')") == [(None,)]


def test_chinese_names_are_found_by_trigram(owner_connection):
    """With lc_ctype=C pg_trgm would see no letters in a Chinese name and index nothing, without a word."""
    with owner_connection.transaction(force_rollback=True):
        owner_connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")

        assert owner_connection.execute("SELECT cardinality(show_trgm('张三丰'))").fetchone()[0] > 0


def test_server_is_postgresql_17_or_newer(owner_connection):
    assert isinstance(owner_connection, psycopg.Connection)
    assert owner_connection.info.server_version >= 170000


def test_every_guard_looks_at_our_tables_whatever_a_session_calls_its_own(db):
    """Without a path of its own a function reads temporary tables first: one named like ours would speak for it."""
    open_to_others = rows(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, 'lidao_') "
        "AND NOT 'search_path=public, pg_temp' = ANY (coalesce(proconfig, '{}'))"
    )

    assert open_to_others == []
