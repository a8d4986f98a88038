"""From rows to families, and what the rules about rows say."""
import pkgutil
from datetime import date

import pytest

from households import checks as family_checks
from households.entry import UNRECORDED
from households.imports import checks, describing, repeated
from households.imports.columns import COLUMNS
from households.imports.families import families_of
from tests.imports.workbooks import a_number, two_girls

ON = date(2026, 11, 22)
VILLAGE = "370303100201"
KEYS = {place: column.key for place, column in enumerate(COLUMNS)}


def families(*rows):
    numbered = [(number, [row.get(key) for key in KEYS.values()]) for number, row in enumerate(rows, 3)]
    return families_of(numbered, KEYS, on=ON)


def family(rows):
    (found,) = families(*rows)
    return found


def entry(rows):
    found = family(rows)
    checks.look_over(found)
    assert [line.problems for line in found.lines] == [[]] * len(found.lines)
    made = describing.entry_of(found, VILLAGE)
    assert [problem.sentence for problem in family_checks.problems(made, on=ON) if problem.blocking] == []
    return made


def sentences(rows):
    """{(row, column): sentence} the rules write, rows counted from 1."""
    found = family(rows)
    checks.look_over(found)
    return {(line.number - 2, column): sentence for line in found.lines for column, sentence in line.problems}


def but(rows, row, **cells):
    """The rows with cells of one (counted from 1) replaced; None empties a cell."""
    changed = {key: value for key, value in (rows[row - 1] | cells).items() if value is not None}
    return [*rows[: row - 1], changed, *rows[row:]]


def test_rows_with_one_number_are_one_family_wherever_they_stand():
    one, two = two_girls(1), two_girls(2)

    found = families(*one[:2], *two, *one[2:])

    assert [[line.number for line in family.lines] for family in found] == [[3, 4, 9, 10], [5, 6, 7, 8]]


def test_without_numbers_each_householder_begins_a_family():
    rows = [{key: value for key, value in row.items() if key != "family"} for row in two_girls(1) + two_girls(2)]

    assert [len(family.lines) for family in families(*rows)] == [4, 4]


def test_family_says_what_its_rows_say():
    made = entry(two_girls())

    head, wife, *girls = made.people
    assert (head.name, head.relation, head.sex, head.marital, head.death) == ("刘志国", "0", "male", "first", None)
    assert (made.phone, made.status, made.certificates, made.minimum_living) == ("13900000000", (), (), ())
    assert [(couple.husband, couple.wife, couple.since, couple.ended) for couple in made.couples] == [(head.key, wife.key, date(1984, 5, 1), None)]
    assert [(item.child, item.parents, item.origin, item.within_policy) for item in made.children] == [
        (girl.key, (head.key, wife.key), "birth", True) for girl in girls
    ]
    assert [(account.holder_name, account.bank) for account in made.accounts] == [("刘志国", "张店农商银行")]
    assert made.people[0].hukou[0].since is None


def test_empty_cell_says_nothing_and_nought_says_none():
    quiet = [
        {key: value for key, value in row.items() if key in ("village", "relation", "name", "number")} for row in two_girls()[:2]
    ]
    made, plain = entry(quiet), entry(two_girls())

    head = made.people[0]
    kinds = [made.children, made.certificates, made.minimum_living, made.status, head.disability, head.death, head.hukou]
    assert kinds == [UNRECORDED] * 7
    assert (plain.people[0].disability, plain.minimum_living) == ((), ())


def test_householder_without_children_says_so_by_nought():
    assert entry(but(two_girls()[:2], 1, children=0)).children == ()


def test_unmarried_householder_has_no_marriage():
    assert entry(but(two_girls()[:1], 1, marital="5 未婚", married=None, children=0)).couples == ()


def test_death_ends_the_marriage_on_its_day():
    made = entry(but(two_girls(), 2, state="2 死亡", died="2020-05-06"))

    assert made.people[1].death == date(2020, 5, 6)
    assert (made.couples[0].ended, made.couples[0].how) == (date(2020, 5, 6), "widowed")


def test_divorce_on_an_unknown_day_is_over_but_undated():
    made = entry(but(two_girls(), 1, marital="4 离异"))

    assert (made.couples[0].ended, made.couples[0].how) == (UNRECORDED, "divorced")


def test_stepchild_is_one_parents_by_birth():
    made = entry(but(two_girls(), 3, origin="3 继子女", birth_parent="2 配偶", adopted="2000-01-01"))
    head, wife, girl = (person.key for person in made.people[:3])

    mine = [(item.parents, item.origin, item.since) for item in made.children if item.child == girl]
    assert mine == [((wife,), "birth", None), ((head,), "step", date(2000, 1, 1))]


def test_minimum_living_groups_those_of_the_same_period():
    rows = two_girls()
    for row in (1, 2):
        rows = but(rows, row, living="1 农村低保", living_since="2013-01-01", living_subsidy="60.00")
    made = entry(rows)

    (period,) = made.minimum_living
    assert (period.kind, period.since, period.members, period.subsidy_fen) == ("rural", date(2013, 1, 1), ("3", "4"), 6000)


def test_disability_carries_its_details():
    made = entry(but(two_girls(), 3, disability="2", disability_since="2012-05-01", disability_kind="4 肢体", certified="1"))

    (disability,) = made.people[2].disability
    assert (disability.grade, disability.kind, disability.since, disability.certified) == (2, "physical", date(2012, 5, 1), True)


