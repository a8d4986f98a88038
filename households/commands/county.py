"""What every command that changes families stands on: the county's sight, its shared lock, constraints as sentences, revisions."""
import json
import uuid
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from accounts import locks, scope
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from households.models import Household
from households.queries.family import county_of


@contextmanager
def changing(division_code, *, event, by, at, subject=None):
    """One transaction in which `by` may change families of the county of `division_code`.

    The county's rows are in sight, for a member may be recorded in another township; what a post may change there,
    the commands decide. A violated constraint becomes a sentence.
    """
    county = county_of(division_code)
    with transaction.atomic(), scope.entered(county):
        try:
            with transaction.atomic():
                locks.shared(county)
                _sign(by, at)
                yield
        except IntegrityError as error:
            raise NotAllowed(_sentence(error), event=event, subject=subject) from error


def _sign(by, at):
    """Rows of history (households_personevent …) of this transaction carry who and when, as a context of pghistory."""
    said = json.dumps({"post": by.pk, "at": at.isoformat()})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)", [str(uuid.uuid4()), said]
        )


def next_revision():
    """The next number of the one sequence that orders changes of families (see Household.revision)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('lidao_revision')")
        return cursor.fetchone()[0]


def next_ids(model, count):
    """Ids for so many rows to come, so that rows about them can be made before they are written."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [model._meta.db_table, count])
        return [number for (number,) in cursor.fetchall()]


def touch(household_ids, person_ids, *, revision=None):
    """Give these families, and every family that records one of these people, a new revision (this one, when it is given)."""
    revision = revision or next_revision()
    of_people = Household.objects.filter(memberships__person__in=person_ids, memberships__withdrawn_at=None).values("pk")
    changed = Household.objects.filter(pk__in=household_ids) | Household.objects.filter(pk__in=of_people)
    changed.exclude(revision=revision).update(revision=revision)
    return revision


def _sentence(error):
    """What the constraint means to the person who typed."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    if name.endswith("_ends_after_it_begins"):
        return _("有一项记录的终止日不晚于起始日，请核对日期。")
    return _SENTENCES().get(name) or _("所填内容与已有记录冲突（%(name)s），没有保存。请核对后再试，仍不行请联系县管理员。") % {"name": name}


def _SENTENCES():
    return {
        "number_is_recorded_once_in_a_county": _("身份证号已在本县登记过，不能重复登记。请打开原档案修改，或与登记单位核对。"),
        "person_has_one_hukou_at_a_time": _("户口性质的起止日期重叠，同一天只能有一种户口。请先撤回或截止原记录。"),
        "person_has_one_disability_grade_at_a_time": _("残疾记录的起止日期重叠，同一天只能有一个等级。请先撤回或截止原记录。"),
        "person_has_one_complication_grade_at_a_time": _("手术并发症记录的起止日期重叠。请先撤回或截止原记录。"),
        "person_is_in_one_school_stage_at_a_time": _("学段的起止日期重叠。请先撤回或截止原记录。"),
        "person_lives_in_one_place_at_a_time": _("现居住地的起止日期重叠。请先撤回或截止原记录。"),
        "person_has_one_pension_at_a_time": _("参保记录的起止日期重叠。请先撤回或截止原记录。"),
        "person_sits_an_exam_once_a_day": _("这一天的考试已有记录。如需更正，请先撤回原记录并写明原因。"),
        "person_has_one_medical_cost_a_year": _("这一年的医疗自付已有记录。如需更正，请先撤回原记录并写明原因。"),
        "household_has_one_income_a_year": _("这一年的家庭收入已有记录。如需更正，请先撤回原记录并写明原因。"),
        "household_is_housed_one_way_at_a_time": _("住房情况的起止日期重叠。请先撤回或截止原记录。"),
        "person_has_one_account_at_a_time": _("同一天只能有一个收款账户。请先撤回或截止原账户。"),
        "person_has_one_home_at_a_time": _("有成员已在另一户核定资格，不能在两户同时核定。请先在原户移出。"),
        "person_dies_once": _("死亡日期已有记录。如需更正，请先撤回原记录并写明原因。"),
        "parentage_is_recorded_once": _("这一亲子关系已有记录。如需更正，请先撤回原记录并写明原因。"),
        "disability_grade_is_one_to_four": _("残疾等级应为 1 至 4 级。"),
        "complication_grade_is_one_to_four": _("手术并发症等级应为 1 至 4 级。"),
        "subsidy_is_not_negative": _("低保补助额不能是负数。"),
        "a_page_is_registered_once": _("这一页已经提交过，请到家庭档案查看。"),
        "household_number_is_given_once": _("档案号重复，请再提交一次。"),
    }
