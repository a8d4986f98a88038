"""What waits for a post: one task a row, named by what is to be done and where."""
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import stored
from accounts.roles import CLERKS
from benefits import wording
from benefits.models import Run
from benefits.policies_table import names
from config import awaited
from poverty.models import Project


@dataclass(frozen=True)
class Task:
    """Something to do: in words, with the page where it is done."""

    title: str
    detail: str
    url: str
    urgent: bool = False


def tasks(post):
    """The post's tasks, in the order a day is worked through: what is stuck, what others wait for, what one began."""
    return [
        *_failed_jobs(post), *_runs(post), *_adjustments(post), *_hand_overs(post), *_payout_runs(post), *_policies(post),
        *_opening_balances(post), *_exchange(post), *_recoveries(post), *_wrong_payments(post), *_fund_grants(post), *_projects(post), *_loans(post),
        *_years(post), *_registrations(post), *_imports(post), *_drafts(post), *_follow_up(post), *_new_papers(post),
    ]  # fmt: skip


def _failed_jobs(post):
    stopped = _("作业已停止：%(title)s")
    said = [
        (stopped % {"title": stored.shown(job.title)}, stored.ours(job.error), reverse("audits:job", args=[job.pk]))
        for job in awaited.failed_jobs(post)
    ]
    return [Task(*task, urgent=True) for task in said]


def _next(row, following):
    return _("%(state)s，请办理“%(move)s”") % {"state": row.get_state_display(), "move": following[row.state].title}


def _runs(post):
    return [
        Task(
            (_("变更核算 %(number)s") if run.households else _("核算批次 %(number)s")) % {"number": run.number},
            _next(run, awaited.RUN),
            reverse("benefits:run", args=[run.pk]),
            urgent=run.state == Run.State.BLOCKED,
        )
        for run in awaited.runs(post)
    ]


def _adjustments(post):
    return [
        Task(
            _("调整方案 %(number)s") % {"number": row.number},
            _next(row, awaited.ADJUSTMENT),
            reverse("benefits:adjustment", args=[row.pk]),
            urgent=row.state == row.State.BLOCKED,
        )
        for row in awaited.adjustments(post)
    ]


def _hand_overs(post):
    """Families other counties offer, and those of this place they sent back."""
    counted = (
        (awaited.offered(post).count(), _("共 %(count)s 户待接收"), "?side=in&state=offered"),
        (awaited.sent_back(post).count(), _("共 %(count)s 户被新县退回，请查明后撤回移交"), "?side=out&state=refused"),
    )
    return [
        Task(_("外县移交的家庭"), words % {"count": count}, reverse("benefits:hand_overs") + query) for count, words, query in counted if count
    ]


def _payout_runs(post):
    return [
        Task(_("发放批次 %(number)s") % {"number": run.number}, _next(run, awaited.PAYOUT_RUN), reverse("benefits:payout_run", args=[run.pk]))
        for run in awaited.payout_runs(post)
    ]


def _policies(post):
    """Figures the county proposed: the signer compares them with their documents, who entered one sees what it would change."""
    schemes = wording.scheme_titles()

    def task(value, detail):
        return Task(names.title(value.name, schemes), detail, reverse("benefits:policy_value", args=[value.pk]))

    looked = _("模拟核算已完成，请看差异；待县级签发确认")
    done, under_way = _("模拟核算已完成，请核对文件后确认或退回"), _("已录入，模拟核算完成后请核对文件并确认")
    return [
        *(task(value, looked) for value in awaited.simulated_values(post)),
        *(task(value, done if value.simulated_at else under_way) for value in awaited.values(post)),
        *(task(proof.value, _("确认文件 %(number)s 待核对") % {"number": proof.citation.number}) for proof in awaited.proofs(post)),
    ]


def _registrations(post):
    """What waits to be referred, and what departments have not answered yet."""
    asked = (
        (awaited.referable(post), _("待移交的登记"), reverse("benefits:referrals")),
        (awaited.unanswered(post), _("待登记的部门答复"), reverse("benefits:registrations") + "?state=referred"),
    )
    return [Task(title, _("共 %(count)s 笔") % {"count": count}, url) for rows, title, url in asked if (count := rows.count())]


def _fund_grants(post):
    return [
        Task(row["fund__name"], _("%(count)s 笔支出待审批") % {"count": row["count"]}, reverse("benefits:fund", args=[row["fund"]]))
        for row in awaited.fund_grants(post)
    ]


