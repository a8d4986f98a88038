from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """用户名 + 密码; the same sentence for an unknown name and a wrong password."""

    error_messages = {
        "invalid_login": _("用户名或密码不对，请核对后再试。连续 5 次输错将锁定 30 分钟。"),
        "inactive": _("这个账号已停用，请联系县管理员。"),
    }
    username = forms.CharField(label=_("用户名"), max_length=40)
    password = forms.CharField(label=_("密码"), strip=False, widget=forms.PasswordInput)


class PasswordForm(PasswordChangeForm):
    """原密码, and twice the new one, which is another."""

    error_messages = {
        "password_incorrect": _("原密码不对，请重新输入。"),
        "password_mismatch": _("两次输入的新密码不同，请重新输入。"),
        "password_unchanged": _("新密码不能与原密码相同，请另取一个。"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {"old_password": _("原密码"), "new_password1": _("新密码"), "new_password2": _("再输一次新密码")}
        for name, label in labels.items():
            self.fields[name].label, self.fields[name].help_text = label, ""

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(self.error_messages["password_unchanged"], code="password_unchanged")
        return password
