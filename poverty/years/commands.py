"""Writes of the records of years: entered by one official, confirmed by another, withdrawn with a reason."""
from django.db import transaction
from django.utils import timezone

from accounts import constraints, locks, stored
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _
from audits import journal
from households.commands.county import next_revision
from households.queries.places import is_inside
from poverty.models import BudgetYear, CityYear, VillageYear
from poverty.years.queries import ENTERED

ENTERS_VILLAGES, ENTERS_FIGURES = frozenset({Role.TOWNSHIP_CLERK}), frozenset({Role.COUNTY_REVIEWER})
CONFIRMS_VILLAGES, CONFIRMS_FIGURES = frozenset({Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER}), frozenset({Role.COUNTY_SIGNER})


def enter_village_years(*, township, year, said, source, by, at):
    """What the register states of a township's villages for a year; `said` is {village: {figure: value or None}}.

    Only what differs from the record is written. It waits for the county's confirmation, beside what is confirmed now.
    Returns how many villages changed.
    """
    event = "village_years.entered"
    _require(by, ENTERS_VILLAGES, event)
    with transaction.atomic(), constraints.spoken(event):
        locks.exclusive(by.county_code)
        _refuse_place(township, said, by, event)
        _refuse_year(year, at, event)
        for figures in said.values():
            _refuse_more_than_born(figures, event)
        if not source.strip():
            raise NotAllowed(_("请写明来源，如 2025 年村级出生登记簿。"), event=event)
        changed = [village for village, figures in sorted(said.items()) if _enter_village(village, year, figures, source, by, at)]
        journal.record(
            event, by=by, at=at, after={"township": township, "year": year, "villages": changed, "source": source}, division_code=township
        )
    return len(changed)


def confirm_village_years(*, township, year, ids, by, at):
    """The county has compared these records, as the page showed them, with the register: from now on they are calculated with."""
    event = "village_years.confirmed"
    _require(by, CONFIRMS_VILLAGES, event)
    with transaction.atomic(), constraints.spoken(event):
        locks.exclusive(by.county_code)
        rows = list(
            VillageYear.objects.select_for_update().waiting().filter(year=year, division_code__startswith=township[:9]).order_by("division_code")
        )
        if not rows or {row.pk for row in rows} != set(ids):
            raise NotAllowed(_("待确认的记录在您查看之后有变，请刷新页面，看过现在的内容再确认。"), event=event)
        for row in rows:
            _confirm(row, VillageYear.objects.filter(division_code=row.division_code), by, at, event)
        told = {"township": township, "year": year, "villages": [row.division_code for row in rows]}
        journal.record(event, by=by, at=at, after=told, division_code=township)
    return rows


def enter_figure(*, place, year, figure, amount_fen, source, by, at):
    """A published figure of a city or county, in fen per person and year; not used before another official confirms it."""
    event = "city_year.entered"
    _require(by, ENTERS_FIGURES, event)
    if place not in (by.county_code, by.county_code[:4] + "00000000"):
        raise NotAllowed(_("只能录入本县或所在市的指标。"), event=event)
    return _enter(CityYear, {"place": place, "figure": figure}, {"amount_fen": amount_fen}, year, source, by, at, event)


def enter_budget(*, year, source, by, at, **said):
    """The county's budget year; figures and answers that are None are not recorded."""
    event = "budget_year.entered"
    _require(by, ENTERS_FIGURES, event)
    return _enter(BudgetYear, {}, said, year, source, by, at, event)


def confirm_figure(*, model, row_id, by, at):
    """A second official has compared a figure or a budget (CityYear, BudgetYear) with its source."""
    event = f"{_NOUNS[model]}.confirmed"
    _require(by, CONFIRMS_FIGURES, event)
    with transaction.atomic():
        locks.exclusive(by.county_code)
        row = _standing(model, row_id, event)
        if row.confirmed_at:
            raise NotAllowed(_("这条记录已经确认。"), event=event, subject=row)
        _confirm(row, _alike(model, row), by, at, event)
        journal.record(event, by=by, at=at, subject=row, after=_told(row))
    return row


def withdraw(*, model, row_id, why, by, at):
    """A record that turned out wrong no longer counts; it stays readable with the reason."""
    event = f"{_NOUNS[model]}.withdrawn"
    _require(by, CONFIRMS_VILLAGES if model is VillageYear else ENTERS_FIGURES, event)
    with transaction.atomic():
        locks.exclusive(by.county_code)
        row = _standing(model, row_id, event)
        if not why.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=row)
        _withdraw(row, why, by, at)
        journal.record(event, by=by, at=at, subject=row, before=_told(row), reason=why)
    return row


