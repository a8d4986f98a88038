"""What a person fills in of each kind of change. Shapes only; commands look at the world."""
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from accounts.models import Jurisdiction
from benefits import wording
from benefits.models import Change
from households import identity, words
from households.forms import DayField, YesNoField
from households.forms import DeathForm as OneDeath
from households.models import Death, Disability, Hukou, Relation, Sex

Kind = Change.Kind
_COUPLE = (Relation.HEAD, Relation.SPOUSE)
_UNITS = OneDeath.base_fields["unit"].choices


class ChangeForm(Form):
    """What every change is asked: of whom, when it happened, when it became known, and what proves it."""

    rests_on = ""
    key = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.TypedChoiceField(label=_("谁"), coerce=int)
    occurred = DayField(label=_("发生日期"))
    learnt = DayField(label=_("获知日期"), help_text=_("本单位得知这件事的日期。"))
    source = forms.CharField(label=_("依据材料"), max_length=200, help_text=_("如 死亡医学证明、残疾人证、判决书编号。不写身份证号。"))
    field_order = ("person", "occurred")

    def __init__(self, *args, members, places=(), **more):
        """`members`: Memberships of the family; `places`: villages the post may choose, with their names."""
        super().__init__(*args, **more)
        self.members, today = members, timezone.localdate()
        self.fields["learnt"].initial = today.isoformat()
        for name in ("person", "people", "parents", "heir"):
            if name in self.fields:
                self.fields[name].choices = self._choices(name)
        if "village" in self.fields:
            self.fields["village"].choices = [("", "—"), *places]

    def _choices(self, name):
        found = [row for row in self.members if row.relation in _COUPLE] if name == "parents" else self.members
        died = dict(Death.objects.filter(person__in=[row.person_id for row in found], withdrawn_at=None).values_list("person", "since"))
        people = [(row.person_id, self._called(row, died.get(row.person_id))) for row in found]
        return [("", "—"), *people] if name in ("person", "heir") else people

    @staticmethod
    def _called(row, died_on):
        """张桂兰（配偶）, 刘志国（户主，2024-03-15 去世）: nobody is asked of the dead by mistake."""
        told = {"name": row.person.name, "relation": row.get_relation_display(), "day": died_on}
        return (_("%(name)s（%(relation)s，%(day)s 去世）") if died_on else _("%(name)s（%(relation)s）")) % told

    def clean(self):
        said = super().clean()
        occurred, learnt = said.get("occurred"), said.get("learnt")
        if learnt and learnt > timezone.localdate():
            self.add_error("learnt", _("获知日期不能晚于今天，请核对。"))
        elif occurred and learnt and occurred > learnt:
            self.add_error("occurred", _("发生日期不能晚于获知日期，请核对。"))
        return said

    def _read_identity(self, said, *, day="born"):
        """Birth and sex from the number; typed where somebody never had one."""
        if said.get("number"):
            try:
                found = identity.parse(said["number"])
            except identity.NotAnIdentity as error:
                self.add_error("number", str(error))
                return
            if said.get(day) and said[day] != found.born:
                self.add_error(day, _("与身份证号里的出生日期不一致，请核对证件。"))
            said |= {"number": found.number, "born": found.born, "sex": found.sex}
        elif not (said.get(day) and said.get("sex")):
            self.add_error("number", _("请填身份证号；从未办证的，填出生日期和性别。"))
        else:
            said |= {"number": None, "born": said[day]}


class DeathForm(ChangeForm):
    rests_on = _("奖扶发完去世当年，特扶等按月的项目发至去世当月；其后已发的应追回，去世前应发未发的由继承人领取。")
    occurred = DayField(label=_("死亡日期"))
    unit = forms.ChoiceField(label=_("确认单位"), choices=_UNITS, required=False)
    field_order = ("person", "occurred", "unit")


