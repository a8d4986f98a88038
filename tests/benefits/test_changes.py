"""What is learnt late: shown month by month with the clause, confirmed as it was shown, booked by another person."""
import uuid
from dataclasses import replace
from datetime import date

import pytest

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.models import Event
from benefits.models import Change, Confirmation, EntitlementLine, HandOver, PolicyValue, Run
from benefits.policies_table import commands as policies
from benefits.runs import commands as runs
from households.commands import record_fact
from households.entry import UNRECORDED, DeathEntry, DisabilityEntry
from households.models import Death, Household, Hukou, Person
from tests.benefits.books import Officials, a_run_at
from tests.benefits.changing import confirm, of, preview
from tests.benefits.desk import LOSS, REWARD, Desk, two_girls
from tests.builders import AT, JIEFANG, QINGSHI, SHANGPING, ZHANGDIAN, a_post, inside
from tests.households.families import a_bereaved_couple, a_number, changed

pytestmark = pytest.mark.django_db
DISABLED, ALLOWANCE = "special_assistance_disability", "only_child_parent_allowance"
REWARD_TITLE = "农村部分计划生育家庭奖励扶助"
LOSS_TITLE, DISABLED_TITLE = "计划生育家庭特别扶助（独生子女死亡）", "计划生育家庭特别扶助（独生子女伤残）"


@pytest.fixture
def desk():
    return Desk()


def a_disabled_child(grade=2):
    """The only child is disabled: both parents have 460 a month."""
    return changed(a_bereaved_couple(), "child-0", death=None, disability=(DisabilityEntry(grade, date(2015, 4, 20), certified=True),))


def person(desk, name):
    return desk.person(name).pk


def months(year, *numbers):
    return [f"{year}-{number:02d}" for number in numbers]


def test_a_death_learnt_late_shows_every_month_old_and_new_with_the_clause_and_writes_nothing(desk):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    events, book = desk.count(Event), desk.book()

    shown = preview(desk, "death", household, person=person(desk, "曾秀英"), occurred=date(2026, 3, 9))

    assert of(shown) == {("曾秀英", LOSS_TITLE): dict.fromkeys(months(2026, *range(4, 13)), (590, 0))}
    (span,) = shown.groups[0].spans
    alive = span.deciding[0]
    assert alive["text"] == "本人在世（发至去世当月）" and "2026-03-09" in alive["because"] and alive["cite"]
    assert (shown.sums.added_fen, shown.sums.taken_fen, shown.sums.overpaid_fen) == (0, 9 * 59000, 0)
    assert [(row.subject, row.words) for row in shown.recorded if row.withdrawn_at is None] == [("本户", "单建民 — 曾秀英，丧偶"), ("曾秀英", "死亡")]
    assert (desk.count(Event), desk.book(), desk.count(Death), desk.count(Change)) == (events, book, 1, 0)


def test_confirmed_it_waits_for_another_person_and_is_one_event(desk):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    events = desk.count(Event)

    change = confirm(desk, "death", household, person=person(desk, "曾秀英"), occurred=date(2026, 3, 9))

    assert desk.count(Event) == events + 1
    with desk.inside():
        event = Event.objects.latest("id")
        assert (event.kind, [part["kind"] for part in event.after["recorded"]]) == ("change.recorded", ["death.recorded"])
    run = desk.now(change.run)
    assert (run.state, run.households, run.schemes) == (Run.State.SIMULATED, [household.pk], [LOSS])
    assert (change.taken_fen, change.number[:10]) == (9 * 59000, "BG370303-2")
    desk.approve(run)
    desk.publish(run)
    assert sum(desk.book().values()) == 59000 * (36 + 27)


def test_who_entered_a_change_does_not_approve_it_under_another_account(desk):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    change = confirm(desk, "death", household, person=person(desk, "曾秀英"), occurred=date(2026, 3, 9))

    with pytest.raises(NotAllowed, match="另一人"):
        desk.approve(change.run, by=a_post(Role.COUNTY_REVIEWER, staff_no=desk.clerk.staff_no))


