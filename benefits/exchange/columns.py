"""What goes out, one column a line, each with why it does: nothing else leaves the house. Both layouts are samples."""
from households.imports.cells import Count, Identity, Name, Text, Yuan
from poverty.exchange import codes
from poverty.exchange.columns import TABLE as HOUSEHOLDS
from poverty.models import Transfer
from poverty.tables import Column, Table

_KNOWN = {column.key: column for column in HOUSEHOLDS.columns}
_FLAG, _AMOUNT = "计入方式", "淄政办发〔2012〕74号 四(二) 要求信息互通；家庭收入须计入或剔除这笔钱"
_WHO = "对方系统按身份证号比对，没有号码认不出人"
_BASIS = "对方据此决定是否计入家庭收入"


def _shared(key, why):
    column = _KNOWN[key]
    return Column(key, column.heading, column.parse, column.width, column.required, column.of_family, column.sample, column.help, why)


POVERTY = Table("计划生育户及计生金", "2026-2", (
    _shared("family", "对方系统的户编号，用来归户"), _shared("planning", "淄政办发〔2012〕74号 四(二)：优先优惠按计划生育户落实"),
    _shared("name", "与号码一同核对是否同一人"), _shared("number", _WHO), _shared("year", "收入按年计"),
    Column("own_fen", "本人计划生育金（元/年）", Yuan(), 16, sample="960", help="一人一行，同一户各行相加是全户的", why=_AMOUNT),
    Column("flag", _FLAG, Text(40), 30, sample="计入转移性收入—计划生育金", why=_BASIS),
))  # fmt: skip
CIVIL_AFFAIRS = Table("低保家庭计生金", "2026-1", (
    Column("name", "姓名", Name(), 10, required=True, sample="张桂兰", why="与号码一同核对是否同一人"),
    Column("number", "身份证号", Identity(), 22, required=True, sample="999001196503020021", why=_WHO),
    Column("year", "年度", Count(2100), 8, sample="2025", why="收入按年计"),
    Column("scheme", "扶助项目", Text(60), 30, sample="农村部分计划生育家庭奖励扶助", why="是否计入收入按项目规定"),
    Column("paid", "实发金额（元/年）", Yuan(), 16, sample="960", why=_AMOUNT),
    Column("flag", _FLAG, Text(40), 30, sample="不计入家庭收入", why=_BASIS),
    Column("cite", "依据", Text(80), 30, sample="淄政办发〔2012〕74号 三(三)", why="对方可以核对文件"),
))  # fmt: skip
OUT = {Transfer.Counterpart.POVERTY: POVERTY, Transfer.Counterpart.CIVIL_AFFAIRS: CIVIL_AFFAIRS}
YES_AND_NO = {True: codes.words("planning", True), False: codes.words("planning", False), None: ""}
COUNTED, DISREGARDED, AS_CIVIL_AFFAIRS_DECIDE = "计入转移性收入—计划生育金", "不计入家庭收入", "本地文件未规定不计入，由民政按低保规定核定"
