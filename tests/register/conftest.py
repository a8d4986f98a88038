import pytest

from tests.register.counter import Counter


@pytest.fixture
def counter():
    return Counter()
