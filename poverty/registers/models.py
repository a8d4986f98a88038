"""What poverty and other departments decided of a family and gave it, as dated facts."""
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Fact, Household


class PovertyRegistration(Fact):
    """建档立卡: a family's registration in the poverty system over a period, as that system states it."""

    class Attribute(models.TextChoices):
        GENERAL = "general", _("一般贫困户")
        ALLOWANCE = "allowance", _("低保贫困户")
        SUPPORTED = "supported", _("五保户")

    class Cause(models.TextChoices):
        ILLNESS = "illness", _("因病")
        DISABILITY = "disability", _("因残")
        SCHOOLING = "schooling", _("因学")
        DISASTER = "disaster", _("因灾")
        LAND = "land", _("缺土地")
        WATER = "water", _("缺水")
        SKILLS = "skills", _("缺技术")
        LABOUR = "labour", _("缺劳动力")
        MONEY = "money", _("缺资金")
        ROADS = "roads", _("交通条件落后")
        MOTIVATION = "motivation", _("自身发展动力不足")
        OTHER = "other", _("其他原因")

    class Status(models.TextChoices):
        REGISTERED = "registered", _("在册贫困")
        OUT = "out", _("已脱贫")
        RETURNED = "returned", _("返贫")

    household = models.ForeignKey(Household, models.PROTECT, related_name="poverty_registrations", db_index=False)
    number = models.CharField(_("户编号"), max_length=30, help_text="of the poverty system; not an ID number")
    attribute = models.CharField(_("贫困户属性"), max_length=10, choices=Attribute, default="", blank=True, help_text="未录入时为空")
    cause = models.CharField(_("致贫原因"), max_length=10, choices=Cause, default="", blank=True, help_text="未录入时为空")
    status = models.CharField(_("状态"), max_length=10, choices=Status)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household"], name="poor_by_household"), models.Index(fields=["number"], name="poor_by_number")]
        constraints = [*Fact.Meta.constraints, models.CheckConstraint(condition=~Q(number=""), name="poverty_registration_has_a_number")]


class Helper(Fact):
    """帮扶责任人: who is answerable for helping a family, from a day."""

    class Kind(models.TextChoices):
        PAIRED = "paired", _("结对帮扶")
        FIRST_SECRETARY = "secretary", _("第一书记")
        TEAM = "team", _("驻村工作队")

    household = models.ForeignKey(Household, models.PROTECT, related_name="helpers", db_index=False)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    unit = models.CharField(_("单位"), max_length=60)
    name = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("职务"), max_length=60, default="", blank=True)
    phone = models.CharField(_("联系电话"), max_length=30, default="", blank=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household"], name="helper_by_household")]


class Support(Fact):
    """三结合帮扶: what a department gave a family on the day `since`; cash_fen in fen, or goods in words."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="supports", db_index=False)
    department = models.CharField(_("帮扶部门"), max_length=60)
    cash_fen = models.BigIntegerField(_("现金"), null=True, help_text="分；没有现金时为空")
    goods = models.CharField(_("物资"), max_length=120, default="", blank=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household"], name="support_by_household")]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(cash_fen__isnull=True) | Q(cash_fen__gt=0), name="support_cash_is_positive"),
            models.CheckConstraint(condition=Q(cash_fen__isnull=False) | ~Q(goods=""), name="support_says_what_was_given"),
        ]