def test_the_reward_of_the_year_of_death_stands_and_the_years_after_fall(desk):
    household = desk.register(changed(two_girls(), "adult-1", born=date(1962, 3, 12), number=a_number(date(1962, 3, 12), "female")))
    desk.published(REWARD)

    shown = preview(desk, "death", household, person=person(desk, "张桂兰"), occurred=date(2024, 12, 31))

    assert of(shown) == {("张桂兰", REWARD_TITLE): {"2025-01": (960, 0), "2026-01": (960, 0)}}


def test_an_only_child_that_dies_late_known_ends_one_scheme_and_begins_the_other(desk):
    household = desk.register(a_disabled_child())
    desk.published(LOSS, DISABLED)

    shown = preview(desk, "death", household, person=person(desk, "单小军"), occurred=date(2026, 9, 14))

    ended, begun = dict.fromkeys(months(2026, 10, 11, 12), (460, 0)), dict.fromkeys(months(2026, 10, 11, 12), (0, 590))
    assert of(shown) == {
        (name, title): rows for name in ("单建民", "曾秀英") for title, rows in ((DISABLED_TITLE, ended), (LOSS_TITLE, begun))
    }  # PC-05: the standard of the loss from the month after the death
    assert (shown.sums.added_fen, shown.sums.taken_fen) == (6 * 59000, 6 * 46000)


def test_a_child_that_recovered_ends_the_assistance_with_its_month(desk):
    household = desk.register(a_disabled_child())
    desk.published(DISABLED)

    shown = preview(desk, "recovery", household, person=person(desk, "单小军"), occurred=date(2026, 8, 20))

    assert of(shown) == {(name, DISABLED_TITLE): dict.fromkeys(months(2026, 9, 10, 11, 12), (460, 0)) for name in ("单建民", "曾秀英")}


def test_regraded_to_four_it_ends_and_regraded_to_three_nothing_changes(desk):
    household = desk.register(a_disabled_child())
    desk.published(DISABLED)
    regraded = {"person": person(desk, "单小军"), "occurred": date(2026, 8, 20), "disability": "", "lost_labour": None}

    assert of(preview(desk, "regrading", household, grade=4, **regraded)) == {
        (name, DISABLED_TITLE): dict.fromkeys(months(2026, 9, 10, 11, 12), (460, 0)) for name in ("单建民", "曾秀英")
    }
    same = confirm(desk, "regrading", household, grade=3, **regraded)
    assert (same.run, same.added_fen, same.taken_fen) == (None, 0, 0)


@pytest.mark.parametrize(("kind", "last"), [("birth", 5), ("adoption", 7)])
def test_another_child_ends_the_assistance_with_the_month_it_came(desk, kind, last):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    parents = [person(desk, "单建民"), person(desk, "曾秀英")]
    child = {"name": "单小雨", "number": a_number(date(2026, 5, 3), "female"), "sex": "female", "born": date(2026, 5, 3)}
    child |= {"parents": parents, "hukou": "rural", "within_policy": True}

    shown = preview(desk, kind, household, occurred=date(2026, last, 3), **child)

    assert of(shown) == {(name, LOSS_TITLE): dict.fromkeys(months(2026, *range(last + 1, 13)), (590, 0)) for name in ("单建民", "曾秀英")}
    change = confirm(desk, kind, household, preview_hash=shown.hash, occurred=date(2026, last, 3), **child)
    assert change.taken_fen == shown.sums.taken_fen
    with desk.inside():
        assert Person.objects.filter(name="单小雨").count() == 1


