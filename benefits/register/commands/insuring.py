"""理赔 of a registered insurance: what happened, and what the insurer answered. The insurer pays; no book of ours moves."""
from contextlib import contextmanager

from accounts import constraints
from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _
from audits import journal
from benefits.models import InsuranceClaim, Registration
from benefits.register import states
from households.commands.county import changing
from households.commands.pen import Pen


def record_insurance_claim(*, registration_id, person_id, on, event, source, by, at):
    """An insured person claims for what happened on a day of the term."""
    name = "insurance_claim.recorded"
    with _insurance(registration_id, name, by=by, at=at) as row:
        covered = row.insured.filter(person=person_id, withdrawn_at=None, since__lte=on, until__gt=on).exists()
        if not covered:
            raise NotAllowed(_("出险日此人不在保险期内或不在参保名单里，请核对。"), event=name, subject=row)
        claim = InsuranceClaim.objects.create(
            registration=row, person_id=person_id, since=on, event=event, source=source, division_code=row.division_code, recorded_at=at,
            recorded_by=by,
        )  # fmt: skip
        after = {"registration": row.number, "event": event, "on": on}
        journal.record(name, by=by, at=at, subject=claim, after=after, division_code=row.division_code)
    return claim


def answer_insurance_claim(*, claim_id, paid_fen, answer, by, at):
    """The insurer paid so much (0: refused, and says why): the open row is withdrawn and recorded again with the answer."""
    name = "insurance_claim.answered"
    registration_id = InsuranceClaim.objects.values_list("registration_id", flat=True).get(pk=claim_id)
    with _insurance(registration_id, name, by=by, at=at) as row:
        claim = row.insurance_claims.select_for_update().filter(pk=claim_id, withdrawn_at=None, paid_fen=None).first()
        if claim is None:
            raise NotAllowed(_("这次理赔已有答复或已撤回，请刷新页面查看。"), event=name, subject=row)
        pen = Pen(by=by, at=at)
        pen.withdraw(claim, why=_("保险公司已答复"))
        answered = pen.record_again(claim, paid_fen=paid_fen, answer=answer)
        pen.write()
        after = {"registration": row.number, "paid_fen": paid_fen, "answer": answer}
        journal.record(name, by=by, at=at, subject=answered, after=after, division_code=row.division_code)
    return answered


@contextmanager
def _insurance(registration_id, name, *, by, at):
    """A registered insurance that was given, locked; for those who register and refer."""
    place = Registration.objects.values_list("division_code", flat=True).get(pk=registration_id)
    with changing(place, event=name, by=by, at=at):
        row = Registration.objects.select_for_update(of=("self",)).get(pk=registration_id)
        if row.kind != Registration.Kind.INSURANCE or row.state not in (Registration.State.GIVEN, Registration.State.CLOSED):
            raise NotAllowed(_("只有已落实的保险可以登记理赔。"), event=name, subject=row)
        if by.role not in states.CLOSE.roles:
            raise NotAllowed(_("理赔由经办和审核人员登记，您当前的任职是%(role)s。") % {"role": Role(by.role).label}, event=name, subject=row)
        with constraints.spoken(name, row):
            yield row
