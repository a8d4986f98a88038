"""What waits for a post: one task a row, named by what is to be done and where."""
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moves, stored
from accounts.roles import CLERKS, COUNTY, Role
from audits.models import Job
from benefits import wording
from benefits.adjustments import states as adjustment_states
from benefits.events import queries as events
from benefits.events import states as event_states
from benefits.follow_up import queries as follow_up
from benefits.funds.commands import DECIDES
from benefits.models import Adjustment, FundGrant, OpeningBalance, PayoutRun, Roster, Run
from benefits.opening import states as opening_states
from benefits.payouts import states as payout_states
from benefits.policies_table import names
from benefits.policies_table import queries as policies
from benefits.policies_table import states as policy_states
from benefits.recovery import queries as recovery
from benefits.recovery import states as recovery_states
from benefits.register import queries as register
from benefits.register import states as register_states
from benefits.runs import states as run_states
from benefits.wrong_payments import queries as wrong_payments
from benefits.wrong_payments import states as wrong_payment_states
from households.imports.models import ImportBatch
from households.models import Draft
from poverty.exchange import states as exchange_states
from poverty.loans import states as loans
from poverty.models import Loan, MinimumLivingList, Project, ProjectGrant, Transfer
from poverty.monthly import states as monthly_states
from poverty.projects import states as projects
from poverty.years import commands as years_commands
from poverty.years import queries as years


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
    failed = Job.objects.filter(state=Job.State.FAILED, by=post).order_by("-finished_at")[:5]
    stopped = _("作业已停止：%(title)s")
    said = [(stopped % {"title": stored.shown(job.title)}, stored.ours(job.error), reverse("audits:job", args=[job.pk])) for job in failed]
    return [Task(*task, urgent=True) for task in said]


def _runs(post):
    if post.role not in COUNTY:
        return []
    following = {Run.State.SIMULATED: run_states.APPROVE, Run.State.APPROVED: run_states.PUBLISH, Run.State.BLOCKED: run_states.RETURN}
    return [
        Task(
            (_("变更核算 %(number)s") if run.households else _("核算批次 %(number)s")) % {"number": run.number},
            _("%(state)s，请办理“%(move)s”") % {"state": run.get_state_display(), "move": following[run.state].title},
            reverse("benefits:run", args=[run.pk]),
            urgent=run.state == Run.State.BLOCKED,
        )
        for run in Run.objects.filter(state__in=following).order_by("id")
        if run_states.why_not(run, following[run.state], by=post) is None
    ]


def _adjustments(post):
    moves, state = adjustment_states, Adjustment.State
    following = {
        state.PROPOSED: moves.SIMULATE, state.BLOCKED: moves.SIMULATE, state.SIMULATED: moves.TICK, state.CHECKED: moves.APPROVE,
        state.APPROVED: moves.PUBLISH,
    }  # fmt: skip
    if not any(post.role in move.roles for move in following.values()):
        return []
    return [
        Task(
            _("调整方案 %(number)s") % {"number": row.number},
            _("%(state)s，请办理“%(move)s”") % {"state": row.get_state_display(), "move": following[row.state].title},
            reverse("benefits:adjustment", args=[row.pk]),
            urgent=row.state == state.BLOCKED,
        )
        for row in Adjustment.objects.filter(state__in=following).order_by("id")
        if moves.why_not(row, following[row.state], by=post) is None
    ]


def _hand_overs(post):
    """Families other counties offer, and those of this place they sent back."""
    asked = (
        (event_states.ACCEPT, events.offered_to, _("共 %(count)s 户待接收"), "?side=in&state=offered"),
        (event_states.WITHDRAW, events.sent_back_to, _("共 %(count)s 户被新县退回，请查明后撤回移交"), "?side=out&state=refused"),
    )
    counted = [(count(post) if post.role in move.roles else 0, words, query) for move, count, words, query in asked]
    return [
        Task(_("外县移交的家庭"), words % {"count": count}, reverse("benefits:hand_overs") + query) for count, words, query in counted if count
    ]


def _payout_runs(post):
    following = {
        PayoutRun.State.DRAFTED: payout_states.PREPARE,
        PayoutRun.State.PREPARED: payout_states.REVIEW,
        PayoutRun.State.REVIEWED: payout_states.SIGN,
        PayoutRun.State.SIGNED: payout_states.HAND_OVER,
        PayoutRun.State.HANDED_OVER: payout_states.SETTLE,
    }
    if not any(post.role in move.roles for move in following.values()):
        return []
    return [
        Task(
            _("发放批次 %(number)s") % {"number": run.number},
            _("%(state)s，请办理“%(move)s”") % {"state": run.get_state_display(), "move": following[run.state].title},
            reverse("benefits:payout_run", args=[run.pk]),
        )
        for run in PayoutRun.objects.filter(state__in=following).order_by("id")
        if payout_states.why_not(run, following[run.state], by=post) is None
    ]


