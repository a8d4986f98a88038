"""What every form of ours says of a field left empty and of a number where words belong, and the forms of signing in."""
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from audits.journal import numbers

A_NUMBER = _("文字里有身份证号或账号那样的长数字，这些文字会留存备查、显示给别人。请删去，或只写后四位。")
_LACKING = {
    forms.BooleanField: _("请勾选“%(label)s”。"),
    forms.ChoiceField: _("请选择“%(label)s”。"),
    forms.FileField: _("请选择“%(label)s”。"),
    forms.Field: _("请填写“%(label)s”。"),
}


class Telling:
    """Of a required field left empty the form says which it is and what to do; a field's own sentence stays."""

    def add_error(self, field, error):
        if field and getattr(error, "code", "") == "required" and error.message == forms.Field.default_error_messages["required"]:
            error = forms.ValidationError(self._lacking(self[field]), code="required")
        super().add_error(field, error)

    @staticmethod
    def _lacking(bound):
        if bound.is_hidden:
            return _("页面不完整，请重新打开这一页再填写。")
        return next(words for kind, words in _LACKING.items() if isinstance(bound.field, kind)) % {"label": bound.label}


def without_numbers(text):
    """Validator of free text: it is kept and shown in the clear, so no whole ID or account number stands in it."""
    if numbers.holds(text):
        raise forms.ValidationError(A_NUMBER, code="whole_number")


class Form(Telling, forms.Form):
    """What every form of ours is. Text is free text, without whole numbers, but for the fields that ask for one: `NUMBERS`."""

    NUMBERS = ()

    def _clean_fields(self):
        super()._clean_fields()
        for name, said in list(self.cleaned_data.items()):
            if said and type(self.fields[name]) is forms.CharField and name not in self.NUMBERS:
                try:
                    without_numbers(said)
                except forms.ValidationError as error:
                    self.add_error(name, error)


class SignInForm(Telling, AuthenticationForm):
    """用户名 + 密码; the same sentence for an unknown name and a wrong password."""

    error_messages = {
        "invalid_login": _("用户名或密码不对，请核对后再试。连续 5 次输错将锁定 30 分钟。"),
        "inactive": _("这个账号已停用，请联系县管理员。"),
    }
    username = forms.CharField(label=_("用户名"), max_length=40)
    password = forms.CharField(label=_("密码"), strip=False, widget=forms.PasswordInput)


class PasswordForm(Telling, PasswordChangeForm):
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
