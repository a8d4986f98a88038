from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """用户名 + 密码; the same sentence for an unknown name and a wrong password."""

    error_messages = {
        "invalid_login": _("用户名或密码不对，请核对后再试。连续 5 次输错将锁定 30 分钟。"),
        "inactive": _("这个账号已停用，请联系县管理员。"),
    }
    username = forms.CharField(label=_("用户名"), max_length=40)
    password = forms.CharField(label=_("密码"), strip=False, widget=forms.PasswordInput)
