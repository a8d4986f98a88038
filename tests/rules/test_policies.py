"""The policy files: sound as they are, and every fault a sentence that names the file."""
import datetime
import hashlib
import re
import shutil

import numpy as np
import pytest
import yaml
from django.core.management import CommandError, call_command

from benefits import policies, rules
from benefits.policies import reading
from benefits.rules import CHOICES, SCHEMES, Book, Value, months, registry
from tests.rules import described, given

LINE = "{since: 2012-10-01, until: 2017-10-01, value: 20, unit: percent, cite: 淄政办发〔2012〕74号, clause: 三(三)}"


@pytest.fixture
def folder(tmp_path):
    """A copy of the policies to spoil."""
    for path in reading.FOLDER.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(reading.FOLDER)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    return tmp_path


def test_the_files_are_sound():
    assert policies.check() == []


FAULTS = {
    "unit: percent": ("unit: per cent", "的单位“per cent”未登记"),
    "value: 20, unit: percent": ("value: 20, unit: yuan", "不合单位“yuan”"),
    "until: 2017-10-01, value: 20": ("until: 2012-10-01, value: 20", "的 until 应晚于 since。"),
    "cite: 淄政办发〔2012〕74号, clause: 三(三)}\nflat": ("cite: 淄政办发〔2012〕47号}\nflat", "淄政办发〔2012〕47号 不在 citations.yaml 中"),
    "since: 2012-10-01, until: 2017-10-01, value: 20": ("since: 2012-01-01, until: 2017-10-01, value: 20", "早于 淄政办发〔2012〕74号 的起始日期"),
    "percent:\n": ("per_cent:\n", "没有规则使用"),
    "value: 20, unit": ("valeu: 20, unit", "缺少 value。"),
    "value: 20, unit: percent,": ("value: 20, unit: percent, note: 样例,", "多出 note"),
    f"percent:\n  - {LINE}": (f"percent:\n  - {LINE}\n  - {LINE.replace('2012-10-01', '2015-01-01')}", "自 2015-01-01 起有两个数值重叠"),
    f"  - {LINE}\nflat": (
        f"  - {LINE.replace('2017', '2014')}\n  - {LINE.replace('2012-10-01', '2015-01-01')}\nflat", "自 2014-10-01 至 2015-01-01 没有数值"
    ),
    "value: true": ("value: false", "停止执行请写 value: null。"),
    'value: "10.00"': ("value: 10.0", "不合单位"),
    "value: [hardship]": ("value: [hardships]", "不合单位"),
    "since: 2012-10-01, until: 2017-10-01, value: true": ('since: "2012-10-01", until: 2017-10-01, value: true', "应写成 2013-06-09 的样子"),
}  # fmt: skip


@pytest.mark.parametrize("right", FAULTS, ids=[fault[1] for fault in FAULTS.values()])
def test_a_fault_is_named_with_its_file(folder, right):
    wrong, sentence = FAULTS[right]
    path = folder / "370300-zibo" / "minimum_living_uplift.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1
    path.write_text(text.replace(right, wrong), encoding="utf-8")

    found = policies.check(folder)

    assert [told for told in found if re.match(r"370300-zibo/minimum_living_uplift\.yaml 第 \d+ 行：", told) and sentence in told]


def test_a_reading_that_is_no_choice_a_file_that_is_no_scheme_and_a_quality_that_is_none(folder):
    (folder / "370300-zibo" / "rural_rewards.yaml").write_text("", encoding="utf-8")
    choices = folder / "000000-nation" / "choices.yaml"
    choices.write_text(choices.read_text(encoding="utf-8").replace("value: pct20", "value: pct30"), encoding="utf-8")
    citations = folder / "citations.yaml"
    citations.write_text(citations.read_text(encoding="utf-8").replace("quality: reported", "quality: hearsay", 1), encoding="utf-8")

    found = " ".join(policies.check(folder))

    assert "370300-zibo/rural_rewards.yaml：文件名不是项目代码。" in found
    assert "PC-09 政策选项 PC-09 没有“pct30”这种读法" in found
    assert "quality 应是" in found