@pytest.mark.parametrize(("exempt", "expected"), [(False, {("张桂兰", REWARD_TITLE): {"2026-01": (960, 0)}}), (True, {})])
def test_an_urban_hukou_ends_the_reward_from_the_next_year_unless_the_whole_village_was_made_urban(desk, exempt, expected):
    household = desk.register(changed(two_girls(), "adult-1", born=date(1964, 3, 12), number=a_number(date(1964, 3, 12), "female")))
    desk.published(REWARD)

    shown = preview(
        desk, "hukou", household, people=[person(desk, "张桂兰")], occurred=date(2025, 6, 1), hukou="urban", exempt=exempt, source="公安局函"
    )  # fmt: skip

    assert of(shown) == expected


def test_a_spouse_who_moves_away_alone_is_shown_what_ends_and_comes_back(desk):
    household = desk.register(changed(two_girls(), "adult-1", born=date(1964, 3, 12), number=a_number(date(1964, 3, 12), "female")))
    desk.published(REWARD)
    moved = {"people": [person(desk, "张桂兰")], "occurred": date(2025, 6, 1), "hukou": "rural", "exempt": False}

    assert of(preview(desk, "hukou", household, county=ZHANGDIAN, **moved)) == {}  # the county itself
    assert of(preview(desk, "hukou", household, county=JIEFANG, **moved)) == {("张桂兰", REWARD_TITLE): {"2026-01": (960, 0)}}
    confirm(desk, "hukou", household, county=JIEFANG, **moved)
    back = preview(desk, "hukou", household, county="", **moved | {"occurred": date(2026, 9, 1)})

    assert "张桂兰" in {row.subject for row in back.recorded}
    with desk.inside():
        assert Hukou.objects.get(person__name="张桂兰", withdrawn_at=None, until=None).place == JIEFANG
        assert not HandOver.objects.exists() and Household.objects.get().pk == household.pk
    everybody = [person(desk, name) for name in ("刘志国", "张桂兰", "刘芳", "刘敏")]
    with pytest.raises(NotAllowed, match="请办理“迁往外县”"):
        preview(desk, "hukou", household, county=JIEFANG, **moved | {"people": everybody})


def test_a_birth_date_put_right_moves_the_year_she_comes_of_age(desk):
    household = desk.register(two_girls())
    desk.published(REWARD)
    born = date(1964, 3, 12)
    right = {"number": a_number(born, "female"), "born": born, "sex": "female", "occurred": date(2026, 10, 9)}

    shown = preview(desk, "birth_date", household, person=person(desk, "张桂兰"), **right)

    assert of(shown) == {("张桂兰", REWARD_TITLE): {"2024-01": (0, 960), "2025-01": (0, 960)}}
    assert (shown.sums.added_fen, shown.sums.taken_fen) == (192000, 0)
    confirm(desk, "birth_date", household, person=person(desk, "张桂兰"), **right)
    assert desk.person("张桂兰").born == born


def test_a_family_that_moves_inside_the_county_keeps_what_it_is_owed(desk):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)

    change = confirm(desk, "move", household, village=SHANGPING, occurred=date(2026, 10, 1), by=desk.preparer)

    assert (change.run, change.division_code) == (None, SHANGPING)
    with desk.inside():
        assert Household.objects.get(pk=household.pk).division_code == SHANGPING
        at_home = Person.objects.filter(memberships__household=household, memberships__home=True)
        assert set(at_home.values_list("division_code", flat=True)) == {SHANGPING}
    assert desk.count(EntitlementLine, run=desk.published(LOSS)) == 0


