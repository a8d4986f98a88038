"""Fixtures of every test. Overrides of plugins' fixtures have to be seen here to win over them."""
from tests.fixtures.browser import browser_context_args, browser_type_launch_args, new_context  # noqa: F401
from tests.fixtures.databases import django_db_setup, owner_connection, seeded_db, superuser_connection  # noqa: F401
from tests.fixtures.worker import _session_worker, worker  # noqa: F401
