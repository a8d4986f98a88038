"""What a person fills in about a first secretary. Shapes only; the commands decide."""
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from households.forms import DayField


class SecretaryForm(Form):
    """Who was sent, by which unit, from which day, and where it was read."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    unit = forms.CharField(label=_("派出单位"), max_length=60)
    post = forms.CharField(label=_("职务"), max_length=60, required=False, help_text=_("在派出单位的职务。"))
    since = DayField(label=_("起始日期"))
    source = forms.CharField(label=_("依据材料"), max_length=200, help_text=_("如组织部门的选派文件及文号。"))


class EndForm(Form):
    """From which day somebody is it no longer, and where it was read."""

    until = DayField(label=_("终止日期"), help_text=_("不再任第一书记的第一天。"))
    source = forms.CharField(label=_("依据材料"), max_length=200, help_text=_("如组织部门的选派文件及文号。"))
