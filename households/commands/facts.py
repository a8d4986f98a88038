"""Single facts on a family's record: recorded, changed from a day, stated to be none, withdrawn."""
from contextlib import contextmanager
from dataclasses import asdict, replace

from accounts import stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households import checks, kinds, words
from households.commands.county import changing, touch
from households.commands.people import is_within
from households.commands.settlement import Settlement
from households.entry import AccountEntry
from households.models import Death, Household, Marriage, Membership, Relation, Statement
from households.queries.family import entry_of, read_family, standing_row
from households.queries.places import is_inside


def record_fact(*, household_id, person_id, kind, item, by, at, source):
    """One fact about a member: an `item` of the kind's entry class, from item.since.

    A value that held until now ends on that day; a statement that there was none is withdrawn. A death ends the marriage.
    """
    event = f"{kinds.person_kind(kind).model._meta.model_name}.recorded"
    with _one_family(household_id, by=by, at=at, event=event, source=source, why=stored.kept("登记新情况")) as (settlement, known):
        person = _member(known, person_id, by, event)
        _refuse_impossible(known, person, kind, item, settlement)
        row = _record(settlement, known, person, kinds.person_kind(kind), item)
        if isinstance(row, Death):
            _widow(settlement, known, person, row.since)
        with stored.in_chinese():
            _finish(settlement, event, subject=row, after={"person": person.name, "says": kinds.words_of(row), "period": words.period(row)})
    return row


def end_fact(*, household_id, person_id, kind, on, by, at, source):
    """A state of a member is over from a day (康复, 离任): the value that held until then ends there."""
    event = f"{kinds.person_kind(kind).model._meta.model_name}.ended"
    with _one_family(household_id, by=by, at=at, event=event, source=source, why=stored.kept("登记新情况")) as (settlement, known):
        person = _member(known, person_id, by, event)
        standing = known.person_facts.get((kind, person.pk), ())
        row = next((row for row in standing if row.since < on and (row.until is None or on < row.until)), None)
        if row is None or on > settlement.on:
            sentence = _("%(name)s在 %(on)s 前没有仍在持续的这项记录，请核对日期；日期不能晚于今天。")
            raise NotAllowed(sentence % {"name": person.name, "on": on}, event=event, subject=person)
        ended = settlement.end(row, on)
        settlement.touched.add(person.pk)
        with stored.in_chinese():
            _finish(settlement, event, subject=ended, after={"person": person.name, "says": kinds.words_of(ended), "period": words.period(ended)})
    return ended


def state_none(*, household_id, person_id, kind, by, at, source):
    """Somebody states that a member has none of a kind: 在世, 无残疾. Refused while the record says otherwise."""
    event = "statement.recorded"
    with _one_family(household_id, by=by, at=at, event=event, source=source) as (settlement, known):
        person = _member(known, person_id, by, event)
        if known.person_facts.get((kind, person.pk)):
            raise NotAllowed(_("档案里已有相反的记录，请先撤回它并写明原因。"), event=event, subject=person)
        if (kind, person.pk) in known.statements:
            raise NotAllowed(_("已经登记过，不必重复。"), event=event, subject=person)
        common = settlement.common(person.division_code)
        row = settlement.pen.add(Statement(kind=kind, person=person, on=settlement.on, **common))
        settlement.touched.add(person.pk)
        with stored.in_chinese():
            _finish(settlement, event, subject=row, after={"person": person.name, "says": kinds.none_words(kind)})
    return row


