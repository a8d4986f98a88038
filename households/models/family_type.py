from django.db import models
from django.utils.translation import gettext_lazy as _


class FamilyType(models.Model):
    """家庭类型: derived from the couple's recorded children by a view, never stored. A household without recorded children has no row."""

    class Kind(models.TextChoices):
        BEREAVED = "bereaved", _("失独户")
        DISABLED_ONLY_CHILD = "disabled_only_child", _("独生子女伤残户")
        ONLY_SON = "only_son", _("独子户")
        ONLY_DAUGHTER = "only_daughter", _("独女户")
        TWO_DAUGHTERS = "two_daughters", _("二女户")
        SEVERAL = "several", _("其他")
        UNCERTAIN = "uncertain", _("待定")

    household = models.OneToOneField("households.Household", models.DO_NOTHING, primary_key=True, related_name="family_type")
    births = models.IntegerField()
    living = models.IntegerField()
    kind = models.CharField(max_length=20, choices=Kind)

    @classmethod
    def is_planning(cls, kind):
        """Whether a household of this kind is a 计划生育户: one child, or two daughters. None where that is not recorded."""
        return None if kind in (None, cls.Kind.UNCERTAIN) else kind != cls.Kind.SEVERAL

    class Meta:
        managed = False
        db_table = "households_familytype"
