"""Every list of the evaluation format as a table of cells, in the order of the page."""
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from households.models import Admission, Disability, HouseholdStatus, Hukou, Sex, VillagePost
from households.models.person import Schooling


@dataclass(frozen=True)
class Column:
    """One cell of a row: `key` in the format, how it is read, and for codes (value, words) in the order of their digits.

    `when` opens it only beside another cell ("state:2"), `preselect` is taken when the cursor comes to a row that nobody has filled yet.
    """

    key: str
    kind: str
    label: str
    options: tuple = ()
    preselect: str = ""
    when: str = ""


@dataclass(frozen=True)
class Table:
    """A list: the prefix of its cells, where it stands in the case, and of whom. A rare one is folded; `single` is an object, not a list."""

    name: str
    at: str
    title: str
    columns: tuple[Column, ...]
    hint: str = ""
    of_member: bool = False
    single: bool = False
    rare: bool = True

    @property
    def key(self):
        return self.at.rsplit(".", 1)[-1]

    def column(self, name):
        return next(column for column in self.columns if column.key == name)


def _choices(choices):
    return tuple(zip(choices.values, choices.labels, strict=True))


def _flag(yes, no):
    return (True, yes), (False, no)


_KINDS_OF_HOUSEHOLD = (("rural", _("农村低保")), ("urban", _("城市低保")))
_GRADES = tuple((number, _("级")) for number in (1, 2, 3, 4))
_SINCE, _UNTIL = Column("since", "day", _("起始日")), Column("until", "day", _("失效日"))
_WHO = Column("who", "person", _("人员"))

