"""What every page's frame needs: the menu of the post, its place, and the reading size."""
from functools import cache

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.roles import ADMINISTRATORS, BUSINESS, CLERKS, COUNTY, Role
from benefits.follow_up import views as follow_up
from config import awaited

_READERS = BUSINESS - {Role.FINANCE}


def shell(request):
    post = getattr(request, "post", None)
    large = request.user.is_authenticated and request.user.large_type if hasattr(request, "user") else False
    if post is None:
        return {"post": None, "large_type": large, "menu": []}
    return {
        "post": post,
        "large_type": large,
        "may_search": post.role in _READERS,
        "menu": menu(request, post),
        "business_year": timezone.localdate().year,
        "todo_count": SimpleLazyObject(lambda: awaited.count(post)),
    }


def menu(request, post):
    """[(group title, [item])]: only what the role may open, the current one marked."""
    groups = []
    for title, items in _groups():
        shown = [
            {"title": label, "url": _address(name), "icon": icon, "current": _is_current(request, _address(name))}
            for label, name, icon, roles in items
            if post.role in roles
        ]
        if shown:
            groups.append({"title": title, "items": shown})
    return groups


def _groups():
    return [
        ("", [(_("工作台"), "desk", "home", BUSINESS | ADMINISTRATORS)]),
        (
            _("家庭与录入"),
            [
                (_("家庭档案"), "households:list", "household", _READERS),
                (_("Excel 导入"), "imports:list", "import", CLERKS),
                (_("待补资料"), "benefits:follow_up", "list-checks", follow_up.READERS),
                (_("变更办理"), "benefits:changes", "pen-line", _READERS),
                (_("登记与移交"), "benefits:registrations", "clipboard-list", _READERS),
            ],
        ),
        (
            _("资金发放"),
            [
                (_("政策标准"), "benefits:policies", "policy", BUSINESS),
                (_("动态调整"), "benefits:adjustments", "scale", COUNTY | {Role.AUDITOR}),
                (_("政策试算"), "benefits:trial", "calculator", BUSINESS | ADMINISTRATORS),
                (_("核算批次"), "benefits:runs", "run", COUNTY | {Role.AUDITOR}),
                (_("发放批次"), "benefits:payout_runs", "payout", COUNTY | {Role.FINANCE, Role.AUDITOR}),
                (_("多发待追回"), "benefits:recoveries", "triangle-alert", COUNTY | {Role.FINANCE, Role.AUDITOR}),
                (_("期初结转"), "benefits:opening_balances", "upload", COUNTY | {Role.FINANCE, Role.AUDITOR}),
                (_("基金与专项经费"), "benefits:funds", "heart-handshake", COUNTY | {Role.FINANCE, Role.AUDITOR}),
            ],
        ),
        (
            _("村级与监测"),
            [
                (_("村年度记录"), "poverty:village_years", "map-pin", _READERS),
                (_("村级优先名单"), "poverty:priorities", "list-checks", _READERS),
                (_("地区与预算"), "poverty:place_years", "landmark", COUNTY | {Role.AUDITOR, Role.VIEWER}),
                (_("目标监测"), "benefits:targets", "chart-column", COUNTY | {Role.AUDITOR}),
            ],
        ),
        (
            _("低保与扶贫"),
            [
                (_("低保名册"), "poverty:minimum_livings", "clipboard-list", _READERS),
                (_("低保月度名单"), "poverty:minimum_living_lists", "upload", COUNTY | {Role.AUDITOR}),
                (_("帮扶名册"), "poverty:registers", "heart-handshake", _READERS),
                (_("扶贫项目"), "poverty:projects", "wallet", BUSINESS),
                (_("小额信贷"), "poverty:loan_funds", "repeat", COUNTY | {Role.FINANCE, Role.AUDITOR}),
                (_("脱贫与返贫"), "benefits:statuses", "history", _READERS),
                (_("收入前后"), "benefits:incomes", "chart-column", _READERS),
                (_("数据交换"), "poverty:transfers", "arrow-left-right", COUNTY | {Role.AUDITOR}),
            ],
        ),
        (
            _("监督查询"),
            [
                (_("清册与验签"), "benefits:rosters", "roster", COUNTY | {Role.FINANCE, Role.AUDITOR}),
                (_("留痕簿"), "audits:journal", "journal", {Role.AUDITOR, Role.AUDIT_ADMINISTRATOR}),
            ],
        ),
    ]


@cache
def _address(name):
    return reverse(name)


def _is_current(request, path):
    if request.resolver_match is None:
        return False
    return request.path == path or (path != "/" and request.path.startswith(path.rstrip("/") + "/"))
