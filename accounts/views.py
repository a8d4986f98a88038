from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView, redirect_to_login
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import commands
from accounts.forms import PasswordForm, SignInForm
from accounts.models import Post
from accounts.signals import Visitor


class SignIn(LoginView):
    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    pass


def locked_out(request, credentials, *args, **kwargs):
    """Answer of django-axes after five failures of one name from one address."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "registration/locked_out.html", {"minutes": minutes}, status=429)


@require_http_methods(["GET", "POST"])
def choose_post(request):
    """Which of their posts a person acts through; asked when they hold several or none."""
    if request.method == "POST":
        post = get_object_or_404(Post.objects.select_related("user", "jurisdiction"), pk=request.POST.get("post", 0))
        commands.act_as(post=post, held=request.posts_held, at=timezone.now())
        request.session["post"] = post.pk
        return redirect("desk")
    return render(request, "registration/choose_post.html", {"posts": request.posts_held})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request):
    """A password of one's own; asked for before anything else while somebody else knows it (accounts.middleware.OwnPassword)."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = request.post or Visitor(request.user, request)
        user = commands.change_password(user=request.user, password=form.cleaned_data["new_password1"], by=by, at=timezone.now())
        update_session_auth_hash(request, user)
        messages.success(request, _("密码已更改，下次登录请用新密码。"))
        return redirect("desk")
    return render(request, "registration/change_password.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def choose_type_size(request):
    commands.choose_type_size(user=request.user, large=request.POST.get("size") == "large", by=request.post, at=timezone.now())
    return _back(request)


@login_not_required
@require_POST
def choose_language(request):
    language = request.POST.get("language", "")
    if check_for_language(language):
        request.session["language"] = language
    return _back(request)


@login_not_required
def page_expired(request, reason=""):
    """A form from before the last sign-in, or whose session has ended. 401 lets the page's script keep what was typed and go on."""
    if request.htmx:
        return HttpResponse(status=401)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    return csrf_failure(request, reason=reason)


@login_not_required
@require_GET
def healthz(request):
    """Answers when this process reaches the database; nothing else is said."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _back(request):
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else "/")