def test_birth_of_the_hukou_book_is_kept_beside_that_of_the_number():
    made = describing.entry_of(family(but(two_girls(), 1, born="1961-03-12")), VILLAGE)

    assert made.people[0].born.year == 1961
    assert made.people[0].born_in_hukou_book == date(1961, 3, 12)


WRONG = {
    "no householder": (lambda rows: but(rows, 1, relation="8 其他"), (1, "relation"), "没有户主"),
    "two householders": (lambda rows: but(rows, 2, relation="0"), (2, "relation"), "第 3 行已是户主"),
    "two spouses": (lambda rows: but(rows, 3, relation="1", origin=None, within_policy=None), (3, "relation"), "第 4 行已是配偶"),
    "no name": (lambda rows: but(rows, 3, name=None), (3, "name"), "未填姓名"),
    "no relation": (lambda rows: but(rows, 3, relation=None), (3, "relation"), "未填与户主关系"),
    "householder without number": (lambda rows: but(rows, 1, number=None), (1, "number"), "系统按它查重"),
    "nobody's birth": (lambda rows: but(rows, 3, number=None), (3, "born"), "没有身份证号时须填出生日期"),
    "sex against the number": (lambda rows: but(rows, 1, sex="2 女"), (1, "sex"), "性别与身份证号不符"),
    "two phones": (lambda rows: but(rows, 2, phone="13800000000"), (2, "phone"), "与同户第 3 行填的不同"),
    "death without its day": (lambda rows: but(rows, 3, state="2"), (3, "died"), "还须填死亡日期"),
    "alive with a day of death": (lambda rows: but(rows, 3, died="2020-01-01"), (3, "died"), "与所填的生存状况不符"),
    "disability without its day": (lambda rows: but(rows, 3, disability="2"), (3, "disability_since"), "还须填评残日期"),
    "day of a disability nobody has": (lambda rows: but(rows, 3, disability_since="2020-01-01"), (3, "disability_since"), "不符"),
    "kind of disability alone": (lambda rows: but(rows, 3, disability=None, disability_kind="1"), (3, "disability"), "还须填残疾等级"),
    "account without bank": (lambda rows: but(rows, 1, bank=None), (1, "bank"), "还须填开户行"),
    "bank without account": (lambda rows: but(rows, 2, bank="农商银行"), (2, "account"), "还须填账号"),
    "minimum living without beginning": (lambda rows: but(rows, 1, living="1"), (1, "living_since"), "还须填低保起始日期"),
    "minimum living of some": (lambda rows: but(rows, 2, living=None), (2, "living"), "这一行也要填"),
    "certificate number of nobody": (lambda rows: but(rows, 1, certificate_number="样例"), (1, "certificate_number"), "不符"),
    "couple of one sex": (lambda rows: but(rows, 2, number=a_number(date(1966, 1, 1), "male")), (2, "sex"), "性别相同"),
    "unmarried with a spouse": (lambda rows: but(rows, 1, marital="5"), (1, "marital"), "却有户主的配偶"),
    "two wedding days": (lambda rows: but(rows, 2, married="1985-05-01"), (2, "married"), "与户主第 3 行填的日期不同"),
    "wedding of a child": (lambda rows: but(rows, 3, married="2015-05-01"), (3, "married"), "只填在户主或配偶的行"),
    "wedding to come": (lambda rows: but(rows, 1, married="2027-05-01"), (1, "married"), "晚于今天"),
    "wedding before birth": (lambda rows: but(rows, 1, married="1950-05-01"), (1, "married"), "早于"),
    "end of a standing marriage": (lambda rows: but(rows, 1, marriage_ended="2020-05-01"), (1, "marriage_ended"), "不是丧偶或离异"),
    "origin of an adult": (lambda rows: but(rows, 2, origin="1"), (2, "origin"), "只填在子、女的行"),
    "adoption day of a birth": (lambda rows: but(rows, 3, adopted="2000-01-01"), (3, "origin"), "来源须填收养或继子女"),
    "stepchild of whom": (lambda rows: but(rows, 3, origin="3"), (3, "birth_parent"), "户主还是配偶的亲生子女"),
    "birth parent of a birth": (lambda rows: but(rows, 3, birth_parent="1"), (3, "birth_parent"), "只有来源是继子女"),
    "children that are not listed": (lambda rows: but(rows, 1, children=3), (1, "children"), "却列出 2 名子女"),
}


@pytest.mark.parametrize("name", WRONG)
def test_rule_points_at_the_cell(name):
    change, where, words = WRONG[name]

    assert words in sentences(change(two_girls())).get(where, "")


def test_good_family_breaks_no_rule():
    assert sentences(two_girls()) == {}


def test_every_rule_of_the_folder_is_at_work():
    files = {module.name for module in pkgutil.iter_modules(checks.__path__)}

    assert {rule.__name__.rpartition(".")[2] for rule in checks._RULES} == files


def test_person_twice_in_the_file_is_refused_the_second_time():
    one, two = two_girls(1), two_girls(2)
    two[0]["number"] = one[0]["number"]
    found = families(*one, *two)

    repeated.refuse(found)

    assert [line.problems for line in found[0].lines] == [[], [], [], []]
    assert "与第 3 行是同一个身份证号" in found[1].lines[0].problems[0][1]


def test_grown_child_may_head_a_family_of_their_own():
    one, two = two_girls(1), two_girls(2)
    two[1]["number"] = one[2]["number"]
    found = families(*one, *two)

    repeated.refuse(found)

    assert not any(line.problems for family in found for line in family.lines)
