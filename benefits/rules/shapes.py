"""The shapes of the input: small checks that refuse what is wrong with the place where it stands."""
from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from benefits.rules.money import fen
from benefits.rules.sentences import joined, say

Check = Callable[[object, str], None]
YEARS = (1850, 2150)


class Unusable(Exception):
    """An input that cannot be calculated: `place` in the input and a `sentence` that says what is wrong and what to write."""

    def __init__(self, place: str, sentence: str):
        super().__init__(f"{place}：{sentence}")
        self.place, self.sentence = place, sentence


def text(value, at):
    if not isinstance(value, str) or not value.strip():
        raise Unusable(at, say("应是文字，且不能为空。"))


def date(value, at):
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise Unusable(at, say("日期应写成 2013-06-09 的样子。"))
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        raise Unusable(at, say("没有 %(day)s 这一天，请核对日期。", day=value)) from None
    _in_range(int(value[:4]), at)


def _in_range(year, at):
    if not YEARS[0] <= year <= YEARS[1]:
        raise Unusable(at, say("年份应在 %(first)s 至 %(last)s 之间，请核对。", first=YEARS[0], last=YEARS[1]))


def month(value, at):
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", value):
        raise Unusable(at, say("月份应写成 2013-06 的样子。"))
    _in_range(int(value[:4]), at)


def year(value, at):
    if type(value) is not int:
        raise Unusable(at, say("年份应是 2013 这样的整数。"))
    _in_range(value, at)


def money(value, at):
    try:
        fen(value)
    except ValueError:
        raise Unusable(at, say("金额应是带两位小数的文字，单位元，如 \"960.00\"。")) from None


def flag(value, at):
    if not isinstance(value, bool):
        raise Unusable(at, say("应是 true 或 false。"))


def place(value, at):
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{6,12}", value):
        raise Unusable(at, say("区划代码应是 6 至 12 位数字。"))


def one_of(*words) -> Check:
    def check(value, at):
        if type(value) is not type(words[0]) or value not in words:
            raise Unusable(at, say("没有“%(value)s”，可用：%(words)s。", value=value, words=joined("、", map(str, words))))

    return check


def null_or(inner: Check) -> Check:
    def check(value, at):
        if value is not None:
            inner(value, at)

    return check


def list_of(inner: Check) -> Check:
    def check(value, at):
        if not isinstance(value, list):
            raise Unusable(at, say("应是列表。"))
        for n, item in enumerate(value):
            inner(item, f"{at}[{n}]")

    return check


def by_year(inner: Check) -> Check:
    def check(value, at):
        if not isinstance(value, dict):
            raise Unusable(at, say("应按年份列出，如 {\"2013\": …}。"))
        for year, item in value.items():
            if not re.fullmatch(r"[0-9]{4}", year):
                raise Unusable(f"{at}.{year}", say("年份应是四位数字。"))
            inner(item, f"{at}.{year}")

    return check


def whole_number(value, at):
    if type(value) is not int or value < 0:
        raise Unusable(at, say("应是不小于 0 的整数。"))


def any_object(value, at):
    if not isinstance(value, dict):
        raise Unusable(at, say("应按选项编号列出。"))


def shape(required: tuple[str, ...] = (), **keys: Check) -> Check:
    """An object with these keys and no others."""
    keys = {name.rstrip("_"): check for name, check in keys.items()}

    def check(value, at):
        if not isinstance(value, dict):
            raise Unusable(at or "case", say("应是一组带名称的项目。"))
        dot = f"{at}." if at else ""
        for name in value:
            if name not in keys:
                raise Unusable(f"{dot}{name}", say("没有这个项目，请核对名称。"))
        for name in required:
            if name not in value:
                raise Unusable(f"{dot}{name}", say("缺少这一项。"))
        for name, item in value.items():
            keys[name](item, f"{dot}{name}")
        for begin, end in (("since", "until"), ("married", "ended")):
            both = value.get(begin), value.get(end)
            if all(isinstance(day, str) for day in both) and (both[1] <= both[0] if end == "until" else both[1] < both[0]):
                raise Unusable(f"{dot}{end}", say("应晚于 %(begin)s。", begin=begin))

    return check
