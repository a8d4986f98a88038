"""What an event is called: one table, a code to the words a person reads. The stored code never changes; a test asks for words for every one."""
from django.urls import get_resolver
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

PAGES = ":"  # the noun of a refusal that no command named: the address is all it knows


def _fact(title):
    """A kind of fact of a family: what may become of one is the same for all."""
    verbs = {"recorded": _("登记{}"), "ended": _("终止{}"), "withdrawn": _("撤回{}")}
    return title, {verb: format_lazy(words, title) for verb, words in verbs.items()}


# Noun of the code: (what the filter calls it, {verb of the code: what was done}).
NOUNS = {
    "user": (_("用户账号"), {
        "signed_in": _("登录"), "signed_out": _("退出登录"), "sign_in_failed": _("登录失败"), "password_changed": _("修改密码"),
        "type_size_chosen": _("选择字号"),
    }),
    "post": (_("任职"), {"chosen": _("选择任职")}),
    "administrators": (_("管理员"), {"appointed": _("任命首批管理员")}),
    "journal": (_("留痕簿"), {"exported": _("导出留痕簿")}),
    "job": (_("作业"), {"paused": _("暂停作业"), "resumed": _("继续作业"), "cancelled": _("取消作业")}),
    "draft": (_("草稿"), {"saved": _("保存草稿"), "discarded": _("丢弃草稿")}),
    "household": (_("家庭档案"), {
        "registered": _("登记家庭"), "amended": _("修改家庭档案"), "moved": _("家庭迁往本县另一村（居）"),
    }),
    "households": (_("家庭列表"), {"exported": _("导出家庭列表")}),
    "person": (_("人员"), {"number_revealed": _("查看完整证件号码")}),
    "account": (_("收款账户"), {
        "changed": _("变更收款账户"), "number_revealed": _("查看完整账号"), "withdrawn": _("撤回收款账户"),
    }),
    "membership": _fact(_("户内关系")),
    "marriage": _fact(_("婚姻")),
    "parentage": _fact(_("亲子关系")),
    "statement": _fact(_("“无”的说明")),
    "statements": (_("成批“无”的说明"), {"recorded": _("成批登记“无”的说明")}),
    "death": _fact(pgettext_lazy("fact", "死亡")),
    "hukou": _fact(_("户口")),
    "disability": _fact(_("残疾")),
    "complication": _fact(_("手术并发症")),
    "schooling": _fact(_("在读学段")),
    "admission": _fact(_("高校录取")),
    "exam": _fact(_("升学考试")),
    "villagepost": _fact(_("村级任职")),
    "residence": _fact(_("现居住地")),
    "pension": _fact(_("养老保险")),
    "certificate": _fact(_("光荣证")),
    "medicalcost": _fact(_("大病自付")),
    "income": _fact(_("家庭收入")),
    "housing": _fact(_("住房")),
    "householdstatus": _fact(_("家庭认定")),
    "minimumliving": _fact(_("低保")),
    "grant": _fact(_("扶贫资金物资")),
    "povertyregistration": _fact(_("建档立卡")),
    "helper": _fact(_("帮扶责任人")),
    "support": _fact(_("“三结合”帮扶")),
    "import": (_("Excel 导入"), {
        "uploaded": _("上传导入文件"), "checked": _("校验导入文件"), "started": _("开始导入"), "imported": _("完成导入"),
        "given_up": _("放弃导入"), "taking_back_started": _("开始撤销导入"), "taken_back": _("撤销导入"),
        "rows_returned": _("取回导入未通过的行"),
    }),
    "imports": (_("导入列表"), {"exported": _("导出导入列表")}),
    "minimum_living_list": (_("低保月度名单"), {
        "compared": _("上传并比对低保月度名单"), "compared_again": _("重新比对低保月度名单"), "applied": _("登记低保月度名单"),
        "discarded": _("作废低保月度名单"), "rows_returned": _("取回低保月度名单退回的行"), "exported": _("导出低保月度名单"),
        "rows_deleted": _("到期删除低保月度名单的行"),
    }),
    "minimum_living_lists": (_("低保月度名单列表"), {"exported": _("导出低保月度名单列表")}),
    "transfer": (_("数据交换"), {
        "received": _("接收交换文件"), "read": _("读取交换文件"), "matched": _("完成交换比对"), "applying_started": _("开始登记交换数据"),
        "households_registered": _("登记一批交换数据"), "applied": _("完成交换登记"), "discarded": _("作废交换文件"),
        "rows_returned": _("取回交换退回的行"), "exported": _("导出交换比对"), "asked": _("请求制作提供文件"), "made": _("制作提供文件"),
        "handed_out": _("下载提供文件"), "deleted": _("到期删除提供文件"),
        "rows_deleted": _("到期删除接收的行"),
    }),
    "transfers": (_("数据交换记录"), {"exported": _("导出数据交换记录")}),
    "match": (_("交换比对判定"), {"decided": _("判定是否同一"), "withdrawn": _("撤回比对判定")}),
    "poverty_register": (_("帮扶名册"), {"exported": _("导出帮扶名册")}),
    "minimum_living_register": (_("低保名册"), {"exported": _("导出低保名册")}),
    "village_years": (_("村年度记录"), {
        "entered": _("录入村年度记录"), "confirmed": _("确认村年度记录"), "exported": _("导出村年度记录"),
    }),
    "village_year": (_("村年度记录（单村）"), {"withdrawn": _("撤回村年度记录")}),
    "first_secretary": (_("第一书记"), {"recorded": _("登记第一书记"), "ended": _("登记第一书记离任"), "withdrawn": _("撤回第一书记")}),
    "village_priorities": (_("村级优先名单"), {"exported": _("导出村级优先名单")}),
    "city_year": (_("地区年度指标"), {
        "entered": _("录入地区年度指标"), "confirmed": _("确认地区年度指标"), "withdrawn": _("撤回地区年度指标"),
    }),
    "budget_year": (_("预算年度"), {
        "entered": _("录入预算年度"), "confirmed": _("确认预算年度"), "withdrawn": _("撤回预算年度"),
    }),
    "place_years": (_("地区年度指标列表"), {"exported": _("导出地区年度指标")}),
    "project": (_("扶贫项目"), {
        "drafted": _("拟定项目"), "amended": _("修改拟定的项目"), "consulted": _("记录项目会商"), "opened": _("开始受理项目申请"),
        "started": _("项目开工"),
        "ranked": _("生成项目排序"), "returned": _("退回项目排序"), "confirmed": _("确认项目排序"), "completed": _("登记项目完工"),
        "accepted": _("验收项目"), "cancelled": _("撤销项目"),
    }),
    "projects": (_("项目列表"), {"exported": _("导出项目列表")}),
    "project_source": (_("项目资金来源"), {"entered": _("登记项目资金来源"), "recorded": _("登记项目到位和支出")}),
    "project_paper": (_("项目资料"), {"added": _("存档项目资料"), "downloaded": _("下载项目资料")}),
    "project_application": (_("项目申请"), {"entered": _("录入项目申请"), "withdrawn": _("撤回项目申请")}),
    "loan_fund": (_("信贷资金"), {"opened": _("设立信贷资金"), "principal_entered": _("登记投入本金")}),
    "loan": (_("小额信贷借款"), {
        "proposed": _("提出借款"), "lent": _("批准发放借款"), "refused": _("不批准借款"), "repaid": _("登记还款"),
    }),
    "loan_line": (_("信贷收支"), {"reversed": _("冲正信贷收支")}),
    "loans": (_("借款列表"), {"exported": _("导出借款列表")}),
    "project_ranking": (_("项目排序"), {"exported": _("导出项目排序")}),
    "project_grant": (_("项目资金物资"), {
        "proposed": _("提出项目资金物资"), "approved": _("批准项目资金物资"), "refused": _("不批准项目资金物资"), "revoked": _("撤销项目资金物资"),
    }),
    "document": (_("文件"), {"archived": _("存档文件"), "downloaded": _("下载存档文件")}),
    "policy_value": (_("政策标准"), {
        "entered": _("录入政策标准"), "simulation_asked": _("重新模拟政策标准"), "simulated": _("完成政策标准的模拟核算"),
        "confirmed": _("确认政策标准"), "refused": _("退回政策标准"), "withdrawn": _("撤回政策标准"),
        "list_exported": _("导出政策标准的模拟明细"),
    }),
    "policy_values": (_("政策标准表"), {"loaded": _("载入政策标准"), "exported": _("导出政策标准")}),
    "policy_confirmation": (_("政策标准的确认文件"), {
        "recorded": _("登记确认文件"), "accepted": _("采纳确认文件"), "refused": _("退回确认文件"),
    }),
    "adjustment": (_("动态调整"), {
        "proposed": _("提出调整方案"), "not_reached": _("检查调整指数，未达触发幅度"), "values_chosen": _("选定调整标准"),
        "simulation_asked": _("请求测算调整方案"), "simulated": _("完成调整测算"), "family_ticked": _("核对抽查户"),
        "approved": _("批准调整方案"), "published": _("公布调整方案"), "discarded": _("作废调整方案"), "exported": _("导出调整测算"),
    }),
    "adjustment_paper": (_("调整公告、名单"), {
        "requested": _("重新制作调整公告、名单"), "sealed": _("封存调整公告、名单"), "downloaded": _("下载调整公告、名单"),
    }),
    "ledger": (_("账期"), {"opened": _("设定首个账期")}),
    "run": (_("核算批次"), {
        "prepared": _("新建核算"), "simulated": _("完成核算"), "approved": _("审批核算批次"), "recomputed": _("发布前重新核算"),
        "published": _("发布核算批次"), "returned": _("退回重算"), "discarded": _("作废核算批次"), "exported": _("导出核算明细"),
    }),
    "run_list": (_("核算批次列表"), {"exported": _("导出核算批次列表")}),
    "change": (_("变更办理"), {"recorded": _("办理变更")}),
    "change_list": (_("变更列表"), {"exported": _("导出变更列表")}),
    "hand_over_list": (_("家庭移交列表"), {"exported": _("导出家庭移交列表")}),
    "hand_over": (_("家庭移交"), {"accepted": _("接收移交的家庭"), "refused": _("退回移交的家庭")}),
    "follow_up": (_("待补资料"), {"exported": _("导出待补资料")}),
    "targets": (_("目标监测"), {"exported": _("导出目标监测")}),
    "incomes": (_("收入前后"), {"exported": _("导出收入前后")}),
    "statuses": (_("脱贫与返贫"), {"exported": _("导出脱贫与返贫")}),
    "received": (_("到账和救助"), {"exported": _("导出到账和救助")}),
    "year_dues": (_("应发与已发"), {"exported": _("导出应发与已发")}),
    "trial": (_("政策试算"), {"family_taken": _("取家庭档案试算"), "exported": _("导出试算案例")}),
    "payout_run": (_("发放批次"), {
        "drafted": _("拟制发放批次"), "collected": _("汇集发放余额"), "refreshed": _("重新比对发放批次"), "decided": _("处理发放异常"),
        "prepared": _("初核发放批次"), "reviewed": _("复核发放批次"), "signed": _("签发发放批次"), "handed_over": _("交银行发放"),
        "settled": _("办结发放批次"), "returned": _("退回发放批次"), "discarded": _("作废发放批次"), "exported": _("导出发放明细"),
    }),
    "payout": (_("发放记录"), {"returned": _("登记退汇")}),
    "payout_list": (_("发放批次列表"), {"exported": _("导出发放批次列表")}),
    "roster": (_("清册"), {"requested": _("重新制作清册"), "sealed": _("封存清册"), "downloaded": _("下载清册")}),
    "roster_list": (_("清册列表"), {"exported": _("导出清册列表")}),
    "download_list": (_("下载登记"), {"exported": _("导出下载登记")}),
    "opening_balance": (_("期初结转"), {
        "entered": _("录入期初结转表"), "reconciled": _("核对期初结转表"), "checked": _("复核期初结转表"), "booked": _("期初结转入账"),
        "discarded": _("作废期初结转表"), "exported": _("导出期初结转表"),
    }),
    "opening_balance_list": (_("期初结转列表"), {"exported": _("导出期初结转列表")}),
    "recovery": (_("追回案件"), {"repaid": _("登记退回款"), "repayment_reversed": _("冲正退回款")}),
    "recovery_plan": (_("追回办法"), {
        "proposed": _("提出追回办法"), "approved": _("批准追回办法"), "refused": _("不批准追回办法"), "ended": _("终止追回办法"),
    }),
    "recovery_notice": (_("追回告知书"), {
        "issued": _("出具追回告知书"), "requested": _("重新制作追回告知书"), "sealed": _("封存追回告知书"), "downloaded": _("下载追回告知书"),
    }),
    "wrong_payment": (_("错发登记"), {
        "receiver_noted": _("补记错发收款人"),
        "reversal_proposed": _("提出撤销错发"), "reversed": _("撤销错发"), "reversal_refused": _("不同意撤销错发"),
        "proposed": _("登记错发"), "booked": _("错发审核通过并入账"), "refused": _("错发不予通过"),
    }),
    "recovery_list": (_("追回列表"), {"exported": _("导出追回列表")}),
    "fund": (_("基金"), {
        "opened": _("设立基金"), "donation_entered": _("登记捐赠"), "appropriation_entered": _("登记拨款"),
    }),
    "fund_grant": (_("基金救助"), {"proposed": _("提出基金救助"), "approved": _("批准基金救助"), "refused": _("不批准基金救助")}),
    "fund_grants": (_("按文件发放"), {"proposed": _("提出按本县文件发放"), "approved": _("成批批准基金支出")}),
    "fund_receipt": (_("领款收据"), {
        "requested": _("重新制作领款收据"), "sealed": _("封存领款收据"), "downloaded": _("下载领款收据"),
    }),
    "fund_line": (_("基金收支"), {"reversed": _("冲正基金收支")}),
    "fund_list": (_("基金列表"), {"exported": _("导出基金列表")}),
    "fund_statement": (_("基金收支明细"), {"exported": _("导出基金收支明细")}),
    "registration": (_("登记台账"), {
        "recorded": _("新增登记事项"), "given": _("登记部门已落实"), "refused": _("登记部门未落实"), "closed": _("终止登记事项"),
        "withdrawn": _("撤销登记事项"),
    }),
    "registration_list": (_("登记台账列表"), {"exported": _("导出登记台账")}),
    "referral": (_("移交名单"), {"made": _("移交部门"), "exported": _("导出移交名单")}),
    "insurance_claim": (_("理赔"), {"recorded": _("登记理赔"), "answered": _("登记理赔答复")}),
}  # fmt: skip


def of(kind):
    """The code of an event in words."""
    noun, verb = kind.rsplit(".", 1)
    words = NOUNS.get(noun, ("", {}))[1].get(verb)
    if words is None and verb == "refused":
        return gettext("打开或提交 %(address)s") % {"address": _address(noun)}
    return words or kind


def titles(nouns):
    """[(noun, its title)] for a filter; whatever only has an address is one of them."""
    known = [(noun, title) for noun, (title, _verbs) in NOUNS.items() if noun in nouns]
    return [*known, (PAGES, _("打开或提交页面"))] if set(nouns) - set(NOUNS) else known


def _address(name):
    """/runs/…: the address of a view as a person sees it in the browser; its name where the page is gone."""
    *space, last = name.split(":")
    try:
        prefix, resolver = get_resolver().namespace_dict[space[0]] if space else ("", get_resolver())
        route, arguments = resolver.reverse_dict[last][0][0]
    except (KeyError, IndexError):
        return name
    return f"/{prefix}{route % dict.fromkeys(arguments, '…')}"
