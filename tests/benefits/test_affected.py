"""Whom a proposed value changes: named while it is simulated, shown to who confirms it, forgotten when it is withdrawn."""
import io
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from openpyxl import load_workbook

from accounts import paging
from accounts.roles import Role
from audits.jobs import commands as jobs
from audits.jobs import engine
from audits.models import Job
from benefits.models import SimulationRow
from benefits.policies_table import commands, work
from benefits.policies_table.affected import queries
from tests.benefits.books import an_official
from tests.benefits.conftest import confirm, simulated
from tests.benefits.desk import LOSS, Desk
from tests.builders import AT, GUANSHANHU, LIUGOU, SHANGPING, ZHANGDIAN
from tests.households.families import a_bereaved_couple
from tests.pages.crawl import words

JULY = "2026-07-01/2026-08-01"  # from then 600.00 instead of 590.00 a month


@pytest.fixture
def desk(db):
    """张店 with two bereaved couples, the later one in the village that comes first."""
    desk = Desk()
    for village in (SHANGPING, LIUGOU):
        desk.register(a_bereaved_couple(village=village))
    return desk


@pytest.fixture
def proposed(desk, an_official_value):
    with desk.inside():
        return an_official_value(f"{LOSS}.rate", "600.00", since=date(2026, 7, 1), unit="yuan per person per month", confirmed=False)


def test_a_simulation_names_everybody_it_changes_with_both_amounts_and_the_periods(desk, proposed):
    with desk.inside():
        simulated(proposed)
        simulation = proposed.simulations.get()
        rows = list(queries.filtered(simulation, {}))
        in_july = list(queries.filtered(simulation, {"period": JULY, "change": "up"}))

        assert [(row.division_code, row.scheme, row.after_fen - row.before_fen) for row in rows] == [
            (village, LOSS, 6_000) for village in (LIUGOU, LIUGOU, SHANGPING, SHANGPING)
        ]
        assert {row.person.name for row in rows} == {"单建民", "曾秀英"}
        assert sorted(rows[0].periods) == [f"2026-{month:02d}-01/{date(2026 + month // 12, month % 12 + 1, 1)}" for month in range(7, 13)]
        assert [(row.shown_before_fen, row.shown_after_fen) for row in in_july] == [(59_000, 60_000)] * 4
        assert not queries.filtered(simulation, {"change": "less"}) and not queries.filtered(simulation, {"township": "370303101000"})
        assert {name: count for name, _title, count in queries.counts(simulation)["kinds"]} == {"new": 0, "up": 4, "down": 0, "ended": 0}

        found, mark, seen = queries.filtered(simulation, {}), {}, []
        for _page in range(4):
            page = paging.page(found, mark, key="division_code-id", size=1)
            seen += page.rows
            mark = {name: values[0] for name, values in parse_qs(page.next_url[1:]).items()}
        assert seen == rows and page.next_url == ""
        back = {name: values[0] for name, values in parse_qs(page.previous_url[1:]).items()}
        assert paging.page(found, back, key="division_code-id", size=3).rows == rows[:3]


def test_a_chunk_that_broke_off_names_nobody_twice(desk, proposed, monkeypatch):
    monkeypatch.setattr("benefits.policies_table.commands.simulating.CHUNK", 1)
    with desk.inside():
        job = Job.objects.get(pk=proposed.simulations.get().job_id)
        work.step(job, at=AT)
        job.save()
    with pytest.raises(ZeroDivisionError), desk.inside():
        work.step(job, at=AT)
        raise ZeroDivisionError
    engine.work(job.pk)

    assert desk.count(SimulationRow) == 4


def test_a_simulation_that_is_cancelled_names_nobody(desk, proposed, monkeypatch):
    monkeypatch.setattr("benefits.policies_table.commands.simulating.CHUNK", 1)
    with desk.inside():
        job = Job.objects.get(pk=proposed.simulations.get().job_id)
        for _step in range(2):
            work.step(job, at=AT)
        job.save()
        assert SimulationRow.objects.count() == 2
        jobs.cancel(job_id=job.pk, by=desk.reviewer, at=AT)

    assert desk.count(SimulationRow) == 0


