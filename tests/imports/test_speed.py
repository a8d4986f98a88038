"""A thousand rows are read and looked over within four seconds of work, and taken in within six, in questions that follow the chunks."""
import resource
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.imports.commands import checking, importing
from tests.imports.walking import a_clerk, checked, imported, tally
from tests.imports.workbooks import an_xlsx, two_girls

pytestmark = pytest.mark.django_db
FAMILIES = 250


def seconds_worked():
    """CPU seconds of this process and of the children it waited for; a busy machine does not lengthen them."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@pytest.fixture
def content():
    return an_xlsx([row for serial in range(1, FAMILIES + 1) for row in two_girls(serial)])


def test_a_thousand_rows_are_previewed_within_four_seconds(content):
    clerk = a_clerk()
    begun = seconds_worked()

    batch = checked(content, clerk)

    assert seconds_worked() - begun < 4
    assert tally(batch) == {"new": 4 * FAMILIES}


def test_questions_follow_the_chunks_not_the_rows(content):
    clerk = a_clerk()
    few = an_xlsx([row for serial in range(1, 3) for row in two_girls(serial)])
    imported(checked(few, clerk), clerk)
    with CaptureQueriesContext(connection) as of_few:
        checked(few, clerk)
    with CaptureQueriesContext(connection) as of_many:
        checked(content, clerk)

    chunks = -(-FAMILIES // checking.CHECKED_AT_ONCE)
    assert len(of_many) < len(of_few) * (chunks + 1)


def test_a_thousand_rows_are_taken_in_within_six_seconds(content):
    clerk = a_clerk()
    batch = checked(content, clerk)
    begun = seconds_worked()

    imported(batch, clerk)

    assert seconds_worked() - begun < 6


def test_questions_of_taking_in_follow_the_chunks_too(content):
    clerk = a_clerk()
    few = checked(an_xlsx([row for serial in range(1, 3) for row in two_girls(serial)]), clerk)
    many = checked(content, clerk)
    with CaptureQueriesContext(connection) as of_few:
        imported(few, clerk)
    with CaptureQueriesContext(connection) as of_many:
        imported(many, clerk)

    chunks = -(-FAMILIES // importing.IMPORTED_AT_ONCE)
    assert len(of_many) < len(of_few) * (chunks + 1)
