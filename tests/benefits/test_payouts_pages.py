"""The pages of payout runs: what each shows, what its buttons do, what is refused with which sentence."""
import io
import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from audits.models import Event
from benefits.models import PayoutRun
from benefits.payouts import queries
from households.models import Person
from tests.benefits.books import REWARD, YEAR, Officials, a_beneficiary, a_run_at, collect, in_county, owed, publish
from tests.builders import GUANSHANHU, QINGSHI, SHANGPING, a_post

pytestmark = pytest.mark.django_db
LAST = (date(2025, 1, 1), date(2026, 1, 1))


@pytest.fixture
def officials():
    return Officials()


def page_of(client, post, name, *args, **chosen):
    client.force_login(post.user)
    return client.get(reverse(f"benefits:{name}", args=args), chosen)


def press(client, post, name, *args, htmx=False, **fields):
    client.force_login(post.user)
    return client.post(reverse(f"benefits:{name}", args=args), fields, headers={"HX-Request": "true"} if htmx else {})


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def two_years(officials):
    """A run compared with the one before: one stays, one leaves, one comes, one has no account."""
    with in_county():
        stays, leaves, comes, poor = (
            a_beneficiary(name, village=village, account=name != "无账户")
            for name, village in (("续发人", SHANGPING), ("退出人", SHANGPING), ("新增人", SHANGPING), ("无账户", "370303101201"))
        )
        publish(owed(stays, since=LAST[0]), owed(leaves, since=LAST[0]))
        a_run_at("signed", officials, since=LAST[0], until=LAST[1])
        publish(owed(stays), owed(comes), owed(poor))
        return a_run_at("drafted", officials)


def test_the_list_says_how_far_each_run_is(officials, client):
    with in_county():
        publish(owed(a_beneficiary()))
        run = a_run_at("signed", officials)

    page = words(page_of(client, officials.preparer, "payout_runs"))

    assert run.number in page and "已签发" in page and "960.00" in page and "张店区" in page


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"state": "signed"}, True), ({"state": "drafted"}, False), ({"year": "2026"}, True), ({"year": "2020"}, False),
        ({"scheme": REWARD}, True), ({"scheme": "x"}, False), ({"year": "junk", "state": "junk"}, True),
    ],
)  # fmt: skip
def test_the_list_is_filtered_by_its_address(officials, client, chosen, found):
    with in_county():
        publish(owed(a_beneficiary()))
        run = a_run_at("signed", officials)

    assert (run.number in page_of(client, officials.preparer, "payout_runs", **chosen).content.decode()) == found


def test_an_empty_list_says_what_to_do(officials, client):
    assert "由县级初核新建发放批次" in page_of(client, officials.preparer, "payout_runs").content.decode()


def test_a_run_is_drafted_from_the_form(officials, client):
    with in_county():
        publish(owed(a_beneficiary()))
    form = page_of(client, officials.preparer, "new_payout_run").context["form"]
    fields = {"key": form["key"].value(), "schemes": [REWARD], "place": officials.place, "year": 2026, "months": "1-12"}

    response = press(client, officials.preparer, "new_payout_run", **fields)

    with in_county():
        run = PayoutRun.objects.get()
        assert response.url == reverse("benefits:payout_run", args=[run.pk])
        assert (run.since, run.until, run.state) == (*YEAR, "drafting")
        assert "正在汇集" in page_of(client, officials.preparer, "payout_run", run.pk).content.decode()
        collect(run)
    assert "张桂兰" in page_of(client, officials.preparer, "payout_run", run.pk).content.decode()


@pytest.mark.parametrize(
    ("months", "since", "until"), [("1-6", (2026, 1), (2026, 7)), ("7-12", (2026, 7), (2027, 1)), ("12-12", (2026, 12), (2027, 1))]
)
def test_a_period_of_the_form_is_half_open(officials, client, months, since, until):
    fields = {"key": uuid.uuid4(), "schemes": [REWARD], "place": QINGSHI, "year": 2026, "months": months}

    press(client, officials.preparer, "new_payout_run", **fields)

    with in_county():
        run = PayoutRun.objects.get()
        assert (run.division_code, run.since, run.until) == (QINGSHI, date(*since, 1), date(*until, 1))


def test_a_form_without_a_scheme_is_shown_again(officials, client):
    response = press(client, officials.preparer, "new_payout_run", key=uuid.uuid4(), place=officials.place, year=2026, months="1-12")

    assert response.status_code == 422
    assert "扶助项目" in words(response)


def test_the_page_shows_the_equation_the_townships_and_the_anomalies(officials, client):
    run = two_years(officials)

    page = words(page_of(client, officials.preparer, "payout_run", run.pk))

    for expected in ("勾稽平衡", "上期发放（元） 1,920.00", "新增", "退出", "青石镇", "柳林镇", "异常 1", "缺收款账户", "异常 1 条，未定 1 条"):
        assert expected in re.sub(r"\s+", " ", page), expected


