"""What the page of a payout run shows: where it stands, the equation, the townships, the rows of a tab."""
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audits.models import Event
from benefits.models import Payout, PayoutRun
from benefits.payouts import anomalies, equation
from benefits.wrong_payments import queries as wrong_payments
from households import identity

State = PayoutRun.State
_PATH = ("drafted", "prepared", "reviewed", "signed", "handed_over", "settled")


def steps(run):
    """The step bar: each with title, detail (who and when, or whose turn it is) and state."""
    titles = [_("拟制"), _("县级初核"), _("县级复核"), _("领导签发"), _("银行代发"), _("回盘办结")]
    stopped = run.state == State.DISCARDED
    reached = -1 if run.state == State.DRAFTING else _reached(run)
    drawn = []
    for place, (name, title) in enumerate(zip(_PATH, titles, strict=True)):
        done = place <= reached
        state = "done" if done else ("stopped" if stopped else "now") if place == reached + 1 else ""
        drawn.append({"title": title, "detail": _who(run, name) if done else _whose(name) if state == "now" else "", "state": state})
    return drawn


def terms(run, whole):
    """The terms of the equation bar."""
    previous = _payments(whole.previous_lines) if run.previous else _("无上期，不对比")
    drawn = [{"sign": "", "title": _("上期发放"), "amount_fen": whole.previous_fen, "detail": previous, "total": True}]
    for _reason, sign, title, amount_fen, lines in whole.terms():
        detail = _payments(lines) if lines else "—"
        drawn.append({"sign": sign, "title": title, "amount_fen": amount_fen, "detail": detail})
    detail = _("%(people)s 人，%(lines)s 笔") % {"people": f"{run.people:,}", "lines": f"{run.lines:,}"}
    if run.state in (State.DRAFTING, State.DRAFTED):
        detail = _("含待定")
    drawn.append({"sign": "=", "title": _("本期应发"), "amount_fen": whole.current_fen, "detail": detail, "total": True})
    return drawn


def _payments(lines):
    return ngettext("%(lines)s 笔", "%(lines)s 笔", lines) % {"lines": f"{lines:,}"}


def balanced(run, whole):
    """Whether the equation holds, with the previous run's total and, once it is fixed, with this run's."""
    fixed = run.state not in (State.DRAFTING, State.DRAFTED, State.DISCARDED)
    same_schemes = run.previous is None or run.previous.schemes == run.schemes
    previous_fen = run.previous.total_fen if run.previous else 0
    return whole.balanced and (not same_schemes or whole.previous_fen == previous_fen) and (not fixed or whole.current_fen == run.total_fen)


def total(townships):
    """The line below the townships."""
    whole = equation.Equation()
    for township in townships:
        whole.current_fen += township.equation.current_fen
        whole.previous_fen += township.equation.previous_fen
        whole.previous_lines += township.equation.previous_lines
        for reason, lines in township.equation.lines.items():
            whole.lines[reason] = whole.lines.get(reason, 0) + lines
    names = ("lines", "anomalies", "pending")
    return {"equation": whole} | {name: sum(getattr(township, name) for township in townships) for name in names}


@dataclass(frozen=True, slots=True)
class Row:
    """A payout as the list shows it; `astray` is the WrongPayment it was found to be.

    No birth date stands on the page, so the last four digits of the number may.
    """

    payout: Payout
    id_mask: str
    village: str
    township: str
    anomalies: list
    scheme: str
    astray: object = None


def rows(payouts, *, places, titles):
    """Rows of a page of payouts; `places` are names by code."""
    payouts = list(payouts)
    astray = wrong_payments.astray([payout.pk for payout in payouts if payout.state == Payout.State.CONFIRMED])
    return [row(payout, places=places, titles=titles, astray=astray.get(payout.pk)) for payout in payouts]


def row(payout, *, places, titles, astray=None):
    number = payout.identity_number()
    return Row(
        payout=payout,
        id_mask=identity.mask(number, with_birth=False) if number else "",
        village=payout.place_name,
        township=places.get(payout.division_code[:9] + "000", ""),
        anomalies=anomalies.told(payout),
        scheme=titles.get(payout.scheme, payout.scheme),
        astray=astray,
    )


def last_word(run):
    """The event that says why the run was last given back or ended, None when it was not."""
    kinds = ["payout_run.returned", "payout_run.discarded"]
    return Event.objects.filter(subject_kind="benefits.payoutrun", subject_id=str(run.pk), kind__in=kinds, outcome="done").first()


def _reached(run):
    if run.state == State.DISCARDED:
        taken = [place for place, name in enumerate(_PATH[:-1]) if getattr(run, f"{name}_at")]
        return taken[-1]
    return _PATH.index(run.state)


def _who(run, name):
    if name == "settled":
        return f"{timezone.localtime(run.settled_at):%m-%d %H:%M}"
    return getattr(run, f"{name}_by").name + _("，") + f"{timezone.localtime(getattr(run, f'{name}_at')):%m-%d %H:%M}"


def _whose(name):
    return {
        "drafted": _("正在汇集应发余额"),
        "prepared": _("逐条定异常后送复核"),
        "reviewed": _("须非初核人"),
        "signed": _("须非初核、复核人"),
        "handed_over": _("由财务交银行"),
        "settled": _("等银行回执"),
    }[name]