def record_export(*, what, rows, filters, by, at):
    """Somebody took a list out as a workbook."""
    with transaction.atomic():
        journal.record(f"{what}.exported", by=by, at=at, after={"rows": rows, "filters": filters})


_NOUNS = {VillageYear: "village_year", CityYear: "city_year", BudgetYear: "budget_year"}
_FIGURES = {VillageYear: ENTERED, CityYear: ("amount_fen",), BudgetYear: (
    "operating_fen", "programme_fen", "not_offset", "separately_budgeted", "paid_in_full",
)}  # fmt: skip


def _enter_village(village, year, figures, source, by, at):
    """Whether anything had to be written."""
    standing = {bool(row.confirmed_at): row for row in VillageYear.objects.select_for_update().standing().filter(division_code=village, year=year)}
    confirmed, waiting = standing.get(True), standing.get(False)
    wanted = {name: figures.get(name) for name in ENTERED}
    shown = waiting or confirmed
    if wanted == {name: getattr(shown, name, None) for name in ENTERED}:
        return False
    if waiting:
        _withdraw(waiting, stored.kept("确认前重新录入"), by, at)
    if confirmed is None or any(getattr(confirmed, name) != value for name, value in wanted.items()):
        VillageYear.objects.create(division_code=village, year=year, **wanted, **_entered(source, by, at))
    return True


def _enter(model, about, said, year, source, by, at, event):
    with transaction.atomic():
        locks.exclusive(by.county_code)
        _refuse_year(year, at, event)
        about = {"division_code": by.county_code, "year": year, **about}
        waiting = model.objects.select_for_update().waiting().filter(**about).first()
        if waiting:
            _withdraw(waiting, stored.kept("确认前重新录入"), by, at)
        row = model.objects.create(**about, **said, **_entered(source, by, at))
        journal.record(event, by=by, at=at, subject=row, after=_told(row))
    return row


def _entered(source, by, at):
    return {"source": source, "revision": next_revision(), "entered_at": at, "entered_by": by.user, "entered_staff_no": by.staff_no}


def _confirm(row, alike, by, at, event):
    """The row counts from now on, and the confirmed one it corrects no longer."""
    if row.entered_staff_no == by.staff_no:
        raise NotAllowed(_("录入记录的人不能自己确认，请由另一人核对来源后确认。"), event=event, subject=row)
    for earlier in alike.in_use().filter(year=row.year).select_for_update():
        _withdraw(earlier, stored.kept("更正后的记录已确认"), by, at)
    row.confirmed_at, row.confirmed_by, row.confirmed_staff_no, row.revision = at, by.user, by.staff_no, next_revision()
    row.save()


def _withdraw(row, why, by, at):
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why, row.revision = at, by.user, why, next_revision()
    row.save()


def _alike(model, row):
    about = {"place": row.place, "figure": row.figure} if model is CityYear else {}
    return model.objects.filter(division_code=row.division_code, **about)


def _standing(model, row_id, event):
    row = model.objects.select_for_update().standing().filter(pk=row_id).first()
    if row is None:
        raise NotAllowed(_("没有这条记录，或它已撤回，请刷新页面。"), event=event)
    return row


def _told(row):
    figures = {name: getattr(row, name) for name in _FIGURES[type(row)]}
    about = {"place": row.place, "figure": row.figure} if isinstance(row, CityYear) else {}
    return {"year": row.year, "source": row.source, **about, **figures}


def _require(by, roles, event):
    if by.role not in roles:
        names = _("、").join(Role(role).label for role in sorted(roles))
        raise NotAllowed(_("这一步由%(role)s办理，您当前的任职是%(own)s。") % {"role": names, "own": Role(by.role).label}, event=event)


def _refuse_place(township, said, by, event):
    inside = set(Jurisdiction.objects.filter(parent=township, level=Jurisdiction.Level.VILLAGE).values_list("code", flat=True))
    if not is_inside(township, by.division_code) or not said.keys() <= inside:
        raise NotAllowed(_("只能录入本乡镇各村的记录。"), event=event)


def _refuse_more_than_born(figures, event):
    counts = [figures.get(name) for name in ("births", "births_outside", "births_outside_third")]
    known = [count for count in counts if count is not None]
    if known != sorted(known, reverse=True):
        raise NotAllowed(_("政策外生育不能多于出生人数，政策外多孩不能多于政策外生育。"), event=event)


def _refuse_year(year, at, event):
    if not 1950 <= year <= timezone.localdate(at).year:
        raise NotAllowed(_("年度应在 1950 年至今年之间。"), event=event)
