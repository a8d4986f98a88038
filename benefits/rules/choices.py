"""The register of policy choices: what a clause leaves open and how it may be read; the first reading is the default.

Which reading a place uses is a policy value named like the choice. PC-26 (以上、以下 include the figure) is fixed and no choice.
"""
import re

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
SHARE = r"0\.[0-9]*[1-9]|1(\.0+)?"  # PC-28 also takes a share


def why_not(choice: str, reading: object) -> str | None:
    """Why a reading cannot be used, or None."""
    if choice not in CHOICES:
        return f"没有编号为 {choice} 的政策选项。"
    if reading in CHOICES[choice] or (choice == "PC-28" and isinstance(reading, str) and re.fullmatch(SHARE, reading)):
        return None
    return f"政策选项 {choice} 没有“{reading}”这种读法，可用：{'、'.join(CHOICES[choice])}。"
