"""From the index to a proposal, and from the proposal to its simulation."""
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import locks, moves, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from benefits.adjustments import outlook, states
from benefits.adjustments.commands import simulating
from benefits.models import AdjustedValue, Adjustment, Citation
from benefits.rules import choices as register

WORK, LOOK = "benefits.adjustments.work", "benefits.adjustments.yearly"
State = Adjustment.State


def propose(*, by, at, base_year=None, readings=None, why=""):
    """Compute what the index proposes for the county of `by`: the Adjustment, or None while the trigger is not reached.

    `base_year` and `readings` over those on file need a reason.
    """
    event = "adjustment.proposed"
    moves.require(by, states.PROPOSES, event)
    with transaction.atomic():
        locks.exclusive(by.county_code)
        if (base_year or readings) and not why.strip():
            raise NotAllowed(_("改用其他基期或口径的，请写明理由。"), event=event)
        for name, reading in (readings or {}).items():
            if sentence := register.why_not(name, reading):
                raise NotAllowed(sentence, event=event)
        seen = outlook.of(by.county_code, base_year=base_year, readings=readings)
        if sentence := _why_not_seen(seen, by.county_code):
            raise NotAllowed(sentence, event=event)
        if seen.trigger_year and (made := _standing(by.county_code, seen)):
            raise NotAllowed(_("%(number)s 已按同一基期和年度提出，请在其中办理。") % {"number": made.number}, event=event, subject=made)
        return _made(by.county_code, seen, why=why, by=by, at=at)


def look(*, county, at):
    """The yearly look at the index of a county, by nobody: the Adjustment it proposes, None when there is nothing to. Run twice, it is one."""
    with transaction.atomic():
        locks.exclusive(county)
        seen = outlook.of(county)
        if _why_not_seen(seen, county) or (seen.trigger_year and _standing(county, seen)):
            return None
        return _made(county, seen, why="", by=None, at=at)


def ring(*, at):
    """One job for each county and state of its index: beat calls this every day, what stands is looked at once. Every place is in scope."""
    rung = []
    for county in outlook.counties():
        seen = outlook.of(county)
        if seen is None or seen.last is None:
            continue
        key = f"adjustment:{county}:{seen.base_year}:{seen.last.year}:{seen.mark}"
        title = stored.kept("检查 %(year)s 年动态调整指数", year=seen.last.year)
        rung.append(jobs.enqueue(kind=LOOK, title=title, key=key, by=None, at=at, division_code=county, page=reverse("benefits:adjustments")))
    return rung


def choose_values(*, adjustment_id, chosen, by, at):
    """What the county takes for each standard: `chosen` is {name: (fen, why not the exact one)}. What was simulated is void."""
    event = "adjustment.values_chosen"
    with transaction.atomic():
        adjustment = locked(adjustment_id, by)
        obey(adjustment, states.CHOOSE, event, by)
        if adjustment.state != State.PROPOSED:
            adjustment.state, adjustment.simulated_at = State.PROPOSED, None
            adjustment.save()
        changed = {}
        for value in adjustment.values.all():
            fen, reason = chosen.get(value.name, (value.new_fen, value.reason))
            if fen not in (value.exact_fen, *value.options):
                raise NotAllowed(_("新标准应为精确值或所列取整值之一，请重新选择。"), event=event, subject=adjustment)
            if fen != value.exact_fen and not reason.strip():
                raise NotAllowed(_("不取精确值的，请逐项写明理由。"), event=event, subject=adjustment)
            if (fen, reason) != (value.new_fen, value.reason):
                value.new_fen, value.reason = fen, reason if fen != value.exact_fen else ""
                value.save()
                changed[value.name] = [fen, value.reason]
        if changed:
            adjustment.chosen_staff_nos = sorted({*adjustment.chosen_staff_nos, by.staff_no})
            adjustment.save()
        journal.record(event, by=by, at=at, subject=adjustment, after=changed)
    return adjustment


