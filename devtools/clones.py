"""Databases of the tests: copies of one migrated database, made and renewed by the owner in a twentieth of a second.

A test that commits leaves rows in tables that nobody may empty (append-only ones, for instance). Its database is
thrown away and copied again, so that the next test finds exactly what the migrations made: places, policies, sequences.
"""
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def url_of(database, url):
    """The same address with another database name."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def renew(database, *, template, owner_url):
    """Replace `database` by a fresh copy of `template`; whoever is still connected to it is cut off."""
    with psycopg.connect(url_of("postgres", owner_url), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template)))


def rename(database, name, *, owner_url):
    with psycopg.connect(url_of("postgres", owner_url), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(database), sql.Identifier(name)))
