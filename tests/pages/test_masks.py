"""No sealed file and no event lets anybody put a number together; the check itself is checked. Pages: test_pages.py."""
from datetime import date

import pytest
from django.db import transaction

from accounts import scope
from audits.models import Event, Seal
from tests.builders import ZHANGDIAN
from tests.pages import numbers

PEOPLE = {"0013": [("王桂兰", date(1950, 1, 10), "999001195001100013")]}


@pytest.mark.django_db(transaction=True)
def test_no_sealed_file_and_no_event_completes_a_number(seeded_db):
    people, accounts = numbers.of_county(ZHANGDIAN)
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        for seal in Seal.objects.all():
            assert numbers.faults(numbers.file_text(seal.media_type, bytes(seal.content)), people, accounts) == []
        for event in Event.objects.all():
            assert numbers.faults(f"{event.before} {event.after} {event.reason}", people, accounts) == []


@pytest.mark.parametrize(
    "text",
    [
        "王桂兰 **************0013 1950-01-10",
        "王桂兰 **************0013 1950 年 1 月 10 日",
        "王桂兰 **************0013 2010-01-10 满 60 周岁",
        "身份证号 999001195001100013",
        "999001 19500110 0013",
    ],
)
def test_what_completes_a_number_is_found(text):
    assert numbers.faults(text, PEOPLE, set())


@pytest.mark.parametrize(
    "text", ["王桂兰 ****************** 1950-01-10", "王桂兰 **************0013 1950 年生", "李秀梅 **************0013 1950-01-10"]
)
def test_what_does_not_complete_a_number_is_left_alone(text):
    assert not numbers.faults(text, PEOPLE, set())