def simulate(*, adjustment_id, by, at):
    """Have it computed on the county's live data, this year and the next; an approval given is void."""
    event = "adjustment.simulation_asked"
    with transaction.atomic():
        adjustment = locked(adjustment_id, by)
        obey(adjustment, states.SIMULATE, event, by)
        reading = adjustment.readings["PC-22"]
        effective = outlook.effective(adjustment.year, reading, on=timezone.localdate(at))
        if simulating.is_overtaken(adjustment, effective=effective):
            raise NotAllowed(_("提出之后现标准已有变更，请作废后重新提出。"), event=event, subject=adjustment)
        simulating.begin(adjustment, effective=effective, by=by, at=at)
        number = adjustment.number
        adjustment.job = jobs.enqueue(
            kind=WORK, title=stored.kept("测算 %(number)s", number=number), by=by, at=at,
            key=f"adjustment-simulation:{adjustment.pk}:{at.isoformat()}", parameters={"adjustment": adjustment.pk},
            division_code=adjustment.division_code, page=reverse("benefits:adjustment", args=[adjustment.pk]),
        )  # fmt: skip
        adjustment.save()
        journal.record(event, by=by, at=at, subject=adjustment, after={"number": number, "schemes": adjustment.schemes, "effective": effective})
    return adjustment


def record_export(*, adjustment, rows, by, at):
    """Somebody took the list of persons out as a workbook."""
    with transaction.atomic():
        journal.record("adjustment.exported", by=by, at=at, subject=adjustment, after={"rows": rows})


def locked(adjustment_id, by):
    """The adjustment, the county's lock held."""
    locks.exclusive(by.county_code)
    return Adjustment.objects.select_for_update(of=("self",)).select_related("job", "citation").get(pk=adjustment_id)


def obey(adjustment, move, event, by, **told):
    """NotAllowed unless `by` may make the move."""
    if sentence := states.why_not(adjustment, move, by=by, **told):
        raise NotAllowed(sentence, event=event, subject=adjustment)


def _why_not_seen(seen, county):
    """Why there is nothing to compute, None when there is."""
    if seen is None:
        return _("本地没有动态调整机制的文件。")
    last = outlook.last_base_year(county)
    if last and seen.base_year < last:
        return _("上次调整以 %(year)s 年为触发年度，今后从它起算，不能再从更早的年份算起。") % {"year": last}
    if seen.last is None:
        return _("还没有 %(year)s 年（基期）和以后年度经确认的指数，请在“地区与预算”录入并确认。") % {"year": seen.base_year}
    return None


def _standing(county, seen):
    made = Adjustment.objects.exclude(state=State.DISCARDED).filter(division_code=county, base_year=seen.base_year, year=seen.trigger_year.year)
    return made.first()


def _made(county, seen, *, why, by, at):
    """The adjustment with its standards, or None and an event that says how far the growth is."""
    found, year = seen.mechanism, seen.trigger_year
    told = {"base_year": seen.base_year, "figure": seen.figure, "growth": f"{seen.last.growth.numerator}/{seen.last.growth.denominator}"}
    if year is None:
        journal.record("adjustment.not_reached", by=by, at=at, after=told | {"year": seen.last.year}, reason=why, division_code=county)
        return None
    effective = outlook.effective(year.year, found.readings["PC-22"], on=timezone.localdate(at))
    adjustment = Adjustment.objects.create(
        division_code=county, number=_next_number(county, year.year), place=found.place, citation=Citation.objects.get(number=found.trigger.cite),
        clause=found.trigger.clause, figure=seen.figure, base_year=seen.base_year, year=year.year, percent=Decimal(str(found.trigger.value)),
        numerator=Decimal(year.growth.numerator), denominator=Decimal(year.growth.denominator), readings=found.readings, index=seen.index(), why=why,
        effective=effective, proposed_by=by and by.user, proposed_staff_no=by and by.staff_no, proposed_at=at,
    )  # fmt: skip
    for standard in outlook.standards(county, found, year.growth, effective=effective):
        new = standard.raised.read(found.readings["PC-21"])
        AdjustedValue.objects.create(
            adjustment=adjustment, division_code=county, name=standard.old.name, unit=standard.old.unit, old=standard.old, old_fen=standard.old_fen,
            exact_fen=standard.raised.exact, options=[*standard.raised.half_up.values(), *standard.raised.up.values()], new_fen=new,
            reason="" if new == standard.raised.exact else "PC-21",
        )  # fmt: skip
    after = told | {"number": adjustment.number, "year": year.year, "effective": effective, "standards": adjustment.values.count()}
    journal.record("adjustment.proposed", by=by, at=at, subject=adjustment, after=after, reason=why, division_code=county)
    return adjustment


def _next_number(county, year):
    """TZ520115-2025, a second try of the year TZ520115-2025-2."""
    before = Adjustment.objects.filter(division_code=county, year=year).count()
    return f"TZ{county[:6]}-{year}" + (f"-{before + 1}" if before else "")
