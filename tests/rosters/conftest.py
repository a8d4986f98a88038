import pytest

from benefits.rosters import payout
from tests.rosters import builders, reading


@pytest.fixture(scope="session")
def roster():
    """25 rows: a full page and a last one."""
    return builders.a_roster(25)


@pytest.fixture(scope="session")
def pdf(roster):
    return payout.render(roster)


@pytest.fixture(scope="session")
def sheets(pdf):
    return reading.read(pdf)


@pytest.fixture(scope="session")
def replacement():
    """14 rows of 12 persons, signed in the system, in place of an earlier roster: two pages."""
    return builders.a_replacement()


@pytest.fixture(scope="session")
def replacement_pdf(replacement):
    return payout.render(replacement)


@pytest.fixture(scope="session")
def bound_pdf(replacement):
    """The same, page by page and bound."""
    return payout.render(replacement, part_pages=1)
