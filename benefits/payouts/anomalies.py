"""Anomalies 异常: what makes a payout worth a look. One line a kind: its words, how grave it is, and the question to the database.

Each question gives payout ids with the details its sentence needs. A new kind is one more line.
"""
import json
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext, gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`question` is SQL that gives (payout id, details as jsonb) over `p`, the payouts of a run; `sentence` is filled from the details."""

    code: str
    title: str
    sentence: str
    question: str
    grave: bool = False


KINDS = (
    Kind(
        "no_recipient", _("无人领款"), _("户内没有在世的领款人，请先在家庭档案补录。"),
        "SELECT p.id, '{}'::jsonb FROM p WHERE p.person_id IS NULL", grave=True,
    ),
    Kind(
        "no_account", _("缺收款账户"), _("没有登记可用的收款账户，不能通过。"),
        "SELECT p.id, '{}'::jsonb FROM p WHERE p.person_id IS NOT NULL AND p.account_id IS NULL", grave=True,
    ),
    Kind(
        "died", _("领款人已死亡"), _("已登记死亡（%(on)s），本期仍有应发。"),
        "SELECT p.id, jsonb_build_object('on', d.since) FROM p JOIN households_death d ON d.person_id = p.person_id "
        "WHERE d.withdrawn_at IS NULL AND d.since <= %(on)s", grave=True,
    ),
    Kind(
        "known_elsewhere", _("两地在册"), _("同一身份证号在其他县也有登记，请核实户籍地后再定。"),
        "SELECT p.id, '{}'::jsonb FROM p JOIN households_person n ON n.id = p.person_id "
        "WHERE n.number_hash IS NOT NULL AND known_elsewhere(n.number_hash, n.county_code)", grave=True,
    ),
    Kind(
        "shared_account", _("账号多人共用"), _("尾号 %(last_four)s 的账户登记在 %(people)s 个人名下。"),
        "SELECT p.id, jsonb_build_object('people', s.people) FROM p JOIN (SELECT a.number_hash, count(DISTINCT a.person_id) AS people "
        "FROM households_account a WHERE a.withdrawn_at IS NULL AND (a.until IS NULL OR a.until > %(on)s) "
        "AND a.number_hash IN (SELECT account_hash FROM p) GROUP BY a.number_hash) s ON s.number_hash = p.account_hash WHERE s.people > 1", grave=True,
    ),
    Kind(
        "holder_differs", _("户名不符"), _("账户户名“%(holder)s”与领款人姓名不同。"),
        r"SELECT p.id, jsonb_build_object('holder', p.holder_name) FROM p WHERE p.account_id IS NOT NULL "
        r"AND regexp_replace(p.holder_name, '[[:space:]·•・.．]', '', 'g') <> regexp_replace(p.name, '[[:space:]·•・.．]', '', 'g')",
    ),
    Kind(
        "returned_before", _("上次退汇"), _("其中有退汇重发：%(grounds)s。"),
        "SELECT DISTINCT ON (p.id) p.id, jsonb_build_object('grounds', m.grounds) FROM p JOIN benefits_payoutpart q ON q.payout_id = p.id "
        "JOIN benefits_moneyline m ON m.entitlement_id = q.entitlement_id AND m.kind = 'returned' ORDER BY p.id, m.id DESC",
    ),
    Kind(
        "put_off_before", _("此前未发"), _("批次 %(number)s 中已%(decision)s：%(reason)s。"),
        "SELECT DISTINCT ON (p.id) p.id, jsonb_build_object('number', r.number, 'decision', o.decision, 'reason', o.reason) FROM p "
        "JOIN benefits_payoutpart q ON q.payout_id = p.id JOIN benefits_payoutpart oq ON oq.entitlement_id = q.entitlement_id "
        "JOIN benefits_payout o ON o.id = oq.payout_id AND o.decision IN ('hold', 'remove') JOIN benefits_payoutrun r ON r.id = o.run_id "
        "WHERE r.id <> p.run_id AND r.state IN ('signed', 'handed_over', 'settled') ORDER BY p.id, o.id DESC",
    ),
    Kind(
        "long_arrears", _("补发超过 2 年"), _("自 %(since)s 起补发 %(yuan)s 元。"),
        "SELECT p.id, jsonb_build_object('since', min(e.since), 'fen', sum(q.amount_fen)) FROM p JOIN benefits_payoutpart q ON q.payout_id = p.id "
        "JOIN benefits_entitlement e ON e.id = q.entitlement_id WHERE q.reason = 'arrears' GROUP BY p.id "
        "HAVING min(e.since) < %(since)s::date - interval '2 years'",
    ),
    Kind(
        "back_after_exit", _("退出后恢复"), _("上一次发放截至 %(until)s，上期未发，本期恢复。"),
        "SELECT p.id, jsonb_build_object('until', max(e.until)) FROM p JOIN benefits_entitlement e ON e.beneficiary = p.beneficiary "
        "AND e.scheme = p.scheme AND e.until <= %(previous_since)s JOIN benefits_moneyline m ON m.entitlement_id = e.id AND m.kind = 'handed' "
        "WHERE p.previous_fen IS NULL GROUP BY p.id",
    ),
    Kind(
        "turns_age", _("本期内到龄"), _("本期内年满 %(age)s 周岁，首次发放。"),
        "SELECT DISTINCT p.id, jsonb_build_object('age', v.value) FROM p JOIN households_person n ON n.id = p.person_id "
        "JOIN benefits_policyvalue v ON v.scheme = p.scheme AND v.unit = 'years' AND v.withdrawn_at IS NULL AND jsonb_typeof(v.value) <> 'null' "
        "AND v.since < %(until)s AND (v.until IS NULL OR v.until > %(since)s) "
        "AND v.place IN ('000000000000', left(p.division_code, 2) || '0000000000', left(p.division_code, 4) || '00000000', left(p.division_code, 6) || '000000') "
        "WHERE p.change = 'new' AND n.born + make_interval(years => (v.value #>> '{}')::int) >= %(since)s "
        "AND n.born + make_interval(years => (v.value #>> '{}')::int) < %(until)s",
    ),
    Kind(
        "changed_much", _("金额变动超过一半"), _("按期应发由 %(before_yuan)s 元变为 %(after_yuan)s 元。"),
        "SELECT p.id, jsonb_build_object('before_fen', b.fen, 'after_fen', a.fen) FROM p "
        "JOIN (SELECT payout_id, sum(amount_fen) AS fen FROM benefits_payoutpart WHERE reason <> 'arrears' GROUP BY payout_id) a ON a.payout_id = p.id "
        "JOIN benefits_payout o ON o.run_id = %(previous)s AND o.beneficiary = p.beneficiary AND o.scheme = p.scheme AND o.decision = 'approve' "
        "JOIN (SELECT payout_id, sum(amount_fen) AS fen FROM benefits_payoutpart WHERE reason <> 'arrears' GROUP BY payout_id) b ON b.payout_id = o.id "
        "WHERE abs(a.fen - b.fen) * 2 > b.fen",
    ),
    Kind(
        "open_question", _("资格待核"), _("最近一次核算不能判定：%(missing)s。"),
        "SELECT DISTINCT ON (p.id) p.id, jsonb_build_object('missing', q.missing) FROM p JOIN benefits_runquestion q ON q.beneficiary = p.beneficiary "
        "AND q.scheme = p.scheme JOIN benefits_payoutpart t ON t.payout_id = p.id JOIN benefits_entitlement e ON e.id = t.entitlement_id "
        "AND e.since < q.until AND e.until > q.since "
        "WHERE q.run_id = (SELECT max(r.id) FROM benefits_run r WHERE r.state = 'published' AND p.scheme = ANY (r.schemes) "
        "AND r.since < q.until AND r.until > q.since AND left(r.division_code, 6) = left(p.division_code, 6)) ORDER BY p.id, q.id",
    ),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}


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
    if kind.code == "put_off_before":
        words["decision"] = payout.Decision(found["decision"]).label
    if kind.code == "open_question":
        words["missing"] = "、".join(missing["text"] for missing in found["missing"]) or gettext("有信息未录入")
    words |= {name.removesuffix("fen") + "yuan": f"{fen // 100:,}.{fen % 100:02d}" for name, fen in found.items() if name.endswith("fen")}
    return kind.sentence % words

