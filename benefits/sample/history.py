"""Two years of work in the sample counties, and what waits on the desks: every step a real command by the post that takes it.

A county's history is a job like any other, walked step by step: what was interrupted goes on where it stopped.
Each county is at another point of the year 2026, and 张店 has something on every desk.
"""
import uuid
from collections import Counter
from datetime import UTC, date, datetime

from accounts.models import Jurisdiction
from accounts.queries import townships_of
from accounts.roles import Role
from audits.jobs import commands as jobs
from audits.jobs import engine
from benefits.adjustments import commands as adjustments
from benefits.funds import commands as funds
from benefits.models import Entitlement, Opening, PayoutRun, PolicyValue, Run
from benefits.payouts import anomalies
from benefits.payouts import commands as payouts
from benefits.policies_table import commands as policies
from benefits.runs import commands as runs
from benefits.sample import appropriations, changes, desks, opening, poverty, projects, recovery, register, wrong_payments
from benefits.sample import posts as sample_posts
from households.commands import record_fact
from households.entry import DeathEntry
from households.models import Household, Membership

INCOMES = (("rural_net_income_per_person", "22917.00"), ("urban_disposable_income_per_person", "46774.00"))
REWARD, DEATH, DISABILITY = "rural_reward", "special_assistance_death", "special_assistance_disability"
COMPLICATION = "surgical_complication_assistance"
LINE, MONTHLY, YEARLY = "rural_minimum_living_line", "yuan per person per month", "yuan per person per year"
UPLIFT, BEREAVEMENT = "minimum_living_uplift", "bereavement_lump_sum"
NATION = (REWARD, DEATH, DISABILITY, COMPLICATION)
GUIYANG = (
    *NATION, BEREAVEMENT, UPLIFT, "complication_lump_sum", "complication_living_allowance", "college_award", "disabled_parent_student_aid",
    "project_fund", "three_combination_cash", "poverty_aid_uplift", "village_support_uplift", "project_grant",
)  # fmt: skip
JIAOZUO = (*NATION, "only_child_parent_allowance", "second_child_waiver_award")
JINTA = (*NATION, UPLIFT, "fewer_births_reward")
_STEPS = ("drafted", "prepared", "reviewed", "signed", "handed_over", "settled")
_WAITING = ("signed", "reviewed", "prepared", "drafted")  # for finance, the signer, the reviewer, the preparer


def _paid(year, schemes, upto):
    """A payout run of the county as far as `upto`. Each command is a line, a transaction of its own, as it is for a county."""
    return [("draft", year, schemes), *(("take", year, schemes, target) for target in _upto(upto))]


def _upto(target):
    return _STEPS[1 : _STEPS.index(target) + 1]


# What each county does, in order: ("publish", years, schemes), ("draft", year, schemes), …
PLANS = {
    "370303000000": [
        ("publish", (2024, 2025), NATION),
        *_paid(2024, NATION, "settled"),
        *_paid(2025, (REWARD,), "settled"),
        *_paid(2025, (DEATH, DISABILITY, COMPLICATION), "settled"),
        ("learn_of_late_deaths",),
        ("publish", (2025, 2026), NATION),
        ("recover",),
        ("carry_over", False),
        ("list_minimum_living",),
        ("exchange",),
        *_paid(2026, (REWARD,), "prepared"),
        *_paid(2026, (DEATH,), "reviewed"),
        *_paid(2026, (DISABILITY,), "drafted"),
        *_paid(2026, (COMPLICATION,), "signed"),
        ("go_astray",),
        ("fill_desks",),
        ("projects", 2026),
        ("other_projects", 2026),
        ("loans", "subsidised_loan", 2026),
        ("change", REWARD),
        ("fund", "welfare", "张店区计划生育公益金"),
        ("register", 2, date(2016, 5, 1), date(2017, 10, 1)),
        ("propose", f"{REWARD}.rate", date(2026, 1, 1), YEARLY, "1080.00"),
    ],
    "520115000000": [
        ("state", LINE, date(2024, 1, 1), MONTHLY, "720.00"),
        ("state", LINE, date(2026, 1, 1), MONTHLY, "760.00"),
        *(("state", name, date(2024, 1, 1), YEARLY, yuan) for name, yuan in INCOMES),
        ("earlier_projects", 2025),
        ("publish", (2024, 2025), GUIYANG),
        *_paid(2024, GUIYANG, "settled"),
        *_paid(2025, GUIYANG, "settled"),
        ("publish", (2026, 2026), NATION),
        ("pay_by_township", 2026, (REWARD,)),
        ("compute", (2026, 2026), GUIYANG),
        ("adjust", 2020),
        ("fill_desks",),
        ("few_projects", 2026),
        ("loans", "mothers", 2025, 2026),
        ("fund", "care", "观山湖区生育关怀基金"),
        ("register", 1, date(2026, 9, 1)),
    ],
    "410802000000": [
        ("find_document",),
        ("publish", (2024, 2025), JIAOZUO),
        ("carry_over", True),
        *_paid(2024, JIAOZUO, "settled"),
        *_paid(2025, JIAOZUO, "settled"),
        ("publish", (2026, 2026), JIAOZUO),
        ("pay_by_township", 2026, (REWARD,)),
        ("fill_desks",),
        ("few_projects", 2026),
        ("register", 1, date(2026, 9, 1)),
        ("appropriate", "解放区计划生育专项经费", "unstated.girls_supplement", "410800000000"),
    ],
    "620921000000": [
        ("publish", (2024, 2025), JINTA),
        *_paid(2024, JINTA, "settled"),
        *_paid(2025, JINTA, "settled"),
        ("publish", (2026, 2026), JINTA),
        ("pay_by_township", 2026, (REWARD,)),
        ("fill_desks",),
        ("few_projects", 2026),
        ("register", 1, date(2026, 9, 1)),
        ("appropriate", "金塔县计划生育专项经费", "unstated.only_child_parents_award", "620921000000"),
    ],
}