ADULT = Table(
    "adult", "household.members", _("家庭成员"), rare=False, hint=_("夫妻、子女都列入，含已去世、已分户的"),
    columns=(
        Column("name", "text", _("称呼")),
        Column("sex", "code", _("性别"), _choices(Sex)),
        Column("born", "day", _("出生日期")),
        Column("home", "code", _("户别"), _flag(_("本户"), _("已分户")), preselect="1"),
        Column("state", "code", _("在世"), (("alive", _("在世")), ("dead", _("去世"))), preselect="1"),
        Column("died", "day", _("去世日期"), when="state:2"),
        Column("hukou", "code", _("户口（出生起）"), _choices(Hukou.Kind), preselect="1"),
    ),
)  # fmt: skip
TABLES = (
    Table(
        "couple", "household.couples", _("婚姻"), rare=False,
        columns=(
            Column("husband", "person", _("丈夫")),
            Column("wife", "person", _("妻子")),
            Column("married", "day", _("结婚日期")),
            Column("how", "code", _("现状"), ((None, _("在婚")), ("divorced", _("离婚")), ("widowed", _("丧偶"))), preselect="1"),
            Column("ended", "day_or_none", _("结束日期"), when="how:2 3"),
        ),
    ),
    Table(
        "child", "household.children", _("子女与父母"), rare=False,
        columns=(
            Column("child", "person", _("子女")),
            Column("parent_1", "person", _("父母之一")),
            Column("parent_2", "person", _("父母之二")),
            Column("origin", "code", _("来源"), (("birth", _("亲生")), ("adoption", _("收养")), ("step", _("随继"))), preselect="1"),
            Column("since", "day_or_none", _("收养／随继日"), when="origin:2 3"),
            Column("within_policy", "code", _("政策属性"), _flag(_("政策内"), _("政策外")), preselect="1"),
            Column("custody", "person_or_none", _("离婚后随")),
        ),
    ),
    Table(
        "certificate", "household.certificates", _("独生子女父母光荣证"), rare=False,
        columns=(
            Column("kind", "code", _("证件"), (("only_child", _("光荣证")),), preselect="1"),
            Column("holder", "person", _("持证人")),
            Column("issued", "day", _("发证日期")),
            Column("number", "text", _("证号")),
        ),
    ),
    Table(
        "living", "household.minimum_living", _("最低生活保障"), rare=False,
        columns=(
            Column("kind", "code", _("类别"), _KINDS_OF_HOUSEHOLD),
            _SINCE, _UNTIL,
            Column("members", "people", _("保障对象（序号或“全户”）")),
            Column("subsidy_month", "money", _("每人每月补助（元）")),
        ),
    ),
    Table(
        "disability", "household.members.disability", _("残疾"), of_member=True, rare=False,
        columns=(
            _WHO, Column("since", "day", _("评定日期")), Column("grade", "code", _("等级"), _GRADES),
            Column("kind", "code", _("类别"), _choices(Disability.Kind)),
            Column("lost_labour", "code", _("劳动能力"), _flag(_("丧失"), _("未丧失"))),
            Column("certified", "code", _("残疾证"), _flag(_("已核实"), _("未核实"))),
            _UNTIL,
        ),
    ),
    Table(
        "status", "household.status", _("家庭认定"), rare=False,
        columns=(
            Column("kind", "code", _("认定"), _choices(HouseholdStatus.Kind)), _SINCE, _UNTIL, Column("on", "day", _("办理日")),
        ),
        hint=_("放弃二孩、少生快富填办理日，其余填起始日"),
    ),
    Table(
        "hukou", "household.members.hukou", _("户口变动"), of_member=True,
        hint=_("出生起没有变过的，在“家庭成员”选户口性质即可"),
        columns=(
            _WHO, _SINCE, Column("kind", "code", _("户口性质"), _choices(Hukou.Kind)), Column("place", "place", _("户籍地（外地才填）")), _UNTIL,
        ),
    ),
    Table(
        "complication", "household.members.complication", _("手术并发症"), of_member=True,
        columns=(
            _WHO, Column("since", "day", _("鉴定日期")), Column("grade", "code", _("等级"), _GRADES),
            Column("certified", "code", _("鉴定机构"), _flag(_("国家专业机构"), _("其他"))), _UNTIL,
        ),
    ),
    Table(
        "school", "household.members.school", _("在读学段"), of_member=True,
        columns=(_WHO, _SINCE, Column("stage", "code", _("学段"), _choices(Schooling.Stage)), _UNTIL),
    ),
    Table(
        "admission", "household.members.admission", _("高校录取"), of_member=True,
        columns=(
            _WHO, Column("on", "day", _("录取日期")), Column("level", "code", _("层次"), _choices(Admission.Level)),
            Column("full_time", "code", _("学习形式"), _flag(_("全日制"), _("非全日制"))),
        ),
    ),
    Table(
        "exam", "household.members.exams", _("中考"), of_member=True,
        columns=(
            _WHO, Column("on", "day", _("考试日期")),
            Column("kind", "code", _("考试"), (("senior_entrance", _("中考（中招）")),), preselect="1"),
        ),
    ),
    Table(
        "post", "household.members.post", _("村级任职"), of_member=True,
        columns=(_WHO, _SINCE, Column("kind", "code", _("职务"), _choices(VillagePost.Kind), preselect="1"), _UNTIL),
    ),
    Table(
        "confirmation", "household.confirmations", _("资格确认"), hint=_("不填视为按时确认"),
        columns=(Column("scheme", "scheme", _("项目")), Column("beneficiary", "beneficiary", _("对象")), Column("on", "day", _("确认日期"))),
    ),
    Table(
        "income", "household.income", _("家庭收入"),
        columns=(Column("year", "year", _("年度")), Column("other_per_person_month", "money", _("人均月收入（元，不含奖扶特扶金）"))),
    ),
    Table(
        "housing", "household.housing", _("城镇住房"), single=True,
        columns=(
            Column("urban_area_per_person", "money", _("人均住房面积（平方米）")),
            Column("middle_lower_income", "code", _("收入"), _flag(_("中等偏下"), _("高于中等偏下"))),
        ),
    ),
    Table(
        "medical", "household.medical", _("医疗费用"),
        columns=(
            Column("year", "year", _("年度")), Column("member", "person", _("人员")),
            Column("own_compliant_cost", "money", _("合规自付费用（元）")),
        ),
    ),
    Table(
        "grant", "household.poverty_grants", _("扶贫资金物资"),
        columns=(
            Column("on", "day", _("日期")), Column("kind", "code", _("类别"), (("industry", _("产业")), ("materials", _("物资")))),
            Column("standard", "money", _("帮扶标准（元）")),
        ),
    ),
    Table(
        "support", "household.support_received", _("利益导向补助照顾资金"),
        columns=(Column("year", "year", _("年度")), Column("amount", "money", _("全户收到（元）"))),
    ),
    Table(
        "village", "village", _("所在村"), single=True,
        columns=(
            Column("place", "place", _("村代码")), Column("poor", "code", _("贫困村"), _flag(_("是"), _("否"))),
            Column("support_standard", "money", _("扶持标准（元）")),
        ),
    ),
    Table(
        "year", "village.years", _("所在村各年"),
        columns=(
            Column("year", "year", _("年度")), Column("income_per_person", "money", _("人均纯收入（元）")),
            Column("out_of_policy_births", "whole", _("政策外生育（人）")),
        ),
    ),
    Table(
        "paid", "paid", _("以前已发"), hint=_("填了就给出补发或追回"),
        columns=(
            Column("scheme", "scheme", _("项目")), Column("beneficiary", "beneficiary", _("对象")),
            Column("from", "month", _("起始月")), Column("to", "month", _("截止月")), Column("amount", "money", _("已发（元）")),
        ),
    ),
    Table(
        "value", "values", _("本次试算的标准"), hint=_("只在这一次试算里代替在册标准；地区空着即试算地区"),
        columns=(
            Column("name", "value_name", _("标准名称")), Column("value", "money", _("数值（元）")), Column("unit", "unit", _("单位")), _SINCE, _UNTIL,
            Column("place", "place", _("地区")), Column("cite", "text", _("文号")), Column("clause", "text", _("条款")),
        ),
    ),
)  # fmt: skip
BY_NAME = {table.name: table for table in (ADULT, *TABLES)}
