import io
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from poverty.monthly import commands
from poverty.monthly.columns import TABLE
from tests.benefits.books import a_beneficiary
from tests.builders import AT
from tests.pages.acts import Sent, act


def rows(county):
    """A beneficiary newly on 低保, and somebody the county does not know."""
    with county.inside():
        person = a_beneficiary()
    said = [
        {"family": "A1", "name": person.name, "number": person.number(), "category": "B"},
        {"family": "A2", "name": "赵无名", "number": "999999197001010017"},
    ]
    return [TABLE.headings, *([row.get(column.key) for column in TABLE.columns] for row in said)]


def a_list(county):
    headings, lines = TABLE.understood(list(enumerate(rows(county), 2)))
    told = {"kind": "rural", "month": AT.date().replace(day=1), "source": "民政名册", "file_name": "名册.xlsx", "content": b"x"}
    with county.inside():
        return commands.upload(key=uuid.uuid4(), **told, headings=headings, lines=lines, by=county.officials.preparer, at=AT)


@act("poverty:new_minimum_living_list", event="minimum_living_list.compared")
def upload(county):
    book, content = Workbook(), io.BytesIO()
    for cells in rows(county):
        book.active.append(cells)
    book.save(content)
    file = SimpleUploadedFile("名册.xlsx", content.getvalue())
    return Sent(county.officials.preparer, fields={"key": uuid.uuid4(), "kind": "rural", "month": "2026-11", "source": "民政", "file": file})


@act("poverty:apply_minimum_living_list", event="minimum_living_list.applied")
def apply(county):
    return Sent(county.officials.preparer, [a_list(county).pk])


@act("poverty:compare_minimum_living_list", event="minimum_living_list.compared_again")
def compare(county):
    return Sent(county.officials.preparer, [a_list(county).pk])


@act("poverty:discard_minimum_living_list", event="minimum_living_list.discarded")
def discard(county):
    return Sent(county.officials.preparer, [a_list(county).pk])


@act("poverty:minimum_living_list_rows", event="minimum_living_list.rows_returned")
def take_rows(county):
    return Sent(county.officials.preparer, [a_list(county).pk], {"reason": "退县民政局核对"})


@act("poverty:export_listed_families", event="minimum_living_list.exported", method="get")
def export_families(county):
    return Sent(county.officials.preparer, [a_list(county).pk])


@act("poverty:export_minimum_living_lists", event="minimum_living_lists.exported", method="get")
def export_lists(county):
    return Sent(county.officials.preparer)


@act("poverty:export_minimum_livings", event="minimum_living_register.exported", method="get")
def export_register(county):
    return Sent(county.clerk)
