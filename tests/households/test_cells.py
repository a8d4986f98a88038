"""What a clerk types, read: codes, dates, numbers, masks, and what was not typed."""
from datetime import date

import pytest

from households.cells import people, read, show, values
from households.entry import UNRECORDED, DisabilityEntry, HukouEntry
from households.queries import places
from households.queries.places import Village
from tests.builders import LIUGOU
from tests.households.families import a_number

ON = date(2026, 11, 22)
VILLAGES = [Village(LIUGOU, "青石镇 柳沟村", "qslgc", frozenset({"柳沟村", "柳沟", "青石镇柳沟村", "qslgc", "lgc", LIUGOU}))]
HEAD, WIFE = a_number(date(1967, 8, 3), "male"), a_number(date(1966, 3, 12), "female")
DAUGHTER = a_number(date(1989, 5, 20), "female")


def cells(**more):
    """A couple and a daughter, every cell passed."""
    typed = {
        "village": "柳沟村",
        **{f"adult-0-{name}": text for name, text in {"relation": "0", "name": "刘志国", "number": HEAD}.items()},
        **{f"adult-1-{name}": text for name, text in {"relation": "1", "name": "张桂兰", "number": WIFE}.items()},
        **{f"adult-{n}-{name}": "1" for n in (0, 1) for name in ("marital", "hukou", "state")},
        **{f"child-0-{name}": text for name, text in {"name": "刘芳", "number": DAUGHTER, "state": "1", "policy": "1", "origin": "1"}.items()},
    }
    return typed | {name.replace("__", "-"): text for name, text in more.items()}


def page(**more):
    return read.read(cells(**more), villages=VILLAGES, on=ON)


def sentences(found):
    return {message.cell: message.sentence for message in found.messages}


def test_a_family_is_read():
    found = page()

    assert found.messages == ()
    assert found.entry.village == LIUGOU
    assert [(person.name, person.relation, person.sex) for person in found.entry.people] == [
        ("刘志国", "0", "male"),
        ("张桂兰", "1", "female"),
        ("刘芳", "3", "female"),
    ]
    assert found.entry.people[0].hukou == (HukouEntry("rural"),)
    assert (found.entry.couples[0].husband, found.entry.couples[0].ended) == ("adult-0", None)
    assert found.entry.children[0].parents == ("adult-0", "adult-1")


def test_untouched_cells_are_not_recorded():
    found = page(adult__0__hukou="", adult__0__state="", child__0__policy="", child__0__origin="", child__0__state="")

    assert found.entry.people[0].hukou is UNRECORDED
    assert found.entry.people[0].death is UNRECORDED
    assert found.entry.people[2].death is UNRECORDED
    assert found.entry.children[0].within_policy is UNRECORDED
    assert found.entry.children[0].origin is UNRECORDED
    assert found.entry.certificates is UNRECORDED
    assert found.entry.minimum_living is UNRECORDED
    assert found.entry.status is UNRECORDED


def test_boxes_state_that_there_is_none():
    found = page(no_living="1", no_certificate="1", no_status="1", no_disability="1")

    assert (found.entry.minimum_living, found.entry.certificates, found.entry.status) == ((), (), ())
    assert all(person.disability == () for person in found.entry.people)


def test_a_finding_says_which_authority_found_it():
    said = {"status-0-kind": "1", "status-0-since": "2012-01-01"}
    found, long, alone = (page(**said | {"status-0-decided_by": "县卫健局"}), page(**said | {"status-0-decided_by": "局" * 61}), page(
        **{"status-0-decided_by": "县卫健局"}))  # fmt: skip

    assert [(item.since, item.decided_by) for item in found.entry.status] == [(date(2012, 1, 1), "县卫健局")]
    assert sentences(long) == {"status-0-decided_by": "家庭认定：不能超过 60 个字，现有 61 个，请缩短。"}
    assert "status-0-kind" in sentences(alone)


def test_no_child_is_stated_by_its_box():
    rest = dict.fromkeys(("child__0__name", "child__0__number", "child__0__state", "child__0__policy", "child__0__origin"), "")

    assert page(**rest).entry.children is UNRECORDED
    assert page(**rest, no_children="1").entry.children == ()


def test_a_row_without_name_and_number_is_no_row():
    assert len(page(adult__2__relation="5", adult__2__hukou="1").entry.people) == 3


@pytest.mark.parametrize("typed", ["柳沟村", "柳沟", "lgc", "qslgc", "青石镇 柳沟村", LIUGOU])
def test_a_village_is_known_by_name_initials_or_code(typed):
    assert page(village=typed).entry.village == LIUGOU


@pytest.mark.parametrize("typed", ["西河社区", "西河", "xh", "xhsq", "松坡街道西河社区"])
def test_a_community_goes_by_its_short_name_as_a_village_does(typed):
    assert typed in places._village("370303004001", "西河社区", "松坡街道").spellings