def enqueue(officials, *, at):
    """The job of each county; `officials` as benefits.sample.posts gives them."""
    return [
        jobs.enqueue(
            kind=__name__,
            title=f"样例数据：{Jurisdiction.objects.get(pk=county).name}两年的办理",
            key=f"sample-history:{county}",
            by=posts[Role.COUNTY_PREPARER],
            at=at,
            total=len(PLANS[county]),
            page="/",
        )
        for county, posts in officials.items()
    ]


def step(job, *, at):
    """One line of the county's plan. True when there is more."""
    verb, *details = PLANS[job.division_code][job.done]
    _VERBS[verb](sample_posts.of(job.division_code), *details)
    job.done += 1
    return job.done < job.total


def _state(posts, name, since, unit, yuan):
    """A county's value from a document of its own (a sample figure), entered by one official and confirmed by another."""
    at = _at(since.year, 1, 3)
    value, simulation = _propose(posts, name, since, unit, yuan, at=at)
    policies.confirm_value(value_id=value.pk, simulation_id=simulation.pk, by=posts[Role.COUNTY_SIGNER], at=at)


def _propose(posts, name, since, unit, yuan, *, at=None):
    """A county's value that awaits the signer, and its simulation, which is finished."""
    at = at or _at(2026, 11, 20)
    value = policies.enter_value(
        name=name, value=yuan, unit=unit, since=since, until=None, number=f"样例〔{since.year}〕1 号", title="县定标准（样例）", issuer="样例",
        issued=f"{since.year}-01-02", clause="样例", by=posts[Role.COUNTY_REVIEWER], at=at,
    )  # fmt: skip
    simulation = value.simulations.get()
    if simulation.job_id:
        engine.work(simulation.job_id, clock=lambda: at)
    return value, simulation


def _adjust(posts, base_year):
    """A rise of the standards the index asks for (invented figures), simulated and waiting for whoever is next."""
    reviewer, at = posts[Role.COUNTY_REVIEWER], _at(2026, 11, 18)
    made = adjustments.propose(base_year=base_year, why="样例：指数自 2020 年起录入", by=reviewer, at=at)
    made = adjustments.simulate(adjustment_id=made.pk, by=reviewer, at=at)
    _work(made, at=at)


def _find_document(posts):
    """The figures known from a newspaper alone: the sample county has found the document, and two officials recorded it."""
    reported = PolicyValue.objects.filter(place="410800000000", quality="reported", withdrawn_at=None)
    for value in reported.order_by("id"):
        confirmation = policies.record_confirmation(
            value_id=value.pk, number="样例〔2024〕2 号", title="焦作市提标（样例）", issuer="样例", issued="2024-01-03", clause="样例",
            by=posts[Role.COUNTY_REVIEWER], at=_at(2024, 1, 5),
        )  # fmt: skip
        policies.accept_confirmation(confirmation_id=confirmation.pk, by=posts[Role.COUNTY_SIGNER], at=_at(2024, 1, 6))


def _publish(posts, years, schemes):
    """A run of some years, computed, approved and published by two people."""
    run = _compute(posts, years, schemes)
    by, at = posts[Role.COUNTY_REVIEWER], _at(years[-1], 11, 12)
    runs.approve_run(run_id=run.pk, lines_hash=run.lines_hash, by=by, at=at)
    runs.publish_run(run_id=run.pk, by=by, at=at)


