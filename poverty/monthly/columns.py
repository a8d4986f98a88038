"""The columns of a month's list, one a line. Civil affairs publishes no layout: this one is a sample to be agreed with the bureau."""
from households.imports.cells import Choice, Day, Identity, Name, Option, Text, Yuan
from poverty.models import MinimumLiving
from poverty.tables import Column, Table

CATEGORIES = Choice(tuple(Option(value, str(label), value) for value, label in MinimumLiving.Category.choices))

TABLE = Table("低保月度名单", "2026-11", (
    Column("family", "低保证号", Text(30), 18, required=True, sample="样例0001", help="同一户各行填同一个证号；一行填一名享受人员"),
    Column("name", "姓名", Name(), 10, required=True, sample="张桂兰", help="与身份证一致"),
    Column("number", "身份证号", Identity(), 22, required=True, sample="999001196503020021"),
    Column("category", "分类", CATEGORIES, 8, of_family=True, sample="B", help="按户填，填一行即可；不填则不改档案里的分类"),
    Column("line_fen", "保障标准（元/人·月）", Yuan(), 16, of_family=True, sample="640", help="认定时的低保标准；不填则不改"),
    Column("subsidy_fen", "补差（元/人·月）", Yuan(), 16, of_family=True, sample="260", help="每人每月；不填则不改"),
    Column("since", "享受起始日", Day(), 12, of_family=True, sample="2026-10-01", help="新增的户填；不填按名单月份的 1 日"),
))  # fmt: skip
SAID = ("category", "line_fen", "subsidy_fen")  # what of a family is compared, besides its people
