import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from audits.jobs import engine
from benefits.exchange import commands as outgoing
from poverty.exchange import commands
from poverty.exchange.columns import TABLE
from tests.benefits.books import a_beneficiary
from tests.builders import AT
from tests.pages.acts import Sent, act

PURPOSE = "第三季度数据"


def a_file(county):
    """A household of the county, named otherwise than on record, and one the county does not know."""
    with county.inside():
        person = a_beneficiary()
    said = {"status": "1", "since": "2014-04-01"}
    known = {"family": "P1", "name": "王五", "number": person.number()}
    return TABLE.written([known | said, {"family": "P2", "name": "赵无名", "number": "999999197001010017"} | said])


def a_transfer(county):
    with county.inside():
        told = {"purpose": PURPOSE, "file_name": "扶贫户.xlsx", "content": a_file(county)}
        transfer = commands.receive(key=uuid.uuid4(), **told, by=county.officials.preparer, at=AT)
        engine.work(transfer.job_id, clock=lambda: AT)
    return transfer


def decided(county):
    transfer = a_transfer(county)
    with county.inside():
        doubt = commands.doubt_key(transfer.households.get(place=1).doubts[0])
        told = {"place": 1, "doubt": doubt, "same": True, "reason": "曾用名"}
        return transfer, commands.decide(transfer_id=transfer.pk, **told, by=county.officials.preparer, at=AT)


@act("poverty:new_transfer", event="transfer.received")
def receive(county):
    file = SimpleUploadedFile("扶贫户.xlsx", a_file(county))
    return Sent(county.officials.preparer, fields={"key": uuid.uuid4(), "purpose": PURPOSE, "file": file})


@act("poverty:decide_match", event="match.decided")
def decide(county):
    transfer = a_transfer(county)
    with county.inside():
        doubt = commands.doubt_key(transfer.households.get(place=1).doubts[0])
    return Sent(county.officials.preparer, [transfer.pk, 1], {"doubt": doubt, "same": "1", "reason": "曾用名"})


@act("poverty:withdraw_match_decision", event="match.withdrawn")
def withdraw(county):
    return Sent(county.officials.preparer, [decided(county)[1].pk])


@act("poverty:apply_transfer", event="transfer.applying_started")
def apply(county):
    return Sent(county.officials.preparer, [decided(county)[0].pk])


@act("poverty:discard_transfer", event="transfer.discarded")
def discard(county):
    return Sent(county.officials.preparer, [a_transfer(county).pk])


@act("poverty:transfer_rows", event="transfer.rows_returned")
def take_rows(county):
    return Sent(county.officials.preparer, [a_transfer(county).pk], {"reason": "退县扶贫办核对"})


@act("poverty:export_transferred_households", event="transfer.exported", method="get")
def export_households(county):
    return Sent(county.officials.preparer, [a_transfer(county).pk])


@act("poverty:export_transfers", event="transfers.exported", method="get")
def export(county):
    return Sent(county.officials.preparer)


@act("benefits:new_outgoing_transfer", event="transfer.asked")
def ask(county):
    return Sent(county.officials.preparer, fields={"key": uuid.uuid4(), "counterpart": "poverty", "year": "2025", "purpose": "年审"})


@act("benefits:hand_out_transfer", event="transfer.handed_out")
def hand_out(county):
    with county.inside():
        told = {"counterpart": "poverty", "year": 2025, "purpose": "年审"}
        transfer = outgoing.ask(key=uuid.uuid4(), **told, by=county.officials.preparer, at=AT)
        engine.work(transfer.job_id, clock=lambda: AT)
    return Sent(county.officials.reviewer, [transfer.pk], {"reason": "交县扶贫办"})


@act("api:transfers", event="transfer.received")
def bring(county):
    return Sent(county.officials.preparer, fields=receive(county).fields)


@act("api:decisions", event="match.decided")
def answer(county):
    sent = decide(county)
    return Sent(sent.by, sent.args[:1], sent.fields | {"place": 1, "same": "true"})


@act("api:registration", event="transfer.applying_started")
def register(county):
    return apply(county)


@act("api:discard_transfer", event="transfer.discarded")
def drop(county):
    return discard(county)


@act("api:returned_rows", event="transfer.rows_returned")
def take_back(county):
    return take_rows(county)


@act("api:withdraw_match_decision", event="match.withdrawn")
def unsay(county):
    return withdraw(county)


@act("api:outgoing_transfers", event="transfer.asked")
def ask_for(county):
    return ask(county)


@act("api:transfer_file", event="transfer.handed_out")
def take(county):
    return hand_out(county)