def _compute(posts, years, schemes):
    """A run awaiting its approval; a scheme's ledger opens with its first year."""
    preparer, (first, last) = posts[Role.COUNTY_PREPARER], years
    for scheme in schemes:
        if not Opening.objects.filter(division_code=preparer.county_code, scheme=scheme).exists():
            runs.open_ledger(scheme=scheme, since=date(first, 1, 1), by=preparer, at=_at(first, 1, 8))
    run = runs.prepare_run(
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"run/{preparer.pk}/{years}/{schemes}"),
        schemes=list(schemes), since=date(first, 1, 1), until=date(last + 1, 1, 1), by=preparer, at=_at(last, 11, 10),
    )  # fmt: skip
    _work(run, at=_at(last, 11, 10))
    return Run.objects.get(pk=run.pk)


def _draft(posts, year, schemes, place=None):
    """A payout run of the county (or of a township) for some schemes."""
    preparer = posts[Role.COUNTY_PREPARER]
    run = payouts.draft_payout_run(
        key=_key(preparer, year, schemes, place), division_code=place or preparer.division_code, schemes=list(schemes),
        since=date(year, 1, 1), until=date(year + 1, 1, 1), by=preparer, at=_at(year, 11, 16),
    )  # fmt: skip
    _work(run, at=_at(year, 11, 16))


def _key(preparer, year, schemes, place):
    return uuid.uuid5(uuid.NAMESPACE_OID, f"payouts/{preparer.pk}/{year}/{schemes}/{place or ''}")


def _pay_by_township(posts, year, schemes):
    """Township after township, each a step further than the next: somebody waits on every desk of the county."""
    places = Entitlement.objects.filter(scheme__in=schemes, since__year=year).values_list("division_code", flat=True)
    owed = Counter(f"{code[:9]}000" for code in places)
    townships = sorted(townships_of(posts[Role.COUNTY_PREPARER]), key=lambda place: (-owed[place.pk], place.pk))
    for place, upto in zip((place.pk for place in townships if owed[place.pk]), _WAITING, strict=False):
        _draft(posts, year, schemes, place)
        for target in _upto(upto):
            _take(posts, year, schemes, target, place)


def _fill_desks(posts):
    """What a township clerk began and has not finished."""
    clerk = posts[Role.TOWNSHIP_CLERK]
    desks.leave_draft(clerk, at=_at(2026, 11, 20))
    desks.leave_import(clerk, at=_at(2026, 11, 20))


def _take(posts, year, schemes, target, place=None):
    """The next step of a payout run, a day after the one before."""
    run = PayoutRun.objects.get(key=_key(posts[Role.COUNTY_PREPARER], year, schemes, place))
    at = _at(year, 11, 15 + _STEPS.index(target))
    if target == "prepared":
        pending = run.payouts.filter(decision="pending")
        decisions = {payout.pk: ("hold", "待补资料") if anomalies.stops(payout) else ("approve", "已核实") for payout in pending}
        if decisions:
            payouts.decide(run_id=run.pk, decisions=decisions, by=posts[Role.COUNTY_PREPARER], at=at)
        payouts.prepare_payout_run(run_id=run.pk, by=posts[Role.COUNTY_PREPARER], at=at, on=at.date())
    elif target == "reviewed":
        payouts.review_payout_run(run_id=run.pk, content_hash=run.content_hash, by=posts[Role.COUNTY_REVIEWER], at=at)
    elif target == "signed":
        payouts.sign_payout_run(run_id=run.pk, content_hash=run.content_hash, by=posts[Role.COUNTY_SIGNER], at=at)
    elif target == "handed_over":
        payouts.hand_over_payout_run(run_id=run.pk, by=posts[Role.FINANCE], at=at)
    else:
        payouts.settle_payout_run(run_id=run.pk, by=posts[Role.FINANCE], at=at)


def _register(posts, families, on, until=None):
    """Families register what is no money: at the counter, with the departments, answered."""
    register.walk(posts, families=families, on=on, until=until, at=_at(2026, 9, 3))


def _carry_over(posts, booked):
    """What the former system had paid before the ledgers begin."""
    opening.carry_over(posts, REWARD, booked=booked, at=_at(2026, 11, 13))


def _recover(posts):
    """What was paid beyond what is due comes back by plans two officials agreed to."""
    recovery.walk(posts, at=_at(2026, 11, 13))


def _go_astray(posts):
    """What reached the wrong hands is owed again and asked back."""
    wrong_payments.walk(posts, scheme=REWARD, at=_at(2026, 11, 20))