@pytest.mark.parametrize(
    ("tab", "names"),
    [
        ("anomalies", {"无账户"}), ("new", {"新增人", "无账户"}), ("left", {"退出人"}), ("changed", set()), ("same", {"续发人"}),
        ("all", {"续发人", "新增人", "无账户"}), ("junk", {"无账户"}),
    ],
)  # fmt: skip
def test_each_tab_shows_its_people(officials, client, tab, names):
    run = two_years(officials)

    shown = page_of(client, officials.preparer, "payout_run", run.pk, tab=tab).context["rows"]

    assert {row.payout.name for row in shown} == names


def test_a_township_filters_the_list(officials, client):
    run = two_years(officials)

    shown = page_of(client, officials.preparer, "payout_run", run.pk, tab="all", township="370303101000").context["rows"]

    assert [row.payout.name for row in shown] == ["无账户"]


def test_the_page_shows_the_last_four_digits_and_no_birth_date(officials, client):
    run = two_years(officials)
    with in_county():
        people = list(Person.objects.all())

    page = page_of(client, officials.preparer, "payout_run", run.pk, tab="all").content.decode()

    for person in people:
        assert person.number() not in page and f"{person.born}" not in page
    assert f"{'*' * 14}{next(person for person in people if person.name == '续发人').number()[-4:]}" in page


def test_a_decision_by_htmx_answers_with_the_row_and_what_stands_around(officials, client):
    run = two_years(officials)
    with in_county():
        payout = run.payouts.get(name="无账户")

    answer = press(client, officials.preparer, "decide_payout", run.pk, payout.pk, htmx=True, decision="hold", reason="待补账户")

    assert answer.status_code == 200
    assert f'id="payout-{payout.pk}"' in answer.content.decode() and "已全部定性" in words(answer)
    with in_county():
        payout.refresh_from_db()
        assert (payout.decision, payout.reason) == ("hold", "待补账户")


def test_a_decision_that_cannot_be_is_said_beside_the_row(officials, client):
    run = two_years(officials)
    with in_county():
        payout = run.payouts.get(name="无账户")

    for fields, sentence in (
        ({"decision": "approve", "reason": "先发"}, "没有收款账户"),
        ({"decision": "hold", "reason": ""}, "请填写理由"),
        ({"reason": "待补"}, "请选通过"),
    ):
        answer = press(client, officials.preparer, "decide_payout", run.pk, payout.pk, htmx=True, **fields)
        assert (answer.status_code, sentence in words(answer)) == (422, True)


def test_without_script_a_decision_comes_back_to_the_list(officials, client):
    run = two_years(officials)
    with in_county():
        payout = run.payouts.get(name="无账户")

    answer = press(client, officials.preparer, "decide_payout", run.pk, payout.pk, decision="hold", reason="待补账户", tab="anomalies")

    assert answer.url == f"{reverse('benefits:payout_run', args=[run.pk])}?tab=anomalies"


def test_ticked_rows_are_decided_together_and_nothing_ticked_is_said(officials, client):
    run = two_years(officials)
    with in_county():
        payouts = [payout.pk for payout in run.payouts.exclude(name="续发人")]

    assert press(client, officials.preparer, "decide_payouts", run.pk, decision="hold", reason="待核实").status_code == 422
    press(client, officials.preparer, "decide_payouts", run.pk, decision="hold", reason="待核实", payout=payouts, tab="all")

    with in_county():
        assert set(run.payouts.filter(decision="hold").values_list("pk", flat=True)) == set(payouts)
        assert Event.objects.filter(kind="payout_run.decided").count() == 1


def test_the_whole_path_by_its_buttons(officials, client):
    run = two_years(officials)
    with in_county():
        payout = run.payouts.get(name="无账户")
    press(client, officials.preparer, "decide_payout", run.pk, payout.pk, decision="hold", reason="待补账户")
    path = [
        ("prepare_payout_run", officials.preparer, "prepared"), ("review_payout_run", officials.reviewer, "reviewed"),
        ("sign_payout_run", officials.signer, "signed"), ("hand_over_payout_run", officials.finance, "handed_over"),
        ("settle_payout_run", officials.finance, "settled"),
    ]  # fmt: skip

    for name, post, state in path:
        page = page_of(client, post, "payout_run", run.pk)
        assert reverse(f"benefits:{name}", args=[run.pk]) in page.content.decode()
        press(client, post, name, run.pk, content_hash=page.context["run"].content_hash)
        with in_county():
            assert PayoutRun.objects.get(pk=run.pk).state == state


def test_who_may_not_is_refused_with_a_sentence_and_an_event(officials, client):
    run = two_years(officials)

    answer = press(client, officials.reviewer, "prepare_payout_run", run.pk)

    assert answer.status_code == 403
    assert "由县级初核办理" in words(answer)
    with in_county():
        assert Event.objects.filter(kind="payout_run.prepared", outcome="refused", user=officials.reviewer.user).count() == 1


def test_a_return_asks_why(officials, client):
    with in_county():
        publish(owed(a_beneficiary()))
        run = a_run_at("prepared", officials)

    assert page_of(client, officials.reviewer, "return_payout_run", run.pk).status_code == 200
    assert press(client, officials.reviewer, "return_payout_run", run.pk, reason="").status_code == 422
    press(client, officials.reviewer, "return_payout_run", run.pk, reason="户名未核")

    assert "户名未核" in words(page_of(client, officials.preparer, "payout_run", run.pk))


