"""pytest plugin: a throwaway PostgreSQL and Valkey for the session, and for each of its processes a database in them.

The processes of pytest-xdist share the two servers. Everything runs as the web role; DATABASE_OWNER_URL and
DATABASE_SUPERUSER_URL are there for tests.fixtures.databases. The services of `dev.py up`, and DATABASE_URL of the shell, are never touched.
"""
import contextlib
import hashlib
import os
from pathlib import Path

import pytest

from devtools import clones, font_folder, prepared, services, state
from devtools.postgres import SUPERUSER

_running = contextlib.ExitStack()


@pytest.hookimpl(tryfirst=True)  # before pytest-django reads the settings
def pytest_load_initial_conftests(early_config, parser, args):
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    try:
        if process == "main":
            _start_services()
        _take_own_database(process)
    except prepared.NotMigrated as failure:
        _running.close()
        raise pytest.UsageError(str(failure)) from None


def _start_services():
    kept = state.read()
    folder, cluster, valkey = _running.enter_context(prepared.throwaway(kept, prefix="lidao-tests-"))
    font_folder.offer()
    ports = {"postgres_port": cluster.port, "valkey_port": valkey.port}
    os.environ |= services.owner_environment(kept | ports | _SECRETS)
    os.environ["DATABASE_SUPERUSER_URL"] = cluster.url(SUPERUSER, kept["superuser_password"], services.DATABASE)
    os.environ["TESTS_FOLDER"] = str(folder)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the tests


def _take_own_database(process):
    """`lidao_gw0`, number 1 of the broker and a data folder for the first process of pytest-xdist, and so on."""
    database = f"{services.DATABASE}_{process}"
    owner_url = os.environ["DATABASE_OWNER_URL"]
    clones.renew(database, template=services.DATABASE, owner_url=owner_url)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SUPERUSER_URL"):
        os.environ[name] = clones.url_of(database, os.environ[name])
    number = 0 if process == "main" else int(process.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = clones.url_of(number, os.environ["REDIS_URL"])
    data = Path(os.environ["TESTS_FOLDER"]) / process
    data.joinpath("static").mkdir(parents=True)
    os.environ["LIDAO_DATA_DIR"] = str(data)


def pytest_unconfigure(config):
    _running.close()


def _secret(purpose):
    """Always the same: what tests compare must not change from run to run."""
    return hashlib.sha256(f"tests {purpose}".encode()).hexdigest()


_SECRETS = {
    "secret_key": _secret("cookies"),
    "keys": {"seal": {"1": _secret("seal")}, "hash": _secret("hash"), "code": _secret("code")},
    "sample_password": "sample-officials-of-the-tests",
}
