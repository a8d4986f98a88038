"""Policy values: loaded from files, entered and confirmed by two officials, in force at once, and kept once used."""
import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction

from accounts import locks
from accounts.refusal import NotAllowed
from accounts.roles import Role
from benefits import policies
from benefits.models import Citation, PolicyConfirmation, PolicyUse, PolicyValue
from benefits.policies_table import commands, queries
from benefits.rules import months
from tests.benefits.conftest import confirm
from tests.builders import AT, GUANSHANHU, JIEFANG, ZHANGDIAN, a_post, inside

pytestmark = pytest.mark.django_db

LINE, SINCE = "rural_minimum_living_line", date(2026, 1, 1)


def stated(place, name, on=date(2026, 6, 1)):
    """(value, quality) of a name at a place on a day, None when nothing holds."""
    book = queries.in_force(place).book
    held = [book.values[row] for since, until, row in book.place(place).pieces(name) if since <= months.day(on) < until]
    return (held[0].value, held[0].quality) if held else None


def load(change=lambda values: values, citations=None):
    values, documents = policies.read()
    return commands.load(change(values), citations or documents, at=AT)


def of(values, place, name):
    return next(value for value in values if value.place.startswith(place) and value.name == name)


def with_one(place, name, **changed):
    """The files with one line changed."""

    def change(values):
        old = of(values, place, name)
        return [replace(value, **changed) if value is old else value for value in values]

    return change


def test_migrating_loads_the_files_and_loading_again_changes_nothing():
    values, documents = policies.read()

    assert PolicyValue.objects.count() == len(values)
    assert Citation.objects.count() == len(documents)
    assert load() == {"added": 0, "withdrawn": 0, "confirmed": 0}


def waits(act):
    """Whether an act in a transaction of its own, beside the one of the test, has to wait for a lock."""
    found = []

    def run():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
                act()
            found.append(False)
        except OperationalError:
            found.append(True)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    return found == [True]


def test_no_county_publishes_while_the_files_are_loaded():
    load()

    assert waits(lambda: locks.exclusive(ZHANGDIAN)) and waits(lambda: locks.shared(GUANSHANHU))


def test_the_files_are_not_loaded_while_a_county_publishes():
    locks.exclusive(ZHANGDIAN)

    assert waits(load) and not waits(lambda: locks.exclusive(GUANSHANHU))


def test_the_table_gives_the_rules_what_the_files_say():
    values, _documents = policies.read()
    told = {(value.name, value.since): (str(value.value), value.unit) for value in values if value.place == "000000"}

    nation = [value for value in queries.in_force(ZHANGDIAN).book.values if value.place == "000000000000"]
    assert {(value.name, value.since): (str(value.value), value.unit) for value in nation} == told


def test_a_county_reads_its_own_line_of_places_only():
    places = {value.place for value in queries.in_force(ZHANGDIAN).book.values}

    assert places <= {"000000000000", "370000000000", "370300000000", ZHANGDIAN}


def test_a_changed_line_withdraws_the_row_and_adds_another():
    before = queries.in_force(ZHANGDIAN)

    counts = load(with_one("000000", "rural_reward.rate", clause="改正的条款"))

    assert counts == {"added": 1, "withdrawn": 1, "confirmed": 0}
    assert queries.in_force(ZHANGDIAN).hash != before.hash
    assert PolicyValue.objects.filter(name="rural_reward.rate", withdrawn_at__isnull=False).get().withdrawn_why


def test_a_used_value_cannot_be_changed_by_the_files_only_followed():
    values, _documents = policies.read()
    old = of(values, "000000", "rural_reward.rate")
    used = PolicyValue.objects.get(name="rural_reward.rate", since=old.since, place="000000000000")
    PolicyUse.objects.create(value=used, used_at=AT)

    with pytest.raises(commands.CannotLoad, match="已被发布的核算批次采用"):
        load(with_one("000000", "rural_reward.rate", value="1200.00"))
    assert load(lambda values: [*values, replace(old, since=date(2027, 1, 1), until=None, value="1200.00")])["added"] == 1
    assert stated(ZHANGDIAN, "rural_reward.rate") != stated(ZHANGDIAN, "rural_reward.rate", date(2027, 1, 1)) == ("1200.00", "normative")


def test_the_document_that_confirms_a_reported_value_is_recorded_beside_it():
    values, documents = policies.read()
    reported = next(value for value in values if value.quality == "reported" and value.unit.startswith("yuan"))
    PolicyUse.objects.create(value=PolicyValue.objects.get(name=reported.name, place=reported.place.ljust(12, "0"), since=reported.since), used_at=AT)
    normative = next(value for value in values if value.quality == "normative")
    changed = [replace(value, quality="normative", cite=normative.cite, clause="三") if value is reported else value for value in values]

    assert commands.load(changed, documents, at=AT) == {"added": 0, "withdrawn": 0, "confirmed": 1}

    assert PolicyConfirmation.objects.get().value.quality == "reported"
    assert stated(reported.place.ljust(12, "0"), reported.name, reported.since)[1] == "normative"
    assert commands.load(changed, documents, at=AT) == {"added": 0, "withdrawn": 0, "confirmed": 0}


def test_values_prove_themselves_or_not():
    from django.db import connection

    reported = list(PolicyValue.objects.filter(quality="reported").values_list("id", flat=True)[:1])
    normative = list(PolicyValue.objects.filter(quality="normative").values_list("id", flat=True)[:2])

    def proven(ids):
        with connection.cursor() as cursor:
            cursor.execute("SELECT lidao_values_are_proven(%s, %s)", [ids, ZHANGDIAN])
            return cursor.fetchone()[0]

    assert (proven(normative), proven(reported), proven(normative + reported), proven([0])) == (True, False, False, False)
    PolicyConfirmation.objects.create(value_id=reported[0], citation=Citation.objects.filter(quality="normative").first(), recorded_at=AT)
    assert proven(normative + reported)


