"""Two people press the same button at once: one of them wins, and money moves once."""
import threading
import uuid

import pytest
from django.db import connections

from accounts.refusal import NotAllowed
from accounts.roles import Role
from benefits.models import MoneyLine, PayoutRun
from benefits.payouts import commands
from tests.benefits.books import REWARD, YEAR, Officials, a_beneficiary, a_run_at, an_official, in_county, owed, publish
from tests.builders import AT

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Each act in a thread and a transaction of its own, all starting together; what each returned or was refused with."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        start.wait(10)
        try:
            with in_county():
                results[number] = act()
        except NotAllowed as refused:
            results[number] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def refused(results):
    return [result for result in results if isinstance(result, NotAllowed)]


@pytest.fixture
def officials():
    with in_county():
        publish(owed(a_beneficiary("张桂兰")), owed(a_beneficiary("李秀英")))
    return Officials()


def test_two_signatures_at_once_are_one(officials):
    with in_county():
        run = a_run_at("reviewed", officials)
    signers = [officials.signer, an_official(Role.COUNTY_SIGNER)]

    results = at_once(*(lambda by=by: commands.sign_payout_run(run_id=run.pk, content_hash=run.content_hash, by=by, at=AT) for by in signers))

    assert len(refused(results)) == 1
    with in_county():
        assert PayoutRun.objects.get(pk=run.pk).rosters.count() == 1


def test_a_signature_and_a_return_at_once_are_one_of_them(officials):
    with in_county():
        run = a_run_at("reviewed", officials)

    results = at_once(
        lambda: commands.sign_payout_run(run_id=run.pk, content_hash=run.content_hash, by=officials.signer, at=AT),
        lambda: commands.return_payout_run(run_id=run.pk, reason="户名未核", by=officials.reviewer, at=AT),
    )

    assert len(refused(results)) == 1
    with in_county():
        assert PayoutRun.objects.get(pk=run.pk).state in ("signed", "drafted")


def test_a_run_is_handed_over_once(officials):
    with in_county():
        run = a_run_at("signed", officials)
    clerks = [officials.finance, an_official(Role.FINANCE)]

    results = at_once(*(lambda by=by: commands.hand_over_payout_run(run_id=run.pk, by=by, at=AT) for by in clerks))

    assert len(refused(results)) == 1
    with in_county():
        assert MoneyLine.objects.count() == 2


def test_the_same_form_sent_twice_at_once_drafts_one_run(officials):
    key = uuid.uuid4()

    def draft():
        return commands.draft_payout_run(
            key=key, division_code=officials.place, schemes=[REWARD], since=YEAR[0], until=YEAR[1], by=officials.preparer, at=AT
        ).pk

    first, second = at_once(draft, draft)

    assert first == second


def test_two_drafts_at_once_share_no_key(officials):
    with in_county():
        asked = {"division_code": officials.place, "schemes": [REWARD], "since": YEAR[0], "until": YEAR[1], "by": officials.preparer, "at": AT}
        runs = [commands.draft_payout_run(key=uuid.uuid4(), **asked) for _ in range(2)]

    from benefits.payouts import collecting

    with in_county():
        chosen = collecting.beneficiaries(runs[0], after="", count=10)
    results = at_once(*(lambda run=run: commands.collect_beneficiaries(run_id=run.pk, chosen=chosen, on=YEAR[0]) for run in runs))

    with in_county():
        assert sum(PayoutRun.objects.get(pk=run.pk).payouts.count() for run in runs) == 2
    assert len(refused(results)) + sum(result == 0 for result in results) == 1
