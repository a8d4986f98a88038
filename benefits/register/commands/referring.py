"""A reviewer hands a department the list of what families claim from it."""
from django.db import transaction

from accounts import constraints, scope
from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _
from audits import journal
from benefits.models import Referral
from benefits.register import queries, states
from benefits.register.commands import steps
from households.commands.county import changing

EVENT = "referral.made"


def refer(*, department, since, until, by, at):
    """A Referral of every registration of a department that was made in a period (half-open days) in the post's place.

    What the reviewer registered in another post stays: somebody else refers it.
    """
    if by.role not in states.REFER.roles:
        names = _("、").join(Role(role).label for role in states.REFER.roles)
        raise NotAllowed(_("移交由%(roles)s办理，您当前的任职是%(role)s。") % {"roles": names, "role": Role(by.role).label}, event=EVENT)
    with changing(by.division_code, event=EVENT, by=by, at=at):
        found = queries.to_refer(by, department=department, since=since, until=until)
        rows = list(found.select_for_update(of=("self",)).order_by("id"))
        if not rows:
            raise NotAllowed(_("这个部门在这段时间里没有待移交的登记（自己登记的须由别人移交）。"), event=EVENT)
        with transaction.atomic(), constraints.spoken(EVENT):
            return _made(rows, department=department, since=since, until=until, by=by, at=at)


def _made(rows, *, by, at, **asked):
    referral = Referral.objects.create(
        **asked, division_code=by.division_code, number=_next_number(by, at), people=len(rows), made_by=by.user, made_staff_no=by.staff_no,
        made_at=at,
    )  # fmt: skip
    for row in rows:
        row.referral, row.state = referral, states.REFER.target
        steps.note(row, states.REFER.step, by=by, at=at)
        row.save()
    journal.record(EVENT, by=by, at=at, subject=referral, after=asked | {"number": referral.number, "registrations": len(rows)})
    return referral


def _next_number(by, at):
    """YJ370303100-2026-001: by place and year."""
    prefix = f"YJ{scope.prefix(by.division_code)}-{at.year}-"
    last = Referral.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:03d}"
