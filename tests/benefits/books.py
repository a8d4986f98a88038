"""Families with accounts, what a published run owes them, and payout runs walked along their real commands."""
import uuid
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from accounts import crypto
from accounts.models import Post, User
from accounts.roles import Role
from audits.jobs import engine
from benefits.models import Entitlement, EntitlementLine, Evidence, PayoutRun, Run, RunLine
from benefits.payouts import anomalies, commands
from benefits.policies_table.queries import in_force
from benefits.rules.facts import TABLES
from benefits.runs import evidence
from benefits.runs import queries as runs
from households import identity
from households.models import Account, Household, Membership, Person
from tests.builders import AT, LIUGOU, ZHANGDIAN, inside

YEAR = (date(2026, 1, 1), date(2027, 1, 1))
ON = date(2026, 11, 22)
REWARD = "rural_reward"
_serial = count(1)


@dataclass
class Officials:
    """Three people of the county who approve, and the one who hands over."""

    place: str = ZHANGDIAN
    preparer: object = field(init=False)
    reviewer: object = field(init=False)
    signer: object = field(init=False)
    finance: object = field(init=False)

    def __post_init__(self):
        self.preparer, self.reviewer, self.signer, self.finance = (
            an_official(role, self.place) for role in (Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER, Role.FINANCE)
        )


def an_official(role, place=ZHANGDIAN, *, staff_no=None):
    """A new user holding one post, who cannot sign in: hashing a password takes longer than most of these tests."""
    number = next(_serial)
    user = User.objects.create(username=f"payer{number}", name=f"官员{number}", staff_no=staff_no or f"P{number:04d}", password="!")
    return Post.objects.create(user=user, role=role, jurisdiction_id=place, since=date(2020, 1, 1))


def a_beneficiary(name="张桂兰", *, village=LIUGOU, born=date(1960, 3, 12), account=True, number=None):
    """A person alone in a family of the village, with an account in their own name."""
    serial = next(_serial)
    household = Household.objects.create(division_code=village, number=f"样{serial:06d}", group="3", registered_at=AT)
    number = number or _number(born, serial)
    key = uuid.uuid4()
    person = Person.objects.create(
        key=key, division_code=village, name=name, name_sort=name, sex="female", born=born, number_sealed=crypto.seal(number, about=key),
        number_hash=crypto.number_hash(number), last_four_hash=crypto.last_four_hash(number, county_code=village[:6] + "000000"),
    )  # fmt: skip
    Membership.objects.create(division_code=village, household=household, person=person, relation="0", since=born, recorded_at=AT)
    if account:
        an_account(person)
    return person


def an_account(person, *, holder=None, number=None, since=date(2020, 1, 1)):
    key, number = uuid.uuid4(), number or f"62170000{next(_serial):08d}"
    return Account.objects.create(
        key=key, division_code=person.division_code, person=person, holder_name=holder or person.name, bank="农商银行", since=since,
        number_sealed=crypto.seal(number, about=key), number_hash=crypto.number_hash(number), recorded_at=AT,
    )  # fmt: skip


def owed(person, amount_fen=96000, *, since=YEAR[0], until=None, scheme=REWARD, component="", value_ids=()):
    """What a run says is due to a person for a period (a year unless said otherwise)."""
    return {
        "beneficiary": f"person:{person.pk}", "person_id": person.pk, "household_id": person.memberships.get().household_id,
        "division_code": person.division_code, "scheme": scheme, "since": since, "until": until or date(since.year + 1, 1, 1),
        "component": component, "due_fen": amount_fen, "value_ids": list(value_ids),
    }  # fmt: skip


