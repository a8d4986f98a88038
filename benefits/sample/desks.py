"""What lies on a township clerk's desk in the sample counties: a family half entered, and a workbook that waits to be taken in."""
import csv
import io
import uuid
from datetime import date

from accounts.queries import villages_of
from audits.jobs import engine
from households import commands as households
from households import identity
from households.imports import commands as imports
from households.imports.columns import COLUMNS

_AREA = 999998  # nobody else in the sample data has a number of it


def leave_draft(clerk, *, at):
    """A family whose husband is typed and whose wife is still to come."""
    village = villages_of(clerk).first()
    cells = {
        "village": village.name, "adult-0-relation": "0", "adult-0-name": "郝建军",
        "adult-0-number": _number(clerk, date(1968, 4, 9), 1), "adult-0-marital": "1", "adult-0-hukou": "1", "adult-0-state": "1",
    }  # fmt: skip
    households.save_draft(draft_id=uuid.uuid5(uuid.NAMESPACE_OID, f"draft/{clerk.pk}"), cells=cells, elsewhere={}, ask=(), by=clerk, at=at)


def leave_import(clerk, *, at):
    """A file of two families, of which one row wants correcting, checked and not yet taken in."""
    village = villages_of(clerk).first().pk
    rows = [*_family(clerk, village, 1, "苗德胜", "潘玉珍"), *_family(clerk, village, 2, "霍永强", "岳秀兰")]
    del rows[-1]["number"]
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([column.heading for column in COLUMNS])
    writer.writerows([[row.get(column.key, "") for column in COLUMNS] for row in rows])
    batch = imports.upload(file_name="新增家庭（样例）.csv", content=file.getvalue().encode(), update_existing=False, by=clerk, at=at)
    engine.work(batch.job_id, clock=lambda: at)


def _family(clerk, village, order, husband, wife):
    both = {"family": str(order), "hukou": "1 农业户口", "state": "1 在世", "disability": "0 无", "living": "0 无", "marital": "1 初婚"}
    born, later = date(1966 + order, 3, 2), date(1991 + order, 5, 20)
    head = {"village": village, "relation": "0 户主", "name": husband, "number": _number(clerk, born, 10 * order + 1), "married": "1990-05-01"}
    child = {"relation": "3 女", "name": f"{husband[0]}欣", "number": _number(clerk, later, 10 * order + 2)}
    child |= {"origin": "1 亲生", "within_policy": "1 政策内"}
    couple = [both | head | {"children": "1", "certificate": "0 无", "status": "无"}, both | {"relation": "1 配偶", "name": wife}]
    couple[1]["number"] = _number(clerk, born, 10 * order + 4)
    return [*couple, {name: said for name, said in (both | child).items() if name != "marital"}]


def _number(clerk, born, order):
    """An ID number nobody has, the same in every seed; an odd order is a man's."""
    seventeen = f"{_AREA}{born:%Y%m%d}{clerk.pk % 20 * 50 + order:03d}"
    return seventeen + identity.check_digit(seventeen)
