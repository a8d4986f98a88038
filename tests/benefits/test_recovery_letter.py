"""The notice of an overpayment is a letter: how much, for which months, why, how it comes back, how to contest it, whom to ask."""
from datetime import date
from types import SimpleNamespace

import pytest

from benefits.models import EntitlementLine, RecoveryNotice
from benefits.recovery import queries, telling, why
from benefits.rosters import overpayments, roster
from households.models import Person
from tests.benefits.desk import Desk, two_girls, wife_urban
from tests.benefits.test_recovery import LAST_YEAR, county, officials, overpaid, repaid, the_case  # noqa: F401 fixtures
from tests.benefits.test_runs import amend, two_girls_known
from tests.builders import AT
from tests.rosters import reading

REWARD = "农村部分计划生育家庭奖励扶助"


def text_of(said):
    return said["opening"] + "".join(part["heading"] + "".join(part["said"]) for part in said["parts"])


@pytest.mark.django_db
def test_the_reason_is_the_condition_that_does_not_hold_with_its_clause_and_no_birth_date():
    desk = Desk()
    household = desk.register(two_girls())
    desk.published()
    amend(desk, household, wife_urban(two_girls_known(desk, household)))
    desk.published()
    with desk.inside():
        keys = [queries.Key(line.entitlement, 0, 96000) for line in EntitlementLine.objects.filter(amount_fen__lt=0).select_related("entitlement")]

        born = {f"{day:%m-%d}" for day in Person.objects.values_list("born", flat=True)}
        (said,) = why.of(SimpleNamespace(household_id=household.pk), keys)

    assert said.startswith("2026年：“") and "非农业户口" in said and "〔" in said
    assert not any(day in said for day in born)


@pytest.mark.django_db
def test_what_came_back_is_told_beside_what_was_too_much(overpaid, officials):  # noqa: F811
    before = telling.content(the_case())
    repaid(officials, 20000)

    said = telling.content(the_case())

    assert "多发了600.00元（人民币陆佰元整），请按下述办法退还。" in before["opening"]
    assert "已退还、抵扣或核销200.00元，尚需退还400.00元（人民币肆佰元整）。" in said["opening"]
    (row,) = said["periods"]
    assert [row[name] for name in ("paid_fen", "due_fen", "over_fen", "back_fen", "open_fen")] == [96000, 36000, 60000, 20000, 40000]
    for words in ("分期退还", "须您本人书面同意", "申请核销", "有异议", "行政复议", "电话＿"):
        assert words in text_of(said)


@pytest.mark.django_db
def test_a_notice_issued_as_a_table_is_still_printed(overpaid, officials):  # noqa: F811
    period = {"period": "2025年", "scheme": REWARD, "due_fen": 36000, "paid_fen": 96000, "open_fen": 60000}
    content = {"name": "张桂兰", "place": "柳沟村", "scheme": REWARD, "periods": [period], "notes": ["请与经办人商定退还办法。"]}
    about = {"title": "告知书", "number": "G1", "issued_by": officials.preparer.user, "issued_at": AT}
    notice = RecoveryNotice(division_code=the_case().division_code, content=content, **about)

    (sheet,) = reading.read(overpayments.render(telling.printed(notice, roster, overpayments)))

    assert "请与经办人商定退还办法。" in sheet.all_text and sheet.rows[1] == ["2025年", REWARD, "960.00", "360.00", "600.00"]


@pytest.mark.parametrize(("rows", "back_fen", "pages"), [(1, 0, 1), (17, 0, 2), (40, 2000, 3)])
def test_a_letter_of_any_length_keeps_its_rows_and_signs_beside_its_last_words(rows, back_fen, pages):
    periods = tuple(
        overpayments.Period(
            period=f"{2010 + number // 12}年{number % 12 + 1}月", scheme=REWARD, paid_fen=8000, due_fen=0, over_fen=8000, back_fen=back_fen,
            open_fen=8000 - back_fen,
        )
        for number in range(rows)
    )  # fmt: skip
    parts = [overpayments.Part(heading=f"{number}、怎样退还", said=("可以分期退还，也可以书面同意后抵扣。" * 4,)) for number in "二三四五"]
    letter = overpayments.Letter(
        document="d", title="张店区利益导向资金多发追回告知书", number="G1", unit="张店区卫生健康局", place="柳沟村", period="", scheme="",
        people=1, printed_on=date(2026, 11, 22), rows=periods, to="柳沟村　张桂兰：", opening="您领取的资金多发了80.00元。", table="一、多发的款项",
        parts=tuple(parts), code="AAAA-AAAA-AAAA", url="http://x/verify/A",
    )  # fmt: skip

    sheets = reading.read(overpayments.render(letter))

    assert (len(sheets), sum(row[0][:2] == "20" for sheet in sheets for row in sheet.rows)) == (pages, rows)
    assert "可以分期退还" in sheets[-1].all_text and "签收" not in "".join(sheet.all_text for sheet in sheets[:-1])


def test_a_letter_with_a_number_in_full_is_not_printed():
    about = {"document": "d", "title": "t", "number": "G1", "unit": "u", "place": "p", "period": "", "scheme": "s", "people": 1}
    letter = overpayments.Letter(
        **about, printed_on=date(2026, 11, 22), rows=(), to="张桂兰：", opening="o", table="t",
        parts=(overpayments.Part(heading="怎样退还", said=("账号6222000000000017",)),),
    )  # fmt: skip
    with pytest.raises(roster.Unmasked, match="“怎样退还”里有一个没有遮盖的长号码"):
        overpayments.render(letter)
