"""Signing in, failing to and signing out are events too."""
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from audits import journal


class Visitor:
    """Somebody at the door: an account without a post yet."""

    pk = None
    role = ""
    division_code = journal.NOWHERE

    def __init__(self, user, request):
        self.user = user
        self.address = request.META.get("REMOTE_ADDR", "") if request else ""


@receiver(user_logged_in)
def signed_in(sender, request, user, **kwargs):
    now = timezone.now()
    request.session["signed_in_at"] = request.session["seen_at"] = now.timestamp()
    with transaction.atomic():
        journal.record("user.signed_in", by=Visitor(user, request), at=now, subject=user)


@receiver(user_logged_out)
def signed_out(sender, request, user, **kwargs):
    if user is not None:
        with transaction.atomic():
            journal.record("user.signed_out", by=Visitor(user, request), at=timezone.now(), subject=user)


@receiver(user_login_failed)
def failed(sender, request=None, **kwargs):
    with transaction.atomic():
        journal.record("user.sign_in_failed", by=Visitor(None, request), at=timezone.now(), outcome="refused")