def record_family_fact(*, household_id, kind, item, follows, by, at, source):
    """One fact about a family as a whole: an `item` of the kind's entry class. With `follows`, what held on its first day ends there.

    A statement that there was none is withdrawn.
    """
    of_family = next(known for known in kinds.FAMILY if known.name == kind)
    event = f"{of_family.model._meta.model_name}.recorded"
    with _one_family(household_id, by=by, at=at, event=event, source=source, why=stored.kept("登记新情况")) as (settlement, known):
        if item.since > settlement.on or (getattr(item, "until", None) and item.until <= item.since):
            raise NotAllowed(_("起始日期不能晚于今天，终止日期应在起始日期之后，请核对。"), event=event, subject=settlement.household)
        (values,) = of_family.said([item], {None: household_id})
        standing = known.family_facts[kind]
        if any(of_family.values(row) == values for row in standing):
            raise NotAllowed(_("已经登记过，不必重复。"), event=event, subject=settlement.household)
        for row in standing if follows else ():
            if row.since < item.since and (row.until is None or row.until > item.since):
                settlement.end(row, item.since)
        if (kind, None) in known.statements:
            settlement.withdraw([known.statements[kind, None]])
        (row,) = of_family.made(values, None, settlement.common(settlement.household.division_code))
        settlement.pen.add(row)
        with stored.in_chinese():
            _finish(settlement, event, subject=row, after={"says": kinds.words_of(row), "period": words.period(row)})
    return row


def state_none_of_family(*, household_id, kind, by, at, source):
    """Somebody states that a family has none of a kind."""
    event = "statement.recorded"
    with _one_family(household_id, by=by, at=at, event=event, source=source) as (settlement, known):
        if known.family_facts[kind] or (kind, None) in known.statements:
            raise NotAllowed(_("已经登记过，不必重复。"), event=event, subject=settlement.household)
        common = settlement.common(settlement.household.division_code)
        row = settlement.pen.add(Statement(kind=kind, household=settlement.household, on=settlement.on, **common))
        with stored.in_chinese():
            _finish(settlement, event, subject=row, after={"says": kinds.none_words(kind)})
    return row


def change_account(*, household_id, person_id, holder_name, bank, number, by, at, source, since=None):
    """A member is paid to another account from a day (today when not given); the one before stands until then."""
    event = "account.changed"
    with _one_family(household_id, by=by, at=at, event=event, source=source, why=stored.kept("账户变更")) as (settlement, known):
        person = _member(known, person_id, by, event)
        account = AccountEntry(f"person-{person.pk}", holder_name, bank, number, since)
        problems = [problem.sentence for problem in checks.accounts([account]) if problem.blocking]
        if problems:
            raise NotAllowed(problems[0], event=event, subject=person)
        row = settlement.replace_account(person.pk, account, known.accounts.get(person.pk, ()))
        with stored.in_chinese():
            _finish(settlement, event, subject=row, after={"person": person.name, "bank": bank, "since": row.since})
    return row


def end_marriage(*, household_id, marriage_id, on, by, at, source):
    """A divorce, from the day it took effect."""
    event = "marriage.ended"
    with _one_family(household_id, by=by, at=at, event=event, source=source, why=stored.kept("登记离婚")) as (settlement, known):
        row = next((row for row in known.family_facts["couples"] if row.pk == marriage_id), None)
        if row is None or row.until is not None:
            raise NotAllowed(_("这段婚姻已终止或已撤回，请刷新档案页。"), event=event)
        if on > settlement.on or (row.since and on <= row.since):
            raise NotAllowed(_("离婚日期应晚于结婚日、不晚于今天，请核对。"), event=event, subject=row)
        ended = settlement.end(row, on, ended_how=Marriage.Ending.DIVORCED)
        settlement.touched |= {row.husband_id, row.wife_id}
        with stored.in_chinese():
            _finish(settlement, event, subject=ended, after={"says": kinds.words_of(ended), "on": on})
    return ended


