"""What a payout run collects: every key with a positive balance, with its one reason in the equation.

A key enters when its scheme is the run's, its period begins before the run's ends, more is due than has moved, no open
payout holds it and every value it rests on is proven. A beneficiary's keys stand together, in the village of the latest.
"""
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from accounts import scope
from benefits.models import PayoutPart
from benefits.payouts import asking
from benefits.recovery import queries as recovery

Reason = PayoutPart.Reason

_BENEFICIARIES = """
SELECT DISTINCT beneficiary FROM benefits_entitlement
WHERE beneficiary > %(after)s AND scheme = ANY (%(schemes)s) AND since < %(until)s AND division_code >= %(low)s AND division_code < %(high)s
ORDER BY beneficiary LIMIT %(count)s
"""
# Everything the book holds of the beneficiaries up to the end of the period: what is due, what moved, what the last line rests on,
# and what the line rested on that the previous run was drafted from.
_KEYS = """
SELECT e.beneficiary, e.scheme, e.household_id, e.person_id, e.division_code, e.id, e.since, e.until, e.component,
       due.fen AS due_fen, due.fen - moved.fen AS balance_fen, moved.lines > 0 AS paid, due.value_ids, due.value_ids_before,
       due.unproven OR EXISTS (SELECT FROM benefits_payoutpart q WHERE q.entitlement_id = e.id AND q.open) AS kept_out
FROM benefits_entitlement e
CROSS JOIN LATERAL (
  SELECT sum(l.amount_fen)::bigint AS fen, bool_or(l.value_ids && %(unproven)s::bigint[]) AS unproven,
         (array_agg(array_to_json(l.value_ids)::text ORDER BY l.id DESC))[1] AS value_ids,
         (array_agg(array_to_json(l.value_ids)::text ORDER BY l.id DESC) FILTER (WHERE l.recorded_at <= %(drafted_at)s))[1] AS value_ids_before
  FROM benefits_entitlementline l WHERE l.entitlement_id = e.id) due
CROSS JOIN LATERAL (
  SELECT coalesce(sum(m.amount_fen), 0)::bigint AS fen, count(*) AS lines FROM benefits_moneyline m WHERE m.entitlement_id = e.id) moved
WHERE e.beneficiary = ANY (%(beneficiaries)s) AND e.scheme = ANY (%(schemes)s) AND e.since < %(until)s
  AND e.division_code >= %(low)s AND e.division_code < %(high)s AND due.fen IS NOT NULL
ORDER BY e.beneficiary, e.scheme, e.since, e.component
"""
_UNPROVEN = """
SELECT v.id FROM benefits_policyvalue v
WHERE v.quality = 'reported' AND NOT EXISTS (
  SELECT FROM benefits_policyconfirmation c WHERE c.value_id = v.id AND c.state = 'in_force' AND left(c.county, 6) IN ('', left(%(place)s, 6)))
"""
# What the previous run paid them for its period.
_BEFORE = """
SELECT p.beneficiary, p.scheme, left(p.division_code, 9) AS township, q.id, q.entitlement_id, q.amount_fen
FROM benefits_payout p JOIN benefits_payoutpart q ON q.payout_id = p.id AND q.reason NOT IN ('arrears', 'deducted')
WHERE p.run_id = %(previous)s AND p.decision = 'approve' AND p.beneficiary = ANY (%(beneficiaries)s) AND p.scheme = ANY (%(schemes)s)
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One key a run can settle: its balance in fen, its reason, and the part it follows."""

    entitlement_id: int
    amount_fen: int
    reason: str
    follows_id: int | None
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What a run can pay one beneficiary of one scheme. `period_fen` is what is due for the latest period, `since` to `until`."""

    beneficiary: str
    scheme: str
    household_id: int
    village: str
    since: date
    until: date
    period_fen: int
    parts: list[Part]


def beneficiaries(run, *, after, count):
    """The beneficiaries of the run's place and schemes that come next, in the order of their texts."""
    low, high = scope.bounds(run.division_code)
    values = {"after": after, "count": count, "schemes": run.schemes, "until": run.until, "low": low, "high": high}
    return [row["beneficiary"] for row in asking.rows(_BENEFICIARIES, values)]


