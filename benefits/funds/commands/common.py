"""What the commands of funds have in common: who takes which step, a fund that is held, a page sent twice."""
from django.utils import timezone

from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _
from benefits.models import Fund

OPENS, BOOKS, PROPOSES, DECIDES, REVERSES = (
    Role.COUNTY_REVIEWER, Role.COUNTY_PREPARER, Role.COUNTY_PREPARER, Role.COUNTY_SIGNER, Role.COUNTY_REVIEWER,
)  # fmt: skip


def locked(fund_id, event):
    """The fund, held until the transaction ends."""
    fund = Fund.objects.select_for_update().filter(pk=fund_id).first()
    if fund is None:
        raise NotAllowed(_("没有这个基金，或它不属于本县。"), event=event)
    return fund


def refuse_future(on, at, fund, event):
    if on > timezone.localdate(at):
        raise NotAllowed(_("日期不能晚于今天。"), event=event, subject=fund)


def the_same(known, said, event):
    """What a page that was sent before had made; refused when it says something else now."""
    if any(getattr(known, name) != value for name, value in said.items()):
        raise NotAllowed(_("这一页已经提交过，内容与当时不同。请从基金页重新开始。"), event=event, subject=known)
    return known