@pytest.mark.parametrize(
    ("error", "first"), [("", date(2026, 11, 1)), ("2025 年 3 月已交材料，窗口漏录", date(2025, 3, 1))], ids=["late", "an official's error"]
)
def test_a_certificate_brought_late_is_paid_from_its_month_unless_an_official_erred(error, first):
    desk = Desk(JIEFANG)
    child = {"born": date(2015, 4, 20), "number": a_number(date(2015, 4, 20), "male"), "death": None, "disability": ()}
    entry = replace(changed(a_bereaved_couple(village="410802001001"), "child-0", **child), certificates=(), minimum_living=())
    household = desk.register(entry)
    with desk.inside():
        desk.published(ALLOWANCE)

    change = confirm(desk, "certificate", household, person=person(desk, "曾秀英"), occurred=date(2025, 3, 8), number="样例1", error=error)

    desk.approve(change.run)
    desk.publish(change.run)
    assert min(since for _, _, since, _ in desk.book()) == first
    assert {beneficiary for beneficiary, _, _, _ in desk.book()} == {f"person:{person(desk, name)}" for name in ("单建民", "曾秀英")}
    assert desk.count(Confirmation) == (0 if error else 2)
    assert desk.count(EntitlementLine, run=desk.published(ALLOWANCE)) == 0  # the next run of the county says the same


def test_a_late_claim_counts_from_its_confirmation_unless_an_official_erred_and_another_accepts_it(desk):
    """特扶 since 2015, claimed in June 2026: that year's months. The error shown later, it counts from the year it should have been confirmed."""
    husband, wife = a_number(date(1968, 2, 1), "male"), a_number(date(1969, 6, 1), "female")
    entry = changed(a_bereaved_couple(), "adult-0", born=date(1968, 2, 1), number=husband)
    household = desk.register(changed(entry, "adult-1", born=date(1969, 6, 1), number=wife))
    late = {"person": person(desk, "曾秀英"), "scheme": LOSS, "occurred": date(2026, 6, 10), "error": "", "source": "申请书"}
    confirm(desk, "late_claim", household, **late)
    desk.published(LOSS)
    begun = {name: min(since for whose, _, since, _ in desk.book() if whose == f"person:{person(desk, name)}") for name in ("单建民", "曾秀英")}
    assert begun == {"单建民": date(2024, 1, 1), "曾秀英": date(2026, 1, 1)}  # of him nobody said that he was late

    earlier = late | {"occurred": date(2024, 3, 5)}
    with pytest.raises(NotAllowed, match="须是经办失误"):
        preview(desk, "late_claim", household, **earlier)
    erred = earlier | {"error": "2024 年 3 月已交材料，窗口漏录"}
    shown = preview(desk, "late_claim", household, **erred)
    second = confirm(desk, "late_claim", household, preview_hash=shown.hash, **erred)

    assert of(shown) == {("曾秀英", LOSS_TITLE): dict.fromkeys([*months(2024, *range(1, 13)), *months(2025, *range(1, 13))], (0, 590))}
    with pytest.raises(NotAllowed), desk.inside():
        runs.approve_run(run_id=second.run_id, lines_hash=second.run.lines_hash, by=desk.clerk, at=AT)
    desk.publish(desk.approve(second.run))
    with desk.inside():
        rows = list(Confirmation.objects.filter(person=late["person"]).order_by("id").values_list("since", "source", "withdrawn_why"))
    assert rows == [(date(2026, 6, 10), "申请书", "另定起算日"), (date(2024, 3, 5), "申请书；经办失误：2024 年 3 月已交材料，窗口漏录", "")]
    with pytest.raises(NotAllowed, match="不是迟办"):
        preview(desk, "late_claim", household, **late)


def test_what_is_not_recorded_takes_nothing_back(desk):
    entry = changed(two_girls(), "child-0", disability=())
    household = desk.register(replace(entry, people=entry.people[:3], children=entry.children[:1]))
    desk.published(REWARD)
    second = {"name": "刘敏", "number": a_number(date(1992, 11, 2), "female"), "sex": "female", "born": date(1992, 11, 2), "hukou": "rural"}
    second |= {"parents": [person(desk, "刘志国"), person(desk, "张桂兰")], "within_policy": None}

    shown = preview(desk, "birth", household, occurred=date(1992, 11, 2), **second)

    assert (shown.groups, shown.schemes) == ([], [])
    (question,) = [question for question in shown.questions if question.booked_fen]
    assert (question.whose, question.booked_fen) == ("张桂兰", 96000) and "政策" in question.missing[0]
    assert confirm(desk, "birth", household, preview_hash=shown.hash, occurred=date(1992, 11, 2), **second).run is None
    assert list(desk.book().values()) == [96000]


