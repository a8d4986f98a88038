"""A required field left empty: which it is and what to do, in both languages, from one place."""
from importlib import import_module

import pytest
from django import forms
from django.utils import translation

from accounts.forms import A_NUMBER, Form, Telling
from benefits.funds.forms import GrantForm
from devtools.paths import ROOT

APPS = ("accounts", "audits", "households", "poverty", "benefits", "config")


class Everything(Form):
    name = forms.CharField(label="捐赠人")
    kind = forms.ChoiceField(label="类别", choices=[("1", "1")])
    file = forms.FileField(label="文件")
    sure = forms.BooleanField(label="已核对")
    why = forms.CharField(label="理由", error_messages={"required": "请写明理由。"})
    key = forms.UUIDField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh-hans",
            ["请填写“捐赠人”。", "请选择“类别”。", "请选择“文件”。", "请勾选“已核对”。", "请写明理由。", "页面不完整，请重新打开这一页再填写。"],
        ),
        (
            "en",
            [
                'Fill in "捐赠人".', 'Choose "类别".', 'Choose "文件".', 'Tick "已核对".', "请写明理由。",
                "The page is incomplete; open it again and fill it in.",
            ],
        ),
    ],
)  # fmt: skip
def test_a_field_left_empty_says_which_it_is_and_what_to_do(language, said):
    with translation.override(language):
        assert [error for errors in Everything({}).errors.values() for error in errors] == said


def test_a_form_of_ours_says_it_with_its_own_label():
    with translation.override("en"):
        assert GrantForm({"key": "x"}).errors["household_number"] == ['Fill in "Record number".']


def test_a_number_where_words_belong_is_refused_and_a_document_s_is_not():
    typed = {"why": "核对 999001196203120013 原件", "name": "淄人口发〔2012〕15号", "kind": "1", "sure": "1"}

    errors = Everything(typed).errors

    assert errors["why"] == [A_NUMBER] and "name" not in errors


def test_only_fields_that_ask_for_a_number_may_hold_one():
    forms_of_ours()

    held = {(form.__name__, name) for form in _below(Form) for name in form.NUMBERS}
    assert {(name, field) for name, field in held if not name.startswith("_")} == {
        ("AccountForm", "number"), ("RegistrationForm", "number"), ("WrongPaymentForm", "account"), ("BirthForm", "number"),
        ("AdoptionForm", "number"), ("BirthDateForm", "number"), ("CertificateForm", "number"),
    }  # fmt: skip


def forms_of_ours():
    for path in [path for app in APPS for path in (ROOT / app).rglob("forms.py")]:
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return [form for form in _below(forms.BaseForm) if form.__module__.split(".")[0] in APPS]


def test_every_form_tells_it_so():
    ours = forms_of_ours()

    assert len(ours) > 50
    assert [form.__qualname__ for form in ours if not issubclass(form, Telling)] == []


def _below(form):
    return [each for child in form.__subclasses__() for each in (child, *_below(child))]
