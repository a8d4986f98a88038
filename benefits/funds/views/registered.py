"""按本县文件发放: the registrations of an item that is money, ticked and proposed together for so much each."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import requires_post
from benefits import measures
from benefits.funds import commands, queries
from benefits.funds.forms import RegisteredForm
from benefits.register import queries as register
from benefits.register.views.lists import lines

_MOST = 200  # of one proposal: what a person can read through


@require_http_methods(["GET", "POST"])
@requires_post({commands.PROPOSES})
def granting(request, stated_by, code):
    """The form, and once it is sent what was proposed and who was left out with the reason."""
    item = measures.item(code, stated_by)
    if item is None or not item.is_money:
        raise Http404
    rows, total = _standing(request, item)
    form = RegisteredForm(request.POST or None, funds=queries.funds(), initial=_period(rows))
    picked = {int(number) for number in request.POST.getlist("registration") if number.isdecimal()}
    if form.is_bound and not picked:
        form.add_error(None, _("请至少勾选一笔登记。"))
    if request.method == "POST" and form.is_valid():
        return _done(request, item, commands.propose_registered(registration_ids=picked, by=request.post, at=timezone.now(), **form.asked()))
    told = lines(request.post, rows)
    waiting = queries.proposed_for(rows)
    unpaid = {row.pk for row, *_about, given in told if not given} - waiting  # nobody has given, granted or proposed these anything yet
    context = {
        "item": item, "form": form, "rows": told, "total": total, "picked": picked if form.is_bound else unpaid,
        "waiting": waiting, "funds": bool(form.fields["fund"].choices),
    }  # fmt: skip
    return render(request, "benefits/registered_granting.html", context, status=422 if form.errors else 200)


def _done(request, item, proposed):
    fund, count = proposed.grants[0].fund, len(proposed.grants)
    if not proposed.left_out:
        messages.success(request, _("已提出 %(count)s 笔，由县级签发审批。") % {"count": count})
        return redirect("benefits:fund", fund.pk)
    return render(request, "benefits/registered_left_out.html", {"item": item, "fund": fund, "count": count, "left_out": proposed.left_out})


def _standing(request, item):
    """(the registrations that may be granted, at most what one page takes; how many there are)."""
    chosen = {name: request.GET.get(name, "") for name in ("place", "state", "registration")} | {"item": item.code}
    with register.sight(request.post):
        found = register.registrations(request.post, chosen).filter(stated_by=item.place, state__in=register.STANDING).order_by("id")
        if chosen["registration"].isdecimal():
            found = found.filter(pk=chosen["registration"])
        return list(found[:_MOST]), found.count()


def _period(rows):
    """From the day all of them hold, until the first ends or this year is over."""
    if not rows:
        return {}
    since = max(row.since for row in rows)
    ends = [row.until for row in rows if row.until]
    until = min([*ends, since.replace(year=timezone.localdate().year + 1, month=1, day=1)])
    return {"since": since.isoformat(), "until": until.isoformat()}