def test_what_changed_since_it_was_shown_has_to_be_looked_at_again(desk):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    died = {"person": person(desk, "曾秀英"), "occurred": date(2026, 3, 9)}
    shown = preview(desk, "death", household, **died)
    husband = {"person_id": person(desk, "单建民"), "kind": "death", "item": DeathEntry(date(2026, 1, 9))}
    with desk.inside():
        record_fact(household_id=household.pk, by=desk.clerk, at=AT, source="殡葬登记比对", **husband)

    with pytest.raises(NotAllowed, match="重新预览"):
        confirm(desk, "death", household, preview_hash=shown.hash, **died)
    assert (desk.count(Change), desk.count(Death, person__name="曾秀英")) == (0, 0)


def test_money_that_moved_since_it_was_shown_has_to_be_looked_at_again(desk):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    died = {"person": person(desk, "曾秀英"), "occurred": date(2026, 3, 9)}
    shown = preview(desk, "death", household, **died)
    with desk.inside():
        a_run_at("settled", Officials(), schemes=[LOSS])

    now = preview(desk, "death", household, **died)

    assert (shown.sums.overpaid_fen, now.sums.overpaid_fen) == (0, 9 * 59000)
    with pytest.raises(NotAllowed, match="重新预览"):
        confirm(desk, "death", household, preview_hash=shown.hash, **died)
    assert confirm(desk, "death", household, preview_hash=now.hash, **died).overpaid_fen == 9 * 59000


def test_a_clause_that_is_another_since_it_was_shown_has_to_be_looked_at_again(db):
    desk, officials = Desk(JIEFANG), Officials(JIEFANG)
    household = desk.register(replace(two_girls(), village="410802001001"))
    born = date(1965, 3, 12)
    right = {"person": person(desk, "张桂兰"), "occurred": date(2026, 3, 1), "born": born, "sex": "female", "number": a_number(born, "female")}
    shown = preview(desk, "birth_date", household, **right)
    rate = PolicyValue.objects.get(place="410800000000", name="rural_reward.local_rate")
    with desk.inside():
        row = policies.record_confirmation(
            value_id=rate.pk, number="样例〔2024〕2 号", title="样例", issuer="样例", issued="2024", clause="三", by=officials.reviewer, at=AT
        )
        policies.accept_confirmation(confirmation_id=row.pk, by=officials.signer, at=AT)

    now = preview(desk, "birth_date", household, **right)

    assert of(now) == of(shown) != {} and now.sums == shown.sums
    with pytest.raises(NotAllowed, match="重新预览"):
        confirm(desk, "birth_date", household, preview_hash=shown.hash, **right)


@pytest.mark.parametrize("kind", ["birth", "adoption"])
def test_one_child_of_a_family_whose_children_are_not_recorded_does_not_make_the_list_whole(desk, kind):
    entry = two_girls(children=UNRECORDED)
    household = desk.register(replace(entry, people=entry.people[:2]))
    child = {"name": "刘小芳", "number": None, "sex": "female", "born": date(1999, 5, 3), "hukou": "rural", "within_policy": None}
    child |= {"parents": [person(desk, "刘志国"), person(desk, "张桂兰")], "occurred": date(1999, 5, 3)}

    with pytest.raises(NotAllowed, match="只记这一个会被当作全部"):
        preview(desk, kind, household, **child)

    assert {row.subject for row in preview(desk, kind, household, only=True, **child).recorded} >= {"刘小芳"}


