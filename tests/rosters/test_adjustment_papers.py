"""What is announced of an adjustment: papers sealed once, which say old and new and tell nobody's number or birth date."""
from datetime import date

import pytest
from django.db import DatabaseError, connection

from audits.jobs import engine
from audits.models import Job
from benefits.adjustments import printing
from benefits.models import AdjustmentPaper
from benefits.rosters import making, queries, roster, signing, standards, verdict
from tests.benefits.adjusting import VILLAGES, Adjusting, at_village, with_complication
from tests.builders import AT
from tests.rosters import reading


@pytest.fixture
def desk(db, settings, tmp_path_factory):
    settings.LIDAO_SIGNING_DIR = tmp_path_factory.getbasetemp() / "signing"
    desk = Adjusting()
    desk.register(with_complication())
    desk.register(at_village(with_complication(grade=4), VILLAGES[1]))
    desk.index()
    return desk


@pytest.fixture
def papers(desk):
    """The papers of a published adjustment, made by their jobs: the announcement first."""
    made = desk.announced(desk.propose())
    with desk.inside():
        jobs = list(made.papers.values_list("job_id", flat=True))
    for job in jobs:
        engine.work(job)
    with desk.inside():
        return list(AdjustmentPaper.objects.select_related("seal", "adjustment__citation"))


def test_the_county_is_told_the_standards_and_each_township_its_families(papers):
    notice, *lists = papers

    (sheet,) = reading.read(bytes(notice.seal.content))
    assert (notice.lines, [(row.division_code, row.lines, row.total_fen) for row in lists]) == (
        15, [(VILLAGES[0][:9] + "000", 1, 360_000), (VILLAGES[1][:9] + "000", 1, 180_000)],
    )  # fmt: skip
    assert "观山湖区调整利益导向资金标准公告" in sheet.all_text and "累计增长30%" in sheet.all_text.replace(" ", "")
    assert ["1,000.00", "1,300.00"] in [row[3:5] for row in sheet.rows]
    (families,) = reading.read(bytes(lists[0].seal.content))
    assert [row[5:] for row in families.rows if "张桂兰" in row] == [["2026", "12,000.00", "15,600.00", "3,600.00"]]


@pytest.mark.parametrize(("rows", "pages"), [(1, 1), (17, 1), (18, 2), (21, 2), (22, 2), (200, 10)])
def test_a_list_fills_its_pages_whatever_its_length(rows, pages):
    changes = tuple(
        standards.Change(
            serial=number, name="张桂兰", household=f"520115100201-{number:06d}", village="柳沟村", scheme="手术并发症二至四级生活补贴", year="2026",
            old_fen=1_200_000, new_fen=1_560_000, more_fen=360_000,
        )
        for number in range(1, rows + 1)
    )  # fmt: skip
    head = {"document": "d", "title": "名单", "number": "TZ520115-2025-01", "unit": "样例", "place": "样例", "period": "", "scheme": ""}
    paper = roster.Roster(**head, printed_on=date(2026, 11, 22), rows=changes, people=rows, code="AAAA-AAAA-AAAA", url="http://x/verify/A")

    sheets = reading.read(standards.render(paper))

    assert (len(sheets), sum(row[0].isdecimal() for sheet in sheets for row in sheet.rows)) == (pages, rows)


def test_no_paper_tells_a_number_or_a_birth_date(papers):
    text = "".join(sheet.all_text for row in papers for sheet in reading.read(bytes(row.seal.content)))

    assert "1966-03-12" not in text and "***" not in text


def test_each_is_signed_and_known_by_its_bytes_and_its_code(papers):
    for row in papers:
        assert signing.verify(bytes(row.seal.content)).intact
        assert verdict.of_file(bytes(row.seal.content)).state == "unchanged"
        assert queries.known(code=row.code).number == row.number
    assert verdict.of_file(bytes(papers[0].seal.content) + b" ").state == "changed"


def test_the_same_paper_has_the_same_bytes_and_is_sealed_once(papers, desk):
    with desk.inside():
        _code, again = making.made(printing._drawn, row=papers[1], event="adjustment_paper.sealed", at=papers[1].sealed_at)
        printing.step(Job.objects.get(pk=papers[1].job_id), at=AT)
        assert AdjustmentPaper.objects.get(pk=papers[1].pk).seal_id == papers[1].seal_id
    assert again == bytes(papers[1].seal.content)


def test_a_sealed_paper_stays(papers, desk):
    with pytest.raises(DatabaseError) as refused, desk.inside(), connection.cursor() as cursor:
        cursor.execute("UPDATE benefits_adjustmentpaper SET title = 'x' WHERE id = %s", [papers[0].pk])

    assert refused.value.__cause__.diag.constraint_name == "sealed_announcements_are_frozen"
