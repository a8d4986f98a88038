from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from audits.jobs import engine
from benefits.models import PolicyValue
from benefits.policies_table import commands
from tests.benefits.books import Officials
from tests.builders import AT, JIEFANG, inside
from tests.pages.acts import Sent, act

DOCUMENT = {"number": "样例〔2024〕5号", "title": "样例通知", "issuer": "样例", "issued": "2024-01-02", "clause": "一"}
VALUE = {
    "name": "rural_minimum_living_line", "value": "6000.00", "unit": "yuan per person per year", "since": "2024-01-01", "until": None, **DOCUMENT,
}  # fmt: skip


def a_value(county):
    with county.inside():
        return commands.enter_value(**VALUE | {"since": date(2024, 1, 1)}, by=county.officials.reviewer, at=AT)


def a_reported_value():
    return PolicyValue.objects.filter(place="410800000000", quality="reported").first()


def a_document(officials):
    with inside(JIEFANG):
        return commands.record_confirmation(value_id=a_reported_value().pk, **DOCUMENT, by=officials.reviewer, at=AT)


@act("benefits:new_value", event="policy_value.entered")
def enter(county):
    return Sent(county.officials.reviewer, fields=VALUE | {"until": ""})


@act("benefits:simulate_value", event="policy_value.simulation_asked")
def simulate(county):
    return Sent(county.officials.signer, [a_value(county).pk])


@act("benefits:confirm_value", event="policy_value.confirmed")
def confirm(county):
    value = a_value(county)
    with county.inside():
        simulation = value.simulations.get()
        if simulation.job_id:
            engine.work(simulation.job_id)
    return Sent(county.officials.signer, [value.pk], {"simulation": simulation.pk})


@act("benefits:refuse_value", event="policy_value.refused")
def refuse(county):
    return Sent(county.officials.signer, [a_value(county).pk], {"why": "与文件不符"})


@act("benefits:withdraw_value", event="policy_value.withdrawn")
def withdraw(county):
    return Sent(county.officials.reviewer, [a_value(county).pk], {"why": "录错"})


@act("benefits:export_policies", event="policy_values.exported", method="get")
def export(county):
    return Sent(county.officials.reviewer)


@act("benefits:export_affected", event="policy_value.list_exported", method="get")
def export_affected(county):
    return Sent(county.auditor, [a_value(county).pk])


@act("benefits:record_confirmation", event="policy_confirmation.recorded")
def record_document(county):
    return Sent(Officials(JIEFANG).reviewer, [a_reported_value().pk], DOCUMENT)


@act("benefits:accept_confirmation", event="policy_confirmation.accepted")
def accept_document(county):
    officials = Officials(JIEFANG)
    return Sent(officials.signer, [a_document(officials).pk])


@act("benefits:refuse_confirmation", event="policy_confirmation.refused")
def refuse_document(county):
    officials = Officials(JIEFANG)
    return Sent(officials.signer, [a_document(officials).pk], {"why": "不是这份文件"})


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@act("benefits:archive_document", event="document.archived")
def archive(county):
    value = a_value(county)
    return Sent(county.officials.reviewer, [value.pk, value.citation_id], {"file": SimpleUploadedFile("文件.pdf", PDF)})


@act("benefits:download_document", event="document.downloaded", method="get")
def download(county):
    value, picture = a_value(county), b"\x89PNG\r\n\x1a\n"
    with county.inside():
        row = commands.archive_document(citation_id=value.citation_id, content=picture, by=county.officials.reviewer, at=AT)
    return Sent(county.auditor, [row.pk])