def groups(run, chosen):
    """[Group] of the chosen beneficiaries; those with nothing to be paid are left out."""
    low, high = scope.bounds(run.division_code)
    unproven = [row["id"] for row in asking.rows(_UNPROVEN, {"place": run.division_code})]
    drafted_at = run.previous and run.previous.drafted_at
    asked = {"beneficiaries": chosen, "schemes": run.schemes, "until": run.until, "low": low, "high": high}
    keys = asking.rows(_KEYS, asked | {"unproven": unproven, "drafted_at": drafted_at})
    together = defaultdict(list)
    for key in keys:
        together[key["beneficiary"], key["scheme"]].append(key)
    before = _before(run, chosen, {key["id"]: key for key in keys})
    made = [_group(run, keys, before.get(unit)) for unit, keys in together.items()]
    made = [group for group in made if group.parts]
    for group, plan in _consented(run, made):
        group.parts.extend(_deducted(plan, most_fen=sum(part.amount_fen for part in group.parts)))
    return made


def _consented(run, found):
    """(group, the plan by which some of it is kept back) of those who agreed to it."""
    plans = recovery.set_offs([group.beneficiary for group in found], run.schemes)
    return [(group, plans[group.beneficiary, group.scheme]) for group in found if (group.beneficiary, group.scheme) in plans]


def _deducted(plan, *, most_fen):
    """The parts a plan keeps back of one payout, the oldest overpaid period first; none when nothing would be left to pay."""
    held = PayoutPart.objects.filter(plan=plan, open=True).exists()
    rest = 0 if held or plan.each_fen >= most_fen else plan.each_fen
    for key in recovery.keys(plan.recovery):
        fen = min(rest, key.open_fen)
        if fen:
            rest -= fen
            yield Part(key.entitlement.pk, -fen, Reason.DEDUCTED, None, plan.pk)


def _group(run, keys, before):
    """The group of one beneficiary and scheme; `before` is what the previous run paid for its period, by month and component."""
    open_keys = [key for key in keys if key["balance_fen"] > 0 and not key["kept_out"]]
    latest = max(open_keys or keys, key=itemgetter("since"))
    paid_last_time = run.previous is not None and any(_within(run.previous, key) and key["paid"] for key in keys)
    return Group(
        beneficiary=latest["beneficiary"],
        scheme=latest["scheme"],
        household_id=latest["household_id"],
        village=latest["division_code"],
        since=latest["since"],
        until=latest["until"],
        period_fen=sum(key["due_fen"] for key in keys if key["since"] == latest["since"]),
        parts=[_part(run, key, before, paid_last_time, township=latest["division_code"][:9]) for key in open_keys],
    )


def _part(run, key, before, paid_last_time, *, township):
    """A key with its reason: what was over before the period began, or paid before, is arrears; the rest is held against the same month before."""
    if key["paid"] or key["until"] <= run.since:
        return Part(key["id"], key["balance_fen"], Reason.ARREARS, None)
    same = before and before.get((_month(run, key["since"]), key["component"]))
    if same is None or same["township"] != township:
        known = before is not None or paid_last_time
        return Part(key["id"], key["balance_fen"], Reason.OTHER if known else Reason.NEW, None)
    if same["amount_fen"] == key["balance_fen"]:
        reason = Reason.CONTINUED
    else:
        reason = Reason.OTHER if same["value_ids"] == key["value_ids"] else Reason.STANDARD
    return Part(key["id"], key["balance_fen"], reason, same["id"])


def _before(run, chosen, keys):
    """{(beneficiary, scheme): {(month of the period, component): part}} of the previous run."""
    together = defaultdict(dict)
    if run.previous:
        for part in asking.rows(_BEFORE, {"previous": run.previous_id, "beneficiaries": chosen, "schemes": run.schemes}):
            key = keys[part["entitlement_id"]]
            together[part["beneficiary"], part["scheme"]][_month(run.previous, key["since"]), key["component"]] = part | {
                "value_ids": key["value_ids_before"]
            }
    return together


def _month(run, since):
    """Which month of the run's period a key begins in; one that began before counts as the first."""
    return max(0, (since.year - run.since.year) * 12 + since.month - run.since.month)


def _within(run, key):
    return key["since"] < run.until and key["until"] > run.since
