"""Migrate a database when it was not made from the files that lie here now.

The database itself remembers, in its comment, the fingerprint of the files it was last migrated from;
a restored or exchanged database therefore never passes for a migrated one.
"""
import hashlib
import sys

import psycopg
from psycopg import sql

from devtools.console import say
from devtools.paths import ROOT
from devtools.processes import NotReady, run_to_end

_APPS = ("accounts", "audits", "households", "poverty", "benefits")


def fingerprint():
    """Of everything a fresh database is made from: migrations, policies and other data files, operations, packages."""
    digest = hashlib.sha256()
    for path in [ROOT / "requirements.lock", ROOT / "requirements-dev.lock", ROOT / "config" / "settings.py", *_sources()]:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources():
    files = [path for app in _APPS for path in (ROOT / app).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return sorted(path for path in files if path.suffix != ".py" or _makes_tables_or_rows(path.relative_to(ROOT)))


def _makes_tables_or_rows(module):
    """Migrations, the operations they use, and whatever brings the policies in after them."""
    return module.name in {"apps.py", "rls.py"} or any(part == "migrations" or part.startswith("policies") for part in module.parts)


def migrate_when_needed(environment):
    """`environment` is the owner's. False when `manage.py migrate` (which loads the policies too) failed."""
    wanted = fingerprint()
    with _connected(environment["DATABASE_OWNER_URL"]) as connection:
        if _remembered(connection) == wanted:
            return True
        if run_to_end("migrate", [sys.executable, ROOT / "manage.py", "migrate", "--verbosity", "0"], env=environment):
            return False
        _remember(connection, wanted)
    say("migrated")
    return True


def _connected(url):
    try:
        return psycopg.connect(url, autocommit=True)
    except psycopg.OperationalError as failure:
        raise NotReady(f"the database does not answer to its owner: {failure}") from failure


def _remembered(connection):
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    return row[0]


def _remember(connection, value):
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(database, sql.Literal(value)))
