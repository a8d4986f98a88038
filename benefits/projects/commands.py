"""A ranking is drawn up, returned or confirmed; grants are proposed, approved, refused or revoked."""
from contextlib import contextmanager

from django.utils import timezone

from accounts import moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from benefits.models import Opening
from benefits.projects import least, ranking
from benefits.projects.asking import Asked
from benefits.rules.schemes import project_grant
from benefits.runs import claims
from households.commands import county
from poverty.models import Project, ProjectApplication, ProjectGrant, ProjectRanking
from poverty.projects import states
from poverty.projects.commands.common import confirmed_rows, holding, refuse_empty, refuse_overtaking, take, taking


def rank_project(*, project_id, by, at):
    """No more applications: their order as the published rules have it today, frozen for another official to confirm. A ProjectRanking."""
    event = "project.ranked"
    with taking(project_id, states.RANK, event, by=by, at=at) as project:
        on = timezone.localdate(at)
        found = ranking.of_project(project, on=on)
        if not found.rows:
            raise NotAllowed(_("还没有申请，不能排序。"), event=event, subject=project)
        made = ProjectRanking.objects.create(
            project=project, division_code=project.division_code, judged_on=on, rules=found.rules, rows=found.rows, content_hash=found.hash,
            made_by=by.user, made_staff_no=by.staff_no, made_at=at,
        )  # fmt: skip
        take(project, states.RANK, event, by=by, at=at, after={"rows": len(found.rows), "undecided": len(found.undecided), "hash": found.hash})
    return made


def return_ranking(*, project_id, why, by, at):
    """The ranking is drawn up again, after applications and records are put right."""
    event = "project.returned"
    with taking(project_id, states.RETURN, event, by=by, at=at) as project:
        refuse_empty(why, event, project)
        row = _standing(project)
        row.returned_by, row.returned_at, row.returned_why = by.user, at, why.strip()
        row.save()
        take(project, states.RETURN, event, by=by, at=at, reason=why)
    return project


def confirm_ranking(*, project_id, content_hash, by, at):
    """Another official has looked at the order as the page showed it; nothing it rests on has changed since, and nothing it needs is missing."""
    event = "project.confirmed"
    with taking(project_id, states.CONFIRM, event, by=by, at=at) as project:
        row = _standing(project)
        now = ranking.of_project(project, on=row.judged_on)
        if row.content_hash != content_hash or now.hash != row.content_hash:
            raise NotAllowed(_("排序之后家庭、村年度记录或政策标准有变，请退回重排，看过新的次序再确认。"), event=event, subject=project)
        if now.undecided:
            told = {"count": len(now.undecided)}
            raise NotAllowed(_("还有 %(count)s 户资料不全，次序未定。请退回，由乡镇补录后重新排序。") % told, event=event, subject=project)
        row.confirmed_by, row.confirmed_staff_no, row.confirmed_at = by.user, by.staff_no, at
        row.save()
        take(project, states.CONFIRM, event, by=by, at=at, after={"hash": content_hash})
    return project


def propose_grant(*, application_id, key, form, goods, amount_fen, by, at):
    """What a ranked family is to have, after everybody ranked before it was dealt with; never below the least. The same `key` is the same grant."""
    event = "project_grant.proposed"
    moves.require(by, states.PROPOSES, event)
    found = ProjectApplication.objects.filter(pk=application_id).values_list("project_id", flat=True).first()
    with holding(found, event, by=by, at=at) as project:
        known = ProjectGrant.objects.filter(key=key).first()
        if known:
            return _the_same(known, {"application_id": application_id, "form": form, "goods": goods.strip(), "amount_fen": amount_fen}, event)
        application = ProjectApplication.objects.select_related("project", "household").get(pk=application_id)
        row = _ranked(project, application, event)
        refuse_overtaking(project, row["place"], event)
        lowest = least.of_application(application, on=timezone.localdate(at))
        least.refuse_below(lowest, amount_fen, event=event, subject=application)
        grant = ProjectGrant.objects.create(
            key=key, division_code=application.division_code, project=project, application=application, household=application.household,
            place=row["place"], development_fund=project.kind == Project.Kind.DEVELOPMENT_FUND, year=project.year,
            standard_fen=project.standard_fen, form=form, goods=goods.strip(), amount_fen=amount_fen,
            floor_fen=lowest.fen, village_rise_fen=lowest.village_rise_fen, floor=lowest.lines, proposed_by=by.user, proposed_staff_no=by.staff_no,
            proposed_at=at,
        )  # fmt: skip
        told = {"project": project.number, "place": grant.place, "form": form, "amount_fen": amount_fen, "floor_fen": lowest.fen}
        journal.record(event, by=by, at=at, subject=grant, after=told, division_code=grant.division_code)
    return grant