def test_an_unknown_village_is_said():
    assert "没有“上海”" in sentences(page(village="上海"))["village"]


@pytest.mark.parametrize("typed", ["20150420", "2015-4-20", "2015.04.20", "2015/4/20", "2015年4月20日", "２０１５０４２０"])
def test_a_day_may_be_typed_in_many_ways(typed):
    assert values.day(typed) == date(2015, 4, 20)


@pytest.mark.parametrize("typed", ["20150230", "2015", "明天", "201504201"])
def test_a_day_that_does_not_exist_is_unreadable(typed):
    with pytest.raises(values.Unreadable):
        values.day(typed)


def test_money_is_integer_fen():
    assert (values.fen("1,180.5"), values.fen("180"), values.fen("")) == (118050, 18000, None)
    with pytest.raises(values.Unreadable):
        values.fen("1.234")


def test_who_never_had_a_number_is_known_by_birth_and_sex():
    person = page(child__0__number="19890520 2").entry.people[2]

    assert (person.number, person.born, person.sex) == (None, date(1989, 5, 20), "female")


def test_a_wrong_check_digit_is_said_once_and_the_person_stays_without_birth():
    wrong = HEAD[:-1] + ("0" if HEAD[-1] != "0" else "1")
    found = page(adult__0__number=wrong)

    assert "末位校验码不符" in sentences(found)["adult-0-number"]
    assert len([message for message in found.messages if message.cell == "adult-0-number"]) == 1
    assert found.entry.people[0].born is None


def test_a_dead_child_needs_its_day():
    assert "child-0-event_on" in sentences(page(child__0__state="2"))

    found = page(child__0__state="2", child__0__event_on="20150420")
    assert found.entry.people[2].death == date(2015, 4, 20)


def test_a_disabled_child_has_grade_and_day():
    found = page(child__0__state="3", child__0__event_on="20150420", child__0__grade="2")

    assert found.entry.people[2].disability == (DisabilityEntry(2, date(2015, 4, 20), certified=True),)
    assert found.entry.people[2].death is None


def test_who_moved_out_is_alive_and_their_hukou_elsewhere_from_that_day():
    person = page(adult__1__state="3", adult__1__ended_on="20240301").entry.people[1]

    assert person.death is None
    assert person.hukou == (HukouEntry("rural", until=date(2024, 3, 1)), HukouEntry("rural", date(2024, 3, 1), None, people.ELSEWHERE))


def test_a_marriage_ends_with_the_death_of_one():
    found = page(adult__0__state="2", adult__0__ended_on="20200101", adult__1__marital="3")

    assert (found.entry.couples[0].ended, found.entry.couples[0].how) == (date(2020, 1, 1), "widowed")


def test_a_divorced_head_alone_has_no_marriage():
    found = page(adult__0__marital="4", adult__1__name="", adult__1__number="")

    assert found.entry.couples == ()


def test_a_married_head_without_a_recorded_spouse_is_unknown():
    assert page(adult__1__name="", adult__1__number="").entry.couples is UNRECORDED


def test_a_stepchild_is_born_to_one_and_step_to_the_other():
    relations = page(child__0__origin="4", child__0__origin_on="20100501").entry.children

    assert [(item.parents, item.origin, item.since) for item in relations] == [
        (("adult-1",), "birth", None),
        (("adult-0",), "step", date(2010, 5, 1)),
    ]


def test_minimum_living_counts_everybody_alive_unless_said_otherwise():
    found = page(living__0__kind="1", living__0__since="20180101", living__0__subsidy_month="260", child__0__state="2", child__0__event_on="20100101")

    (living,) = found.entry.minimum_living
    assert (living.kind, living.members, living.subsidy_fen) == ("rural", ("adult-0", "adult-1"), 26000)


def test_an_account_takes_the_name_of_its_holder():
    (account,) = page(account__0__holder="adult-1", account__0__bank="农商银行", account__0__number="6217 0000 0000 0000 004").entry.accounts

    assert (account.holder_name, account.number) == ("张桂兰", "6217000000000000004")


def test_a_draft_opened_again_shows_masks_that_mean_unchanged():
    typed = cells(account__0__number="6217000000000000004")
    shown = show.masked(typed)

    assert not any(number in text for text in shown.values() for number in (HEAD, WIFE, DAUGHTER, "6217"))
    assert show.unmasked(shown, typed) == typed
    assert show.unmasked(shown | {"adult-0-number": "1"}, typed)["adult-0-number"] == "1"


def test_a_husband_and_wife_of_one_sex_are_said():
    assert "性别" in sentences(page(adult__1__number=a_number(date(1966, 3, 12), "male")))["adult-1-number"]


def test_a_child_older_than_its_parent_is_said():
    assert "不晚于" in sentences(page(child__0__number=a_number(date(1950, 1, 1), "female")))["child-0-number"]
