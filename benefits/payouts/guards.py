"""What the database refuses, in words a person reads."""
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from accounts.refusal import NotAllowed
from accounts.stored import gettext as _

_RESTRICT_VIOLATION = "23001"  # our own guards: their message is the sentence


@contextmanager
def spoken(event, subject, *, sentences=None):
    """A constraint broken inside the block is refused with its sentence; any other fault of the database passes.

    `sentences` gives {constraint: sentence}, those of payouts when not given.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = _sentence(error.__cause__, sentences or _sentences)
        if sentence is None:
            raise
        raise NotAllowed(sentence, event=event, subject=subject) from error


def _sentence(cause, sentences):
    if cause.sqlstate == _RESTRICT_VIOLATION:
        return cause.diag.message_primary
    return sentences().get(cause.diag.constraint_name)


def _sentences():
    apart = _("初核、复核、签发、交银行须由不同的人办理，同一人的几个账号也不行。")
    return {
        "one_open_payout_per_entitlement": _("有应发项已在另一批次中待发，请等那一批办结或作废后再试。"),
        "preparer_is_not_reviewer": apart,
        "preparer_is_not_signer": apart,
        "reviewer_is_not_signer": apart,
        "preparer_is_not_exporter": apart,
        "reviewer_is_not_exporter": apart,
        "signer_is_not_exporter": apart,
        "the_dead_are_paid_through_their_heir": _("有领款人已登记死亡，不能通过。请先登记继承领款人并重新比对，或选缓发。"),
        "money_goes_to_a_person_with_an_account": _("有人没有领款人或收款账户，不能通过。请先补录账户并重新比对，或选缓发。"),
        "a_payout_is_handed_over_once": _("这一批已交银行，不能再交一次。"),
        "a_fund_never_gives_what_it_does_not_hold": _("基金余额不足，支出不能超过余额。请核对金额，或待有新的捐赠到账再办理。"),
        "a_fund_grant_is_decided_by_another_person": _("提出救助的人不能自己审批，请由另一人办理。"),
        "a_county_names_a_fund_once": _("本县已有同名的基金。"),
        "a_payout_is_confirmed_or_returned_once": _("这一笔已有银行回执，不能再登记。"),
    }
