"""What a person fills in about projects. Shapes only; commands look at the world."""
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from audits import archive
from households.forms import DayField
from poverty.models import Project, ProjectPaper
from poverty.projects import models
from poverty.years.forms import FenField


class Once(Form):
    """A page that is one act however often it is sent: its key is made when it is opened."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        options["initial"] = {"key": uuid.uuid4()} | options.get("initial", {})
        super().__init__(*args, **options)


class ProjectForm(Once):
    """A project as it is drafted."""

    kind = forms.ChoiceField(label=_("类别"), choices=Project.Kind.choices)
    name = forms.CharField(label=_("项目名称"), max_length=80)
    year = forms.IntegerField(label=_("年度"), min_value=1980, max_value=2100, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    since = DayField(label=_("开工日期"))
    until = DayField(label=_("计划完工日期"))
    places = forms.MultipleChoiceField(
        label=_("实施地点"), widget=forms.SelectMultiple(attrs={"size": 8}), help_text=_("可选多个；选乡镇即包括它的全部村。会商后不能再改。")
    )
    document = forms.CharField(label=_("立项文件及文号"), max_length=120)
    standard_fen = FenField(
        label=_("帮扶标准（元/户）"), required=False, help_text=_("项目自己的标准，不含提高和上浮；到户安排资金物资的须填写，最低额以它为基数。")
    )
    standard_document = forms.CharField(label=_("标准依据及文号"), max_length=120, required=False)

    def __init__(self, *args, places, **options):
        super().__init__(*args, **options)
        self.fields["places"].choices = places

    def clean(self):
        said = super().clean()
        if said.get("since") and said.get("until") and said["until"] <= said["since"]:
            self.add_error("until", _("计划完工日期应晚于开工日期。"))
        if bool(said.get("standard_fen")) != bool(said.get("standard_document")):
            self.add_error("standard_document", _("帮扶标准和它的依据及文号须一起填写。"))
        if said.get("kind") and said["kind"] not in models.WITHOUT_STANDARD and not said.get("standard_fen"):
            self.add_error("standard_fen", _("这类项目到户安排资金物资，请填写帮扶标准：提高和上浮都以它为基数。"))
        said["standard_fen"] = said.get("standard_fen") or None
        return said


class ConsultationForm(Form):
    """What the family-planning office answered."""

    on = DayField(label=_("答复日期"))
    person = forms.CharField(label=_("答复人"), max_length=40)
    document = forms.CharField(label=_("答复文件"), max_length=120, help_text=_("复函的文号，或会商纪要的编号。"))
    answer = forms.CharField(label=_("人口计生部门意见"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class AcceptanceForm(Form):
    """What another person found."""

    acceptance = forms.CharField(label=_("验收结论"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class SourceForm(Form):
    """A source of money."""

    name = forms.CharField(label=_("资金来源"), max_length=60, help_text=_("如中央财政专项扶贫资金、市级配套。"))
    document = forms.CharField(label=_("下达文件及文号"), max_length=120)
    planned_fen = FenField(label=_("计划（元）"))

    def clean_planned_fen(self):
        if not self.cleaned_data["planned_fen"]:
            raise forms.ValidationError(_("金额应大于 0。"))
        return self.cleaned_data["planned_fen"]


class MoneyForm(Form):
    """What has come in and was spent so far."""

    received_fen = FenField(label=_("累计到位（元）"))
    spent_fen = FenField(label=_("累计支出（元）"))

    def clean(self):
        said = super().clean()
        if None not in (received := said.get("received_fen"), spent := said.get("spent_fen")) and spent > received:
            self.add_error("spent_fen", _("支出不能超过到位资金。"))
        return said


class PaperForm(Form):
    """A photo or paper of the project."""

    kind = forms.ChoiceField(label=_("类别"), choices=ProjectPaper.Kind.choices)
    title = forms.CharField(label=_("名称"), max_length=80, help_text=_("不写姓名和证件号码。"))
    file = forms.FileField(
        label=_("文件"), allow_empty_file=True, help_text=_("照片或扫描件（PNG、JPEG、TIFF、PDF），不超过 20 MB。"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.tif,.tiff"}),
        error_messages={"required": _("请选择要存档的文件。"), **dict.fromkeys(("missing", "invalid"), _("没有收到文件，请重新选择。"))},
    )  # fmt: skip

    def clean_file(self):
        content = self.cleaned_data["file"].read(archive.MOST_BYTES + 1)
        if sentence := archive.why_not(content):
            raise forms.ValidationError(sentence)
        return content


class ApplicationForm(Form):
    """A family applies: found by its file number, no name and no ID number is typed here."""

    household_number = forms.CharField(label=_("档案号"), max_length=24, help_text=_("在家庭档案中查到后填写。"))
    applied_on = DayField(label=_("申请日期"))
    wish = forms.CharField(label=_("申请内容"), max_length=200, help_text=_("想做什么、做多大，不写姓名和证件号码。"))