def publish(*owed_lines, questions=(), county=ZHANGDIAN, at=AT):
    """A run of the county published with exactly these lines: the first book then says so. Inside the county's scope."""
    maker, approver = an_official(Role.COUNTY_PREPARER, county).user, an_official(Role.COUNTY_REVIEWER, county).user
    run = Run.objects.create(
        division_code=county, number=f"HS{next(_serial):08d}", key=uuid.uuid4(), schemes=[REWARD], since=date(2020, 1, 1), until=date(2030, 1, 1),
        prepared_by=maker, prepared_staff_no=maker.staff_no, prepared_at=at,
    )  # fmt: skip
    run.state = Run.State.SIMULATING
    run.save()
    keys = [Entitlement.objects.filter(**_key(line)).first() for line in owed_lines]
    booked = [sum(line.amount_fen for line in key.lines.all()) if key else 0 for key in keys]
    for line, fen in zip(owed_lines, booked, strict=True):
        RunLine.objects.create(run=run, chunk=1, booked_fen=fen, **line)
        Evidence.objects.get_or_create(
            run=run,
            household_id=line["household_id"],
            defaults={
                "division_code": line["division_code"], "basis": evidence.basis(in_force(county)), "layout": evidence.layout(),
                "facts": bytes(2 * len(TABLES)),  # of nobody
                "since": run.since, "until": run.until,
            },
        )  # fmt: skip
    for question in questions:
        question.run = run
        question.save()
    run.watermark = run.values_revision = 0
    run.state, run.lines_hash = Run.State.SIMULATED, _hash(run)
    run.save()
    run.state, run.approved_by, run.approved_staff_no, run.approved_at = Run.State.APPROVED, approver, approver.staff_no, at
    run.save()
    run.state, run.published_by, run.published_staff_no, run.published_at = Run.State.PUBLISHED, approver, approver.staff_no, at
    run.save()
    for line, key, fen in zip(owed_lines, keys, booked, strict=True):
        if line["due_fen"] != fen:
            about = {name: line[name] for name in ("division_code", "person_id", "household_id", "until")}
            key = key or Entitlement.objects.create(**_key(line), **about)
            EntitlementLine.objects.create(
                entitlement=key, division_code=key.division_code, run=run, amount_fen=line["due_fen"] - fen,
                evidence=run.evidence.get(household=line["household_id"]), value_ids=line["value_ids"], values_revision=0, values_hash="",
                recorded_at=at,
            )  # fmt: skip
    return run


def a_run_at(state, officials, *, since=YEAR[0], until=YEAR[1], schemes=(REWARD,), at=AT, **more):
    """A payout run of the county walked to a state; what is anomalous passes. Rosters' jobs are left in their queue."""
    run = commands.draft_payout_run(
        key=uuid.uuid4(), division_code=officials.place, schemes=list(schemes), since=since, until=until, by=officials.preparer, at=at, **more
    )
    collect(run)
    path = ["drafted", "prepared", "reviewed", "signed", "handed_over", "settled"]
    for target in path[1 : path.index(state) + 1]:
        run = step(PayoutRun.objects.get(pk=run.pk), target, officials, at=at)
    return PayoutRun.objects.get(pk=run.pk)


def collect(run):
    """The run's job, done in this process."""
    engine.work(run.job_id)
    run.job.refresh_from_db()
    assert run.job.state == run.job.State.DONE, run.job.error


def step(run, target, officials, *, at=AT):
    """One step of the path by whoever takes it."""
    if target == "prepared":
        pending = run.payouts.filter(decision="pending")
        if pending:
            decisions = {payout.pk: ("hold" if anomalies.stops(payout) else "approve", "已核实") for payout in pending}
            commands.decide(run_id=run.pk, decisions=decisions, by=officials.preparer, at=at)
        return commands.prepare_payout_run(run_id=run.pk, by=officials.preparer, at=at, on=ON)
    if target == "reviewed":
        return commands.review_payout_run(run_id=run.pk, content_hash=run.content_hash, by=officials.reviewer, at=at)
    if target == "signed":
        return commands.sign_payout_run(run_id=run.pk, content_hash=run.content_hash, by=officials.signer, at=at)
    if target == "handed_over":
        return commands.hand_over_payout_run(run_id=run.pk, by=officials.finance, at=at)
    return commands.settle_payout_run(run_id=run.pk, by=officials.finance, at=at)


def in_county(place=ZHANGDIAN):
    return inside(place)


def _key(line):
    return {name: line[name] for name in ("beneficiary", "scheme", "since", "component")}


def _hash(run):
    return runs.lines_hash(run)


def _number(born, serial):
    seventeen = f"{999001 + serial // 400}{born:%Y%m%d}{serial % 400 * 2:03d}"
    return seventeen + identity.check_digit(seventeen)