def _policies(post):
    """Figures the county proposed: the signer compares them with their documents, who entered one sees what it would change."""
    if post.role not in (policy_states.ENTERS, policy_states.CONFIRMS):
        return []
    schemes = wording.scheme_titles()

    def task(value, detail):
        return Task(names.title(value.name, schemes), detail, reverse("benefits:policy_value", args=[value.pk]))

    proposed = policies.proposed(post.county_code)
    if post.role == policy_states.ENTERS:
        mine = proposed.filter(entered_staff_no=post.staff_no, simulated_at__isnull=False)
        return [task(value, _("模拟核算已完成，请看差异；待县级签发确认")) for value in mine]
    done, under_way = _("模拟核算已完成，请核对文件后确认或退回"), _("已录入，模拟核算完成后请核对文件并确认")
    others = proposed.exclude(entered_staff_no=post.staff_no)
    proofs = policies.undecided(post.county_code).exclude(recorded_staff_no=post.staff_no)
    return [
        *(task(value, done if value.simulated_at else under_way) for value in others),
        *(task(proof.value, _("确认文件 %(number)s 待核对") % {"number": proof.citation.number}) for proof in proofs),
    ]


def _registrations(post):
    """What waits to be referred, and what departments have not answered yet."""
    tasks = []
    waiting = sum(row["count"] for row in register.waiting(post)) if post.role in register_states.REFER.roles else 0
    if waiting:
        tasks.append(Task(_("待移交的登记"), _("共 %(count)s 笔") % {"count": waiting}, reverse("benefits:referrals")))
    open_answers = register.unanswered(post) if post.role == Role.COUNTY_REVIEWER else 0
    if open_answers:
        url = reverse("benefits:registrations") + "?state=referred"
        tasks.append(Task(_("待登记的部门答复"), _("共 %(count)s 笔") % {"count": open_answers}, url))
    return tasks


def _fund_grants(post):
    if post.role != DECIDES:
        return []
    asked = FundGrant.objects.filter(state=FundGrant.State.PROPOSED).exclude(proposed_staff_no=post.staff_no)
    counted = asked.order_by("fund").values("fund", "fund__name").annotate(count=Count("pk"))
    return [
        Task(row["fund__name"], _("%(count)s 笔支出待审批") % {"count": row["count"]}, reverse("benefits:fund", args=[row["fund"]]))
        for row in counted
    ]


def _projects(post):
    """Projects whose next step is this post's, and grants of theirs that wait for the signer."""
    following = {move.sources[0]: move for move in (projects.CONSULT, projects.OPEN, projects.RANK, projects.CONFIRM, projects.ACCEPT)}
    if post.role == projects.DECIDES:
        asked = ProjectGrant.objects.filter(state=ProjectGrant.State.PROPOSED).exclude(proposed_staff_no=post.staff_no)
        counted = asked.order_by("project").values("project", "project__name").annotate(count=Count("pk"))
        return [
            Task(
                row["project__name"], _("%(count)s 户资金物资待审批") % {"count": row["count"]},
                reverse("benefits:project_grants", args=[row["project"]]),
            )
            for row in counted
        ]  # fmt: skip
    if not any(post.role in move.roles for move in following.values()):
        return []
    return [
        Task(
            row.name, _("%(state)s，请办理“%(move)s”") % {"state": row.get_state_display(), "move": following[row.state].title},
            reverse("benefits:project_ranking" if row.state == Project.State.RANKING else "poverty:project", args=[row.pk]),
        )
        for row in Project.objects.filter(state__in=following).order_by("id")
        if moves.why_not(row, following[row.state], by=post) is None
    ]  # fmt: skip


def _loans(post):
    """Loans that wait for the signer, by fund."""
    if post.role != loans.DECIDES:
        return []
    asked = Loan.objects.filter(state=loans.State.PROPOSED).exclude(proposed_staff_no=post.staff_no)
    counted = asked.order_by("fund").values("fund", "fund__name").annotate(count=Count("pk"))
    return [
        Task(row["fund__name"], _("%(count)s 笔借款待审批") % {"count": row["count"]}, reverse("poverty:loan_fund", args=[row["fund"]]))
        for row in counted
    ]


def _opening_balances(post):
    """Opening balances whose next step is this post's."""
    following = {move.sources[0]: move for move in (opening_states.RECONCILE, opening_states.CHECK, opening_states.SIGN)}
    return [
        Task(
            _("期初结转 %(number)s") % {"number": balance.number},
            _("%(state)s，请办理“%(move)s”") % {"state": balance.get_state_display(), "move": following[balance.state].title},
            reverse("benefits:opening_balance", args=[balance.pk]),
        )
        for balance in OpeningBalance.objects.filter(state__in=following).order_by("id")
        if moves.why_not(balance, following[balance.state], by=post) is None
    ]


