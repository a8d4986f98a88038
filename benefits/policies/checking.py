"""What is wrong in the policy files, in terms of the file: sentences for whoever keeps them."""
from __future__ import annotations

import datetime
import itertools
import re
from itertools import pairwise
from pathlib import Path

import yaml

from benefits.policies.reading import FOLDER, Line, citations, clauses, lines, value
from benefits.rules import choices as register
from benefits.rules import registry, values
from benefits.rules.facts import SCHEME_CODES

KEYS = {"since", "until", "value", "unit", "cite", "clause", "quality"}
DOCUMENT = {"title", "issuer", "issued", "since", "until", "quality", "sha256"}
QUALITIES = ("normative", "reported", "practice")


def check(folder: Path = FOLDER) -> list[str]:
    """Every fault found, by file and line: unknown names and units, wrong values, missing citations, overlaps, gaps, figures
    below the least; empty when all is sound."""
    if unreadable := list(_unreadable(folder)):
        return unreadable
    documents, policies, found = citations(folder), registry.policies(), []
    series: dict[tuple[str, str], list[Line]] = {}
    for line in lines(folder):
        faults = list(_faults(line, documents, policies))
        found += [f"{_at(line)}{line.name} {sentence}" for sentence in faults]
        if not faults:
            series.setdefault((line.path, line.name), []).append(line)
    for stated in series.values():
        found += list(_order(stated))
    return [*found, *_below(series, documents, policies), *_documents(folder, documents), *_strangers(folder)]


def _at(line: Line) -> str:
    return f"{line.path} 第 {line.number} 行："


def _unreadable(folder: Path):
    """Files that are no YAML, or not shaped as names with lists of values, and citations without what a document needs."""
    for path in sorted([*folder.glob("*/*.yaml"), folder / "citations.yaml", folder / "clauses.yaml"]):
        name = path.relative_to(folder).as_posix()
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except yaml.MarkedYAMLError as error:
            yield f"{name} 第 {error.problem_mark.line + 1} 行：不是合格的 YAML（{error.problem}），请核对缩进、冒号和括号。"
            continue
        for key, inside in content.items() if isinstance(content, dict) else [("", None)]:
            if path.parent == folder and not isinstance(inside, dict):
                yield f"{name}：{key} 下应逐项写出内容。"
            elif name == "citations.yaml" and (missing := DOCUMENT - inside.keys()):
                yield f"{name}：{key} 缺少 {'、'.join(sorted(missing))}；不知道的写 null。"
            elif path.parent != folder and not (isinstance(inside, list) and all(isinstance(entry, dict) for entry in inside)):
                yield f"{name}：{key} 下应是一行一条的数值，每行写成 - {{since: …, until: …, value: …, unit: …, cite: …}}。"


def _documents(folder: Path, documents):
    texts = clauses(folder)
    for number, citation in documents.items():
        if citation.quality not in QUALITIES:
            yield f"citations.yaml：{number} 的 quality 应是 {'、'.join(QUALITIES)} 之一。"
        if citation.sha256 is not None and not re.fullmatch(r"[0-9a-f]{64}", str(citation.sha256)):
            yield f"citations.yaml：{number} 的 sha256 应是存档文本的 64 位十六进制摘要，没有存档的写 null。"
    for number, clause in texts:
        if number not in documents:
            yield f"clauses.yaml：{number}（{clause}）不在 citations.yaml 中，请先登记这份文件。"


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
    """Overlaps and gaps in the times of one value, told where the later line stands."""
    for one, two in pairwise(sorted(stated, key=lambda line: line.entry["since"])):
        end = one.entry["until"]
        if end is None or end > two.entry["since"]:
            yield f"{_at(two)}{two.name} 自 {two.entry['since']} 起有两个数值重叠，请给第 {one.number} 行写上 until。"
        elif end < two.entry["since"] and (one.path, one.name) not in GAPS:
            yield f"{_at(two)}{two.name} 自 {end} 至 {two.entry['since']} 没有数值，请补上一行，或写 value: null 说明停止。"


def _below(series, documents, policies):
    """Figures below one of a place above whose document calls it the least, told where the lower one stands."""
    by_name: dict[str, list[tuple[Line, values.Value]]] = {}
    for (_path, name), stated in series.items():
        by_name.setdefault(name, []).extend((line, value(line, documents)) for line in stated)
    for name, stated in by_name.items():
        floors = [found for _line, found in by_name.get(f"{name.split('.')[0]}.floor", ()) if found.value]
        if not floors or policies[name].kind not in ("money", "percent", "area"):
            continue
        figures = [(line, found, values.number(found, policies[name])) for line, found in stated if found.value is not None]
        for (line, low, less), (above, high, more) in itertools.product(figures, figures):
            if less < more and _is_above(high, low) and any(_share_a_day(low, high, floor) for floor in floors if _reaches(floor, high)):
                yield f"{_at(line)}{name} 低于 {above.path} 第 {above.number} 行的标准；那里写明不低于，只能等于或高于它。"


def _is_above(one, other):
    return one.place != other.place and _reaches(one, other)


def _reaches(one, other):
    return values.code(one.place) in values.lineage(other.place)


def _share_a_day(*held):
    ends = [found.until for found in held if found.until is not None]
    return not ends or max(found.since for found in held) < min(ends)


# Years no document proves (catalogue of standards, 2.2): the scheme runs, the figure is unknown.
GAPS = {
    (f"000000-nation/special_assistance_{kind}.yaml", f"special_assistance_{kind}.rate") for kind in ("death", "disability")
}


def _strangers(folder: Path):
    known = {*SCHEME_CODES, "choices", "minimum_living", "minimum_living_income", "support_target", "budget_share", "dynamic_adjustment"}
    known |= {"project_priority"}
    for path in sorted(folder.glob("*/*.yaml")):
        name = path.relative_to(folder).as_posix()
        if path.stem not in known:
            yield f"{name}：文件名不是项目代码。"
        if not re.fullmatch(r"(\d{6}|\d{12})-[a-z0-9-]+", path.parent.name):
            yield f"{name}：文件夹名应是 6 位或 12 位区划代码加短横和拼写，如 530100-kunming。"
