"""Anomalies 异常: what makes a payout worth a look. One line a kind: its words, how grave it is, and the question to the database.

Each question gives payout ids with the details its sentence needs. A new kind is one more line.
"""
import json
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import stored
from benefits.models import WrongPayment


@dataclass(frozen=True)
class Kind:
    """`question` is SQL that gives (payout id, details as jsonb) over `p`, the payouts of a run; `sentence` is filled from the details."""

    code: str
    title: str
    sentence: str
    question: str
    grave: bool = False


# Subqueries over one table each, payout by payout: row-level security hides from the planner how many rows a county has,
# so a join (or an ORDER BY with LIMIT) may go through all of them for each payout.
KINDS = (
    Kind(
        "no_recipient", _("无人领款"), _("户内没有在世的领款人，请先在家庭档案补录。"),
        "SELECT p.id, '{}'::jsonb FROM p WHERE p.person_id IS NULL AND p.beneficiary NOT LIKE 'village:%%'",
        grave=True,
    ),
    Kind(
        "village_money", _("村集体资金"), _("发给村集体的资金不经个人账户，不能在本批次通过，请缓发并按财政渠道拨付。"),
        "SELECT p.id, '{}'::jsonb FROM p WHERE p.beneficiary LIKE 'village:%%'",
        grave=True,
    ),
    Kind(
        "no_account", _("缺收款账户"), _("没有登记可用的收款账户，不能通过。"),
        "SELECT p.id, '{}'::jsonb FROM p WHERE p.person_id IS NOT NULL AND p.account_id IS NULL",
        grave=True,
    ),
    Kind(
        "died", _("领款人已死亡"), _("已登记死亡（%(on)s），没有登记继承领款人，不能通过。"),
        """SELECT p.id, jsonb_build_object('on', d.since) FROM p CROSS JOIN LATERAL (
             SELECT since FROM households_death WHERE person_id = p.person_id AND withdrawn_at IS NULL AND since <= %(on)s LIMIT 1) d""",
        grave=True,
    ),
    Kind(
        "inherited", _("继承人领取"), _("%(dead)s已死亡（%(on)s），由继承人领取，请核对继承材料。"),
        """SELECT p.id, jsonb_build_object('dead', d.name, 'on', d.on_day) FROM p CROSS JOIN LATERAL (
             SELECT (SELECT n.name FROM households_person n WHERE n.id = h.person_id) AS name,
                    (SELECT x.since FROM households_death x WHERE x.person_id = h.person_id AND x.withdrawn_at IS NULL LIMIT 1) AS on_day
             FROM benefits_heir h WHERE h.heir_id = p.person_id AND h.withdrawn_at IS NULL
               AND h.person_id::text = ANY (string_to_array(split_part(p.beneficiary, ':', 2), '+'))
               AND p.beneficiary ~ '^(person|couple):' AND p.beneficiary <> 'person:' || p.person_id LIMIT 1) d""",
    ),
    Kind(
        "known_elsewhere", _("两地在册"), _("同一身份证号在其他县也有登记，请核实户籍地后再定。"),
        """SELECT p.id, '{}'::jsonb FROM p CROSS JOIN LATERAL (
             SELECT number_hash, county_code FROM households_person WHERE id = p.person_id LIMIT 1) n
           WHERE n.number_hash IS NOT NULL AND known_elsewhere(n.number_hash, n.county_code)""",
        grave=True,
    ),
    Kind(
        "shared_account", _("账号多人共用"), _("尾号 %(last_four)s 的账户登记在 %(people)s 个人名下。"),
        """SELECT p.id, jsonb_build_object('people', a.people) FROM p CROSS JOIN LATERAL (
             SELECT count(DISTINCT person_id) AS people FROM households_account
             WHERE number_hash = p.account_hash AND withdrawn_at IS NULL AND (until IS NULL OR until > %(on)s)) a WHERE a.people > 1""",
        grave=True,
    ),
    Kind(
        "holder_differs", _("户名不符"), _("账户户名“%(holder)s”与领款人姓名不同。"),
        r"""SELECT p.id, jsonb_build_object('holder', p.holder_name) FROM p WHERE p.account_id IS NOT NULL
            AND regexp_replace(p.holder_name, '[[:space:]·•・.．]', '', 'g') <> regexp_replace(p.name, '[[:space:]·•・.．]', '', 'g')""",
    ),
    Kind(
        "returned_before", _("上次退汇"), _("其中有退汇重发：%(grounds)s。"),
        """SELECT p.id, jsonb_build_object('grounds', m.grounds) FROM p CROSS JOIN LATERAL (
             SELECT max((SELECT max(m.grounds) FROM benefits_moneyline m
                         WHERE m.entitlement_id = q.entitlement_id AND m.kind = 'returned')) AS grounds
             FROM benefits_payoutpart q WHERE q.payout_id = p.id) m WHERE m.grounds IS NOT NULL""",
    ),
    Kind(
        "went_astray", _("此前错发"), _("其中有错发重发（%(number)s，%(how)s），请核对收款账户。"),
        """SELECT p.id, jsonb_build_object('number', a.number, 'how', a.how, 'same', a.same) FROM p CROSS JOIN LATERAL (
             SELECT max(w.number) AS number, (array_agg(w.kind ORDER BY w.number DESC))[1] AS how,
                    bool_or(w.kind IN ('account', 'namesake') AND w.account_hash = p.account_hash) AS same
             FROM benefits_wrongpayment w WHERE w.state IN ('booked', 'reversing') AND w.kind <> 'twice' AND w.payout_id IN (
               SELECT m.payout_id FROM benefits_moneyline m JOIN benefits_payoutpart q ON q.entitlement_id = m.entitlement_id
               WHERE q.payout_id = p.id AND m.kind = 'misdirected')) a WHERE a.number IS NOT NULL""",
        grave=True,
    ),
    Kind(
        "wrong_account", _("错发过的账户"), _("这个账户已登记错发（%(number)s），尚未更正，也没有核实后重新登记。"),
        """SELECT p.id, jsonb_build_object('number', lidao_account_went_astray(p.id)) FROM p
           WHERE p.account_hash = ANY (ARRAY(SELECT account_hash FROM benefits_wrongpayment)) AND lidao_account_went_astray(p.id) IS NOT NULL""",
        grave=True,
    ),
    Kind(
        "put_off_before", _("此前未发"), _("批次 %(number)s 中已%(decision)s：%(reason)s。"),
        """SELECT p.id, last.told FROM p CROSS JOIN LATERAL (
             SELECT (array_agg(jsonb_build_object('number', (SELECT r.number FROM benefits_payoutrun r WHERE r.id = o.run_id),
                                                  'decision', o.decision, 'reason', o.reason) ORDER BY o.id DESC))[1] AS told
             FROM benefits_payout o WHERE o.beneficiary = p.beneficiary AND o.scheme = p.scheme AND o.id < p.id
               AND (SELECT r.state FROM benefits_payoutrun r WHERE r.id = o.run_id) IN ('signed', 'handed_over', 'settled')) last
           WHERE last.told ->> 'decision' IN ('hold', 'remove')""",
    ),
    Kind(
        "long_arrears", _("补发超过 2 年"), _("自 %(since)s 起补发 %(yuan)s 元。"),
        """SELECT p.id, jsonb_build_object('since', a.since, 'fen', a.fen) FROM p CROSS JOIN LATERAL (
             SELECT min((SELECT e.since FROM benefits_entitlement e WHERE e.id = q.entitlement_id)) AS since, sum(q.amount_fen) AS fen
             FROM benefits_payoutpart q WHERE q.payout_id = p.id AND q.reason = 'arrears') a
           WHERE a.since < %(since)s::date - interval '2 years'""",
    ),
    Kind(
        "back_after_exit", _("退出后恢复"), _("上一次发放截至 %(until)s，上期未发，本期恢复。"),
        """SELECT p.id, jsonb_build_object('until', e.until) FROM p CROSS JOIN LATERAL (
             SELECT (array_agg(e.until ORDER BY e.until DESC))[1] AS until FROM benefits_entitlement e
             WHERE e.beneficiary = p.beneficiary AND e.scheme = p.scheme AND e.until <= %(previous_since)s
               AND EXISTS (SELECT FROM benefits_moneyline m WHERE m.entitlement_id = e.id AND m.kind = 'handed')) e
           WHERE p.previous_fen IS NULL AND e.until IS NOT NULL""",
    ),
    Kind(
        "turns_age", _("本期内到龄"), _("本期内年满 %(age)s 周岁，首次发放。"),
        """SELECT p.id, jsonb_build_object('age', a.age) FROM p CROSS JOIN LATERAL (
             SELECT (v.value #>> '{}')::int AS age FROM households_person n JOIN benefits_policyvalue v ON v.scheme = p.scheme AND v.unit = 'years'
             WHERE n.id = p.person_id AND v.withdrawn_at IS NULL AND jsonb_typeof(v.value) <> 'null'
               AND v.since < %(until)s AND (v.until IS NULL OR v.until > %(since)s)
               AND v.place IN ('000000000000', left(p.division_code, 2) || '0000000000', left(p.division_code, 4) || '00000000',
                               left(p.division_code, 6) || '000000')
               AND n.born + make_interval(years => (v.value #>> '{}')::int) >= %(since)s
               AND n.born + make_interval(years => (v.value #>> '{}')::int) < %(until)s LIMIT 1) a
           WHERE p.change = 'new'""",
    ),
    Kind(
        "changed_much", _("金额变动超过一半"), _("按期应发由 %(before_yuan)s 元变为 %(after_yuan)s 元。"),
        """SELECT p.id, jsonb_build_object('before_fen', b.fen, 'after_fen', a.fen) FROM p
           CROSS JOIN LATERAL (
             SELECT sum(amount_fen) AS fen FROM benefits_payoutpart WHERE payout_id = p.id AND reason NOT IN ('arrears', 'deducted')) a
           CROSS JOIN LATERAL (
             SELECT sum((SELECT sum(amount_fen) FROM benefits_payoutpart WHERE payout_id = o.id AND reason NOT IN ('arrears', 'deducted')))
                      FILTER (WHERE o.run_id = %(previous)s AND o.decision = 'approve') AS fen
             FROM benefits_payout o WHERE o.beneficiary = p.beneficiary AND o.scheme = p.scheme) b
           WHERE abs(a.fen - b.fen) * 2 > b.fen""",
    ),
    Kind(
        "open_question", _("资格待核"), _("最近一次核算不能判定：%(missing)s。"),
        """SELECT p.id, jsonb_build_object('missing', q.missing) FROM p
           CROSS JOIN LATERAL (SELECT max(r.id) AS id FROM benefits_run r WHERE r.state = 'published' AND p.scheme = ANY (r.schemes)
                               AND r.since < %(until)s AND r.until > %(since)s
                               AND (r.households IS NULL OR p.household_id = ANY (r.households))) latest
           CROSS JOIN LATERAL (
             SELECT (array_agg(q.missing ORDER BY q.id))[1] AS missing FROM benefits_runquestion q
             WHERE q.run_id = latest.id AND q.beneficiary = p.beneficiary AND q.scheme = p.scheme
               AND EXISTS (SELECT FROM benefits_payoutpart t JOIN benefits_entitlement e ON e.id = t.entitlement_id
                           WHERE t.payout_id = p.id AND e.since < q.until AND e.until > q.since)) q
           WHERE q.missing IS NOT NULL""",
    ),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}