def _learn_of_late_deaths(posts, count=3):
    """Recipients who died in 2024, which the county learns of in 2026: what they were paid afterwards is to be recovered."""
    by = posts[Role.TOWNSHIP_CLERK]
    paid = PayoutRun.objects.filter(division_code=by.county_code, schemes=[REWARD], since=date(2025, 1, 1)).values("payouts__person")
    members = Membership.objects.filter(person__in=paid, division_code__startswith=by.division_code[:9], home=True, person__death_facts=None)
    for order, member in enumerate(members.order_by("person_id")[:count]):
        record_fact(
            household_id=member.household_id, person_id=member.person_id, kind="death", item=DeathEntry(date(2024, 3 + order, 9), "殡葬登记比对"),
            by=by, at=_at(2026, 2, 10 + order), source="殡葬登记比对",
        )  # fmt: skip


def _work(run, *, at):
    """The run's job, done here and then; what stops it is raised."""
    engine.work(run.job_id, clock=lambda: at)
    run.job.refresh_from_db()
    if run.job.state != run.job.State.DONE:
        raise RuntimeError(run.job.error)


def _at(year, month, day):
    return datetime(year, month, day, 2, 0, tzinfo=UTC)


def _fund(posts, kind, name):
    """A fund with donations, families helped from it, and one family waiting for a decision."""
    preparer, signer = posts[Role.COUNTY_PREPARER], posts[Role.COUNTY_SIGNER]
    fund = funds.open_fund(kind=kind, name=name, document="样例〔2025〕6 号", by=posts[Role.COUNTY_REVIEWER], at=_at(2025, 1, 6))
    for order, (donor, yuan) in enumerate((("区财政局", 200_000), ("样例企业一", 50_000), ("样例企业二", 12_500)), 1):
        funds.enter_income(
            fund_id=fund.pk, key=uuid.uuid5(uuid.NAMESPACE_OID, f"donation/{fund.pk}/{order}"), amount_fen=yuan * 100, on=date(2025, order, 10),
            donor=donor, document=f"公益事业捐赠票据 {order:03d}（样例）", by=preparer, at=_at(2025, order, 12),
        )  # fmt: skip
    families = Household.objects.filter(division_code__startswith=preparer.county_code[:6], family_type__kind="bereaved").order_by("id")
    for order, household in enumerate(families[:6], 1):
        grant = funds.propose_grant(
            fund_id=fund.pk, key=uuid.uuid5(uuid.NAMESPACE_OID, f"grant/{fund.pk}/{order}"), household_number=household.number,
            measure="welfare_fund_relief" if kind == "welfare" else "birth_care", amount_fen=(2000 + 500 * order) * 100, why="因病支出较大，生活困难",
            number="样例〔2025〕7 号", title="困难家庭救助通知", issuer="样例县人口计生委", issued="2025", by=preparer, at=_at(2025, 5, order),
        )  # fmt: skip
        if order < 5:
            funds.approve_grant(grant_id=grant.pk, by=signer, at=_at(2025, 5, 10 + order))
        elif order == 5:
            funds.refuse_grant(grant_id=grant.pk, why="同一事由已由民政救助", by=signer, at=_at(2025, 5, 20))


def _appropriate(posts, name, code, stated_by):
    """Money for a measure whose document states no amount: granted by a document of the county to some families, others wait."""
    appropriations.walk(posts, name=name, code=code, stated_by=stated_by, at=_at(2026, 10, 12))


def _change(posts, scheme):
    """A death learnt late, shown and confirmed by the township, waiting for the county's reviewer."""
    changes.leave_pending(posts[Role.TOWNSHIP_CLERK], scheme=scheme, at=_at(2026, 11, 21))
    changes.leave_hand_over(posts[Role.TOWNSHIP_CLERK], county="520115000000", at=_at(2026, 11, 21))


_VERBS = {
    "adjust": _adjust, "state": _state, "propose": _propose, "find_document": _find_document, "publish": _publish, "compute": _compute,
    "draft": _draft, "take": _take,
    "list_minimum_living": poverty.lists, "exchange": poverty.exchange,
    "learn_of_late_deaths": _learn_of_late_deaths, "recover": _recover, "change": _change,
    "carry_over": _carry_over, "go_astray": _go_astray,
    "fund": _fund, "appropriate": _appropriate, "pay_by_township": _pay_by_township, "fill_desks": _fill_desks, "register": _register,
    "projects": projects.current, "other_projects": projects.other_kinds, "few_projects": projects.few,
    "loans": projects.loans, "earlier_projects": projects.earlier,
}  # fmt: skip
