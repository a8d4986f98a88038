"""What an event keeps, as a person reads it: fields by their names, fen as yuan, codes as their choices are called, things by their nouns.

The journal itself keeps the bare fields and never changes; `kind` and the export's code column name them exactly.
"""
from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.templatetags.interface import yuan
from audits.journal import words

_FEN = "_fen"
_NAMES = {
    "account": _("账户"), "accounts": _("账户"), "added_fen": _("增加应发"), "amount_fen": _("金额"), "applied_on": _("申请日期"),
    "asked_elsewhere": _("向外县查询"), "balance_fen": _("余额"), "base_year": _("基期"), "block": _("区块"), "bytes": _("字节数"),
    "case": _("追回案件"), "changed": _("变动"), "claims": _("一次性申领"), "clause": _("条款"), "codes": _("代码表"),
    "confirmed": _("已确认"), "content_hash": _("内容摘要"), "counterpart": _("对方"), "department": _("责任部门"), "direction": _("方向"),
    "division_code": _("区划代码"), "document": _("文件"), "doubtful": _("待判定"), "drawn": _("抽查户"), "due_fen": _("应发"),
    "duplicate": _("重复"), "error": _("有错"), "large": _("大字"),
    "each_fen": _("每期金额"), "effective": _("执行日期"), "ended": _("退出"), "entitlements": _("应发项"), "entries": _("笔数"),
    "families": _("户"), "faulty": _("有错"), "figure": _("指数"), "file": _("文件名"), "filters": _("条件"), "finance_fen": _("财政记录"),
    "first_due": _("首期日期"), "floor_fen": _("最低额"), "fund": _("基金"), "gaps": _("测算缺项"), "given": _("落实内容"), "grants": _("支出"),
    "growth": _("累计增幅"), "hash": _("摘要"), "household": _("档案号"), "households": _("户数"), "imported": _("已导入"),
    "instalments": _("期数"), "insured": _("参保人数"), "item": _("事项"), "keys_confirmed": _("到账项数"), "kind": _("类别"),
    "known_elsewhere": _("外县已有"), "learnt": _("获知日期"), "lines": _("行数"), "lines_hash": _("明细摘要"), "measure": _("措施"),
    "month": _("月份"), "months": _("月数"), "name": _("名称"), "new": _("新增"), "number": _("编号"), "occurred": _("发生日期"),
    "on": _("日期"), "open_fen": _("尚未追回"), "overpaid_fen": _("应追回"), "owed_again_fen": _("重新应发"), "paid_fen": _("实发"),
    "people": _("人数"), "period": _("期间"), "person": _("人员"), "places": _("地区"), "planned_fen": _("计划"),
    "preview_hash": _("差额摘要"), "previous": _("上期批次"), "project": _("扶贫项目"), "purpose": _("用途"), "questions": _("待补问题"),
    "ready": _("将登记"), "received_fen": _("到位"), "reconciliations": _("勾稽"), "recorded": _("登记的记录"),
    "register_number": _("户编号"), "registrations": _("登记笔数"), "rows": _("行数"), "rows_hash": _("明细摘要"), "run": _("核算批次"),
    "same": _("相同"), "says": _("内容"), "scheme": _("扶助项目"), "schemes": _("扶助项目"), "sha256": _("文件摘要"),
    "simulation": _("模拟核算"), "since": _("自"), "size": _("字节数"), "source": _("来源"), "spent_fen": _("支出"),
    "standard_document": _("标准文件"), "standard_fen": _("帮扶标准"), "standards": _("标准数"), "state": _("状态"),
    "taken_fen": _("减少应发"), "title": _("标题"), "total_fen": _("合计"), "totals": _("合计"), "transfer": _("数据交换"),
    "undecided": _("未定"), "unit": _("单位"), "unmatched": _("档案中没有"), "until": _("至（不含）"), "update": _("更新已建档的户"),
    "value": _("数值"), "values": _("数值"), "version": _("版本"), "village": _("村（居）"), "withdrawn": _("已撤回"), "year": _("年度"),
}  # fmt: skip


def subject(event):
    """发放批次 9: what the event is about; "" where it is about no one thing."""
    return f"{_noun(event)} {event.subject_id}" if event.subject_id else ""


def values(event, kept):
    """[(name, words)] of `event.before` or `event.after`; a field without a name of its own keeps the one it has."""
    choices = _choices(event.subject_kind)
    return [(_NAMES.get(name, name), _words(name, value, choices.get(name, {}))) for name, value in kept.items()]


def _words(name, value, choices):
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, dict):
        return gettext("，").join(f"{_NAMES.get(inner, inner)} {_words(inner, said, {})}" for inner, said in value.items())
    if isinstance(value, list):
        return gettext("、").join(_words(name, said, choices) for said in value)
    if name.endswith(_FEN) and isinstance(value, int):
        return gettext("%(amount)s 元") % {"amount": yuan(value)}
    return str(choices.get(value, value))


def _noun(event):
    """The noun of the subject's model, 发放批次; of what was done where the model has no words of its own."""
    model = event.subject_kind.rpartition(".")[2]
    for noun, (title, _verbs) in words.NOUNS.items():
        if noun.replace("_", "") == model:
            return title
    return words.NOUNS.get(event.kind.partition(".")[0], (event.subject_kind,))[0]


def _choices(subject_kind):
    """{field: {code: words}} of the model an event is about."""
    try:
        fields = apps.get_model(subject_kind)._meta.fields
    except (LookupError, ValueError):
        return {}
    return {field.name: dict(field.flatchoices) for field in fields if field.choices}
