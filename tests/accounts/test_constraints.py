"""What the database refuses has a sentence a person reads, in both languages; the database's own stays what is recorded."""
import re

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts import constraints, stored
from accounts.refusal import NotAllowed

pytestmark = pytest.mark.django_db

# Both ways a trigger refuses: lidao_refuse('name', 'sentence' or format('sentence', …)) and RAISE EXCEPTION … CONSTRAINT = 'name'.
CALLED = re.compile(r"lidao_refuse\(\s*'(?P<name>\w+)'\s*,\s*(?:format\(\s*)?'(?P<sentence>[^']*)'")
RAISED = re.compile(r"RAISE\s+EXCEPTION\s+'(?P<sentence>[^']*)'[^;]*?CONSTRAINT\s*=\s*'(?P<name>\w+)'", re.DOTALL)
REFUSES = re.compile(r"lidao_refuse\(|CONSTRAINT\s*=")


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


def raised():
    """{name: {sentences}} of what triggers and functions of the database refuse."""
    found, counted = {}, 0
    for source in asked("SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname <> 'lidao_refuse'"):
        counted += len(REFUSES.findall(source))
        for refusal in (*CALLED.finditer(source), *RAISED.finditer(source)):
            found.setdefault(refusal["name"], set()).add(refusal["sentence"])
            counted -= 1
    assert counted == 0, "a trigger refuses in a way this test does not read"
    return found


def test_every_name_a_trigger_raises_has_its_sentence():
    silent = sorted(set(raised()) - set(constraints.SENTENCES))

    assert not silent, f"give these constraints a sentence in accounts/constraints.py: {silent}"


def test_a_sentence_that_holds_no_value_is_the_database_s_own():
    """Said once: what the table says and what the trigger says do not drift apart."""
    alone = {name: next(iter(said)) for name, said in raised().items() if len(said) == 1}

    assert {name: said for name, said in alone.items() if "%" not in said and constraints.SENTENCES[name] != said} == {}


def test_every_sentence_is_of_a_constraint_the_database_has():
    known = set(asked("SELECT conname FROM pg_constraint UNION SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique"))

    assert set(constraints.SENTENCES) - known - set(raised()) - {constraints._ENDS} == set()


def test_the_database_has_every_constraint_and_index_the_models_declare():
    """Django drops whatever stands on a column when the column's own index goes, the unique ones with a condition too."""
    known = set(asked("SELECT conname FROM pg_constraint UNION SELECT indexrelid::regclass::text FROM pg_index"))
    declared = {each.name for model in apps.get_models() if model._meta.managed for each in (*model._meta.constraints, *model._meta.indexes)}

    assert declared - known == set()


@pytest.mark.parametrize(
    ("name", "own", "english"),
    [
        ("a_settled_run_leaves_nothing_open", "批次 FF370303-2026-001 还有发放记录没有银行回执。", "the bank has not answered"),
        ("fund_grants_begin_proposed", "基金救助从申请开始，且只从本县的基金支出。", "begins as a proposal"),
    ],
)
def test_a_trigger_s_refusal_is_told_in_english_and_recorded_in_chinese(name, own, english):
    def refusal():
        with pytest.raises(NotAllowed) as caught, transaction.atomic(), constraints.spoken("run.tried"), connection.cursor() as cursor:
            cursor.execute("SELECT lidao_refuse(%s, %s)", [name, own])
        return caught.value.sentence

    with translation.override("en"):
        told = refusal()

    assert english in told and stored.chinese(told) == own
    assert refusal() == own


def test_a_fault_without_a_sentence_passes():
    with pytest.raises(IntegrityError), transaction.atomic(), constraints.spoken("run.tried"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_user (id) VALUES (NULL)")
