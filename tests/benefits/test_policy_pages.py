"""Policy pages: what a place states, drawn through time, with clause, document, people and use; what is due for review."""
import re
from datetime import date
from io import BytesIO

import numpy as np
import openpyxl
import pytest
from django.urls import reverse

from accounts.roles import Role
from benefits import wording
from benefits.models import PolicyValue
from benefits.policies_table import board, commands, effects, names, queries, reviews
from benefits.rules import months
from benefits.runs.commands import open_ledger
from tests.benefits.books import Officials
from tests.benefits.conftest import simulated
from tests.benefits.desk import REWARD, Desk, two_girls
from tests.builders import AT, GUANSHANHU, JIEFANG, JINTA, ZHANGDIAN, a_post, inside
from tests.households.families import a_bereaved_couple
from tests.pages.acts import ACTS, County
from tests.pages.crawl import words

pytestmark = pytest.mark.django_db

ON, SINCE = date(2026, 11, 22), date(2026, 1, 1)
NATION, DEATH, RATE = "000000000000", "special_assistance_death", f"{REWARD}.rate"


@pytest.fixture
def page(client):
    """page(post, name, *args, query=""): the page as that official sees it."""

    def opened(post, name, *args, query=""):
        client.force_login(post.user)
        session = client.session
        session["post"] = post.pk
        session.save()
        return client.get(reverse(f"benefits:{name}", args=args) + query)

    return opened


def bar(county, place, scheme, name):
    """[(kind, since, until, value)] of one bar."""
    with inside(county):
        _axis, bars = board.bars(county, place, scheme, on=ON)
    found = next(pieces for of, _unit, pieces in bars if of == name)
    return [(piece.kind, piece.since, piece.until, value and value.value) for piece, value in found]


def test_years_no_document_proves_are_a_gap_and_years_with_other_standards_are_not():
    found = bar(ZHANGDIAN, NATION, DEATH, f"{DEATH}.rate")

    assert [(kind, since.year, until and until.year) for kind, since, until, _value in found] == [
        ("stated", 2008, 2012), ("stated", 2012, 2014), ("apart", 2014, 2016), ("gap", 2016, 2022), ("stated", 2022, 2022), ("stated", 2022, None),
    ]  # fmt: skip


@pytest.mark.parametrize("county", [ZHANGDIAN, GUANSHANHU, JIEFANG, JINTA])
def test_bars_lie_side_by_side_without_overlap_and_as_the_rules_read_them(county):
    with inside(county):
        place = queries.in_force(county).book.place(county)
        for scheme in {row.value.scheme or names.LINES for row in board.rows(county)}:
            _axis, bars = board.bars(county, county, scheme, on=ON)
            for name, _unit, pieces in bars:
                ends = [piece.until for piece, _ in pieces]
                assert all(end == after.since for end, (after, _) in zip(ends, pieces[1:], strict=False)), name
                for piece, value in pieces:
                    assert piece.left + piece.width <= 10_030
                    on = np.array([months.day(piece.since)])
                    held = place.at(name, on, on)
                    assert (piece.kind == "stated") == (held >= 0).all() and (piece.kind != "stated" or value is not None)


def test_a_confirmed_value_follows_in_the_bar(an_official_value):
    with inside(ZHANGDIAN):
        an_official_value(RATE, "1080.00", since=SINCE)

    assert bar(ZHANGDIAN, ZHANGDIAN, REWARD, RATE)[-2:] == [
        ("stated", date(2012, 1, 1), SINCE, "960.00"), ("stated", SINCE, None, "1080.00"),
    ]  # fmt: skip


