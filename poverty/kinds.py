"""低保, 建档立卡, helpers and what was given, as kinds of facts of a family (households.kinds)."""
from dataclasses import asdict, fields

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.templatetags.interface import yuan
from households.entry import GrantEntry, HelperEntry, MinimumLivingEntry, RegistrationEntry, SupportEntry
from households.kinds import FamilyKind, OfHousehold
from poverty.models import Grant, Helper, MinimumLiving, MinimumLivingMember, PovertyRegistration, Support


class MinimumLivingKind(FamilyKind):
    name, title, model = "minimum_living", gettext_lazy("低保"), MinimumLiving

    def rows(self, households, people):
        return MinimumLiving.objects.filter(household__in=households).prefetch_related("minimumlivingmember_set").order_by("since", "id")

    def made(self, values, person_id, common):
        """The period, and a row for each person counted in it."""
        period = MinimumLiving(**{name: value for name, value in values.items() if name != "members"}, **common)
        place = {"minimum_living": period, "division_code": period.division_code}
        return [period, *(MinimumLivingMember(person_id=person, **place) for person in sorted(values["members"]))]

    def said(self, items, ids):
        for item in items:
            yield {
                "household_id": ids[None],
                "kind": item.kind,
                "since": item.since,
                "until": item.until,
                "category": item.category,
                "line_fen": item.line_fen,
                "subsidy_fen": item.subsidy_fen,
                "members": frozenset(ids[key] for key in item.members),
            }

    def read(self, rows, keys):
        return tuple(
            MinimumLivingEntry(
                kind=row.kind,
                since=row.since,
                until=row.until,
                category=row.category,
                line_fen=row.line_fen,
                subsidy_fen=row.subsidy_fen,
                members=tuple(keys[person] for person in sorted(self._members(row)) if person in keys),
            )
            for row in rows
        )

    def values(self, row):
        plain = {name: getattr(row, name) for name in ("household_id", "kind", "since", "until", "category", "line_fen", "subsidy_fen")}
        return plain | {"members": self._members(row)}

    def words(self, row):
        said = row.get_kind_display() + (f" {row.get_category_display()}" if row.category else "")
        said += _("，%(count)s 人") % {"count": len(self._members(row))}
        if row.subsidy_fen is not None:
            said += _("，每人每月 %(yuan)s 元") % {"yuan": yuan(row.subsidy_fen)}
        return said if row.line_fen is None else said + _("，保障标准 %(yuan)s 元") % {"yuan": yuan(row.line_fen)}

    def place(self, rows, division_code):
        super().place(rows, division_code)
        MinimumLivingMember.objects.filter(minimum_living__in=[row.pk for row in rows]).update(division_code=division_code)

    @staticmethod
    def _members(row):
        return frozenset(member.person_id for member in row.minimumlivingmember_set.all())


class GrantKind(OfHousehold):
    name, title, model = "poverty_grants", gettext_lazy("扶贫资金物资"), Grant

    def said(self, items, ids):
        for item in items:
            yield {"household_id": ids[None], "kind": item.kind, "since": item.since, "standard_fen": item.standard_fen}

    def read(self, rows, keys):
        return tuple(GrantEntry(row.kind, row.since, row.standard_fen) for row in rows)

    def values(self, row):
        return {name: getattr(row, name) for name in ("household_id", "kind", "since", "standard_fen")}

    def words(self, row):
        said = row.get_kind_display()
        return said if row.standard_fen is None else said + _("，帮扶标准 %(yuan)s 元") % {"yuan": yuan(row.standard_fen)}


class Plain(OfHousehold):
    """A kind whose entry has the fields of its row."""

    def said(self, items, ids):
        for item in items:
            yield {**asdict(item), "household_id": ids[None]}

    def read(self, rows, keys):
        return tuple(self.item(**{field.name: getattr(row, field.name) for field in fields(self.item)}) for row in rows)

    def values(self, row):
        return {name: getattr(row, name) for name in (*(field.name for field in fields(self.item)), "household_id")}


class RegistrationKind(Plain):
    name, title, model, item = "poverty_register", gettext_lazy("建档立卡"), PovertyRegistration, RegistrationEntry

    def words(self, row):
        told = [row.get_status_display(), row.get_attribute_display(), row.get_cause_display(), _("户编号 %(number)s") % {"number": row.number}]
        return _("，").join(str(part) for part in told if part)


class HelperKind(Plain):
    name, title, model, item = "helpers", gettext_lazy("帮扶责任人"), Helper, HelperEntry

    def words(self, row):
        return _("，").join(str(part) for part in (row.get_kind_display(), row.unit, f"{row.post} {row.name}".strip(), row.phone) if part)


class SupportKind(Plain):
    name, title, model, item = "department_support", gettext_lazy("“三结合”帮扶"), Support, SupportEntry

    def words(self, row):
        cash = "" if row.cash_fen is None else _("现金 %(yuan)s 元") % {"yuan": yuan(row.cash_fen)}
        return _("，").join(part for part in (row.department, cash, row.goods) if part)