def test_a_discarded_run_offers_to_be_drafted_anew(officials, client):
    with in_county():
        publish(owed(a_beneficiary()))
        run = a_run_at("drafted", officials)
    press(client, officials.preparer, "discard_payout_run", run.pk, reason="期间选错")

    assert f"?replaces={run.pk}" in page_of(client, officials.preparer, "payout_run", run.pk).content.decode()
    form = page_of(client, officials.preparer, "new_payout_run", replaces=run.pk).context["form"]
    assert (form["replaces"].value(), form["months"].value(), form["schemes"].value()) == (run.pk, "1-12", [REWARD])


def test_a_returned_payout_is_marked_by_finance(officials, client):
    with in_county():
        publish(owed(a_beneficiary()))
        run = a_run_at("handed_over", officials)
        payout = run.payouts.get()

    assert reverse("benefits:mark_returned", args=[payout.pk]) in page_of(client, officials.finance, "payout_run", run.pk).content.decode()
    press(client, officials.finance, "mark_returned", payout.pk, reason="户名不符")

    with in_county():
        payout.refresh_from_db()
        assert payout.state == "returned"


def test_the_workbook_of_differences_is_masked_text_and_on_record(officials, client):
    with in_county():
        a_beneficiary("无关人")
    run = two_years(officials)

    content = page_of(client, officials.reviewer, "export_payout_run", run.pk).content
    sheet = load_workbook(io.BytesIO(content)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))

    assert {(row[1], row[6]) for row in rows} == {("新增人", "新增"), ("无账户", "新增"), ("退出人", "退出")}
    assert all(re.fullmatch(r"\*{14}\d{3}[\dX]", row[2]) for row in rows)
    assert [row[7:10] for row in rows if row[1] == "退出人"] == [(960, 0, -960)]
    assert all(cell.data_type != "f" for line in sheet for cell in line)
    with in_county():
        assert Event.objects.get(kind="payout_run.exported").after == {"rows": 3}


def test_what_was_overpaid_is_listed(officials, client):
    with in_county():
        person = a_beneficiary()
        publish(owed(person))
        a_run_at("settled", officials)
        publish(owed(person, 0))

    assert "多发待追回 1 件" in words(page_of(client, officials.preparer, "payout_runs"))
    page = words(page_of(client, officials.preparer, "recoveries"))
    assert "张桂兰" in page and "960.00" in page and "2026" in page


def test_another_county_sees_nothing_of_a_run(officials, client):
    run = two_years(officials)
    stranger = a_post(Role.COUNTY_PREPARER, GUANSHANHU)

    assert page_of(client, stranger, "payout_run", run.pk).status_code == 404
    assert press(client, stranger, "prepare_payout_run", run.pk).status_code == 404
    assert run.number not in page_of(client, stranger, "payout_runs").content.decode()


def test_a_clerk_has_no_payout_pages(client):
    assert page_of(client, a_post(Role.TOWNSHIP_CLERK), "payout_runs").status_code == 403


def test_the_page_asks_as_much_of_the_database_for_many_payouts_as_for_few(officials, client):
    client.force_login(officials.preparer.user)

    def asked(count):
        with in_county():
            publish(*(owed(a_beneficiary(f"第{n}人", account=n % 2 == 0), since=date(2020 + count % 7, 1, 1)) for n in range(count)))
            run = a_run_at("drafted", officials, since=date(2020 + count % 7, 1, 1), until=date(2021 + count % 7, 1, 1))
        address = reverse("benefits:payout_run", args=[run.pk]) + "?tab=all"
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    asked(1)  # signs in
    assert asked(2) == asked(8) <= 40


def test_long_lists_are_paged_by_key(officials, client, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    with in_county():
        publish(*(owed(a_beneficiary(f"第{n}人")) for n in range(5)))
        run = a_run_at("drafted", officials)
    seen, address = [], reverse("benefits:payout_run", args=[run.pk]) + "?tab=all"
    client.force_login(officials.preparer.user)

    while address:
        page = client.get(address).context["page"]
        seen += [payout.name for payout in page.rows]
        address = page.next_url and reverse("benefits:payout_run", args=[run.pk]) + page.next_url

    assert seen == [f"第{n}人" for n in range(5)]


@pytest.mark.parametrize(
    ("name", "what", "rows"),
    [("export_payout_runs", "payout_list", 2), ("export_recoveries", "recovery_list", 1), ("export_rosters", "roster_list", 1)],
)
def test_lists_are_taken_out_as_text_and_on_record(officials, client, name, what, rows):
    with in_county():
        person = a_beneficiary("=1+1")
        publish(owed(person))
        a_run_at("settled", officials)
        publish(owed(person, 0), owed(a_beneficiary()))
        a_run_at("drafted", officials)

    content = page_of(client, officials.preparer, name).content

    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet.max_row == rows + 1
    assert all(cell.data_type != "f" for line in sheet for cell in line)
    with in_county():
        assert Event.objects.get(kind=f"{what}.exported").after == {"rows": rows, "filters": {}}