def test_the_page_of_a_scheme_says_clause_document_and_who(page, an_official_value):
    with inside(GUANSHANHU):
        row = an_official_value("rural_minimum_living_line", "6000.00", since=SINCE, place=GUANSHANHU)
        waiting = an_official_value("rural_minimum_living_line", "6600.00", since=date(2027, 1, 1), place=GUANSHANHU, confirmed=False)

    shown = words(page(a_post(Role.AUDITOR, GUANSHANHU), "policy_scheme", "520100000000", "minimum_living_uplift"))
    lines = words(page(a_post(Role.AUDITOR, GUANSHANHU), "policy_scheme", GUANSHANHU, "lines"))

    assert "每年按照不低于当地农村低保保障标准20%的比例增发补助" in shown
    assert "筑委厅字〔2013〕89号" in shown and "中共贵阳市委办公厅" in shown
    assert "农村低保标准" in lines and "6,000.00" in lines and row.entered_by.name != row.confirmed_by.name
    assert f"{row.entered_by.name} → {row.confirmed_by.name}" in lines and f"{waiting.entered_by.name} → 待县级签发确认" in lines


def test_a_proposed_value_is_shown_month_by_month_and_months_without_a_difference_are_left_out(page, an_official_value):
    desk = Desk()
    desk.register(a_bereaved_couple())
    with inside(ZHANGDIAN):
        row = an_official_value(f"{DEATH}.rate", "600.00", since=date(2026, 7, 1), unit="yuan per person per month", confirmed=False)
        simulation = simulated(row)
        simulation.refresh_from_db()

    found = next(effect for effect in effects.of(simulation) if effect.scheme == DEATH)
    shown = " ".join(words(page(desk.reviewer, "policy_value", row.pk)).split())

    assert [(period, e.people, e.winners, e.before_fen, e.after_fen) for period, e in found.periods] == [
        (f"2026-{month:02d}", 2, 2, 118_000, 120_000) for month in range(7, 13)
    ]  # both parents, 590.00 a month
    assert (found.whole.people, found.whole.difference_fen) == (2, 12_000)
    assert all(f"2026-{month:02d} 2 2 0 0 1,180.00 1,200.00 +20.00" in shown for month in range(7, 13)) and "2026-06" not in shown


def test_a_gap_is_marked_in_the_drawing_and_in_words(page):
    text = page(a_post(Role.VIEWER), "policy_scheme", NATION, DEATH).content.decode()

    assert 'class="gap"' in text and "无文件证明" in text
    assert re.search(r'aria-label="[^"]*2016-01-01 至 2022-01-01：无文件证明', text)


def test_runs_that_rested_on_a_value_are_named_with_a_link(page):
    desk = Desk()
    desk.register(two_girls())
    run = desk.published(REWARD)
    value = PolicyValue.objects.get(place=NATION, name=RATE, since=date(2012, 1, 1))

    shown = page(desk.reviewer, "policy_value", value.pk).content.decode()
    elsewhere = page(a_post(Role.COUNTY_REVIEWER, JINTA), "policy_value", value.pk).content.decode()

    assert reverse("benefits:run", args=[run.pk]) in shown and run.number in shown
    assert run.number not in elsewhere and "本县未采用，其他县已采用" in elsewhere


def test_the_list_keeps_its_filters_in_the_address_and_goes_out_as_a_workbook(page):
    officer = a_post(Role.COUNTY_REVIEWER, JIEFANG)

    shown = words(page(officer, "policies", query="?state=reported"))
    response = page(officer, "export_policies", query="?state=reported&scheme=rural_reward")

    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    cells = {str(cell.value) for row in sheet.iter_rows(min_row=2) for cell in row}
    assert "仅见于报道，不发放" in shown
    assert "焦作市" in cells and "960.00" in cells and not {"省级标准 840.00"} & cells


def test_a_place_says_how_it_reads_what_its_documents_leave_open(page):
    shown = words(page(a_post(Role.VIEWER), "policy_place", ZHANGDIAN))

    assert "PC-09" in shown and "淄博低保增发" in shown and "按 20%" in shown
    assert page(a_post(Role.VIEWER), "policy_place", GUANSHANHU).status_code == 404


def review(county, kind):
    with inside(county):
        return [(one.title, one.sentence) for one in reviews.of(county, on=ON, schemes=_schemes()) if one.kind == kind]


def _schemes():
    return {code: str(title) for code, title in wording.scheme_titles().items()}


