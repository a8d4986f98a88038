"""The journal: written with the act, refused acts after the rollback, sealed in blocks that show every change."""
import pytest
from django.db import DatabaseError, connection, transaction

from accounts import scope
from accounts.roles import Role
from audits import journal
from audits.journal import blocks, numbers
from audits.models import Block, Event, SealedEvent
from devtools.processes import wait_until
from tests.builders import AT, ZHANGDIAN, a_post, inside
from tests.fixtures.databases import as_owner


def written(kind="household.registered", **values):
    with inside(ZHANGDIAN):
        journal.record(kind, by=values.pop("by", None), at=AT, division_code=ZHANGDIAN, **values)


@pytest.fixture
def settled(transactional_db):
    """What the migrations journalled is sealed already; the block it lies in."""
    return sealed()


def sealed():
    """The block of everything written so far, once no transaction of another test is in the way."""
    wait_until(all_settled, seconds=20, what="the transactions of other tests")
    return seal_what_is_settled()


def seal_what_is_settled():
    with inside(scope.EVERYWHERE):
        return blocks.seal_block(at=AT)


def all_settled():
    with inside(scope.EVERYWHERE), connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM audits_event WHERE xid >= pg_snapshot_xmin(pg_current_snapshot()))")
        return cursor.fetchone()[0]


def faults():
    with inside(scope.EVERYWHERE):
        return blocks.broken()


@pytest.mark.django_db
def test_an_event_says_who_when_what_before_and_after():
    post = a_post(Role.TOWNSHIP_CLERK)
    written(by=post, subject=post, before={"phone": "1"}, after={"phone": "2"}, reason="本人来电")

    with inside(ZHANGDIAN):
        event = Event.objects.get(kind="household.registered")
    assert (event.user_id, event.post_id, event.role, event.at) == (post.user_id, post.pk, post.role, AT)
    assert (event.subject_kind, event.subject_id, event.before, event.after) == ("accounts.post", str(post.pk), {"phone": "1"}, {"phone": "2"})


NUMBER = "999001196203120013"
WHOLE = [
    NUMBER, "99900119620312001X", "999001620312001", "６２１７０００００００００００１", "6217 0000 0000 1234 567", "999001-19620312-0013",
    NUMBER + "43",
]  # fmt: skip
OTHERS = [
    "370303101201-000012", "淄人口发〔2012〕15号", "FF370303-2026-001", "13900000000", "26372000000012345678", "收据 00012345 00012346",
    "a1234567890123456f" + "0b" * 23,
]  # fmt: skip


def test_what_looks_like_a_whole_number_and_what_only_is_long():
    assert [words for words in WHOLE if not numbers.holds(f"核对{words}原件")] == []
    assert [words for words in OTHERS if numbers.holds(f"见 {words}。")] == []
    assert numbers.cut([f"核对{NUMBER}，", OTHERS[-1], 1]) == ["核对…，", OTHERS[-1], 1]


@pytest.mark.django_db
def test_no_event_keeps_a_whole_number_that_somebody_wrote():
    written(reason=f"核对 {NUMBER} 原件", before={"notes": [f"卡 {NUMBER}"]}, after={"says": f"证号{NUMBER}", "number": OTHERS[0]})

    with inside(ZHANGDIAN):
        event = Event.objects.get(kind="household.registered")
    assert (event.reason, event.before) == ("核对 … 原件", {"notes": ["卡 …"]})
    assert event.after == {"says": "证号…", "number": OTHERS[0]}


@pytest.mark.django_db
def test_an_event_goes_with_the_act_that_failed():
    with pytest.raises(ZeroDivisionError), inside(ZHANGDIAN):
        journal.record("household.registered", by=None, at=AT, division_code=ZHANGDIAN)
        raise ZeroDivisionError

    with inside(scope.EVERYWHERE):
        assert not Event.objects.filter(kind="household.registered").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audits_event", "audits_block", "audits_sealedevent", "audits_seal", "audits_download"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_web_role_can_neither_change_nor_delete_what_was_written(table, act):
    statement = act.format(table).replace("SET id = id", "SET row_hash = row_hash" if table == "audits_sealedevent" else "SET id = id")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_the_owner_can_neither_change_nor_delete_what_was_written():
    written()
    with as_owner():
        for statement in ("UPDATE audits_event SET reason = 'x'", "DELETE FROM audits_event"):
            with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_events_are_sealed_into_a_chain_of_blocks(settled):
    for _ in range(3):
        written()
    first = sealed()
    written()
    second = sealed()

    assert (first.events, second.events) == (3, 1)
    assert (first.previous_id, second.previous_id) == (settled.pk, first.pk)
    assert sealed() is None
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_transaction_still_running_waits_for_the_next_block(another_connection, settled):
    with another_connection() as other:
        other.execute("BEGIN")
        other.execute("SELECT pg_current_xact_id()")
        written()
        assert seal_what_is_settled() is None
        other.execute("COMMIT")
    assert sealed().events == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("UPDATE audits_event SET reason = 'x' WHERE id = (SELECT min(id) FROM audits_event)", "封存后被改动"),
        ("UPDATE audits_event SET at = at + interval '1 microsecond' WHERE id = (SELECT max(id) FROM audits_event)", "封存后被改动"),
        ("DELETE FROM audits_event WHERE id = (SELECT min(id) FROM audits_event)", "已不在留痕簿中"),
        ("UPDATE audits_sealedevent SET row_hash = 'x' WHERE event_id = (SELECT min(event_id) FROM audits_sealedevent)", "与其内容不符"),
        ("DELETE FROM audits_sealedevent WHERE event_id = (SELECT min(event_id) FROM audits_sealedevent)", "与其内容不符"),
        ("UPDATE audits_block SET head = 'x' WHERE id = (SELECT min(id) FROM audits_block)", "与其内容不符"),
    ],
)
def test_what_a_superuser_changes_is_found(as_superuser, tampering, sentence):
    for _ in range(3):
        written()
    sealed()

    as_superuser(f"SET session_replication_role = replica; {tampering}")

    assert any(sentence in fault for fault in faults())


@pytest.mark.django_db(transaction=True)
def test_a_block_holds_no_more_than_its_size(monkeypatch, settled):
    monkeypatch.setattr(blocks, "BLOCK_SIZE", 2)
    for _ in range(3):
        written()

    assert [sealed().events, sealed().events] == [2, 1]
    assert Block.objects.filter(pk__gt=settled.pk).count() == 2
    assert SealedEvent.objects.filter(block_id__gt=settled.pk).count() == 3
