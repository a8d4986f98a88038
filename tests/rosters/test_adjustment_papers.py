"""What is announced of an adjustment: papers sealed once, which say old and new and tell nobody's number or birth date."""
import pytest
from django.db import DatabaseError, connection

from audits.jobs import engine
from audits.models import Job
from benefits.adjustments import printing
from benefits.models import AdjustmentPaper
from benefits.rosters import queries, signing, verdict
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

    sheets = reading.read(bytes(notice.seal.content))
    text, rows = "".join(sheet.all_text for sheet in sheets), [row for sheet in sheets for row in sheet.rows]
    assert (notice.lines, [(row.division_code, row.lines, row.total_fen) for row in lists]) == (
        15, [(VILLAGES[0][:9] + "000", 1, 360_000), (VILLAGES[1][:9] + "000", 1, 180_000)],
    )  # fmt: skip
    assert "观山湖区调整利益导向资金标准公告" in text and "累计增长30%" in text.replace(" ", "")
    assert ["1,000.00", "1,300.00"] in [row[3:5] for row in rows]
    (families,) = reading.read(bytes(lists[0].seal.content))
    assert [row[5:] for row in families.rows if "张桂兰" in row] == [["2026", "12,000.00", "15,600.00", "3,600.00"]]


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
        _code, again = printing._made(papers[1], papers[1].sealed_at)
        printing.step(Job.objects.get(pk=papers[1].job_id), at=AT)
        assert AdjustmentPaper.objects.get(pk=papers[1].pk).seal_id == papers[1].seal_id
    assert again == bytes(papers[1].seal.content)


def test_a_sealed_paper_stays(papers, desk):
    with pytest.raises(DatabaseError) as refused, desk.inside(), connection.cursor() as cursor:
        cursor.execute("UPDATE benefits_adjustmentpaper SET title = 'x' WHERE id = %s", [papers[0].pk])

    assert refused.value.__cause__.diag.constraint_name == "sealed_announcements_are_frozen"