def _projects(post):
    """Projects whose next step is this post's, and grants of theirs that wait for the signer."""
    granted = [
        Task(
            row["project__name"], _("%(count)s 户资金物资待审批") % {"count": row["count"]},
            reverse("benefits:project_grants", args=[row["project"]]),
        )
        for row in awaited.project_grants(post)
    ]  # fmt: skip
    return granted + [
        Task(
            row.name, _next(row, awaited.PROJECT),
            reverse("benefits:project_ranking" if row.state == Project.State.RANKING else "poverty:project", args=[row.pk]),
        )
        for row in awaited.projects(post)
    ]  # fmt: skip


def _loans(post):
    """Loans that wait for the signer, by fund."""
    return [
        Task(row["fund__name"], _("%(count)s 笔借款待审批") % {"count": row["count"]}, reverse("poverty:loan_fund", args=[row["fund"]]))
        for row in awaited.loans(post)
    ]


def _opening_balances(post):
    """Opening balances whose next step is this post's."""
    return [
        Task(
            _("期初结转 %(number)s") % {"number": balance.number},
            _next(balance, awaited.OPENING_BALANCE),
            reverse("benefits:opening_balance", args=[balance.pk]),
        )
        for balance in awaited.opening_balances(post)
    ]


def _exchange(post):
    """Lists and files that wait to be registered, and files that wait to be taken out."""
    lists = [
        Task(_("低保月度名单 %(number)s") % {"number": row.number}, _("看过差异后登记"), reverse("poverty:minimum_living_list", args=[row.pk]))
        for row in awaited.minimum_living_lists(post)
    ]
    return lists + [
        Task(_("数据交换 %(number)s") % {"number": row.number}, _next(row, awaited.TRANSFER), reverse("poverty:transfer", args=[row.pk]))
        for row in awaited.transfers(post)
    ]


def _recoveries(post):
    """Overpayments nobody has a plan for, and plans that wait for the signer."""
    found = []
    if count := awaited.overpaid(post).count():
        address = reverse("benefits:recoveries") + "?state=open"
        found.append(Task(_("多发待追回"), _("%(count)s 件还没有追回办法") % {"count": count}, address))
    found += [
        Task(_("追回案件 %(number)s") % {"number": plan.recovery.number}, _("%(kind)s待审批") % {"kind": plan.get_kind_display()},
             reverse("benefits:recovery", args=[plan.recovery_id]))
        for plan in awaited.recovery_plans(post)
    ]  # fmt: skip
    return found


def _wrong_payments(post):
    """Payouts gone astray, and their taking back, that wait for finance."""
    return [
        Task(
            _("错发 %(number)s") % {"number": wrong.number},
            _("%(kind)s，%(state)s") % {"kind": wrong.get_kind_display(), "state": wrong.get_state_display()},
            reverse("benefits:wrong_payment", args=[wrong.pk]),
        )
        for wrong in awaited.wrong_payments(post)
    ]


def _years(post):
    """Records of villages and published figures that a second official confirms."""
    found = []
    if awaited.villages(post).exists():
        found.append(Task(_("村年度记录"), _("待核对来源并确认"), reverse("poverty:village_years")))
    if awaited.figures(post).exists():
        found.append(Task(_("地区与预算"), _("待核对来源并确认"), reverse("poverty:place_years")))
    return found


def _imports(post):
    return [
        Task(_("导入单 %(number)s") % {"number": batch.number}, _("已校验，请确认导入"), reverse("imports:batch", args=[batch.pk]))
        for batch in awaited.imports(post)
    ]


def _drafts(post):
    return [
        Task(
            _("未提交的家庭录入"),
            _("%(day)s 保存的草稿") % {"day": timezone.localtime(draft.saved_at).strftime("%m-%d %H:%M")},
            reverse("households:entry", args=[draft.pk]),
        )
        for draft in awaited.drafts(post)
    ]


def _follow_up(post):
    """What the townships have to find out: the county cannot answer or pay without it."""
    address = reverse("benefits:follow_up")
    families = awaited.questions(post).aggregate(count=Count("household", distinct=True))["count"]
    people = awaited.unpaid(post).aggregate(count=Count("person", distinct=True))["count"]
    asks = _("共 %(count)s 户，请补录后由县里重新核算") if post.role in CLERKS else _("共 %(count)s 户，请督促经办人补录")
    pays = _("共 %(count)s 人，请登记收款账户") if post.role in CLERKS else _("共 %(count)s 人，请督促登记收款账户")
    found = ((_("资料不全，不能核定"), families, asks, "questions"), (_("待补收款账户"), people, pays, "unpaid"))
    return [Task(title, told % {"count": count}, f"{address}?tab={tab}") for title, count, told, tab in found if count]


def _new_papers(post):
    unread = awaited.papers(post).count()
    return [Task(_("未取阅的发放清册"), _("共 %(count)s 份") % {"count": unread}, reverse("benefits:rosters"))] if unread else []
