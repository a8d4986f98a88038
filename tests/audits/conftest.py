"""A superuser's hand, which no role of the product has: what it changes must be found by the seals."""
import os
from contextlib import contextmanager

import psycopg
import pytest


@pytest.fixture
def as_superuser(superuser_connection):
    """Runs statements as superuser, past row-level security and triggers."""
    return superuser_connection.execute


@pytest.fixture
def another_connection():
    """A second session of the web role, in autocommit."""

    @contextmanager
    def opened():
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            yield connection

    return opened
