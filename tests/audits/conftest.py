"""A superuser's hand, which no role of the product has: what it changes must be found by the seals."""
import os
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest

from devtools import state
from devtools.postgres import SUPERUSER


@pytest.fixture
def as_superuser():
    """Runs statements as superuser, past row-level security and triggers."""

    def run(statements):
        address = urlsplit(os.environ["DATABASE_OWNER_URL"])
        with psycopg.connect(
            host=address.hostname, port=address.port, dbname=address.path[1:], user=SUPERUSER, password=state.read()["superuser_password"]
        ) as connection:
            connection.execute(statements)

    return run


@pytest.fixture
def another_connection():
    """A second session of the web role, in autocommit."""

    @contextmanager
    def opened():
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            yield connection

    return opened
