"""The payout roster read back: every row, every sum, every page."""
from dataclasses import replace
from decimal import Decimal

import pytest

from benefits.rosters import amounts, coverage, payout, roster
from tests.rosters import builders, reading


def yuan(text):
    return int(Decimal(text.replace(",", "")) * 100) if text else 0


def body(sheets):
    """The rows of all pages that are persons."""
    return [row for sheet in sheets for row in sheet.rows if row[0].isdigit()]


def sums(sheet, label):
    """The four sums of the row that begins with `label`, in fen."""
    (found,) = [row for row in sheet.rows if row[0].replace("　", "").startswith(label)]
    return [yuan(text) for text in found[1:5]]


def test_every_row_is_found_again(roster, sheets):
    printed = [[payout.text_of(row, column) for column in payout.COLUMNS] for row in roster.rows]

    assert body(sheets) == printed


def test_page_sums_are_those_of_the_rows_above_them(sheets):
    for sheet in sheets:
        columns = list(zip(*[map(yuan, row[7:11]) for row in body([sheet])], strict=True))

        assert sums(sheet, "本页小计") == [sum(column) for column in columns]


def test_running_sums_add_up_the_pages(sheets):
    own = [sums(sheet, "本页小计") for sheet in sheets]
    running = [sums(sheet, "累计") for sheet in sheets]

    assert running == [[sum(column) for column in zip(*own[: page + 1], strict=True)] for page in range(len(sheets))]


def test_grand_total_is_the_last_running_sum_and_stands_in_words(roster, sheets):
    total = sums(sheets[-1], "合计")

    assert total == sums(sheets[-1], "累计") == [sum(getattr(row, name) for row in roster.rows) for name in payout.SUMS]
    assert sheets[-1].rows[-1][1] == amounts.in_words(total[3])
    assert "（25 人）" in sheets[-1].rows[-2][0]


def test_persons_and_rows_are_told_apart(replacement_pdf):
    assert "（12 人 14 笔）" in reading.read(replacement_pdf)[-1].rows[-2][0]


def test_every_page_says_what_it_is(roster, sheets):
    for number, sheet in enumerate(sheets, 1):
        for text in (
            f"第 {number} 页　共 2 页", f"验证码 {roster.code}", f"批次编号：{roster.number}", roster.title,
            "编制单位（盖章）：金塔县卫生健康局", "填报日期：2026 年 11 月 20 日", "单位：元", roster.content_hash()[:16],
        ):
            assert text in sheet.all_text


def test_a_full_page_has_twenty_rows_and_the_last_the_rest(sheets):
    assert [len(body([sheet])) for sheet in sheets] == [20, 5]


def test_signatures_never_stand_without_rows(replacement_pdf):
    sheets = reading.read(replacement_pdf)

    assert [len(body([sheet])) for sheet in sheets] == [7, 7]
    assert "批准" in sheets[-1].all_text and "公章" in sheets[-1].all_text
    assert "公章" not in sheets[0].all_text


def test_hands_and_moments_of_the_system_stand_in_the_boxes(replacement_pdf):
    text = reading.read(replacement_pdf)[-1].all_text

    assert "复核　李𪚥" in text and "系统内办理 2026-11-19 10:40" in text


def test_what_a_roster_replaces_stands_on_every_page(replacement_pdf):
    assert all("替代 金塔发〔2025〕009号，原清册作废" in sheet.all_text for sheet in reading.read(replacement_pdf))


def test_notes_and_hashes_stand_at_the_end(roster, sheets):
    assert f"内容摘要（SHA-256）{roster.content_hash()}" in sheets[-1].all_text
    assert f"批准时留痕簿末块摘要 {roster.journal_head}" in sheets[-1].all_text


def test_no_text_reaches_over_its_column(sheets):
    edges = [9 + sum(column.width_mm for column in payout.COLUMNS[:at]) for at in range(len(payout.COLUMNS) + 1)]

    for sheet in sheets:
        for row in sheet.cells:
            if len(row) == len(payout.COLUMNS):
                for cell, left, right in zip(row, edges, edges[1:], strict=False):
                    assert all(left < piece.left_mm and piece.left_mm + piece.width_mm < right for piece in cell), cell


def test_a_text_of_any_length_is_printed_whole():
    long = builders.a_row(1, name="阿卜杜热合曼·吐尔逊江" * 6, remark="因上年度漏发，经复核同意一并补发。" * 5, village="Aleksandr Ivanovich " * 3)
    large = builders.a_row(2, due_fen=99_999_999_999_99, arrears_fen=0, recovered_fen=0, paid_fen=99_999_999_999_99)

    rows = body(reading.read(payout.render(builders.a_roster([long, large]))))

    assert [rows[0][at] for at in (1, 3, 13)] == [long.name, long.village, long.remark]
    assert rows[1][7] == "99,999,999,999.99"


HOSTILE = ["<img src=http://example.cn/x.png>", "</td><b>王", "&lt;王&amp;", "{{ roster.code }}", "<script>"]


def test_a_hostile_name_is_printed_as_it_is():
    rows = [builders.a_row(serial, name=name) for serial, name in enumerate(HOSTILE, 1)]

    (sheet,) = reading.read(payout.render(builders.a_roster(rows)))

    assert [row[1] for row in body([sheet])] == HOSTILE


def test_only_the_last_four_digits_are_on_paper(sheets):
    text = "".join(sheet.all_text for sheet in sheets)

    assert "999001" not in text
    assert all(row[2][:14] == "*" * 14 and row[2][14:].isdigit() and row[12].startswith("****") for row in body(sheets))


@pytest.mark.parametrize("field", ["id_mask", "account_mask", "remark", "name"])
def test_a_number_in_full_stops_the_paper(field):
    row = builders.a_row(4, **{field: "999001195501010017"})

    with pytest.raises(roster.Unmasked) as stopped:
        payout.render(builders.a_roster([row]))

    assert "第 4 行" in stopped.value.sentence and "9990" not in stopped.value.sentence.replace(row.name, "")


def test_a_character_without_a_glyph_stops_the_paper_and_is_named():
    rows = [builders.a_row(1), builders.a_row(2, name="王\U0002ebf0")]  # 扩充 I, in no free font

    with pytest.raises(coverage.MissingGlyph) as stopped:
        payout.render(builders.a_roster(rows))

    assert stopped.value.found == [("\U0002ebf0", "第 2 行“王\U0002ebf0”的姓名")]
    assert "U+2EBF0" in stopped.value.sentence


def test_a_row_that_does_not_add_up_stops_the_paper():
    row = builders.a_row(3, paid_fen=1)

    with pytest.raises(payout.WrongSum, match="第 3 行"):
        payout.render(builders.a_roster([row]))


def test_long_papers_are_bound_from_parts_and_keep_their_structure(replacement_pdf, bound_pdf):
    whole, bound = reading.read(replacement_pdf), reading.read(bound_pdf)

    assert [sheet.rows for sheet in bound] == [sheet.rows for sheet in whole]
    assert [sheet.all_text for sheet in bound] == [sheet.all_text for sheet in whole]


def test_an_empty_roster_says_nothing_is_paid():
    (sheet,) = reading.read(payout.render(builders.a_roster([])))

    assert sheet.rows[-1][1] == "人民币零元整"


def test_the_name_does_not_change_the_code_of_another():
    one, other = builders.a_roster(2), builders.a_roster(2)
    changed = replace(one, rows=(replace(one.rows[0], name="王秀荣"), one.rows[1])).coded(key=builders.KEY, address=builders.ADDRESS)

    assert one.code == other.code != changed.code
