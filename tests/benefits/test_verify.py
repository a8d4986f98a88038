"""`manage.py verify` finds whatever somebody at the machine itself changed behind the database's guards."""
import hashlib
import io
import uuid

import pytest
from django.core import management

from audits.models import Seal
from benefits.wrong_payments import commands as wrong_payments
from tests.benefits.books import Officials, a_beneficiary, a_run_at, in_county, owed, publish
from tests.builders import AT, ZHANGDIAN

pytestmark = pytest.mark.django_db(transaction=True)


def verified():
    """(what is said, exit code)."""
    said = io.StringIO()
    try:
        management.call_command("verify", stdout=said)
    except SystemExit as ended:
        return said.getvalue(), ended.code
    return said.getvalue(), 0


@pytest.fixture
def astray(paid):
    """The run's payout went to somebody else, and that is booked."""
    said = {"kind": "bank", "receiver": "", "bank": "", "account": "", "learnt": AT.date(), "document": "核查函", "why": "未到账"}
    with in_county():
        by, about = Officials(), {"payout_id": paid.payouts.get().pk, "said": said, "at": AT}
        shown = wrong_payments.preview_wrong_payment(by=by.preparer, **about)
        wrong = wrong_payments.propose_wrong_payment(key=uuid.uuid4(), preview_hash=shown.hash, by=by.preparer, **about)
        return wrong_payments.book_wrong_payment(wrong_payment_id=wrong.pk, by=by.finance, at=AT)


@pytest.fixture
def paid():
    with in_county():
        publish(owed(a_beneficiary()))
        run = a_run_at("settled", Officials())
        Seal.objects.create(
            id=uuid.uuid4(), division_code=ZHANGDIAN, name="样例.pdf", media_type="application/pdf", content=b"%PDF", size=4, made_at=AT,
            sha256=hashlib.sha256(b"%PDF").digest(),
        )  # fmt: skip
    return run


def test_a_wrong_payment_booked_by_half_is_named(astray, superuser_connection):
    assert verified()[1] == 0
    superuser_connection.execute("SET session_replication_role = replica")
    superuser_connection.execute("DELETE FROM benefits_moneyline WHERE kind = 'misdirected' AND amount_fen < 0")

    assert f"错发 {astray.number} 的收付明细与所登记的不符" in verified()[0]


def test_what_nobody_changed_is_said_to_fit(paid):
    said, code = verified()

    assert code == 0
    assert "封存件 1 份、核算批次 1 个、发放批次 1 个" in said


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("UPDATE benefits_payout SET amount_fen = 1", "的发放记录与其摘要不符"),
        ("UPDATE benefits_payout SET name = '别人'", "的发放记录与其摘要不符"),
        ("UPDATE benefits_payoutpart SET amount_fen = 1", "的发放记录与其摘要不符"),
        ("UPDATE benefits_payout SET account_sealed = 'x'", "的发放记录与其摘要不符"),
        ("UPDATE benefits_payoutrun SET total_fen = 1", "的合计与其发放记录不符"),
        ("UPDATE benefits_payoutrun SET people = 7", "的合计与其发放记录不符"),
        ("UPDATE benefits_runline SET due_fen = 1", "的明细与审批时的摘要不符"),
        ("UPDATE audits_seal SET content = 'x'", "样例.pdf 的内容与摘要不符"),
    ],
)
def test_what_was_changed_is_named(paid, superuser_connection, tampering, sentence):
    superuser_connection.execute("SET session_replication_role = replica")
    superuser_connection.execute(tampering)

    said, code = verified()

    assert code == 1
    assert sentence in said