def approve_grant(*, grant_id, by, at):
    """The family has it: cash is due from the next run of its month on. Refused below the least of today and beyond what came in."""
    event = "project_grant.approved"
    with _deciding(grant_id, states.APPROVE, event, by=by, at=at) as grant:
        on = timezone.localdate(at)
        least.refuse_below(least.of_application(grant.application, on=on), grant.amount_fen, event=event, subject=grant)
        if grant.form == ProjectGrant.Form.CASH:
            _refuse_without_ledger(grant, on, event)
        if grant.development_fund:
            _refuse_claimed(grant, on, event)
        grant.granted_on = on
        _decide(grant, states.APPROVE, event, by=by, at=at)
    return grant


def refuse_grant(*, grant_id, why, by, at):
    """The family does not have it, with the reason."""
    event = "project_grant.refused"
    with _deciding(grant_id, states.REFUSE, event, by=by, at=at) as grant:
        refuse_empty(why, event, grant)
        grant.why = why.strip()
        _decide(grant, states.REFUSE, event, by=by, at=at, reason=why)
    return grant


def revoke_grant(*, grant_id, why, by, at):
    """An approval that turned out wrong no longer counts: the next run takes back what it made due, and what was paid has a case."""
    event = "project_grant.revoked"
    with _deciding(grant_id, states.REVOKE, event, by=by, at=at) as grant:
        refuse_empty(why, event, grant)
        grant.why = why.strip()
        _decide(grant, states.REVOKE, event, by=by, at=at, reason=why)
    return grant


@contextmanager
def _deciding(grant_id, move, event, *, by, at):
    """The grant, its project locked before it, for a move."""
    found = ProjectGrant.objects.filter(pk=grant_id).values_list("project_id", flat=True).first()
    with holding(found, event, by=by, at=at):
        rows = ProjectGrant.objects.select_for_update(of=("self",)).select_related("application__project", "project", "household")
        grant = rows.get(pk=grant_id)
        sentence = moves.why_not(grant, move, by=by)
        if sentence:
            raise NotAllowed(sentence, event=event, subject=grant)
        yield grant


def _decide(grant, move, event, *, by, at, reason=""):
    """Who took the step and when; a run that is under way sees that the family changed."""
    before = {"state": grant.state}
    grant.state = move.target
    for column, value in (("by", by.user), ("staff_no", by.staff_no), ("at", at)):
        setattr(grant, f"{move.step}_{column}", value)
    grant.save()
    county.touch([grant.household_id], [])
    told = {"project": grant.project.number, "state": grant.state, "amount_fen": grant.amount_fen}
    journal.record(event, by=by, at=at, subject=grant, before=before, after=told, reason=reason, division_code=grant.division_code)


def _standing(project):
    return ProjectRanking.objects.select_for_update().get(project=project, returned_at=None)


def _ranked(project, application, event):
    row = next((row for row in confirmed_rows(project) if row["application"] == application.pk), None)
    if row is None or application.withdrawn_at:
        raise NotAllowed(_("只能为已确认排序中的申请提出资金物资。"), event=event, subject=application)
    return row


def _refuse_without_ledger(grant, on, event):
    """Without a ledger that has begun nothing of it would ever be due."""
    begun = Opening.objects.filter(division_code=grant.project.division_code, scheme=project_grant.CODE, since__lte=on.replace(day=1)).exists()
    if not begun:
        sentence = _("本县“扶贫项目资金”还没有首个账期，批准的资金不会列应发。请先由县级初核在核算批次中设定账期。")
        raise NotAllowed(sentence, event=event, subject=grant)


def _refuse_claimed(grant, on, event):
    """The fund is given once for a child, whatever file or county it stands in; the run that books it asks again."""
    county = grant.project.division_code
    tables = Asked({grant.household_id}, county=county, on=on).tables
    row = tables["households"]["id"].tolist().index(grant.household_id)
    line = {"scheme": project_grant.CODE, "kind": "household", "row": row, "beneficiary": f"household:{grant.household_id}"}
    for sentence in claims.doubtful(list(zip([line], claims.of(tables, [line]), strict=True)), county=county).values():
        raise NotAllowed(_(sentence), event=event, subject=grant)


def _the_same(known, said, event):
    if any(getattr(known, name) != value for name, value in said.items()):
        raise NotAllowed(_("这一页已经提交过，内容与当时不同。请从排序页重新开始。"), event=event, subject=known)
    return known
