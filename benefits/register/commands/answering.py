"""What became of a registration: the department gave it or did not, it ended, or it was registered by mistake."""
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from benefits.models import InsuredPerson, Registration
from benefits.register import states, words
from benefits.register.commands import steps
from households.models import Membership


def give(*, registration_id, details, outcome, document, by, at, insured=()):
    """The department gave what was claimed. `details`: what is of its kind (points, area, cost_fen, insurer, given, since, until).

    An insurance names its insurer, premium (cost_fen), term and the people insured (`insured`, ids of members).
    """
    event = "registration.given"
    with steps.taking(registration_id, states.GIVE, event, by=by, at=at) as row:
        for name, value in details.items():
            setattr(row, name, value)
        row.outcome, row.document = outcome, document
        people = _insured(row, insured, event, by=by, at=at)
        after = {"given": words.given(row), "document": document, "insured": people}
        steps.take(row, states.GIVE, event, by=by, at=at, after=after)
    return row


def refuse(*, registration_id, outcome, document, by, at):
    """The department did not give it, and says why."""
    event = "registration.refused"
    with steps.taking(registration_id, states.REFUSE, event, by=by, at=at) as row:
        row.outcome, row.document = outcome.strip(), document
        steps.take(row, states.REFUSE, event, by=by, at=at, after={"document": document}, reason=row.outcome)
    return row


def close_registration(*, registration_id, on, why, by, at):
    """What was given ends on a day: the family moved, the person left the home, the term is over."""
    event = "registration.closed"
    with steps.taking(registration_id, states.CLOSE, event, by=by, at=at) as row:
        if on <= row.since or (row.until is not None and on > row.until):
            raise NotAllowed(_("终止日期应晚于起期、不晚于原止期，请核对。"), event=event, subject=row)
        row.until, row.ended_why = on, why.strip()
        steps.take(row, states.CLOSE, event, by=by, at=at, after={"until": on}, reason=row.ended_why)
    return row


def withdraw_registration(*, registration_id, why, by, at):
    """It was registered by mistake, or the family no longer wants it; it stays readable."""
    event = "registration.withdrawn"
    with steps.taking(registration_id, states.WITHDRAW, event, by=by, at=at) as row:
        row.ended_why = why.strip()
        steps.take(row, states.WITHDRAW, event, by=by, at=at, after={}, reason=row.ended_why)
    return row


def _insured(row, people, event, *, by, at):
    """How many people the policy covers; members of the household, at least one where it is an insurance."""
    if row.kind != Registration.Kind.INSURANCE:
        return 0
    members = set(Membership.objects.filter(household=row.household_id, withdrawn_at=None).values_list("person_id", flat=True))
    chosen = [person for person in people if person in members]
    if not chosen or len(chosen) != len(set(people)):
        raise NotAllowed(_("请勾选参保的家庭成员，至少一人。"), event=event, subject=row)
    common = {"division_code": row.division_code, "source": row.insurer, "recorded_at": at, "recorded_by": by}
    for person in chosen:
        InsuredPerson.objects.create(registration=row, person_id=person, since=row.since, until=row.until, **common)
    return len(chosen)
