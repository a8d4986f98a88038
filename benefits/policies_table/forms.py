from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from audits import archive
from benefits.policies_table import names


class YuanField(forms.RegexField):
    """Yuan with two decimals; the page groups thousands as they are typed."""

    def __init__(self, **kwargs):
        super().__init__(r"^\d{1,9}\.\d{2}$", widget=forms.TextInput(attrs={"inputmode": "decimal", "data-type": "money"}), **kwargs)

    def to_python(self, value):
        return super().to_python(value).replace(",", "")


class DocumentForm(Form):
    """A document a figure is read from."""

    number = forms.CharField(label=_("文号"), max_length=120)
    title = forms.CharField(label=_("文件标题"), max_length=300)
    issuer = forms.CharField(label=_("发文机关"), max_length=200)
    issued = forms.RegexField(
        r"^\d{4}(-\d{2}-\d{2})?$", label=_("发文日期"), error_messages={"invalid": _("请写成 2026-01-05，只知年份时写 2026。")}
    )
    sha256 = forms.RegexField(
        r"^[0-9a-f]{64}$", label=_("存档文件的 SHA-256"), required=False, error_messages={"invalid": _("应为 64 位十六进制摘要（小写）。")},
        help_text=_("文件已存入档案系统的，填写其摘要；没有的留空。"),
    )  # fmt: skip
    clause = forms.CharField(label=_("条款"), max_length=200, required=False)


class ValueForm(DocumentForm):
    """A county's value with the document it is read from."""

    name = forms.ChoiceField(label=_("标准"))
    value = YuanField(label=_("金额（元）"), error_messages={"invalid": _("请写成带两位小数的金额，如 960.00。")})
    unit = forms.ChoiceField(label=_("单位"))
    since = forms.DateField(label=_("自（含）"), widget=forms.DateInput(attrs={"data-type": "date", "placeholder": "2026-01-01"}))
    until = forms.DateField(
        label=_("至（不含）"), required=False, widget=forms.DateInput(attrs={"data-type": "date"}), help_text=_("没有终止日期的留空。")
    )
    quote = forms.CharField(
        label=_("条款原文"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("照文件原文抄录写明这个数字的一句。"),
    )

    field_order = ["name", "value", "unit", "since", "until", "number", "title", "issuer", "issued", "sha256", "clause", "quote"]

    def __init__(self, *args, schemes, **kwargs):
        super().__init__(*args, **kwargs)
        units = dict.fromkeys(unit for allowed in names.amounts().values() for unit in allowed)
        self.fields["name"].choices = [("", "—"), *((name, names.title(name, schemes)) for name in names.amounts())]
        self.fields["unit"].choices = [("", "—"), *((unit, names.unit(unit)) for unit in units)]

    def clean(self):
        cleaned = super().clean()
        allowed = names.amounts().get(cleaned.get("name"), ())
        if cleaned.get("unit") and allowed and cleaned["unit"] not in allowed:
            self.add_error("unit", _("这项标准的单位应是：%(units)s。") % {"units": _("、").join(names.unit(unit) for unit in allowed)})
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] <= cleaned["since"]:
            self.add_error("until", _("终止日期应晚于起始日期。"))
        return cleaned


class ArchiveForm(Form):
    """The document itself, to be kept."""

    file = forms.FileField(
        label=_("文件"), allow_empty_file=True, help_text=_("文件原件的 PDF 或扫描件（PNG、JPEG、TIFF），不超过 20 MB。"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.tif,.tiff"}),
        error_messages={"required": _("请选择要存档的文件。"), **dict.fromkeys(("missing", "invalid"), _("没有收到文件，请重新选择。"))},
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        content = file.read(archive.MOST_BYTES + 1)
        if sentence := archive.why_not(content):
            raise forms.ValidationError(sentence)
        return content


class WhyForm(Form):
    """Why a value is refused or withdrawn, or a document refused."""

    why = forms.CharField(label=_("理由"), max_length=200, error_messages={"required": _("请写明理由，便于录入人和审计人员了解。")})
