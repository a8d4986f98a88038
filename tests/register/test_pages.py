"""The pages of the register: lists with filters and workbooks, what a family may claim, steps, referral lists."""
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accounts.roles import Role
from audits.models import Event
from benefits import measures
from benefits.models import Referral, Registration
from tests.builders import GUANSHANHU, LIUGOU, ZHANGDIAN, a_post
from tests.register.counter import HOME, LOAN, WATER, Counter

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    """page(post, name, *args, data=None, query=""): the answer of an address to the holder of a post."""

    def opened(post, name, *args, data=None, query="", **more):
        client.force_login(post.user)
        address = reverse(f"benefits:{name}", args=args) + query
        return client.post(address, data, **more) if data is not None else client.get(address, **more)

    return opened


def text(response):
    return response.content.decode()


def rows_of(response):
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


def count(counter, kind):
    with counter.inside():
        return Event.objects.filter(kind=kind).count()


def test_a_clerk_sees_what_a_family_may_claim_and_registers_it(counter, page):
    family = counter.family()
    offered = text(page(counter.clerk, "register_suggestions", family.pk))
    assert offered.index("档案符合") < offered.index("安全饮水") < offered.index("按材料认定") < offered.index("小额担保贷款")
    address = ("register_for_household", family.pk, counter.city, WATER)
    form = page(counter.clerk, *address).context["form"]

    answer = page(counter.clerk, *address, data={"key": form.initial["key"], "since": "20261101", "until": "", "grounds": ""}, follow=True)

    assert "已登记，等待审核人员移交水利部门" in text(answer)
    assert "安全饮水" in text(page(counter.clerk, "household_registered", family.pk))


def test_money_without_an_amount_says_what_pays_it_and_stays_out_of_the_books(page):
    """留守儿童助学金: no amount is stated; 新农保参保补贴: paid into the pension; 安全饮水 is no money. Without a document nothing is paid."""
    clerk = a_post(Role.TOWNSHIP_CLERK)
    one_of_each = {item.kind: item for item in measures.items() if item.place}
    told = {kind: text(page(clerk, "register_item", item.place, item.code)) for kind, item in one_of_each.items()}

    assert {kind for kind, said in told.items() if "没有文件，系统不列应发、不发放" in said} == {"unstated", "pension"}
    assert all("县里有写明金额的文件时" in told[kind] for kind in ("unstated", "pension"))


def test_where_every_document_has_lapsed_the_page_says_how_an_item_is_added(page):
    zhangdian = Counter(ZHANGDIAN, "370303100000", "370300000000", LIUGOU)

    shown = text(page(zhangdian.clerk, "register_suggestions", zhangdian.family().pk))

    assert "本县现行文件没有这类事项" in shown and "随新版本补入" in shown and "政策管理人员" not in shown


def test_a_form_without_grounds_is_shown_again(counter, page):
    family = counter.family()
    address = ("register_for_household", family.pk, counter.city, LOAN)
    form = page(counter.clerk, *address).context["form"]

    answer = page(counter.clerk, *address, data={"key": form.initial["key"], "since": "2026-11-01", "grounds": ""})

    assert answer.status_code == 422 and count(counter, "registration.recorded") == 0


def test_the_list_is_filtered_and_taken_out(counter, page):
    family = counter.family()
    counter.registered(family, WATER)
    counter.registered(family, LOAN)

    shown = text(page(counter.reviewer, "registrations", query="?department=water"))
    assert "安全饮水" in shown and "小额担保贷款优惠</a>" not in shown
    assert "没有这样的登记" in text(page(counter.reviewer, "registrations", query="?state=given"))
    sheet = rows_of(page(counter.reviewer, "export_registrations", query="?kind=priority"))

    assert [row[5] for row in sheet] == ["事项", "小额担保贷款优惠"]
    assert count(counter, "registration_list.exported") == 1


