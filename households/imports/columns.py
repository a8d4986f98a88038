"""The columns of the import workbook, one a line: the blank template, the reading, the preview and the returned workbook use this table.

A new column is one line here; a rule about it is one file in `checks/`; what it means to a family is said in `families`.
Headings and options are what stands in the workbook, so they are Chinese in every language of the interface.
"""
from dataclasses import dataclass

from households.imports.cells import Account, Choice, Count, DatedChoices, Day, Identity, Name, Option, Text, Yuan
from households.models import Disability, HouseholdStatus, Hukou, Marital, Parentage, Relation, Sex

VERSION = "2026-11"  # raise it when a filled older workbook would be misread; tests compare it with the headings
SHEET = "家庭信息"
EXPLANATION = "错误说明"  # the column of a returned workbook, passed over when it is read again
FAMILY, PERSON = "户", "人"  # whom a column describes: the family (once, on any of its rows) or the person of the row


def _options(choices, *, first=1):
    return tuple(Option(str(number), str(choice.label), choice.value) for number, choice in enumerate(choices, first))


RELATIONS = Choice(tuple(Option(choice.value, str(choice.label), choice.value) for choice in Relation))
SEXES = Choice(_options(Sex))
HUKOU = Choice(_options(Hukou.Kind))
STATES = Choice((Option("1", "在世", "alive"), Option("2", "死亡", "dead")))
MARITAL = Choice(_options(Marital))
ORIGINS = Choice(_options(Parentage.Origin))
POLICIES = Choice((Option("1", "政策内", True), Option("2", "政策外", False)))
BIRTH_PARENTS = Choice((Option("1", "户主", "head"), Option("2", "配偶", "spouse")))
GRADES = Choice((Option("0", "无", 0), *(Option(str(grade), f"{words}级", grade) for grade, words in enumerate("一二三四", 1))))
DISABILITIES = Choice(_options(Disability.Kind))
HELD = Choice((Option("0", "无", False), Option("1", "有", True)))
LIVING = Choice((Option("0", "无", ""), Option("1", "农村低保", "rural"), Option("2", "城市低保", "urban")))
STATUSES = DatedChoices(_options(HouseholdStatus.Kind))


@dataclass(frozen=True)
class Column:
    heading: str
    key: str
    of: str
    parse: object
    width: int
    sample: str
    help: str
    required: bool = False
    text: bool = False  # a number Excel must not touch
    aliases: tuple[str, ...] = ()


COLUMNS = (
    Column("家庭序号", "family", FAMILY, Text(20), 9, "1", "同一户各行填同一个序号；不填时，每个“户主”行开始新的一户", aliases=("户序号",)),
    Column("村（居）", "village", FAMILY, Text(60), 22, "", "从下拉列表选，或填 12 位代码；每户填一行即可", True, aliases=("村(居)", "村")),
    Column("村民小组", "group", FAMILY, Text(20), 9, "3 组", "", aliases=("组",)),
    Column("户籍地址", "address", FAMILY, Text(120), 26, "柳沟村 12 号", ""),
    Column("户口簿号", "hukou_book", FAMILY, Text(30), 14, "", "", text=True),
    Column("联系电话", "phone", FAMILY, Text(30), 14, "13900000000", "", text=True, aliases=("电话", "手机号")),
    Column("与户主关系", "relation", PERSON, RELATIONS, 12, "0 户主", "每户一名户主；已婚分户、已死亡的子女也要列出", True, aliases=("关系",)),
    Column("姓名", "name", PERSON, Name(), 10, "张桂兰", "与户口簿一致", True),
    Column("身份证号", "number", PERSON, Identity(), 22, "999001196503020021", "户主必填；其他人没有时填性别和出生", True, True, ("公民身份号码",)),
    Column("性别", "sex", PERSON, SEXES, 7, "2 女", "有身份证号时可不填"),
    Column("出生日期", "born", PERSON, Day(), 12, "1965-03-02", "按户口簿填；有身份证号时可不填，两者不同会列入核对清单"),
    Column("户口性质", "hukou", PERSON, HUKOU, 12, "1 农业户口", "不清楚时留空，视为未录入"),
    Column("户口性质起始日", "hukou_since", PERSON, Day(), 14, "", "出生后转变过户口性质的填转变日期，没有转变过的留空"),
    Column("生存状况", "state", PERSON, STATES, 9, "1 在世", "不清楚时留空，视为未录入", aliases=("状态",)),
    Column("死亡日期", "died", PERSON, Day(), 12, "", ""),
    Column("婚姻状况", "marital", PERSON, MARITAL, 10, "1 初婚", ""),
    Column("结婚日期", "married", PERSON, Day(), 12, "1988-05-01", "户主与配偶的婚姻，填在任意一方"),
    Column("婚姻终止日期", "marriage_ended", PERSON, Day(), 14, "", "离婚或丧偶的日期；丧偶可不填，按配偶死亡日期"),
    Column("子女数", "children", FAMILY, Count(20), 8, "1", "户主夫妻生育、收养的子女数，含已死亡的；没有子女填 0"),
    Column("子女来源", "origin", PERSON, ORIGINS, 10, "", "只填在子、女的行"),
    Column("继子女的生父母", "birth_parent", PERSON, BIRTH_PARENTS, 14, "", "来源是继子女时填：户主还是配偶的亲生子女"),
    Column("收养或随继日期", "adopted", PERSON, Day(), 14, "", ""),
    Column("政策内外", "within_policy", PERSON, POLICIES, 10, "", "只填在子、女的行"),
    Column("残疾等级", "disability", PERSON, GRADES, 9, "0 无", "没有残疾填 0；不清楚时留空，视为未录入"),
    Column("残疾类别", "disability_kind", PERSON, DISABILITIES, 10, "", ""),
    Column("评残日期", "disability_since", PERSON, Day(), 12, "", "残疾人证的首次评定日期"),
    Column("残疾人证", "certified", PERSON, HELD, 9, "", ""),
    Column("光荣证", "certificate", PERSON, HELD, 8, "1 有", "独生子女父母光荣证，填在持证人的行；全户没有时在户主行填 0"),
    Column("光荣证号", "certificate_number", PERSON, Text(30), 14, "", "", text=True),
    Column("光荣证发证日期", "certificate_issued", PERSON, Day(), 14, "1992-06-01", ""),
    Column("低保", "living", PERSON, LIVING, 12, "0 无", "按人填：享受的填类别，不享受的填 0"),
    Column("低保起始日期", "living_since", PERSON, Day(), 12, "", ""),
    Column("低保月补差", "living_subsidy", PERSON, Yuan(), 11, "", "每人每月，元"),
    Column("家庭认定", "status", FAMILY, STATUSES, 26, "无", "“名称 日期 认定单位”，几项用分号隔开；单位不清楚的不写，没有填“无”"),
    Column("开户行", "bank", PERSON, Text(60), 18, "张店农商银行青石支行", "领款人的行填"),
    Column("账号", "account", PERSON, Account(), 24, "6217000000000000004", "", text=True, aliases=("银行账号", "卡号", "社保卡号")),
    Column("户名", "holder_name", PERSON, Name(), 10, "", "与姓名相同时可不填", aliases=("账户户名",)),
    Column("备注", "notes", FAMILY, Text(500), 20, "", ""),
)
BY_KEY = {column.key: column for column in COLUMNS}