def _exchange(post):
    """Lists and files that wait to be registered, and files that wait to be taken out."""
    lists = MinimumLivingList.objects.filter(state=monthly_states.State.COMPARED).order_by("id") if post.role == monthly_states.ENTERS else []
    found = [
        Task(_("低保月度名单 %(number)s") % {"number": row.number}, _("看过差异后登记"), reverse("poverty:minimum_living_list", args=[row.pk]))
        for row in lists
    ]
    following = {exchange_states.State.MATCHED: exchange_states.APPLY, exchange_states.State.READY: exchange_states.HAND_OUT}
    for row in Transfer.objects.filter(state__in=following).order_by("id") if post.role in COUNTY else []:
        if moves.why_not(row, following[row.state], by=post) is None:
            told = _("%(state)s，请办理“%(move)s”") % {"state": row.get_state_display(), "move": following[row.state].title}
            found.append(Task(_("数据交换 %(number)s") % {"number": row.number}, told, reverse("poverty:transfer", args=[row.pk])))
    return found


def _recoveries(post):
    """Overpayments nobody has a plan for, and plans that wait for the signer."""
    found = []
    if post.role == recovery_states.PROPOSES and (count := recovery.without_plan().count()):
        address = reverse("benefits:recoveries") + "?state=open"
        found.append(Task(_("多发待追回"), _("%(count)s 件还没有追回办法") % {"count": count}, address))
    if post.role == recovery_states.DECIDES:
        waiting = recovery.to_decide().exclude(proposed_staff_no=post.staff_no).select_related("recovery").order_by("id")
        found += [
            Task(_("追回案件 %(number)s") % {"number": plan.recovery.number}, _("%(kind)s待审批") % {"kind": plan.get_kind_display()},
                 reverse("benefits:recovery", args=[plan.recovery_id]))
            for plan in waiting
        ]  # fmt: skip
    return found


def _wrong_payments(post):
    """Payouts gone astray, and their taking back, that wait for finance."""
    if post.role != wrong_payment_states.DECIDES:
        return []
    waiting = wrong_payments.to_decide().exclude(proposed_staff_no=post.staff_no, state="proposed").exclude(reversing_staff_no=post.staff_no)
    return [
        Task(
            _("错发 %(number)s") % {"number": wrong.number},
            _("%(kind)s，%(state)s") % {"kind": wrong.get_kind_display(), "state": wrong.get_state_display()},
            reverse("benefits:wrong_payment", args=[wrong.pk]),
        )
        for wrong in waiting.order_by("id")
    ]


def _years(post):
    """Records of villages and published figures that a second official confirms."""
    found = []
    if post.role in years_commands.CONFIRMS_VILLAGES and years.waiting_villages(post.division_code):
        found.append(Task(_("村年度记录"), _("待核对来源并确认"), reverse("poverty:village_years")))
    if post.role in years_commands.CONFIRMS_FIGURES and years.waiting_figures():
        found.append(Task(_("地区与预算"), _("待核对来源并确认"), reverse("poverty:place_years")))
    return found


def _imports(post):
    if post.role not in CLERKS:
        return []
    waiting = ImportBatch.objects.filter(post=post, state=ImportBatch.State.CHECKED).order_by("id")
    return [
        Task(_("导入单 %(number)s") % {"number": batch.number}, _("已校验，请确认导入"), reverse("imports:batch", args=[batch.pk]))
        for batch in waiting
    ]


def _drafts(post):
    if post.role not in CLERKS:
        return []
    drafts = Draft.objects.filter(post=post).order_by("-saved_at")[:5]
    return [
        Task(
            _("未提交的家庭录入"),
            _("%(day)s 保存的草稿") % {"day": timezone.localtime(draft.saved_at).strftime("%m-%d %H:%M")},
            reverse("households:entry", args=[draft.pk]),
        )
        for draft in drafts
    ]


def _follow_up(post):
    """What the townships have to find out: the county cannot answer or pay without it."""
    if post.role not in CLERKS | {Role.TOWNSHIP_REVIEWER}:
        return []
    address = reverse("benefits:follow_up")
    families = follow_up.questions().aggregate(count=Count("household", distinct=True))["count"]
    people = follow_up.unpaid().aggregate(count=Count("person", distinct=True))["count"]
    asks = _("共 %(count)s 户，请补录后由县里重新核算") if post.role in CLERKS else _("共 %(count)s 户，请督促经办人补录")
    pays = _("共 %(count)s 人，请登记收款账户") if post.role in CLERKS else _("共 %(count)s 人，请督促登记收款账户")
    found = ((_("资料不全，不能核定"), families, asks, "questions"), (_("待补收款账户"), people, pays, "unpaid"))
    return [Task(title, told % {"count": count}, f"{address}?tab={tab}") for title, count, told, tab in found if count]


def _new_papers(post):
    if post.role != Role.AUDITOR:
        return []
    unread = Roster.objects.filter(seal__isnull=False).exclude(seal__downloads__user=post.user).count()
    if not unread:
        return []
    return [Task(_("未取阅的发放清册"), _("共 %(count)s 份") % {"count": unread}, reverse("benefits:rosters"))]
