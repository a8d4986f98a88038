"""The one table of measures: every id of the catalogue has a home, every home a code, a page and a proof that exists."""
import re

import pytest
import yaml
from django.urls import reverse

from benefits import measures, rules
from benefits.models import Fund, Registration
from benefits.models.registrations import IN_KIND_SCHEMES
from benefits.policies import reading
from benefits.policies_table import names
from devtools import measures as pages
from devtools.paths import ROOT
from poverty.years import judging

IDS = (ROOT / "tests" / "tidy" / "catalogue_ids.txt").read_text(encoding="utf-8").split()
TABLE = measures.measures()
HOMES = [(measure, home) for measure in TABLE.values() for home in measure.homes]
THIRD_DOCUMENT = {"610300000000", "610330000000", "451281000000", None}


def named(pair):
    return f"{pair[0].id} {pair[1].kind} {pair[1].code}"


def test_the_page_is_drawn_from_the_table():
    assert pages.PAGE.read_text(encoding="utf-8") == pages.page(), "run python -m devtools.measures"


def test_every_id_of_the_catalogue_is_in_the_table_and_none_is_invented():
    assert sorted(TABLE) == sorted(IDS)


@pytest.mark.parametrize("measure", TABLE.values(), ids=lambda measure: measure.id)
def test_every_measure_has_a_home(measure):
    assert measure.homes and measure.clause and measure.chinese and measure.english and measure.unit


@pytest.mark.parametrize("pair", HOMES, ids=named)
def test_every_home_has_a_code_a_page_and_a_proof(pair):
    measure, home = pair
    if home.kind == "not_built":
        assert home.why and any((ROOT / "docs" / "decisions").glob(f"{home.decision:04d}-*.md"))
        return
    assert home.code and home.kind in measures.HOMES
    assert reverse(home.page)
    proofs = pages.proofs(measure, home)
    assert proofs and [proof for proof in proofs if not pages.is_there(proof)] == []


def test_a_reason_quotes_its_clause_word_for_word():
    quoted = {(measure.document, measure.clause): re.findall("“([^”]+)”", home.why) for measure, home in HOMES if home.kind == "not_built"}
    clauses = reading.clauses()

    assert quoted["淄政办发〔2012〕74号", "四(一)"] == ["及时配合人口计生部门做好宣传引导工作"]
    assert [words for clause, found in quoted.items() for words in found if words not in clauses[clause]] == []


def test_a_code_of_the_table_is_one_the_product_knows_and_none_is_known_for_nothing():
    """A step of the work and an indicator by the page of their code; the rest by what it is there."""
    known = {kind: set(codes) for kind, codes in measures.HOMES.items() if isinstance(codes, dict)}
    used = {kind: {home.code for _measure, home in HOMES if home.kind == kind} for kind in measures.HOMES}

    assert {kind: used[kind] for kind in known} == known
    assert known["fund"] == {f"{kind}_fund" for kind in Fund.Kind.values}
    assert used["calculation"] <= names.calculations().keys() and used["scheme"] <= rules.SCHEMES.keys()
    assert {code.partition(".")[0] for code in used["register"]} == set(Registration.Kind.values)
    assert {measure.id for measure, home in HOMES if home.code == "village_priorities"} == {priority.measure for priority in judging.PRIORITIES}


def test_a_place_is_proven_by_its_own_cases_or_by_the_nation_s_and_says_which():
    assert pages.of_scheme("special_assistance_death", "610330000000") == ["special_assistance_death/000000-nation"]
    assert pages.of_scheme("medical_premium_subsidy", "440600000000") == []
    shown = {line.split(" | ")[0]: line for line in pages.page().splitlines()}
    for number in ("FX-12", "FS-e"):
        assert "nation's case: `special_assistance_death/000000-nation`" in shown[f"| {number}"] and "410800" not in shown[f"| {number}"]
    assert "nation's case" not in shown["| CN-b"] and "nation's case" not in shown["| JZ-b"]


def test_every_scheme_is_in_the_table():
    assert {scheme.code for scheme in rules.schemes()} <= {home.code for _measure, home in HOMES if home.kind == "scheme"}


def test_what_is_no_money_of_ours_is_in_the_register_too():
    for measure in TABLE.values():
        schemes = {home.code for home in measure.homes if home.kind == "scheme"} & set(IN_KIND_SCHEMES)
        assert not schemes or any(item.who == {"scheme": code} for item in measure.items for code in schemes)


def test_every_edge_case_has_a_rule_or_a_procedure_and_a_proof():
    assert sorted(pages.edges()) == list(range(1, 41))
    for number, row in pages.edges().items():
        assert row["ruling"] and row["proof"]
        assert [proof for proof in row["proof"] if not pages.is_there(proof)] == [], number
        assert set(re.findall(r"PC-\w+", row.get("choice", ""))) <= set(pages.choices())


def test_every_policy_choice_is_calculated_in_some_case():
    """The default of a choice is what every case without it uses; every other reading has a case that names it."""
    unproven = {code for code, readings in pages.choices().items() if not all(list(readings.values())[1:])}
    unproven |= {code for code, readings in pages.choices().items() if len(readings) == 1 and not any(readings.values())}

    assert unproven == set()


def test_no_value_comes_from_the_document_whose_years_were_overwritten():
    """The third document covers 宝鸡, 某区, 凤县, 宜州 and 金塔; of it 金塔's ten per cent alone is loaded, which the plan states in words."""
    values, citations = reading.read()

    assert {value.place for value in values} & THIRD_DOCUMENT == set()
    of_jinta = [value for value in values if value.cite == "金塔县十二五规划"]
    assert {(value.scheme, value.unit) for value in of_jinta if value.unit in ("percent", "yuan")} <= {("minimum_living_uplift", "percent")}
    assert not any("年份被改写" in number for number in citations)
    assert all(measure.since is None for measure in TABLE.values() if measure.place in THIRD_DOCUMENT)


def test_no_text_of_the_table_carries_a_figure_of_that_document():
    for path in (ROOT / "benefits" / "measures").glob("*.yaml"):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        if "年份被改写" in told["document"]:
            texts = [text for row in told["measures"].values() for text in row["title"]]
            assert [text for text in texts if re.search(r"\d{3,}|2025", text)] == [], path.name
