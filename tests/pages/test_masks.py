"""No sealed file, event, log line or page of an error lets anybody put a number together; the check itself is checked.

Pages and files opened with a GET: test_pages.py. Answers to a POST: test_events.py.
"""
import logging
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts import scope
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Event, Seal
from benefits.models import Roster
from config.logs import Discreet
from devtools import postgres
from devtools.paths import ROOT
from households.models import Person
from tests.benefits.books import Officials, a_beneficiary, a_run_at, an_official, owed, publish
from tests.builders import ZHANGDIAN, inside
from tests.pages import numbers

PEOPLE = {"0013": [("王桂兰", date(1950, 1, 10), "999001195001100013")]}


@pytest.mark.django_db
def test_no_sealed_file_and_no_event_completes_a_number(settings, tmp_path_factory):
    settings.LIDAO_SIGNING_DIR = tmp_path_factory.getbasetemp() / "signing"
    with inside(ZHANGDIAN):
        publish(owed(a_beneficiary("王桂兰", born=date(1950, 1, 10))), owed(a_beneficiary("李秀梅")))
        engine.work(a_run_at("signed", Officials()).rosters.get().job_id)
        assert Roster.objects.get().seal
    people, accounts = numbers.of_county(ZHANGDIAN)

    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        (seal,) = Seal.objects.all()
        text = numbers.file_text(seal.media_type, bytes(seal.content))
        assert "王桂兰" in text and "**************" in text
        assert numbers.faults(text, people, accounts) == []
        for event in Event.objects.all():
            assert numbers.faults(f"{event.before} {event.after} {event.reason}", people, accounts) == []


@pytest.mark.django_db
def test_the_log_names_nobody_when_the_database_refuses_a_row():
    """Tables under row-level security tell nothing; a staged one does."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE staged (name text, born date, village text NOT NULL) ON COMMIT DROP")
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute("INSERT INTO staged VALUES (%s, %s, NULL)", PEOPLE["0013"][0][:2])
    assert "王桂兰" in str(refused.value) and "1950-01-10" in str(refused.value)

    how = (type(refused.value), refused.value, refused.tb)
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "%s: %r", ("/", refused.value), how)
    (text,) = {handler.format(record) for handler in logging.getLogger().handlers if isinstance(handler.formatter, Discreet)}

    assert "IntegrityError" in text and "test_masks.py" in text
    assert "王桂兰" not in text and "1950-01-10" not in text


@pytest.mark.parametrize(("name", "value"), [("log_error_verbosity", "terse"), ("log_min_error_statement", "panic")])
def test_the_database_logs_no_row_it_refused(name, value):
    assert postgres.SETTINGS[name] == value
    assert f'"-c", "{name}={value}"' in (ROOT / "docker-compose.yml").read_text()


@pytest.mark.django_db
@pytest.mark.parametrize("status", [404, 500])
def test_the_page_of_an_error_names_nobody(client, status, monkeypatch):
    client.raise_request_exception = False
    client.force_login(an_official(Role.TOWNSHIP_CLERK).user)
    with inside(ZHANGDIAN):
        person = a_beneficiary("王桂兰", born=date(1950, 1, 10))
        household = person.memberships.get().household_id if status == 500 else 0
    monkeypatch.setattr("households.commands.reveal_number", lambda **said: Person.objects.filter(pk=person.pk).update(name_sort=None))

    response = client.post(reverse("households:reveal", args=[household, person.pk]), {"reason": "核对"})

    assert response.status_code == status
    assert "王桂兰" not in response.content.decode() and "1950" not in response.content.decode()


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


def test_what_a_workbook_holds_is_read_as_it_is_shown():
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["王桂兰", "**************0013"])
        book.add_worksheet().write_datetime(0, 0, date(1950, 1, 10), book.add_format({"num_format": "yyyy-mm-dd"}))

    assert numbers.faults(numbers.file_text("spreadsheet", file.getvalue()), PEOPLE, set())
