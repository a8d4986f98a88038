"""Documents officials cite, and those that confirm what was only reported."""
from django.db import transaction

from accounts import locks, moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from benefits.models import Citation, FundGrant, PolicyConfirmation, PolicyValue, Quality
from benefits.policies_table import states
from benefits.policies_table.commands.files import next_revision
from benefits.rules.values import lineage


def normative(*, number, title, issuer, issued, sha256, county, at, event):
    """The Citation of a document: the one of the policy files, else the county's own, registered now unless it is.

    Refused when it is no document, or another is registered under the number. What a county registered wrongly is put right as long as
    nothing that stands cites it.
    """
    said = {"title": title, "issuer": issuer, "issued": issued}
    citation = Citation.objects.filter(number=number, county__in=("", county)).order_by("county").first()
    if citation is None:
        return Citation.objects.create(number=number, county=county, **said, sha256=sha256, quality=Quality.NORMATIVE, recorded_at=at)
    if citation.quality != Quality.NORMATIVE:
        raise NotAllowed(_("%(number)s 不是规范性文件，不能作为发放标准的依据。") % {"number": number}, event=event)
    if citation.county and not _is_cited(citation):
        Citation.objects.filter(pk=citation.pk).update(**said, sha256=sha256, recorded_at=at)
        citation.refresh_from_db()
        return citation
    if any(getattr(citation, name) != words for name, words in said.items()):
        registered = {"number": number, "title": citation.title, "issuer": citation.issuer, "issued": citation.issued}
        sentence = _("%(number)s 已登记为《%(title)s》（%(issuer)s，%(issued)s），请核对文号，或照登记填写。")
        if citation.county:
            sentence = _("%(number)s 已登记为《%(title)s》（%(issuer)s，%(issued)s），请照登记填写；登记有误的，先撤回引用它的标准再重新登记。")
        raise NotAllowed(sentence % registered, event=event)
    if sha256 and citation.sha256 != sha256:
        raise NotAllowed(_("%(number)s 已登记的存档文件摘要与此不同，请核对文件。") % {"number": number}, event=event)
    return citation


def _is_cited(citation):
    """By a value that was not withdrawn, a confirming document or a grant from a fund that was not refused."""
    proofs = citation.confirmations.exclude(state=PolicyConfirmation.State.REFUSED)
    grants = citation.fund_grants.exclude(state=FundGrant.State.REFUSED)
    return citation.values.filter(withdrawn_at=None).exists() or proofs.exists() or grants.exists()


def record_confirmation(*, value_id, number, title, issuer, issued, clause, by, at, sha256=""):
    """The county has found the document that says what a reported value said; in force once another official has compared them."""
    event = "policy_confirmation.recorded"
    if by.role != states.ENTERS:
        raise NotAllowed(_("确认文件由县级复核登记。"), event=event)
    with transaction.atomic():
        locks.exclusive(by.county_code)
        value = PolicyValue.objects.filter(pk=value_id, quality=Quality.REPORTED, withdrawn_at=None, place__in=lineage(by.county_code)).first()
        if value is None:
            raise NotAllowed(_("这条标准不在本县适用，或不需要确认文件。"), event=event)
        if value.confirmations.filter(county__in=("", by.county_code)).exclude(state=PolicyConfirmation.State.REFUSED).exists():
            raise NotAllowed(_("这条标准在本县已有确认文件。"), event=event, subject=value)
        said = {"number": number, "title": title, "issuer": issuer, "issued": issued, "sha256": sha256}
        citation = normative(**said, county=by.county_code, at=at, event=event)
        row = PolicyConfirmation.objects.create(
            value=value, county=by.county_code, citation=citation, clause=clause, state=PolicyConfirmation.State.PROPOSED, recorded_at=at,
            recorded_by=by.user, recorded_staff_no=by.staff_no,
        )  # fmt: skip
        journal.record(event, by=by, at=at, subject=row, after=_told(row))
    return row


def accept_confirmation(*, confirmation_id, by, at):
    """A second official has compared the document with the figure: from now on the value may be paid in the county."""
    return _decide(confirmation_id, states.ACCEPT_PROOF, "policy_confirmation.accepted", by=by, at=at)


def refuse_confirmation(*, confirmation_id, why, by, at):
    """The document does not say so."""
    return _decide(confirmation_id, states.REFUSE_PROOF, "policy_confirmation.refused", by=by, at=at, why=why)


def _decide(confirmation_id, move, event, *, by, at, why=""):
    with transaction.atomic():
        locks.exclusive(by.county_code)
        found = PolicyConfirmation.objects.select_for_update(of=("self",)).select_related("value", "citation")
        row = found.filter(pk=confirmation_id, county=by.county_code).first()
        if row is None:
            raise NotAllowed(_("没有这份由本县登记的确认文件，请刷新页面。"), event=event)
        if sentence := moves.why_not(row, move, by=by):
            raise NotAllowed(sentence, event=event, subject=row)
        row.state, row.decided_by, row.decided_staff_no, row.decided_at, row.refused_why = move.target, by.user, by.staff_no, at, why
        row.save()
        row.value.revision = next_revision()
        row.value.save()
        journal.record(event, by=by, at=at, subject=row, after=_told(row), reason=why)
    return row


def _told(row):
    return {"value": row.value_id, "name": row.value.name, "number": row.citation.number, "clause": row.clause, "state": row.state}
