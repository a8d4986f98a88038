"""Pages of a project's ranking and of its grants."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import moves, workbooks
from accounts.middleware import requires_post
from accounts.roles import Role
from benefits.projects import commands, queries, sheets
from benefits.projects.forms import GrantForm
from households.queries.places import names
from poverty import given
from poverty.models import Project, ProjectApplication, ProjectGrant
from poverty.projects import queries as projects
from poverty.projects import states
from poverty.projects.commands import record_export
from poverty.years.forms import WhyForm

get_or_post = require_http_methods(["GET", "POST"])


@require_POST
@requires_post(set(states.RANK.roles))
def drawing_up(request, project_id):
    commands.rank_project(project_id=project_id, by=request.post, at=timezone.now())
    messages.success(request, _("已生成排序，由县级复核核对并确认。"))
    return redirect("benefits:project_ranking", project_id)


@require_GET
@requires_post(states.READS_RANKING)
def ranking_page(request, project_id):
    """The order, each place with the rules it rests on and what is missing; what is frozen is what is shown."""
    project, row = _ranking(project_id)
    chosen = request.GET.dict()
    context = {
        "project": project, "ranking": row, "places": queries.places(row, chosen), "chosen": chosen, "query": request.GET.urlencode(),
        "villages": sorted(names({one["village"] for one in row.rows}).items()), "sums": projects.money([project.pk])[project.pk],
        "undecided": sum(one["undecided"] for one in row.rows), "asking": sum(bool(one["questions"]) for one in row.rows),
        "buttons": moves.buttons(project, (states.CONFIRM, states.RETURN), by=request.post),
        "may_propose": request.post.role == states.PROPOSES and project.state == Project.State.GRANTING,
        "may_open_family": request.post.role != Role.FINANCE, "fund": queries.fund_of(project), "may_grant": project.grants_to_families,
    }  # fmt: skip
    return render(request, "projects/ranking.html", context)


@require_GET
@requires_post(states.READS_RANKING)
def export_ranking(request, project_id):
    """The ranking as filtered, as a workbook, the download on record."""
    project, row = _ranking(project_id)
    content, count = sheets.ranking(row.rules, queries.places(row, request.GET.dict()))
    chosen = {name: value for name, value in request.GET.items() if value}
    record_export(what="project_ranking", rows=count, filters=chosen, by=request.post, at=timezone.now(), subject=row)
    return workbooks.attachment(content, f"{project.number}.xlsx")


@require_POST
@requires_post(set(states.CONFIRM.roles))
def confirmation(request, project_id):
    commands.confirm_ranking(project_id=project_id, content_hash=request.POST.get("hash", ""), by=request.post, at=timezone.now())
    messages.success(request, _("已确认排序，可以按位次提出资金物资。"))
    return redirect("benefits:project_ranking", project_id)


@get_or_post
@requires_post(set(states.RETURN.roles))
def returning(request, project_id):
    project, _row = _ranking(project_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.return_ranking(project_id=project.pk, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        return redirect("poverty:project", project.pk)
    return _form_page(request, form, _("退回重排"), project, reverse("benefits:project_ranking", args=[project.pk]))


@get_or_post
@requires_post({states.PROPOSES})
def new_grant(request, application_id):
    application = get_object_or_404(ProjectApplication.objects.select_related("project", "household"), pk=application_id)
    lowest = queries.lowest(application, timezone.localdate())
    shown = {"amount_fen": f"{lowest.fen // 100}.{lowest.fen % 100:02d}"} if lowest and lowest.fen else {}
    form = GrantForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        commands.propose_grant(application_id=application.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已提出，由县级签发审批。"))
        return redirect("benefits:project_ranking", application.project_id)
    context = {
        "form": form, "project": application.project, "application": application, "least": lowest,
        "others": given.others([application.household_id], project_id=application.project_id).get(application.household_id),
        "name": projects.householders([application.household_id]).get(application.household_id, ""), "may_open_family": True,
    }  # fmt: skip
    return render(request, "projects/grant_new.html", context, status=422 if form.errors else 200)


@require_GET
@requires_post(states.READS_RANKING)
def grants_page(request, project_id):
    """What waits for approval with the arithmetic of its least and what the family has from other projects, and what was decided."""
    project = _project(project_id)
    waiting, decided = queries.waiting(project), list(queries.decided(project))
    context = {
        "project": project, "sums": projects.money([project.pk])[project.pk],
        "waiting": [(grant, others, moves.buttons(grant, (states.APPROVE, states.REFUSE), by=request.post)) for grant, others in waiting],
        "decided": [(grant, moves.buttons(grant, (states.REVOKE,), by=request.post)) for grant in decided],
        "householders": projects.householders({grant.household_id for grant, _others in waiting} | {grant.household_id for grant in decided}),
        "may_open_family": request.post.role != Role.FINANCE,
    }  # fmt: skip
    return render(request, "projects/grants.html", context)


@require_POST
@requires_post(set(states.APPROVE.roles))
def approval(request, grant_id):
    grant = commands.approve_grant(grant_id=grant_id, by=request.post, at=timezone.now())
    cash = _("已批准，下一次核算列应发。") if grant.form == ProjectGrant.Form.CASH else _("已批准，物资由项目发放，不进发放批次。")
    messages.success(request, cash)
    return redirect("benefits:project_grants", grant.project_id)


@get_or_post
@requires_post(set(states.REFUSE.roles))
def refusal(request, grant_id):
    return _decision(request, grant_id, commands.refuse_grant, _("不批准资金物资"))


@get_or_post
@requires_post(set(states.REVOKE.roles))
def revocation(request, grant_id):
    return _decision(request, grant_id, commands.revoke_grant, _("撤销资金物资"))


def _decision(request, grant_id, command, heading):
    grant = get_object_or_404(ProjectGrant.objects.select_related("project"), pk=grant_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        command(grant_id=grant.pk, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        return redirect("benefits:project_grants", grant.project_id)
    about = _("第 %(place)s 位") % {"place": grant.place}
    return _form_page(request, form, heading, grant.project, reverse("benefits:project_grants", args=[grant.project_id]), about)


def _form_page(request, form, heading, project, back, about=""):
    crumbs = [(_("扶贫项目"), reverse("poverty:projects")), (project.number, reverse("poverty:project", args=[project.pk]))]
    context = {"form": form, "heading": heading, "back": back, "about": about or project.name, "crumbs": crumbs}
    return render(request, "benefits/form.html", context, status=422 if form.errors else 200)


def _project(project_id):
    return get_object_or_404(Project, pk=project_id)


def _ranking(project_id):
    """The project and its ranking that stands."""
    project = _project(project_id)
    row = project.rankings.select_related("made_by", "confirmed_by").filter(returned_at=None).first()
    if row is None:
        raise Http404
    return project, row
