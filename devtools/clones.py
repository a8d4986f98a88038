"""Databases of the tests: copies of one migrated database, made and renewed by the owner in a twentieth of a second.

A test that commits leaves rows in tables that nobody may empty (append-only ones, for instance). Its database is
thrown away and copied again, so that the next test finds exactly what the migrations made: places, policies, sequences.
"""
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from devtools.processes import wait_until


def url_of(database, url):
    """The same address with another database name."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def renew(database, *, template, owner_url):
    """Replace `database` by a fresh copy of `template`; whoever is still connected to it is cut off."""
    with psycopg.connect(url_of("postgres", owner_url), autocommit=True) as connection:
        wait_until(lambda: _dropped(connection, database), seconds=10, what=f"the end of the superuser's sessions in {database}")
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template)))


def _dropped(connection, database):
    """Whether it is gone: a superuser's session, which the owner may not cut off, ends a moment after it was closed."""
    try:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def rename(database, name, *, owner_url):
    with psycopg.connect(url_of("postgres", owner_url), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(database), sql.Identifier(name)))
