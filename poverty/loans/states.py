"""The moves of a loan. Commands obey this table, the fund's page draws its buttons from it."""
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.moves import Move
from accounts.roles import COUNTY, Role


class State(TextChoices):
    PROPOSED = "proposed", _("待审批")
    LENT = "lent", _("已发放")
    REFUSED = "refused", _("未批准")
    REVERSED = "reversed", _("已冲回")


OPENS, PROPOSES, DECIDES, BOOKS, REVERSES = (
    Role.COUNTY_REVIEWER, Role.COUNTY_PREPARER, Role.COUNTY_SIGNER, Role.FINANCE, Role.COUNTY_REVIEWER,
)  # fmt: skip
READS = COUNTY | {Role.FINANCE, Role.AUDITOR}

APPROVE = Move("approve", _("批准发放"), (State.PROPOSED,), State.LENT, (DECIDES,), ("proposed",), "decided")
REFUSE = Move("refuse", _("不批准"), (State.PROPOSED,), State.REFUSED, (DECIDES,), ("proposed",), "decided")
REVERSE = Move("reverse", _("冲回"), (State.LENT,), State.REVERSED, (REVERSES,), ("decided",))  # who, when and why stand in its line
MOVES = (APPROVE, REFUSE, REVERSE)