def test_one_certificate_of_a_family_whose_certificates_are_not_recorded_does_not_make_the_list_whole(desk):
    household = desk.register(two_girls(certificates=UNRECORDED))
    held = {"person": person(desk, "张桂兰"), "occurred": date(1993, 2, 1), "number": "样例000009", "error": ""}

    with pytest.raises(NotAllowed, match="光荣证情况还没有登记"):
        preview(desk, "certificate", household, **held)

    assert preview(desk, "certificate", household, only=True, **held).recorded
    confirm(desk, "certificate", household, only=True, **held)
    with pytest.raises(NotAllowed, match="登记有别的光荣证"):
        preview(desk, "certificate", household, only=True, **held | {"person": person(desk, "刘志国")})


def test_the_same_form_sent_twice_is_one_change(desk):
    household, key = desk.register(a_bereaved_couple()), uuid.uuid4()
    desk.published(LOSS)
    died = {"person": person(desk, "曾秀英"), "occurred": date(2026, 3, 9), "key": key}

    first = confirm(desk, "death", household, **died)

    assert confirm(desk, "death", household, preview_hash=first.preview_hash, **died).pk == first.pk
    with pytest.raises(NotAllowed, match="内容不同"):
        confirm(desk, "recovery", household, preview_hash=first.preview_hash, **died)


@pytest.mark.parametrize("order", ["county first", "change first"])
def test_a_run_of_the_county_under_way_and_a_change_end_in_the_same_book(desk, order):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    county = desk.simulate(LOSS)
    desk.approve(county)
    change = confirm(desk, "death", household, person=person(desk, "曾秀英"), occurred=date(2026, 3, 9))

    for run in [county, change.run] if order == "county first" else [change.run, county]:
        while desk.now(run).state != Run.State.PUBLISHED:
            if desk.now(run).state == Run.State.SIMULATED:
                desk.approve(run)
            desk.publish(run)

    assert sum(desk.book().values()) == 59000 * (36 + 27) and set(desk.book().values()) == {59000}


def test_a_change_whose_run_is_discarded_comes_with_the_next_run_of_the_county(desk):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    change = confirm(desk, "death", household, person=person(desk, "曾秀英"), occurred=date(2026, 3, 9))
    with desk.inside():
        runs.discard_run(run_id=change.run_id, reason="并入年度核算", by=desk.reviewer, at=AT)

    desk.published(LOSS)

    assert sum(desk.book().values()) == 59000 * (36 + 27)


@pytest.mark.parametrize(
    ("died", "sentence"),
    [(date(2026, 12, 1), "晚于获知日期"), (date(1950, 1, 1), "早于出生日期")],
)
def test_a_day_that_cannot_be_is_refused_with_one_sentence(desk, died, sentence):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    fields = {"person": person(desk, "曾秀英"), "occurred": died}

    with pytest.raises(NotAllowed, match=sentence):
        confirm(desk, "death", household, preview_hash="0" * 64, **fields)
    assert desk.count(Change) == 0


@pytest.mark.parametrize("role", [Role.VILLAGE_WORKER, Role.TOWNSHIP_REVIEWER, Role.COUNTY_REVIEWER, Role.AUDITOR])
def test_only_a_township_clerk_and_the_county_preparer_enter_changes(desk, role):
    household = desk.register(a_bereaved_couple())

    with pytest.raises(NotAllowed, match="变更由"):
        confirm(desk, "death", household, by=a_post(role), preview_hash="0" * 64, person=1, occurred=date(2026, 3, 9))


def test_a_township_enters_for_its_own_families_alone_and_no_other_county_sees_it(desk):
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    died = {"person": person(desk, "曾秀英"), "occurred": date(2026, 3, 9)}
    with pytest.raises(NotAllowed, match="不在您的辖区内"):
        preview(desk, "death", household, by=a_post(Role.TOWNSHIP_CLERK, "370303004000"), **died)

    change = confirm(desk, "death", household, by=a_post(Role.TOWNSHIP_CLERK, QINGSHI), **died)

    with inside(QINGSHI):
        assert Change.objects.get().pk == change.pk and not Run.objects.exists()
    with inside(JIEFANG):
        assert not Change.objects.exists()