def stops(payout):
    """The sentence of an anomaly with which a payout cannot pass, or None."""
    if payout.account_id is None:
        return gettext("没有收款账户，不能通过。请先补录账户并重新比对，或选缓发。")
    if any(found["kind"] == "died" for found in payout.anomalies):
        return gettext("领款人已登记死亡，不能通过。请在“变更办理”登记继承领款人后重新比对，或选缓发。")
    if any(found["kind"] == "went_astray" and found["same"] for found in payout.anomalies):
        return gettext("收款账户仍是错发的账户，不能通过。请先更正账户并重新比对，或选缓发。")
    if any(found["kind"] == "wrong_account" for found in payout.anomalies):
        return gettext("收款账户登记过错发，不能通过。请更正账户，或核实无误后在家庭档案用“变更账户”重新登记，再重新比对；也可选缓发。")
    return None


def find(run, *, on):
    """{payout id: [{kind, details…}]} of a run's payouts as things stand on a day, in the order of KINDS."""
    values = {
        "run": run.pk,
        "on": on,
        "since": run.since,
        "until": run.until,
        "previous": run.previous_id,
        "previous_since": run.previous and run.previous.since,
    }
    found = {}
    with connection.cursor() as cursor:
        for kind in KINDS:
            cursor.execute(f"WITH p AS MATERIALIZED (SELECT * FROM benefits_payout WHERE run_id = %(run)s) {kind.question}", values)
            for payout, details in cursor.fetchall():
                found.setdefault(payout, []).append({"kind": kind.code, **json.loads(details)})
    return found


def told(payout):
    """[(Kind, sentence)] of a payout's anomalies."""
    return [(BY_CODE[found["kind"]], _sentence(BY_CODE[found["kind"]], found, payout)) for found in payout.anomalies]


def _sentence(kind, found, payout):
    words = dict(found)
    if kind.code == "shared_account":
        words["last_four"] = payout.account_number()[-4:]
    if kind.code == "went_astray":
        words["how"] = WrongPayment.Kind(found["how"]).label
    if kind.code == "put_off_before":
        words["decision"] = payout.Decision(found["decision"]).label
    if kind.code == "open_question":
        words["missing"] = gettext("、").join(stored.ours(missing["text"]) for missing in found["missing"]) or gettext("有信息未录入")
    words |= {name.removesuffix("fen") + "yuan": f"{fen // 100:,}.{fen % 100:02d}" for name, fen in found.items() if name.endswith("fen")}
    return kind.sentence % words

