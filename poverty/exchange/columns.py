"""The poverty household file, one column a line: its template, its reader and docs are this table. A row is a person, 户编号 joins a household.

Letters and numbers in headings are those of the poverty system's form as far as a document names them (A2, A3, A6, A14, A17, A17c, A18 to A21,
A37); the layout itself and the words of A17 to A19 are samples. `TAKEN` says what becomes of what comes in.
"""
from households.imports.cells import Code, Count, Day, IdentityOrCertificate, Name, Text, Yuan
from poverty.exchange import codes
from poverty.tables import Column, Table

TABLE = Table("扶贫户交换文件", "2026-2", (
    Column("family", "户编号", Code(30), 20, required=True, sample="样例00000001", help="扶贫系统里的户编号；一行填一人，同一户各行填同一个"),
    Column("planning", "A2 计划生育户", codes.choice("planning"), 12, of_family=True, sample="1 是"),
    Column("attribute", "贫困户属性", codes.choice("attribute"), 14, of_family=True, sample="1 一般贫困户"),
    Column("cause", "A3 致贫原因", codes.choice("cause"), 14, of_family=True, sample="1 因病"),
    Column("status", "状态", codes.choice("status"), 12, required=True, of_family=True, sample="1 在册贫困"),
    Column("since", "状态起始日", Day(), 12, required=True, of_family=True, sample="2014-04-01"),
    Column("name", "姓名", Name(), 10, required=True, sample="张桂兰"),
    Column("number", "A6 身份证号", IdentityOrCertificate(), 24, required=True, sample="999001196503020021", help="或残疾证号，按其中的身份证号比对"),
    Column("living", "A14 低保人口", Count(20), 10, of_family=True, sample="2"),
    Column("year", "收入年度", Count(2100), 10, of_family=True, sample="2025"),
    Column("total_fen", "A17 家庭年收入（元/年）", Yuan(), 16, of_family=True, sample="14400"),
    Column("transfer_fen", "A17c 转移性收入（元/年）", Yuan(), 16, of_family=True, sample="2880"),
    Column("planning_fen", "其中计划生育金（元/年）", Yuan(), 16, of_family=True, sample="1920", help="没有的填 0；不填则家庭收入不登记"),
    Column("costs_fen", "A18 生产经营性支出（元/年）", Yuan(), 16, of_family=True, sample="4000"),
    Column("family_net_fen", "A19 家庭纯收入（元/年）", Yuan(), 16, of_family=True, sample="10400"),
    Column("net_fen", "A20 人均纯收入（元/年）", Yuan(), 16, of_family=True, sample="5200"),
    Column("area", "A21 住房面积（平方米）", Text(10), 14, of_family=True, sample="96"),
    Column("water", "A37 饮水情况", codes.choice("water"), 14, of_family=True, sample="1 自来水"),
))  # fmt: skip

TAKEN = {
    "family": "登记为建档立卡的户编号", "planning": "与档案的家庭类型核对，不同的注明，不登记",
    "attribute": "登记为贫困户属性", "cause": "登记为致贫原因",
    "status": "登记为建档立卡的状态；在册、返贫的登记为扶贫对象",
    "since": "状态自这一天起", "name": "核对是否同一人，不登记", "number": "按号码比对，不登记", "year": "家庭收入的年度",
    "total_fen": "与 A18、A19 核对，不登记", "costs_fen": "与 A17、A19 核对，不登记",
    "family_net_fen": "与 A17、A18、A20 核对；没有 A20 的以它登记家庭收入",
    "planning_fen": "从家庭收入中扣除", "net_fen": "档案没有这一年收入的，折成月人均登记为家庭收入",
}  # fmt: skip
