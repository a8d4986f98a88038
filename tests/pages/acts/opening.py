import io
import uuid
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from benefits.opening import commands, sheet
from benefits.runs import commands as runs
from tests.benefits.books import REWARD, a_beneficiary
from tests.builders import AT
from tests.pages.acts import Sent, act

HEADINGS = [column.heading for column in sheet.COLUMNS]


def a_row(county):
    """A person's 960 yuan of 2023, the ledger beginning with 2024."""
    with county.inside():
        runs.open_ledger(scheme=REWARD, since=date(2024, 1, 1), by=county.officials.preparer, at=AT)
        person = a_beneficiary()
    return [person.number(), person.name, REWARD, "", "2021-01", "2023-01", "2023-12", "960", "", "", "", ""]


def a_balance(county, state="entered"):
    row, by = a_row(county), county.officials
    with county.inside():
        read, _problems = sheet.read([(1, HEADINGS), (2, row)])
        told = {"file_name": "期初.xlsx", "source": "原系统", "content": b"x"}
        balance = commands.enter(key=uuid.uuid4(), rows=read, **told, by=by.preparer, at=AT)
        if state != "entered":
            commands.reconcile(balance_id=balance.pk, finance_fen=96000, document="对账单", by=by.finance, at=AT)
        if state == "checked":
            commands.check(balance_id=balance.pk, by=by.reviewer, at=AT)
    return balance


@act("benefits:new_opening_balance", event="opening_balance.entered")
def enter(county):
    book, content = Workbook(), io.BytesIO()
    for cells in (HEADINGS, a_row(county)):
        book.active.append(cells)
    book.save(content)
    fields = {"key": uuid.uuid4(), "source": "原系统", "file": SimpleUploadedFile("期初.xlsx", content.getvalue())}
    return Sent(county.officials.preparer, fields=fields)


@act("benefits:reconcile_opening_balance", event="opening_balance.reconciled")
def reconcile(county):
    return Sent(county.officials.finance, [a_balance(county).pk], {"finance_fen": "960", "document": "对账单 1"})


@act("benefits:check_opening_balance", event="opening_balance.checked")
def check(county):
    return Sent(county.officials.reviewer, [a_balance(county, "reconciled").pk])


@act("benefits:sign_opening_balance", event="opening_balance.booked")
def sign(county):
    return Sent(county.officials.signer, [a_balance(county, "checked").pk])


@act("benefits:discard_opening_balance", event="opening_balance.discarded")
def discard(county):
    return Sent(county.officials.preparer, [a_balance(county).pk], {"why": "导错年份"})


@act("benefits:export_opening_balances", event="opening_balance_list.exported", method="get")
def export_list(county):
    return Sent(county.officials.preparer)


@act("benefits:export_opening_entries", event="opening_balance.exported", method="get")
def export_entries(county):
    return Sent(county.officials.preparer, [a_balance(county).pk])
