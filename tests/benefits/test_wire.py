"""Columns travel between the database and arrays whole, in the order of the table's ids, and none is missing."""
import numpy as np
import pytest

from benefits.models import PolicyValue
from benefits.wire import fetch

pytestmark = pytest.mark.django_db
COLUMNS = {"id": ("id", "i8"), "years": ("extract(year FROM since)", "i2"), "is_open": ("until IS NULL", "b1")}


def test_rows_come_in_the_order_of_their_ids():
    values = list(PolicyValue.objects.order_by("id")[:50])

    found = fetch("benefits_policyvalue", "id", [value.pk for value in reversed(values)], COLUMNS)

    assert found.tolist() == [(value.pk, value.since.year, value.until is None) for value in values]
    assert found.dtype == np.dtype([("id", "i8"), ("years", "i2"), ("is_open", "?")])


def test_nothing_asked_for_is_no_rows():
    assert fetch("benefits_policyvalue", "id", [], COLUMNS).tolist() == []


def test_a_value_that_is_missing_is_named():
    ids = list(PolicyValue.objects.values_list("pk", flat=True))

    with pytest.raises(ValueError, match=r"benefits_policyvalue\.ends"):
        fetch("benefits_policyvalue", "id", ids, {"id": ("id", "i8"), "ends": ("until - since", "i4")})
