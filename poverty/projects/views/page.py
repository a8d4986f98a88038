"""A project's page and the steps taken on it, the applications among them."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import moves
from accounts.middleware import requires_post
from accounts.roles import Role
from audits.views import sealed
from poverty.loans import queries as of_loans
from poverty.loans import states as loan_states
from poverty.models import Loan, LoanFund, Project, ProjectApplication, ProjectPaper, ProjectSource
from poverty.projects import commands, queries, states
from poverty.projects.commands import money, papers
from poverty.projects.forms import AcceptanceForm, ApplicationForm, ConsultationForm, MoneyForm, PaperForm, ProjectForm, SourceForm
from poverty.projects.models import LENT, WORKS
from poverty.projects.views.lists import READERS, neighbours
from poverty.years import queries as paging
from poverty.years.forms import WhyForm

get_or_post = require_http_methods(["GET", "POST"])


@require_GET
@requires_post(READERS)
def project_page(request, project_id):
    """Everything of a project: where it stands, its money, its papers, who applied, who is granted what."""
    with queries.sight(request.post):
        project = _project(project_id)
        sums = queries.money([project.pk])[project.pk]
        order = project.village_order or []
        names = queries.place_names([*project.places, *(row["village"] for row in order), request.GET.get("village", "")])
        page = paging.page(list(queries.applications(project, request.post, request.GET)), request.GET.dict(), key=lambda row: f"{row.number:06d}")
        grants = {grant.application_id: grant for grant in project.grants.filter(application__in=[row.pk for row in page.rows]).order_by("id")}
        loans = {loan.application_id: loan for loan in Loan.objects.filter(application__in=[row.pk for row in page.rows]).order_by("id")}
        is_lent = project.kind in LENT
        context = {
            "lent": of_loans.of_projects([project.pk], on=timezone.localdate())[project.pk] if is_lent else None,
            "funds": LoanFund.objects.filter(kind=project.kind) if is_lent and request.post.role in loan_states.READS else [],
            "project": project, "sums": sums, "page": page, "places": [names.get(code, code) for code in project.places],
            "village_order": [(row, names.get(row["village"], row["village"])) for row in order],
            "village": names.get(request.GET.get("village", "")), "sources": project.sources.all(),
            "papers": project.papers.select_related("seal", "added_by").defer("seal__content"),
            "applications": [(row, grants.get(row.pk), loans.get(row.pk)) for row in page.rows],
            "householders": queries.householders({row.household_id for row in page.rows}), "steps": _steps(project),
            "buttons": moves.buttons(project, _moves(project), by=request.post), "ranking": project.rankings.filter(returned_at=None).first(),
            "may_amend": request.post.role == states.DRAFTS and project.state == Project.State.DRAFTED,
            "may_enter_source": request.post.role == states.DRAFTS and not _is_over(project),
            "may_record_money": request.post.role == money.RECORDS and not _is_over(project),
            "may_add_paper": request.post.role in papers.ADDS,
            "may_apply": request.post.role == states.APPLIES and project.state == Project.State.OPEN,
            "may_withdraw": request.post.role == states.APPLIES and project.state in (Project.State.OPEN, Project.State.GRANTING),
            "may_see_ranking": request.post.role in states.READS_RANKING, "may_open_family": request.post.role != Role.FINANCE,
            **neighbours(request, page),
        }  # fmt: skip
        return render(request, "projects/project.html", context)


@get_or_post
@requires_post({states.DRAFTS})
def new_project(request):
    form = ProjectForm(request.POST or None, places=queries.placeable(request.post.county_code), initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        project = commands.draft_project(**form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已拟定。请与人口计生部门会商，由县级复核记录答复后才能受理申请。"))
        return redirect("poverty:project", project.pk)
    about = _("安排项目前须与人口计生部门会商，实施地点要先写明。")
    return _form_page(request, form, _("拟定项目"), None, about)


@get_or_post
@requires_post({states.DRAFTS})
def amend_project(request, project_id):
    project = _project(project_id)
    kept = {name: getattr(project, name) for name in ("kind", "name", "year", "places", "document", "standard_document")}
    days = {name: f"{getattr(project, name):%Y-%m-%d}" for name in ("since", "until")}
    standard = {} if project.standard_fen is None else {"standard_fen": f"{project.standard_fen // 100}.{project.standard_fen % 100:02d}"}
    form = ProjectForm(request.POST or None, places=queries.placeable(request.post.county_code), initial=kept | days | standard)
    if request.method == "POST" and form.is_valid():
        stated = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        commands.amend_project(project_id=project.pk, **stated, by=request.post, at=timezone.now())
        messages.success(request, _("已修改。"))
        return redirect("poverty:project", project.pk)
    return _form_page(request, form, _("修改项目"), project)


@get_or_post
@requires_post(set(states.CONSULT.roles))
def consultation(request, project_id):
    return _act(request, project_id, ConsultationForm, _("记录会商"), commands.record_consultation, _("已记录会商，可以受理申请。"))


@require_POST
@requires_post(set(states.OPEN.roles))
def opening(request, project_id):
    commands.open_applications(project_id=project_id, by=request.post, at=timezone.now())
    messages.success(request, _("开始受理申请，由乡镇经办录入。"))
    return redirect("poverty:project", project_id)


@require_POST
@requires_post(set(states.START.roles))
def start(request, project_id):
    commands.start_works(project_id=project_id, by=request.post, at=timezone.now())
    messages.success(request, _("已开工，各村在全县的次序已随项目存档。"))
    return redirect("poverty:project", project_id)


@require_POST
@requires_post(set(states.COMPLETE.roles))
def completion(request, project_id):
    commands.complete_project(project_id=project_id, by=request.post, at=timezone.now())
    messages.success(request, _("已登记完工，由县级复核验收。"))
    return redirect("poverty:project", project_id)


@get_or_post
@requires_post(set(states.ACCEPT.roles))
def acceptance(request, project_id):
    return _act(request, project_id, AcceptanceForm, _("验收"), commands.accept_project, _("已验收。"))


@get_or_post
@requires_post(set(states.CANCEL.roles))
def cancellation(request, project_id):
    return _act(request, project_id, WhyForm, _("撤销项目"), commands.cancel_project, _("已撤销，记录仍可查看。"))


@get_or_post
@requires_post({states.DRAFTS})
def new_source(request, project_id):
    return _act(request, project_id, SourceForm, _("登记资金来源"), commands.enter_source, _("已登记，到位后由财务登记。"))


@get_or_post
@requires_post({money.RECORDS})
def source_money(request, source_id):
    source = get_object_or_404(ProjectSource.objects.select_related("project"), pk=source_id)
    shown = {name: f"{fen // 100}.{fen % 100:02d}" for name, fen in (("received_fen", source.received_fen), ("spent_fen", source.spent_fen))}
    form = MoneyForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        commands.record_money(source_id=source.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已登记到位和支出。"))
        return redirect("poverty:project", source.project_id)
    return _form_page(request, form, _("登记到位和支出"), source.project, source.name)


@get_or_post
@requires_post(papers.ADDS)
def new_paper(request, project_id):
    with queries.sight(request.post):
        project = _project(project_id)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        commands.add_paper(
            project_id=project.pk, kind=said["kind"], title=said["title"], content=said["file"], by=request.post, at=timezone.now()
        )
        messages.success(request, _("已存档。"))
        return redirect("poverty:project", project.pk)
    return _form_page(request, form, _("添加资料"), project)


@require_GET
@requires_post(READERS)
def paper(request, paper_id):
    """A photo or paper as it was uploaded; each time it is handed out is on record."""
    with queries.sight(request.post):
        get_object_or_404(ProjectPaper, pk=paper_id)
        seal = commands.download_paper(paper_id=paper_id, by=request.post, at=timezone.now()).seal
    return sealed.attachment(seal)


@get_or_post
@requires_post({states.APPLIES})
def new_application(request, project_id):
    with queries.sight(request.post):
        project = _project(project_id)
    initial = {"household_number": request.GET.get("household", ""), "applied_on": f"{timezone.localdate():%Y-%m-%d}"}
    form = ApplicationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        commands.apply_for_project(project_id=project.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已录入申请。"))
        return redirect("poverty:project", project.pk)
    return _form_page(request, form, _("录入申请"), project)


@get_or_post
@requires_post({states.APPLIES})
def withdrawal(request, application_id):
    row = get_object_or_404(ProjectApplication, pk=application_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.withdraw_application(application_id=row.pk, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        messages.success(request, _("已撤回申请，记录仍可查看。"))
        return redirect("poverty:project", row.project_id)
    with queries.sight(request.post):
        project = _project(row.project_id)
    return _form_page(request, form, _("撤回申请"), project, _("第 %(number)s 号申请") % {"number": row.number})


_BUTTONS = (states.CONSULT, states.OPEN, states.RANK, states.COMPLETE, states.ACCEPT, states.CANCEL)


def _moves(project):
    return (*_BUTTONS, states.START) if project.kind in WORKS else _BUTTONS


def _act(request, project_id, form_class, heading, command, done):
    """A form of the project whose fields are those of the command."""
    project = _project(project_id)
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        command(project_id=project.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, done)
        return redirect("poverty:project", project.pk)
    return _form_page(request, form, heading, project)


def _form_page(request, form, heading, project, about=""):
    back = reverse("poverty:project", args=[project.pk]) if project else reverse("poverty:projects")
    crumbs = [(_("扶贫项目"), reverse("poverty:projects")), *([(project.number, back)] if project else [])]
    context = {"form": form, "heading": heading, "back": back, "about": about or project.name, "crumbs": crumbs}
    return render(request, "benefits/form.html", context, status=422 if form.errors else 200)


def _project(project_id):
    project = Project.objects.filter(pk=project_id).first()
    if project is None:
        raise Http404
    return project


def _is_over(project):
    return project.state in (Project.State.ACCEPTED, Project.State.CANCELLED)


def _steps(project):
    """The step bar: who did what when, and whose turn it is."""
    taken = {"drafted": "drafted", "consulted": "consulted", "open": "opened", "ranking": "ranked", "granting": "confirmed"}
    taken |= {"started": "started", "completed": "completed", "accepted": "accepted"}
    at_end = project.state == Project.State.CANCELLED
    path = states.PATH_OF_WORKS if project.started_at else states.PATH
    place = -1 if at_end else path.index(project.state)
    drawn = []
    for order, state in enumerate(path):
        step = taken[state]
        at = getattr(project, f"{step}_at")
        who = f"{getattr(project, f'{step}_by').name}{_('，')}{timezone.localtime(at):%Y-%m-%d}" if at else ""
        last = order == len(path) - 1
        standing = ("done" if order < place or last else "now") if order <= place else ("done" if at and at_end else "stopped" if at_end else "")
        drawn.append({"title": state.label, "detail": who if order <= place or at_end else "", "state": standing})
    return drawn
