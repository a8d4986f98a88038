"""The text that names a beneficiary: person:12, household:7, couple:1+2 (husband, wife) or village:370303100201.

receiver:3 is whoever has the money of the third wrong payment: nothing is due to them, and they may be nobody on record.
"""
from django.utils.translation import gettext as _

from accounts.models import Jurisdiction
from households.models import Person


def people(beneficiary):
    """Ids of the persons the text names, in order; none for a household or a village."""
    kind, _colon, ids = beneficiary.partition(":")
    return [int(number) for number in ids.split("+")] if kind in ("person", "couple") else []


def village(beneficiary):
    """The code of the village the text names, "" for others. Its money is no family's, though a family speaks for it in the books."""
    return beneficiary.removeprefix("village:") if beneficiary.startswith("village:") else ""


def receives_by_mistake(beneficiary):
    """Whether the text names the receiver of a wrong payment."""
    return beneficiary.startswith("receiver:")


def names(beneficiaries):
    """{beneficiary: what a list calls it}: the person, both of a couple, 柳沟村集体; "" for a household."""
    called = dict(Person.objects.filter(pk__in={person for key in beneficiaries for person in people(key)}).values_list("pk", "name"))
    places = dict(Jurisdiction.objects.filter(pk__in={village(key) for key in beneficiaries} - {""}).values_list("pk", "name"))
    return {key: _name(key, called, places) for key in beneficiaries}


def owner(row, places):
    """Whose a row of a list is: the person's, the village's (`places`: names by code), the family's; of a wrong payment the receiver's."""
    if row.person:
        return row.person.name
    if receives_by_mistake(row.beneficiary):
        return row.wrong_payment.receiver or _("收款人不明")
    return collective(places.get(village(row.beneficiary), village(row.beneficiary))) if village(row.beneficiary) else _("本户")


def collective(name):
    """What the money of a village is paid under."""
    return _("%(village)s集体") % {"village": name}


def _name(beneficiary, called, places):
    if village(beneficiary):
        return collective(places.get(village(beneficiary), village(beneficiary)))
    return _("、").join(called[person] for person in people(beneficiary) if person in called)