def test_rows_belong_to_the_last_simulation_until_the_value_is_withdrawn(desk, proposed):
    with desk.inside():
        first = simulated(proposed)
        commands.simulate_value(value_id=proposed.pk, by=desk.reviewer, at=AT)
        again = simulated(proposed)
        assert (first.rows.count(), again.rows.count()) == (0, 4)

        commands.simulate_value(value_id=proposed.pk, by=desk.reviewer, at=AT)
        last = proposed.simulations.first()
        commands.withdraw_value(value_id=proposed.pk, why="录错", by=desk.reviewer, at=AT)
    engine.work(last.job_id)

    assert desk.count(SimulationRow) == 0


def test_nobody_edits_the_rows_or_takes_them_from_who_confirms_by_them(desk, proposed):
    with desk.inside():
        simulation = simulated(proposed)
    attacks = [
        "UPDATE benefits_simulationrow SET after_fen = 1",
        "DELETE FROM benefits_simulationrow",
        "INSERT INTO benefits_simulationrow (division_code, simulation_id, household_id, beneficiary, scheme, before_fen, after_fen, periods) "
        f"SELECT division_code, {simulation.pk}, household_id, 'person:0', scheme, 0, 1, '{{\"a\": 1}}' FROM benefits_simulationrow LIMIT 1",
    ]
    for state in ("proposed", "confirmed"):
        if state == "confirmed":
            with desk.inside():
                confirm(proposed)
        for attack in attacks:
            with pytest.raises(DatabaseError, match=r"模拟明细|测算明细|permission denied"), desk.inside(), connection.cursor() as cursor:
                cursor.execute(attack)
    with desk.inside():
        commands.withdraw_value(value_id=proposed.pk, why="录错", by=desk.reviewer, at=AT)
    assert desk.count(SimulationRow) == 0


def test_the_page_of_a_value_counts_them_and_each_count_leads_to_as_many(desk, proposed, client):
    with desk.inside():
        simulated(proposed)
    client.force_login(an_official(Role.COUNTY_SIGNER).user)
    address = reverse("benefits:affected", args=[proposed.pk])
    page = client.get(reverse("benefits:policy_value", args=[proposed.pk]))
    links = re.findall(rf'<a href="({address}\?[^"]*)">([\d,]+)</a>', page.content.decode())

    assert "确认后有 2 户的应发变动" in " ".join(words(page).split())
    assert len(links) == 8  # raised, the whole window, six months
    for link, count in links:
        shown = client.get(link.replace("&amp;", "&"))
        assert len(shown.context["page"].rows) == int(count) == 4
        month = parse_qs(urlsplit(link).query).get("amp;period")
        assert ("590.00 → 600.00" in " ".join(words(shown).split())) == (month is not None)


def test_a_row_gives_its_reason_and_the_workbook_masks_numbers(desk, proposed, client):
    with desk.inside():
        row = simulated(proposed).rows.order_by("id").first()
    client.force_login(desk.reviewer.user)

    said = " ".join(words(client.get(reverse("benefits:affected_row", args=[proposed.pk, row.pk]))).split())
    content = client.get(reverse("benefits:export_affected", args=[proposed.pk]) + "?township=370303100000").content

    assert "590.00" in said and "600.00" in said and "农村部分" not in said
    sheet = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert len(sheet) == 5 and all(cells[4].startswith("*") and cells[9] == 60 for cells in sheet[1:])


def test_others_see_none_of_it(desk, proposed, client):
    with desk.inside():
        simulated(proposed)
    for role, county, status in ((Role.VIEWER, ZHANGDIAN, 403), (Role.COUNTY_SIGNER, GUANSHANHU, 404)):
        client.force_login(an_official(role, county).user)
        assert client.get(reverse("benefits:affected", args=[proposed.pk])).status_code == status
    client.force_login(an_official(Role.VIEWER).user)
    assert reverse("benefits:affected", args=[proposed.pk]) not in client.get(reverse("benefits:policy_value", args=[proposed.pk])).content.decode()
