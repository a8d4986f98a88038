"""The moves of a month's list. Commands obey this table, its page draws its buttons from it."""
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.moves import Move
from accounts.roles import Role


class State(TextChoices):
    COMPARED = "compared", _("待登记")
    APPLIED = "applied", _("已登记")
    DISCARDED = "discarded", _("已作废")


ENTERS = Role.COUNTY_PREPARER

APPLY = Move("apply", pgettext_lazy("低保月度名单", "登记变动"), (State.COMPARED,), State.APPLIED, (ENTERS,))
COMPARE = Move("compare", _("重新比对"), (State.COMPARED,), State.COMPARED, (ENTERS,))
DISCARD = Move("discard", _("作废名单"), (State.COMPARED,), State.DISCARDED, (ENTERS,))

MOVES = (APPLY, COMPARE, DISCARD)
