"""Invented rosters to print. Numbers end at random and belong to nobody."""
from dataclasses import replace
from datetime import date

from benefits.rosters import payout, roster

KEY = bytes(32)
ADDRESS = "https://lidao.example.cn/verify/"
# Rare and long on purpose: Ext A to F, a name of 20 characters, a dot, a space.
NAMES = ["王秀英", "冯㛃", "曹𬱖", "买买提·艾力", "孟𠅤", "李𪚥", "高𫖯", "古丽娜扎尔·阿卜杜热合曼·吐尔逊江江江", "李𫍰", "陆桂伟"]
VILLAGES = ["石桥村三组", "友好村一组", "上元村"]


def a_row(serial, **changes):
    """A payout that adds up, different for each serial."""
    due, arrears = 96000, (8000 * (serial % 3)) * (serial % 2)
    recovered = 24000 if serial % 5 == 0 else 0
    row = payout.Row(
        serial=serial,
        name=NAMES[serial % len(NAMES)],
        id_mask=f"**************{serial * 7919 % 10000:04d}",
        village=VILLAGES[serial % 3],
        scheme="奖励扶助",
        category=("", "独女户", "双女户")[serial % 3],
        standard="960.00 元/年",
        period="2026年1—12月",
        due_fen=due,
        arrears_fen=arrears,
        recovered_fen=recovered,
        paid_fen=due + arrears - recovered,
        bank=("农村商业银行", "中国农业银行金塔县支行")[serial % 2],
        account_mask=f"****{serial * 104729 % 10000:04d}",
        remark="补发2025年" if arrears else "",
    )
    return replace(row, **changes)


def a_roster(rows=3, **changes):
    """A roster of that many rows (or of these), with its code."""
    rows = tuple(a_row(serial) for serial in range(1, rows + 1)) if isinstance(rows, int) else tuple(rows)
    whole = roster.Roster(
        document="7",
        title="2026 年农村部分计划生育家庭奖励扶助资金发放清册",
        number="金塔发〔2026〕001号",
        unit="金塔县卫生健康局",
        place="金塔县鼎新镇",
        period="2026 年",
        scheme="奖励扶助",
        printed_on=date(2026, 11, 20),
        rows=rows,
        people=len(rows),
        journal_head="5f" * 32,
    )
    return replace(whole, **changes).coded(key=KEY, address=ADDRESS)


def a_replacement():
    """A roster of 14 rows for 12 persons that replaces another, signed by three hands in the system."""
    hands = (
        roster.Signature(role="制表", name="王小红", moment="2026-11-18 09:12"),
        roster.Signature(role="复核", name="李𪚥", moment="2026-11-19 10:40"),
        roster.Signature(role="批准", name="赵文", moment="2026-11-20 15:02", seal=True),
    )
    return a_roster(14, people=12, signatures=hands, supersedes="金塔发〔2025〕009号", notes=("一式三份。",))
