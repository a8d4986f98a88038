"""The register of policy choices: what a clause leaves open and how it may be read; the first reading is the default.

Which reading a place uses is a policy value named like the choice. PC-26 (以上、以下 include the figure) is fixed and no choice.
"""
import re

from benefits.rules.sentences import joined, say

CHOICES: dict[str, tuple[str, ...]] = {
    "PC-01": ("annual_full", "half_year", "month_of", "next_month", "next_year"),
    "PC-02": ("annual_full", "half_year", "month_of_death"),
    "PC-03": ("month_of", "next_month", "annual_full", "from_confirmation"),
    "PC-04": ("through_event_month", "stop_in_event_month", "annual_full"),
    "PC-05": ("next_month", "month_of", "next_year"),
    "PC-06": ("household", "per_person"),
    "PC-07": ("not_paid", "topup_existing"),
    "PC-08": ("split_equally", "custodial_parent_only"),
    "PC-09": ("pct20", "flat10", "max"),
    "PC-10": ("county_tier", "household_subsidy"),
    "PC-10b": ("next_period", "month_of"),
    "PC-11": ("monthly", "annual_full", "line_at_year_start", "line_at_year_end"),
    "PC-12": ("replaces", "additive"),
    "PC-13": ("named_families", "any_dibao_fp_family"),
    "PC-14": ("stack", "city_inclusive_of_national"),
    "PC-15": ("month_after", "month_of"),
    "PC-16": ("school_year", "calendar"),
    "PC-17": ("one_girl_only", "integrity_required_for_all", "fallback_6000"),
    "PC-18": ("issue_month_to_birthday_month", "next_month", "until_month_before"),
    "PC-19": ("compound", "arithmetic_sum"),
    "PC-20": ("rural", "urban", "all"),
    "PC-21": ("exact", "half_up_to_1", "ceil_to_1", "ceil_to_5", "ceil_to_10"),
    "PC-22": ("next_january", "approval_date"),
    "PC-23": ("city_sums", "total"),
    "PC-24": ("special_only", "both", "higher_of"),
    "PC-25": ("max", "delta_on_floor"),
    "PC-27": ("excess", "whole_amount"),
    "PC-28": ("full",),
    "PC-29": ("individual", "family"),
    "PC-30": ("family_members", "recipients"),
    "PC-31": ("last_of_february", "first_of_march"),
    "PC-32": ("whole_item", "last_sentence"),
    "PC-33": ("on_difference", "line_uplift"),
    "PC-34": ("yes", "no"),
    "PC-35": ("higher", "sum"),
    "PC-36": ("none", "from_qualifying_date"),
    "PC-37": ("recover", "keep"),
}
# What each choice asks, and what each reading says, in the order of CHOICES. Pages show these; the catalogue has their English.
WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "PC-01": (
        "奖扶：满 60 周岁的当年怎样发",
        ("当年按全年发", "上半年满的发全年，下半年满的发半年", "从满龄当月起发", "从满龄次月起发", "从次年起发"),
    ),
    "PC-02": ("奖扶：去世的当年怎样发", ("当年按全年发", "上半年去世发半年，下半年去世发全年", "发到去世当月")),
    "PC-03": ("特扶：从哪个月起发", ("从符合条件当月起", "从次月起", "当年按全年发", "从县级确认当月起")),
    "PC-04": ("特扶：再生育、收养或康复后发到何时", ("发到事件当月", "事件当月起停发", "发完当年")),
    "PC-05": ("特扶：伤残转为死亡，从何时换标准", ("从死亡次月起", "从死亡当月起", "从次年起")),
    "PC-06": ("失独一次性抚慰金：按户还是按人", ("每户一份", "每人一份")),
    "PC-07": ("失独一次性抚慰金：文件印发前去世的", ("不补发", "只补市级部分")),
    "PC-08": ("失独一次性抚慰金：父母离婚的", ("双方各半", "只给抚养孩子的一方")),
    "PC-09": ("淄博低保增发：20% 还是 10 元", ("按 20%", "按每月 10 元", "取较高的")),
    "PC-10": ("淄博低保增发：以什么为基数", ("县定补助标准", "本户补差")),
    "PC-10b": ("迁移、户口性质变更：从何时起算", ("从下一个发放期起", "从变更当月起")),
    "PC-11": ("贵阳低保增发：年内进出怎样算", ("按月计算", "当年按全年", "按年初标准", "按年末标准")),
    "PC-12": ("贵阳高考奖励：低保家庭的 6000 元", ("代替 1000 元", "与 1000 元同时发")),
    "PC-13": ("贵阳高考奖励：哪些低保家庭", ("文件所列的独女户、二女户", "所有低保计生家庭")),
    "PC-14": ("手术并发症：市级与国家标准", ("两项同时发", "市级补足到市标准")),
    "PC-15": ("手术并发症生活补贴：从何时起", ("从确认次月起", "从确认当月起")),
    "PC-16": ("助学补助：按哪个年度", ("按学年（看 9 月学段）", "按自然年")),
    "PC-17": ("项目发展基金：谁须参加诚信计生", ("只有独女户", "所有家庭", "未参加的按 6000 元")),
    "PC-18": ("独生子女父母奖励费：起止月份", ("领证当月至满龄当月", "从领证次月起", "到满龄前一个月止")),
    "PC-19": ("动态调整：累计增长怎样算", ("连乘", "各年相加")),
    "PC-20": ("动态调整：用哪个指数", ("农村居民", "城镇居民", "全体居民")),
    "PC-21": ("动态调整：新标准怎样取整", ("精确到分", "四舍五入到元", "进位到元", "进位到 5 元", "进位到 10 元")),
    "PC-22": ("动态调整：新标准从何时执行", ("次年 1 月 1 日起", "从批准之日起")),
    "PC-23": ("动态调整：哪些标准随调", ("只调市级金额", "连同省级金额")),
    "PC-24": ("同时符合奖扶和特扶的", ("只发特扶", "两项都发", "发较高的一项")),
    "PC-25": ("焦作 960 元与国家提标", ("取较高的", "在国家标准上加 120 元")),
    "PC-27": ("大病再次报销：50% 的基数", ("超过起付标准的部分", "全部合规自付费用")),
    "PC-28": ("淄博参合（参保）个人缴费资助多少", ("全额资助",)),
    "PC-29": ("再婚家庭怎样审核", ("以个人为单位", "以家庭为单位")),
    "PC-30": ("补助照顾资金的人均指标按谁平均", ("家庭全部成员", "领取的人")),
    "PC-31": ("2 月 29 日出生的，平年哪天满周岁", ("2 月最后一天", "3 月 1 日")),
    "PC-32": ("第 12 项各承担 50% 指哪些", ("整个第 12 项", "只指最后一句")),
    "PC-33": ("金塔低保上浮 10% 的基数", ("差额补助", "先把标准提高 10% 再算差额")),
    "PC-34": ("失独家庭是否仍算独生子女户", ("算", "不算")),
    "PC-35": ("同一事由有两项低保增发", ("取较高的", "两项相加")),
    "PC-36": ("确认之前的月份是否补发", ("不补发", "从符合条件之日补发")),
    "PC-37": ("放弃二孩后又生育的", ("追回奖励", "不追回")),
}
SHARE = r"0\.[0-9]{0,3}[1-9]|1(\.0+)?"  # PC-28 also takes a share, of up to four decimals


def why_not(choice: str, reading: object) -> str | None:
    """Why a reading cannot be used, or None."""
    if choice not in CHOICES:
        return say("没有编号为 %(choice)s 的政策选项。", choice=choice)
    if reading in CHOICES[choice] or (choice == "PC-28" and isinstance(reading, str) and re.fullmatch(SHARE, reading)):
        return None
    told = {"choice": choice, "reading": reading, "readings": joined("、", CHOICES[choice])}
    return say("政策选项 %(choice)s 没有“%(reading)s”这种读法，可用：%(readings)s。", **told)