def test_the_command_says_what_is_wrong_in_a_folder_and_that_nothing_is(folder, capsys):
    call_command("policies", "check", str(folder))
    assert capsys.readouterr().out == "政策文件无误。\n"

    city = folder / "370300-zibo" / "minimum_living_uplift.yaml"
    spoilt = city.read_text(encoding="utf-8").replace("unit: percent", "unit: per cent").replace("淄政办发〔2012〕74号", "样例")
    city.write_text(spoilt, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("policies", "check", str(folder))
    sentences = str(refused.value).splitlines()
    assert sentences == policies.check(folder) and len(sentences) > 1
    assert all(sentence.startswith("370300-zibo/minimum_living_uplift.yaml 第 ") for sentence in sentences)

    with pytest.raises(CommandError, match=r"里没有 citations\.yaml"):
        call_command("policies", "check", str(folder / "nowhere"))


def test_a_fault_names_the_line_it_stands_on(folder):
    path = folder / "370300-zibo" / "minimum_living_uplift.yaml"
    text = path.read_text(encoding="utf-8").replace("unit: percent", "unit: per cent")
    path.write_text(text, encoding="utf-8")
    number = next(number for number, line in enumerate(text.splitlines(), 1) if "per cent" in line)

    assert policies.check(folder)[0].startswith(f"370300-zibo/minimum_living_uplift.yaml 第 {number} 行：minimum_living_uplift.percent 的单位")


def test_a_place_s_figure_below_the_one_a_document_above_calls_the_least_is_named(folder):
    """960 a year since 2012, 不低于; 720 before is no floor. 20 per cent in 贵阳, 不低于."""
    stated = "cite: 筑委厅字〔2013〕89号, clause: 提高前}"
    for place, year in (("530100-sample", "unit: yuan per person per year"), ("530200-sample", "unit: yuan per person per month")):
        (folder / place).mkdir()
        figures = ("959.99", "960.00") if "year" in year else ("79.99", "80.00")
        (folder / place / "rural_reward.yaml").write_text(
            f'rate:\n  - {{since: 2011-01-01, until: 2012-01-01, value: "{figures[0]}", {year}, {stated}\n'
            f'  - {{since: 2012-01-01, until: 2013-01-01, value: "{figures[1]}", {year}, {stated}\n'
            f'  - {{since: 2013-01-01, until: null, value: "{figures[0]}", {year}, {stated}\n',
            encoding="utf-8",
        )
    (folder / "520115-sample").mkdir()
    (folder / "520115-sample" / "minimum_living_uplift.yaml").write_text(
        f"percent:\n  - {{since: 2014-01-01, until: null, value: 19, unit: percent, {stated}\n", encoding="utf-8"
    )

    below = [
        ("530100-sample/rural_reward.yaml 第 4 行：rural_reward.rate", "000000-nation/rural_reward.yaml 第 8 行"),
        ("530200-sample/rural_reward.yaml 第 4 行：rural_reward.rate", "000000-nation/rural_reward.yaml 第 8 行"),
        ("520115-sample/minimum_living_uplift.yaml 第 2 行：minimum_living_uplift.percent", "520100-guiyang/minimum_living_uplift.yaml 第 12 行"),
    ]
    assert policies.check(folder) == [f"{line} 低于 {above}的标准；那里写明不低于，只能等于或高于它。" for line, above in below]


UNREADABLE = {
    ("370300-zibo/minimum_living_uplift.yaml", "percent: [\n"): "不是合格的 YAML",
    ("370300-zibo/minimum_living_uplift.yaml", "percent: 20\n"): "percent 下应是一行一条的数值",
    ("citations.yaml", "样例〔2026〕1号: {title: 样例}\n"): "样例〔2026〕1号 缺少 issued、issuer、quality、sha256、since、until",
    ("clauses.yaml", "样例〔2026〕9号: {一: 样例}\n"): "样例〔2026〕9号（一）不在 citations.yaml 中",
    ("citations.yaml", "样例〔2026〕1号: {title: 样, issuer: 样, issued: 2026, since: 2026-01-01, until: null, quality: normative, sha256: abc}\n"): (
        "样例〔2026〕1号 的 sha256 应是"
    ),
}


@pytest.mark.parametrize(("file", "added"), UNREADABLE, ids=list(UNREADABLE.values()))
def test_a_file_that_cannot_be_read_is_named(folder, file, added):
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")

    assert [told for told in policies.check(folder) if told.startswith(file) and UNREADABLE[file, added] in told]


def test_a_folder_whose_name_is_no_place_is_named(folder):
    (folder / "kunming").mkdir()
    shutil.copy(folder / "520100-guiyang" / "bereavement_lump_sum.yaml", folder / "kunming")

    assert "kunming/bereavement_lump_sum.yaml：文件夹名应是 6 位或 12 位区划代码" in " ".join(policies.check(folder))


def test_archived_clauses_are_given_word_for_word():
    """Every clause a local document's value rests on has its words, so that the pages can show them."""
    texts = policies.clauses()
    _values, documents = policies.read()
    rested_on = {(value.cite, value.clause) for value in _values if documents[value.cite].sha256}

    assert rested_on <= set(texts)


def test_a_new_place_is_a_copied_folder_with_other_figures(folder):
    """docs/new-place.md: copy, change the figures and the document, check, load, evaluate; no line of code."""
    city = shutil.copytree(folder / "520100-guiyang", folder / "530100-sample")
    document = "样例〔2026〕1号"
    for path in city.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("筑委厅字〔2013〕89号", document)
        path.write_text(text.replace("30000.00", "31000.00").replace("20000.00", "21000.00"), encoding="utf-8")
    with (folder / "citations.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"{document}: {{title: 样例方案, issuer: 样例市, issued: 2013-06-09, since: 2013-06-09, until: null, quality: normative, sha256: null}}\n"
        )

    assert policies.check(folder) == []
    values, _documents = policies.read(folder)
    amounts = {}
    for place in ("530102", "520115"):
        son = {"id": "son", "sex": "male", "born": "1990-02-02", "died": "2013-08-10"}
        family = {"husband": {"born": "1962-01-01"}, "wife": {"born": "1963-05-01"}, "children": [son]}
        case = described.case(place=place, window="2013-08", family=family)
        answer = rules.evaluate(case, values=Book(values))
        amounts[place] = given.entitlement(answer, "bereavement_lump_sum", "household")["amount"]

    assert amounts == {"530102": "52000.00", "520115": "50000.00"}


def test_every_choice_has_a_default_and_the_first_is_it():
    stated = {value.name: value.value for value in given.book().values if value.name.startswith("PC-")}

    assert stated == {name: readings[0] for name, readings in CHOICES.items()}


def test_every_value_is_asked_for_by_some_rule():
    asked = registry.policies()

    for value in given.book().values:
        assert value.name in asked or value.name in CHOICES


def test_what_a_newspaper_or_a_plan_says_is_only_reported():
    values, citations = policies.read()

    for value in values:
        assert value.quality == citations[value.cite].quality
        if value.place in ("410800", "620921"):
            assert value.quality == "reported"
    assert {value.quality for value in values if "yuan" in value.unit} == {"normative", "reported"}  # never practice


def test_archived_texts_have_a_hash_and_every_citation_is_used():
    values, citations = policies.read()

    assert {value.cite for value in values} == set(citations)
    for number, citation in citations.items():
        local = any(value.place != "000000" for value in values if value.cite == number)
        assert (citation.sha256 is not None and len(citation.sha256) == len(hashlib.sha256().hexdigest())) == local


def test_a_value_stands_on_one_line_with_its_document():
    for path in reading.FOLDER.glob("*/*.yaml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.lstrip().startswith("-"):
                entry = yaml.safe_load(line.strip()[1:])
                assert {"since", "until", "value", "unit", "cite"} <= entry.keys(), (path.name, line)


def test_a_new_city_is_a_folder(folder):
    """The nearest place wins, a supplement is added, null stops stating; no code."""
    city = folder / "530100-sample"
    city.mkdir()
    (city / "rural_reward.yaml").write_text(
        "rate:\n"
        '  - {since: 2013-01-01, until: 2014-01-01, value: "1000.00", unit: yuan per person per year, cite: 筑委厅字〔2013〕89号, clause: 样例}\n'
        "in_force:\n"
        "  - {since: 2015-01-01, until: null, value: null, unit: flag, cite: 筑委厅字〔2013〕89号, clause: 样例停止执行}\n",
        encoding="utf-8",
    )
    values, _ = policies.read(folder)
    family = {"husband": {"born": "1948-05-01"}, "wife": {"born": "1960-06-30"}, "children": [{"id": "son", "sex": "male", "born": "1979-04-01"}]}
    case = described.case(place="530102", window="2012-01..2016-12", family=family)
    answer = rules.evaluate(case, values=Book(values))

    reward = given.entitlement(answer, "rural_reward", "husband")
    assert [(part["from"], part["amount"]) for part in reward["parts"]] == [("2012-01", "960.00"), ("2013-01", "1000.00"), ("2014-01", "960.00")]


def test_what_stands_in_the_way_of_a_value_is_only_time_and_place():
    """Every scheme has its in-force value where its document is, and nowhere else."""
    stated = {}
    for value in given.book().values:
        if value.name.endswith(".in_force"):
            stated.setdefault(value.scheme, set()).add((value.place, value.since.isoformat(), value.until and value.until.isoformat()))

    assert set(stated) == set(SCHEMES)
    assert stated["minimum_living_uplift"] == {
        ("370300", "2012-10-01", "2017-10-01"), ("520100", "2013-06-09", None), ("620921", "2011-01-01", None),
    }  # fmt: skip
    assert stated["bereavement_lump_sum"] == {("520100", "2013-06-09", None)}


def test_a_month_has_the_last_value_in_force_on_any_of_its_days():
    def value(since, until):
        return Value("520115", "line", since, until, "1.00", "yuan per person per month", "样例")

    def day(month, on):
        return datetime.date(2012, month, on)

    stated = [value(day(2, 10), day(3, 5)), value(day(3, 20), day(3, 25)), value(day(3, 28), day(5, 1)), value(day(7, 31), day(9, 2))]
    place = Book(stated).place("520115")
    year = np.arange(2012 * 12, 2013 * 12)

    assert place.in_month("line", year).tolist() == [-1, 0, 2, 2, -1, -1, 3, 3, 3, -1, -1, -1]
    assert place.in_month("another", year).tolist() == [-1] * 12


def test_a_value_by_month_is_the_value_by_day():
    book, month = given.book(), np.arange(1990 * 12, 2040 * 12)
    for code in sorted({value.place for value in book.values}):
        place = book.place(code)
        for name in {value.name for value in book.values}:
            assert (place.in_month(name, month) == place.at(name, months.first_day(month), months.last_day(month))).all(), (code, name)