def test_what_is_only_reported_is_due_for_review_until_a_document_confirms_it():
    before = review(JIEFANG, "unproven")
    value = PolicyValue.objects.get(place="410800000000", name=f"{REWARD}.local_rate")
    officials = Officials(JIEFANG)
    with inside(JIEFANG):
        row = commands.record_confirmation(
            value_id=value.pk, number="样例〔2024〕2 号", title="样例", issuer="样例", issued="2024", clause="三", by=officials.reviewer, at=AT
        )
        commands.accept_confirmation(confirmation_id=row.pk, by=officials.signer, at=AT)

    assert len(review(JIEFANG, "unproven")) == len(before) - 1
    assert "照算，不发放" in before[0][1]


def test_a_line_of_last_year_is_due_and_one_of_this_year_is_not(an_official_value):
    Desk(GUANSHANHU)
    with inside(GUANSHANHU):
        an_official_value("rural_minimum_living_line", "6000.00", since=date(2025, 1, 1), place=GUANSHANHU)
    assert [said for title, said in review(GUANSHANHU, "yearly") if title == "农村低保标准"] == ["2026 年还没有新标准。现行标准自 2025-01-01 起。"]

    with inside(GUANSHANHU):
        an_official_value("rural_minimum_living_line", "6300.00", since=SINCE, place=GUANSHANHU, number="样例〔2026〕2号")

    assert not [title for title, _said in review(GUANSHANHU, "yearly") if title == "农村低保标准"]


def test_a_document_that_ends_this_year_is_due():
    with inside(ZHANGDIAN):
        found = [one for one in reviews.of(ZHANGDIAN, on=date(2017, 3, 1), schemes=_schemes()) if one.kind == "ending"]

    assert {one.due for one in found} == {date(2017, 10, 1)}
    assert "淄政办发〔2012〕74号" in found[0].sentence


def test_a_proposal_waits_on_the_review_page_of_its_county_alone(page, an_official_value):
    with inside(ZHANGDIAN):
        an_official_value(RATE, "1080.00", since=SINCE, confirmed=False)

    assert review(ZHANGDIAN, "waiting") and not review(JIEFANG, "waiting")
    assert "待县级签发看过模拟核算后确认" in words(page(a_post(Role.COUNTY_SIGNER), "policy_reviews"))


def test_every_value_on_file_has_a_name_and_words():
    """No code of ours stands where an official reads."""
    schemes = _schemes()
    for value in PolicyValue.objects.exclude(name__startswith="PC-"):
        told = f"{names.title(value.name, schemes)} {names.unit(value.unit)}" + (names.stated(value) if value.unit == "options" else "")
        assert not re.search(r"[a-z]", told), (value.place, value.name, told)


def test_a_figure_known_from_a_newspaper_is_marked_wherever_its_reason_is_shown(page):
    desk = Desk(JIEFANG, open_from=None)
    with desk.inside():
        open_ledger(scheme=REWARD, since=date(2024, 1, 1), by=desk.preparer, at=AT)
    desk.register(two_girls(village="410802001001"))
    run = desk.simulate(REWARD)
    with desk.inside():
        line = run.lines.first()

    assert "仅见于报道，不发放" in words(page(desk.reviewer, "run_line", run.pk, line.pk))


@pytest.mark.parametrize(("name", "cell"), [("refuse_value", "why-refuse"), ("withdraw_value", "why-withdraw"), ("refuse_confirmation", None)])
@pytest.mark.parametrize("typed", ["", "与文件第三条不符" * 30])
def test_a_refusal_or_withdrawal_without_a_fit_reason_is_shown_again_with_what_was_typed(name, cell, typed, client):
    sent = ACTS[f"benefits:{name}"].prepare(County())
    client.force_login(sent.by.user)

    answer = client.post(reverse(f"benefits:{name}", args=sent.args), {"why": typed})

    cell = cell or f"why-{sent.args[0]}"
    shown = answer.content.decode()
    assert answer.status_code == 422 and f'<a href="#{cell}">' in shown
    (field,) = re.findall(rf'<input class="input" id="{cell}"[^>]*>', shown)
    assert f'value="{typed}"' in field and f'aria-describedby="{cell}-error"' in field
