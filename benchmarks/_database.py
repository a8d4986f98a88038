"""A database of its own for a benchmark: migrated, filled with invented people, gone afterwards."""

import contextlib
import os
import subprocess
import sys

from devtools import prepared, services, state
from devtools.paths import ROOT
from devtools.postgres import SUPERUSER


@contextlib.contextmanager
def filled(people, *, seeded=100_000):
    """The environment is that of a web process on a new database with about so many people; beyond `seeded` families are copied.

    Yields (cluster, valkey).
    """
    kept = state.read()
    with prepared.throwaway(kept, prefix="lidao-bench-") as (folder, cluster, valkey):
        ports = {"postgres_port": cluster.port, "valkey_port": valkey.port, "sample_password": "benchmark"}
        os.environ |= services.owner_environment(kept | ports) | {"LIDAO_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
        subprocess.run([sys.executable, "manage.py", "seed", "--people", str(min(people, seeded)), "--families-only"], cwd=ROOT, check=True)
        copies = max(1, round(people / seeded))
        if copies > 1:
            _multiply(cluster.url(SUPERUSER, kept["superuser_password"], services.DATABASE), copies)
        os.environ.pop("DATABASE_OWNER_URL")
        yield cluster, valkey


def analyse(cluster):
    """Fresh statistics of every table."""
    import psycopg

    with psycopg.connect(cluster.url(SUPERUSER, state.read()["superuser_password"], services.DATABASE), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _multiply(url, copies):
    """Every family again and again, with ids, numbers and hashes of its own; constraints hold because every copy is shifted alike.

    What is recorded of a place stands once, however many live there.
    """
    import django
    import psycopg

    django.setup()  # for the models alone: the connection is the superuser's
    from benefits.management.commands.seed import TABLES
    from households.models import Household, Person

    models = {model._meta.db_table: model for model in django.apps.apps.get_models()}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        of_families = [table for table in TABLES if _links(models[table], (Household, Person))]
        spans = {table: connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0] for table in of_families}
        for table in of_families:
            fields = [field for field in models[table]._meta.concrete_fields if not getattr(field, "generated", False)]
            chosen = ", ".join(_copied(field, spans, models[table] is Household) for field in fields)
            columns = ", ".join(_quoted(field) for field in fields)
            connection.execute(f"INSERT INTO {table} ({columns}) SELECT {chosen} FROM {table}, generate_series(1, {copies - 1}) AS copy (n)")
        connection.execute("VACUUM ANALYZE")


def _links(model, kept):
    """The model is a family's or a person's, by itself or through another."""
    return model in kept or any(
        field.related_model and field.related_model is not model and _links(field.related_model, kept) for field in model._meta.concrete_fields
    )


def _copied(field, spans, is_household):
    """The expression of one column in copy n."""
    target = field.related_model._meta.db_table if field.related_model else field.model._meta.db_table if field.primary_key else None
    if target in spans:
        return f"{_quoted(field)} + copy.n * {spans[target]}"
    if field.column in ("number_hash", "last_four_hash"):
        return f"sha256({field.column} || int4send(copy.n))"
    if field.get_internal_type() == "UUIDField":
        return f"md5({field.column}::text || copy.n)::uuid"
    return f"{field.column} || '-' || copy.n" if is_household and field.column == "number" else _quoted(field)


def _quoted(field):
    return f'"{field.column}"'
