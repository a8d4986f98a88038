"""Writes of accounts: what a person chooses for themselves, and the events of signing in and out."""
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import NotAllowed
from audits import journal


def choose_type_size(*, user, large, by, at):
    """Keep the reading size (标准 or 大字) for the user."""
    with transaction.atomic():
        before = user.large_type
        user.large_type = large
        user.save(update_fields=["large_type"])
        journal.record("user.type_size_chosen", by=by, at=at, subject=user, before={"large": before}, after={"large": large})


def act_as(*, post, held, at):
    """Act through one of the posts the user holds from now on."""
    if post not in held:
        raise NotAllowed(_("您没有这个任职，请从列表中选择。"), event="post.chosen")
    with transaction.atomic():
        journal.record("post.chosen", by=post, at=at, subject=post)