class _ChildForm(ChangeForm):
    NUMBERS = ("number",)
    person = None
    name = forms.CharField(label=_("孩子姓名"), max_length=60)
    number = forms.CharField(label=_("身份证号"), max_length=30, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    sex = forms.ChoiceField(label=_("性别"), choices=[("", "—"), *Sex.choices], required=False, help_text=_("没有身份证号时填。"))
    parents = forms.TypedMultipleChoiceField(label=_("父母"), coerce=int, widget=forms.CheckboxSelectMultiple)
    hukou = forms.ChoiceField(label=_("孩子的户口"), choices=[("", _("未说明")), *Hukou.Kind.choices], required=False)
    within_policy = YesNoField(label=_("符合当时的生育政策"))
    only = forms.BooleanField(
        label=_("没有别的子女"), required=False, help_text=_("生育和收养情况还没有登记的户须核实后勾选：连去世、送养的也没有别的子女。")
    )


class BirthForm(_ChildForm):
    rests_on = _("特扶发至再生育的当月；奖扶按现存子女和是否符合政策重新核定；放弃二孩后又生育的，追回一次性奖励。")
    occurred = DayField(label=_("出生日期"))
    field_order = ("name", "number", "occurred", "sex", "parents", "hukou", "within_policy", "only")

    def clean(self):
        said = super().clean()
        self._read_identity(said, day="occurred")
        return said


class AdoptionForm(_ChildForm):
    rests_on = _("特扶发至收养的当月；奖扶按现存子女重新核定。")
    occurred = DayField(label=_("收养日期"))
    born = DayField(label=_("孩子出生日期"), required=False, help_text=_("没有身份证号时填。"))
    field_order = ("name", "number", "born", "sex", "occurred", "parents", "hukou", "within_policy", "only")

    def clean(self):
        said = super().clean()
        self._read_identity(said)
        return said


class RecoveryForm(ChangeForm):
    rests_on = _("独生子女康复的，特扶发至康复当月；以残联核查为准。")
    occurred = DayField(label=_("康复日期"), help_text=_("残疾人证注销或核定不再够级的日期。"))


class RegradingForm(ChangeForm):
    rests_on = _("伤残等级变更，按新等级逐月重核；降为四级的，特扶发至变更当月。")
    occurred = DayField(label=_("评定日期"))
    grade = forms.TypedChoiceField(label=_("新的残疾等级"), choices=lambda: _grades(), coerce=int)
    disability = forms.ChoiceField(label=_("残疾类型"), choices=[("", _("未说明")), *Disability.Kind.choices], required=False)
    lost_labour = YesNoField(label=_("丧失劳动能力"))
    field_order = ("person", "occurred", "grade", "disability", "lost_labour")


class HukouForm(ChangeForm):
    rests_on = _(
        "户口性质变更或个人迁出的，从下一个发放期起算；成建制转非的，按文件仍界定为农村居民户口，不退出。"
        "全家迁往外县的办“迁往外县”，档案随之移交。"
    )
    person = None
    people = forms.TypedMultipleChoiceField(label=_("谁"), coerce=int, widget=forms.CheckboxSelectMultiple)
    occurred = DayField(label=_("变更日期"))
    hukou = forms.ChoiceField(label=_("现户口性质"), choices=[("", "—"), *Hukou.Kind.choices])
    county = forms.ChoiceField(
        label=_("户口所在的县（区）"), choices=lambda: _counties(_("仍在本县")), required=False,
        help_text=_("户内有人个人迁往外县（如配偶）的在此选；迁回本县的选“仍在本县”。"),
    )
    exempt = forms.BooleanField(
        label=_("成建制转非（整村转为非农业户口）"), required=False, help_text=_("勾选后仍按农村居民户口核定，依据材料须写明文件。")
    )
    field_order = ("people", "occurred", "hukou", "county", "exempt")


class MoveForm(ChangeForm):
    rests_on = _("在本县内迁移不影响按县计发的项目，档案转到新的村（居）；已欠发的仍在原处结清。")
    person = None
    occurred = DayField(label=_("迁移日期"))
    village = forms.ChoiceField(label=_("迁入的村（居）"))
    field_order = ("village", "occurred")


class MoveAwayForm(ChangeForm):
    rests_on = _("户口迁往外县的，特扶等按月的项目发至迁出当月，奖扶发完当年，新县从下一个发放期起发；家庭档案移交新县，由新县接收。")
    person = None
    occurred = DayField(label=_("户口迁出日期"))
    county = forms.ChoiceField(label=_("迁往的县（区）"), choices=lambda: _counties())
    field_order = ("county", "occurred")


class MoveBackForm(ChangeForm):
    rests_on = _("新县退回、没有迁走或选错了县的，撤回移交：户口自迁出之日起恢复在本县，停发的月份重新核定；要迁往别县的，撤回后再办“迁往外县”。")
    person = None
    occurred = DayField(label=_("撤回日期"), help_text=_("查明没有迁走、被退回或选错县的日期。"))
    field_order = ("occurred",)


class AcceptForm(Form):
    """Where the family is recorded in the county it came to."""

    village = forms.ChoiceField(label=_("建档的村（居）"))

    def __init__(self, *args, places, **more):
        super().__init__(*args, **more)
        self.fields["village"].choices = [("", "—"), *places]


class RefuseForm(Form):
    """Why the new county does not take a family."""

    answer = forms.CharField(label=_("退回的理由"), max_length=200)


class BirthDateForm(ChangeForm):
    NUMBERS = ("number",)
    rests_on = _("以身份证载明的出生时间为准，从未办过身份证的以户口簿为准；两者都保留，到龄的时间按更正后的重新核定。")
    occurred = DayField(label=_("更正日期"), help_text=_("公安机关更正或换证的日期。"))
    number = forms.CharField(label=_("更正后的身份证号"), max_length=30, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    born = DayField(label=_("更正后的出生日期"), required=False, help_text=_("没有身份证号时填。"))
    sex = forms.ChoiceField(label=_("性别"), choices=[("", "—"), *Sex.choices], required=False, help_text=_("没有身份证号时填。"))
    field_order = ("person", "number", "born", "sex", "occurred")

    def clean(self):
        said = super().clean()
        self._read_identity(said)
        return said


class CertificateForm(ChangeForm):
    NUMBERS = ("number",)
    rests_on = _("迟办、迟报的，确认之前的月份不补发；因经办失误迟报的，写明失误后从符合条件之月补发。")
    person = forms.TypedChoiceField(label=_("持证人"), coerce=int)
    occurred = DayField(label=_("发证日期"))
    number = forms.CharField(label=_("证号"), max_length=30, required=False)
    error = forms.CharField(label=_("经办失误"), max_length=100, required=False, help_text=_("迟报是经办单位造成的，写明经过和证明；不是的留空。"))
    only = forms.BooleanField(
        label=_("没有别的光荣证"), required=False, help_text=_("光荣证情况还没有登记的户须核实后勾选：户内没有别的光荣证。")
    )
    field_order = ("person", "occurred", "number", "error", "only")


class LateClaimForm(ChangeForm):
    rests_on = _("迟办的，从县里确认之日起算，以前的不补发；因经办失误迟办的，写明失误和证明，从本应确认之日起算，由另一人审批。")
    scheme = forms.ChoiceField(label=_("扶助项目"), choices=lambda: [("", "—"), *wording.confirmed_titles().items()])
    occurred = DayField(label=_("起算日期"), help_text=_("迟办的填县里确认的日期，经办失误的填本应确认的日期。"))
    error = forms.CharField(label=_("经办失误"), max_length=100, required=False, help_text=_("迟办是经办单位造成的，写明经过和证明；不是的留空。"))
    field_order = ("person", "scheme", "occurred", "error")


class HeirForm(ChangeForm):
    rests_on = _("去世前应发未发的，由登记的继承人凭材料领取，随下一批发放；没有继承人的，发放时缓发。")
    person = forms.TypedChoiceField(label=_("逝者"), coerce=int)
    heir = forms.TypedChoiceField(label=_("继承领款人"), coerce=int, help_text=_("须是本户档案里在世的人，并登记本人的收款账户。"))
    relation = forms.CharField(label=_("与逝者关系"), max_length=20, help_text=_("如 配偶、长女。"))
    occurred = DayField(label=_("材料日期"), help_text=_("继承公证书或家属协议的日期。"))
    field_order = ("person", "heir", "relation", "occurred")


def _counties(here="—"):
    counties = Jurisdiction.objects.filter(level=Jurisdiction.Level.COUNTY).select_related("parent")
    return [("", here), *((county.pk, f"{county.parent.name} {county.name}") for county in counties)]


def _grades():
    return [("", "—"), *((number, words.grade(number)) for number in range(1, 5))]


FORMS = {
    Kind.DEATH: DeathForm, Kind.BIRTH: BirthForm, Kind.ADOPTION: AdoptionForm, Kind.RECOVERY: RecoveryForm, Kind.REGRADING: RegradingForm,
    Kind.HUKOU: HukouForm, Kind.MOVE: MoveForm, Kind.BIRTH_DATE: BirthDateForm, Kind.CERTIFICATE: CertificateForm,
    Kind.LATE_CLAIM: LateClaimForm, Kind.HEIR: HeirForm, Kind.MOVE_AWAY: MoveAwayForm, Kind.MOVE_BACK: MoveBackForm,
}  # fmt: skip


def typed(form):
    """[(name, value)] of what was typed, for the page that asks to confirm it."""
    return [(name, value) for name in form.fields for value in form.data.getlist(name) if value != ""]