def test_a_referral_list_is_for_the_department_and_masked(counter, page):
    family = counter.family()
    husband = counter.member(family, "刘志国")
    row = counter.registered(family, HOME, person=husband, wish="care_place", grounds="五保证")
    data = {"department": "civil_affairs", "since": "2026-11-01", "until": "2026-11-30"}
    made = page(counter.reviewer, "referrals", data=data, follow=True)
    assert "已移交 1 笔" in text(made) and row.number in text(made)
    with counter.inside():
        referral, number = Referral.objects.get(), husband.number()

    sheet = rows_of(page(counter.reviewer, "export_referral", referral.pk))

    line = dict(zip(sheet[0], sheet[1], strict=True))
    assert (line["户主"], line["给谁"], line["本人意愿"], line["认定依据"]) == ("刘志国", "刘志国", "入住机构", "五保证")
    assert line["身份证号"] == "*" * 14 + number[-4:] and number[:6] not in str(sheet) and "1967" not in str(sheet)
    assert (line["起始月"], line["截止月"]) == (f"{row.since:%Y-%m}", "") and f"{row.since}" not in str(sheet)
    assert line["文件依据"] == "筑委厅字〔2013〕89号 三(二)4"
    with counter.inside():
        assert Event.objects.get(kind="referral.exported").after == {"rows": 1}


def test_the_answer_comes_back_by_page(counter, page):
    row = counter.referred(counter.registered(counter.family()))
    asked = text(page(counter.answerer, "give_registration", row.pk))
    assert "实际金额" in asked and "参保名单" not in asked

    said = {"cost_fen": "380.50", "outcome": "已通水", "document": "水务单 3 号"}
    answer = page(counter.answerer, "give_registration", row.pk, data=said, follow=True)

    assert "减免 380.50 元" in text(answer) and "水务单 3 号" in text(answer)
    assert page(counter.answerer, "give_registration", row.pk, data={"cost_fen": "1", "outcome": "", "document": ""}).status_code == 403


def test_a_wrong_amount_is_shown_again_and_who_may_not_is_refused(counter, page):
    row = counter.referred(counter.registered(counter.family()))

    assert page(counter.answerer, "give_registration", row.pk, data={"cost_fen": "很多"}).status_code == 422
    assert page(counter.clerk, "refuse_registration", row.pk, data={"outcome": "不办", "document": ""}).status_code == 403
    assert counter.now(row).state == "referred" and count(counter, "registration.refused") == 1  # the refusal of the act itself


def test_items_say_their_document(counter, page):
    assert "筑委厅字〔2013〕89号 三(二)9" in text(page(counter.clerk, "register_items"))
    shown = text(page(counter.clerk, "register_item", counter.city, WATER))

    assert "水利部门" in shown and "GY-t" in shown
    assert page(counter.clerk, "register_item", counter.city, "waiver.nothing").status_code == 404


def test_a_county_without_current_documents_says_so(counter, page):
    assert "已失效" in text(page(a_post(Role.TOWNSHIP_CLERK, ZHANGDIAN), "register_items"))


def test_another_place_opens_nothing(counter, page):
    row = counter.registered(counter.family())

    assert page(a_post(Role.COUNTY_REVIEWER, ZHANGDIAN), "registration", row.pk).status_code == 404
    assert page(a_post(Role.TOWNSHIP_CLERK, "520115101000"), "registration", row.pk).status_code == 404
    assert page(a_post(Role.FINANCE, GUANSHANHU), "registrations").status_code == 403


def test_a_village_worker_reads_the_number_of_a_list_it_may_not_open(counter, page):
    row = counter.referred(counter.registered(counter.family()))

    shown = text(page(a_post(Role.VILLAGE_WORKER, counter.village), "registration", row.pk))

    assert row.referral.number in shown and reverse("benefits:referral", args=[row.referral_id]) not in shown


def test_a_list_asks_the_same_however_long(counter, page, django_assert_max_num_queries):
    family = counter.family()
    for code in (WATER, LOAN):
        counter.registered(family, code)
    with django_assert_max_num_queries(50) as few:
        page(counter.reviewer, "registrations")
    for _ in range(4):
        counter.registered(counter.family(), WATER)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page(counter.reviewer, "registrations")
    with counter.inside():
        assert Registration.objects.count() == 6
