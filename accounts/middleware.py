"""What surrounds every request: language, session clocks, and the transaction with its scope."""
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from accounts import queries, scope, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal


class ClientAddress:
    """Whose request it is, for the journal, the lock-out and the limits: behind TLS the address the county's proxy names last, not the proxy's own.

    What stands before it in the header is whatever the client said of itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if settings.TLS and named:
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(named))
        return self.get_response(request)


class PreferredLanguage:
    """The interface language a person chose: kept in the session, Chinese otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.session.get("language", settings.LANGUAGE_CODE)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SessionClock:
    """Signs out after 15 minutes without a request and 8 hours after signing in."""

    NOTED_EVERY = timedelta(seconds=10)  # a page and what it fetches right after are one write of the session; who idles is out that much sooner

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = timezone.now()
            if self._is_over(request.session, now):
                logout(request)
                messages.info(request, _("已超过时限未操作，为保护居民信息已自动退出，请重新登录。"))
            elif now.timestamp() - request.session.get("seen_at", 0) >= self.NOTED_EVERY.total_seconds():
                request.session["seen_at"] = now.timestamp()
        return self.get_response(request)

    @staticmethod
    def _is_over(session, now):
        signed_in_at = datetime.fromtimestamp(session.setdefault("signed_in_at", now.timestamp()), UTC)
        seen_at = datetime.fromtimestamp(session.get("seen_at", now.timestamp()), UTC)
        return now - signed_in_at >= settings.SESSION_ABSOLUTE or now - seen_at >= settings.SESSION_IDLE


class OwnPassword:
    """While somebody else knows a person's password, no page opens to them but the one that replaces it."""

    OPEN = frozenset({"accounts:change_password", "accounts:sign_out", "accounts:choose_language"})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated and request.user.password_is_temporary and request.resolver_match.view_name not in self.OPEN:
            return redirect("accounts:change_password")
        return None


class ActingPost:
    """One request is one transaction under the scope of the post the user acts through.

    A refusal (NotAllowed, PermissionDenied) rolls the transaction back and is journalled in one of its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.post = self._post(request)
        response = self._answer(request)
        response.headers.setdefault("Cache-Control", "no-store")  # a page about people stays in no cache
        return response

    def _answer(self, request):
        if request.post is None:
            return self.get_response(request)
        with transaction.atomic(), scope.entered(request.post.division_code):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif hasattr(response, "render") and not response.is_rendered:
                response.render()
        refusal = getattr(request, "refusal", None)
        if refusal is not None:
            with transaction.atomic(), scope.entered(request.post.division_code):
                journal.record(
                    refusal.event or f"{request.resolver_match.view_name}.refused",
                    by=request.post,
                    at=timezone.now(),
                    subject=refusal.subject,
                    outcome="refused",
                    reason=stored.chinese(refusal.sentence),
                )
                response = self._refused(request, refusal.sentence)
        return response

    @staticmethod
    def _refused(request, sentence):
        """A page for people, one line of JSON for other systems."""
        if request.resolver_match.namespace == "api":
            return JsonResponse({"sentence": str(sentence)}, status=403)
        return render(request, "refused.html", {"sentence": sentence}, status=403)

    def process_exception(self, request, exception):
        if isinstance(exception, PermissionDenied):
            usual = _("您当前的任职不能使用这一页。如需办理，请切换任职或联系县管理员。")
            exception = NotAllowed(exception.args[0] if exception.args else usual)
        if not isinstance(exception, NotAllowed) or request.post is None:
            return None
        transaction.set_rollback(True)
        request.refusal = exception
        return HttpResponse(status=403)  # the page itself is drawn after the rollback: its frame asks the database too

    @staticmethod
    def _post(request):
        if not request.user.is_authenticated:
            return None
        held = list(queries.posts_held(request.user, on=timezone.localdate()))
        chosen = request.session.get("post")
        post = next((post for post in held if post.pk == chosen), None) or (held[0] if len(held) == 1 else None)
        request.posts_held = held
        if post is not None:
            post.address = request.META.get("REMOTE_ADDR", "")
        return post


def requires_post(roles):
    """View decorator: only for these roles; without a post first to the page that chooses one."""

    def decorate(view):
        def wrapped(request, *args, **kwargs):
            if request.post is None:
                return redirect("accounts:choose_post")
            if request.post.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        wrapped.__name__, wrapped.__doc__, wrapped.roles = view.__name__, view.__doc__, roles
        return wrapped

    return decorate
