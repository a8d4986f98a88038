"""What is wrong in the policy files, in terms of the file: sentences for whoever keeps them."""
from __future__ import annotations

import datetime
from itertools import pairwise
from pathlib import Path

from benefits.policies.reading import FOLDER, Line, citations, lines, value
from benefits.rules import choices as register
from benefits.rules import registry, values
from benefits.rules.facts import SCHEME_CODES

KEYS = {"since", "until", "value", "unit", "cite", "clause", "quality"}
QUALITIES = ("normative", "reported", "practice")


def check(folder: Path = FOLDER) -> list[str]:
    """Every fault found: unknown names and units, wrong values, missing citations, overlaps, gaps; empty when the files are sound."""
    documents, policies, found = citations(folder), registry.policies(), []
    series: dict[tuple[str, str], list[Line]] = {}
    for line in lines(folder):
        faults = list(_faults(line, documents, policies))
        found += [f"{line.path}：{line.name} {sentence}" for sentence in faults]
        if not faults:
            series.setdefault((line.path, line.name), []).append(line)
    for (path, name), stated in series.items():
        found += [f"{path}：{name} {sentence}" for sentence in _order(stated)]
    unknown = [number for number, citation in documents.items() if citation.quality not in QUALITIES]
    found += [f"citations.yaml：{number} 的 quality 应是 {'、'.join(QUALITIES)} 之一。" for number in unknown]
    return found + [f"{path}：文件名不是项目代码。" for path in _strangers(folder)]


def _faults(line: Line, documents, policies):
    entry = line.entry
    if missing := {"since", "until", "value", "unit", "cite"} - entry.keys():
        yield f"缺少 {'、'.join(sorted(missing))}。"
        return
    if unknown := entry.keys() - KEYS:
        yield f"多出 {'、'.join(sorted(unknown))}，请核对拼写。"
    if type(entry["since"]) is not datetime.date or not isinstance(entry["until"], datetime.date | None):
        yield "的 since、until 应写成 2013-06-09 的样子，until 可为 null。"
        return
    if entry["until"] is not None and entry["until"] <= entry["since"]:
        yield "的 until 应晚于 since。"
    if entry["cite"] not in documents:
        yield f"引用的 {entry['cite']} 不在 citations.yaml 中，请先登记这份文件。"
    elif entry["since"] < documents[entry["cite"]].since and "前" not in entry.get("clause", ""):
        yield f"的 since 早于 {entry['cite']} 的起始日期；若是提高前的标准，请在 clause 中写明。"
    if entry["unit"] not in values.UNITS:
        yield f"的单位“{entry['unit']}”未登记，可用：{'、'.join(values.UNITS)}。"
    elif line.name.startswith("PC-"):
        if why := register.why_not(line.name, entry["value"]):
            yield why
    elif line.name not in policies:
        yield "没有规则使用，请核对名称。"
    elif line.name.endswith(".in_force") and entry["value"] is False:
        yield "停止执行请写 value: null。"
    elif entry["value"] is not None:
        try:
            values.number(value(line, documents), policies[line.name])
        except (ValueError, TypeError, ArithmeticError, AttributeError):
            yield f"的值 {entry['value']!r} 不合单位“{entry['unit']}”；金额写成带两位小数的文字。"


def _order(stated: list[Line]):
    """Overlaps and gaps in the times of one value."""
    for one, two in pairwise(sorted(stated, key=lambda line: line.entry["since"])):
        end = one.entry["until"]
        if end is None or end > two.entry["since"]:
            yield f"自 {two.entry['since']} 起有两个数值重叠，请给前一个写上 until。"
        elif end < two.entry["since"] and (one.path, one.name) not in GAPS:
            yield f"自 {end} 至 {two.entry['since']} 没有数值，请补上或写明停止。"


# Years no document proves (catalogue of standards, 2.2): the scheme runs, the figure is unknown.
GAPS = {
    (f"000000-nation/special_assistance_{kind}.yaml", f"special_assistance_{kind}.rate") for kind in ("death", "disability")
}


def _strangers(folder: Path):
    known = {*SCHEME_CODES, "choices", "minimum_living", "minimum_living_income", "support_target", "budget_share", "dynamic_adjustment"}
    return [path.relative_to(folder).as_posix() for path in sorted(folder.glob("*/*.yaml")) if path.stem not in known]