def withdraw_fact(*, household_id, model, row_id, by, at, why):
    """A recorded fact, statement or membership turns out wrong: it is withdrawn with a reason and stays readable."""
    event = f"{model}.withdrawn"
    with _one_family(household_id, by=by, at=at, event=event, why=why) as (settlement, known):
        row = standing_row(known, model, row_id)
        if row is None:
            raise NotAllowed(_("这条记录已撤回或不属于这一户，请刷新档案页。"), event=event)
        if not why.strip():
            raise NotAllowed(_("请写明撤回的原因。"), event=event, subject=row)
        people = _people_of(known, row)
        if isinstance(row, Membership) and row.relation == Relation.HEAD:
            raise NotAllowed(_("户主不能移出本户。请先在“修改档案”里改定户主。"), event=event, subject=row)
        outside = [person for person in people if not is_within(person, by)]
        if outside and not isinstance(row, Membership):
            raise _foreign(outside[0], event)
        settlement.withdraw([row])
        settlement.touched |= {person.pk for person in people}
        with stored.in_chinese():
            before = {"says": kinds.words_of(row), "people": [person.name for person in people]}
        with stored.in_chinese():
            _finish(settlement, event, subject=row, before=before, reason=why)
    return row


@contextmanager
def _one_family(household_id, *, by, at, event, source="", why=""):
    """(Settlement, Family): the household locked and read under the county's shared lock; refused outside the post's place."""
    place = Household.objects.values_list("division_code", flat=True).get(pk=household_id)
    with changing(place, event=event, by=by, at=at):
        household = Household.objects.select_for_update().get(pk=household_id)
        if not is_inside(household.division_code, by.division_code):
            raise NotAllowed(_("这一户不在您的辖区内，请由当地经办人办理。"), event=event, subject=household)
        yield Settlement(household, by=by, at=at, source=source, why=why, event=event), read_family(household)


def _member(known, person_id, by, event):
    """The member, if recorded inside the post's own place."""
    person = next((person for person in known.people if person.pk == person_id), None)
    if person is None:
        raise NotAllowed(_("此人不在这一户的档案里，请刷新档案页。"), event=event)
    if not is_within(person, by):
        raise _foreign(person, event)
    return person


def _foreign(person, event):
    told = {"name": person.name, "place": words.place_name(person.division_code)}
    return NotAllowed(_("%(name)s由%(place)s登记，请由该处经办人办理。") % told, event=event)


def _refuse_impossible(known, person, kind, item, settlement):
    """The checks of the whole family, with this value in it."""
    entry = entry_of(known)
    value = item.since if kind == "death" else (item,)
    people = tuple(replace(other, **{kind: value}) if other.person_id == person.pk else other for other in entry.people)
    key = f"person-{person.pk}"
    for problem in checks.problems(replace(entry, people=people), on=settlement.on):
        if problem.blocking and (problem.key, problem.field) == (key, kind):
            raise NotAllowed(problem.sentence, event=settlement.event, subject=person)


def _record(settlement, known, person, kind, item):
    """Write the value; what held on its first day ends there, and a statement of none falls away."""
    standing = known.person_facts.get((kind.name, person.pk), ())
    for row in () if kind.once else standing:
        if row.since < item.since and (row.until is None or row.until > item.since):
            settlement.end(row, item.since)
    statement = known.statements.get((kind.name, person.pk))
    if statement is not None:
        settlement.withdraw([statement])
    settlement.touched.add(person.pk)
    return settlement.pen.add(kind.model(person=person, **asdict(item), **settlement.common(person.division_code)))


def _widow(settlement, known, person, on):
    for row in known.family_facts["couples"]:
        if row.until is None and row.ended_how is None and person.pk in (row.husband_id, row.wife_id) and (row.since is None or row.since < on):
            settlement.end(row, on, ended_how=Marriage.Ending.WIDOWED)
            settlement.touched |= {row.husband_id, row.wife_id}


def _people_of(known, row):
    """Members a row is about."""
    about = {getattr(row, name, None) for name in ("person_id", "husband_id", "wife_id", "child_id", "parent_id")}
    return [person for person in known.people if person.pk in about]


def _finish(settlement, event, *, subject, before=None, after=None, reason=""):
    household = settlement.household
    settlement.pen.write()
    touch({household.pk}, settlement.touched)
    journal.record(
        event,
        by=settlement.by,
        at=settlement.at,
        subject=subject,
        before=before,
        after={"household": household.number, **(after or {})},
        reason=reason,
        division_code=household.division_code,
    )
