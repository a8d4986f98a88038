"""Overpayments of the sample counties: one repaid in part by instalments, one whose write-off waits for the signer, others without a plan."""
import uuid
from datetime import date

from accounts.roles import Role
from benefits.models import Recovery
from benefits.recovery import commands


def walk(posts, *, at):
    """What the county has done by `at` about what was paid after deaths it learnt of late."""
    preparer, signer = posts[Role.COUNTY_PREPARER], posts[Role.COUNTY_SIGNER]
    cases = list(Recovery.objects.filter(state=Recovery.State.OPEN).order_by("id")[:2])
    for case in cases[:1]:
        plan = _proposed(case, "instalments", preparer, at, each_fen=20_000, first_due=date(at.year, 11, 30), document="追回告知书")
        commands.approve_plan(plan_id=plan.pk, by=signer, at=at)
        commands.book_repayment(
            recovery_id=case.pk, receipt=_key("repayment", case), amount_fen=20_000, on=at.date(), document="缴款书 0087（样例）",
            by=posts[Role.FINANCE], at=at,
        )  # fmt: skip
    for case in cases[1:]:
        _proposed(case, "write_off", preparer, at, amount_fen=case.opened_fen, document="样例〔2026〕9 号")


def _proposed(case, kind, by, at, **terms):
    return commands.propose_plan(
        recovery_id=case.pk, key=_key(kind, case), kind=kind, why="死亡后登记迟，家属生活困难", by=by, at=at, **terms
    )


def _key(what, case):
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{what}/{case.number}")