def test_a_value_is_in_force_when_a_second_official_has_confirmed_it(an_official_value):
    with inside(GUANSHANHU):
        row = an_official_value(LINE, "6000.00", since=SINCE, place=GUANSHANHU, confirmed=False)
        assert stated(GUANSHANHU, LINE) is None

        confirm(row)

        assert stated(GUANSHANHU, LINE) == ("6000.00", "normative")
        assert stated(GUANSHANHU, LINE, date(2025, 12, 1)) is None
        assert stated(JIEFANG, LINE) is None


def test_who_entered_a_value_cannot_confirm_it_under_another_account(an_official_value):
    with inside(ZHANGDIAN):
        row = an_official_value(LINE, "6000.00", since=SINCE, confirmed=False)
        same_person = a_post(Role.COUNTY_SIGNER, staff_no=row.entered_staff_no)

        with pytest.raises(NotAllowed, match="不能自己确认"):
            confirm(row, by=same_person)


@pytest.mark.parametrize("role", [Role.COUNTY_PREPARER, Role.COUNTY_SIGNER, Role.TOWNSHIP_CLERK, Role.AUDITOR])
def test_only_the_reviewer_enters_values(role):
    with pytest.raises(NotAllowed, match="由县级复核办理"), inside(ZHANGDIAN):
        enter(by=a_post(role))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"value": "960"}, "两位小数"),
        ({"unit": "percent"}, "单位"),
        ({"name": "rural_reward.age"}, "名称"),
        ({"number": "金塔县十二五规划"}, "规范性文件"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(wrong, sentence):
    with pytest.raises(NotAllowed, match=sentence), inside(ZHANGDIAN):
        enter(**wrong)


def test_a_county_states_one_value_from_a_day(an_official_value):
    with inside(ZHANGDIAN):
        an_official_value(LINE, "6000.00", since=SINCE)

        with pytest.raises(NotAllowed, match="已有自这一天起"):
            enter()


def test_another_county_s_value_is_out_of_reach(an_official_value):
    with inside(GUANSHANHU):
        row = an_official_value(LINE, "6000.00", since=SINCE, place=GUANSHANHU, confirmed=False)

    with pytest.raises(NotAllowed, match="没有这条"), inside(ZHANGDIAN):
        commands.confirm_value(value_id=row.pk, simulation_id=1, by=a_post(Role.COUNTY_SIGNER), at=AT)


def test_a_value_is_withdrawn_until_it_was_used(an_official_value):
    with inside(ZHANGDIAN):
        first = an_official_value(LINE, "6000.00", since=SINCE)
        commands.withdraw_value(value_id=first.pk, why="录错", by=a_post(Role.COUNTY_REVIEWER), at=AT)
        assert stated(ZHANGDIAN, LINE) is None
        second = an_official_value(LINE, "6600.00", since=SINCE)
        PolicyUse.objects.create(value=second, used_at=AT)

        with pytest.raises(NotAllowed, match="不能撤回"):
            commands.withdraw_value(value_id=second.pk, why="录错", by=a_post(Role.COUNTY_REVIEWER), at=AT)


def enter(by=None, **changed):
    given = {
        "name": LINE, "value": "6000.00", "unit": "yuan per person per year", "since": SINCE, "until": None, "number": "样例〔2026〕9号",
        "title": "样例通知", "issuer": "样例县", "issued": "2026", "clause": "一",
    } | changed  # fmt: skip
    return commands.enter_value(**given, by=by or a_post(Role.COUNTY_REVIEWER), at=AT)


def test_a_title_one_county_registered_wrongly_binds_no_other():
    with inside(ZHANGDIAN):
        wrong = enter(title="抄错的标题")
    with inside(GUANSHANHU):
        right = enter(by=a_post(Role.COUNTY_REVIEWER, GUANSHANHU))

    assert (wrong.citation.title, right.citation.title, right.citation.county) == ("抄错的标题", "样例通知", GUANSHANHU)


def test_a_number_of_the_policy_files_is_registered_with_their_title_alone():
    number = Citation.objects.filter(quality="normative").exclude(issuer="").first().number

    with pytest.raises(NotAllowed, match="已登记为"), inside(ZHANGDIAN):
        enter(number=number)


def test_a_wrong_title_is_put_right_once_nothing_that_stands_cites_it():
    with inside(ZHANGDIAN):
        wrong = enter(title="抄错的标题")
        with pytest.raises(NotAllowed, match="先撤回引用它的标准"), transaction.atomic():
            enter(since=date(2026, 7, 1))
        commands.withdraw_value(value_id=wrong.pk, why="标题抄错", by=a_post(Role.COUNTY_REVIEWER), at=AT)

        right = enter()

    assert (right.citation_id, right.citation.title) == (wrong.citation_id, "样例通知")


def test_no_value_cites_what_another_county_registered():
    with inside(GUANSHANHU):
        theirs = enter(by=a_post(Role.COUNTY_REVIEWER, GUANSHANHU))
    with inside(ZHANGDIAN):
        ours = enter()

    with pytest.raises(DatabaseError) as refused, inside(ZHANGDIAN):
        PolicyValue.objects.filter(pk=ours.pk).update(citation=theirs.citation)
    assert refused.value.__cause__.diag.constraint_name == "a_document_is_cited_where_it_is_registered"
