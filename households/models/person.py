import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext_lazy as _

from accounts import crypto
from households.models.base import PersonFact, Placed


class Sex(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Marital(models.TextChoices):
    """Marital state as stated (GB/T 2261.2). What counts for a benefit are the dated marriages."""

    FIRST = "first", _("初婚")
    REMARRIED = "remarried", _("再婚")
    WIDOWED = "widowed", _("丧偶")
    DIVORCED = "divorced", _("离异")
    UNMARRIED = "unmarried", _("未婚")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["county_code"])
class Person(Placed):
    """人员: a human being as one county recorded them. The ID number is sealed and opened only by `number()`."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    county_code = models.GeneratedField(
        expression=Concat(Left("division_code", 6), Value("000000")), output_field=models.CharField(max_length=12), db_persist=True
    )
    name = models.CharField(_("姓名"), max_length=60)
    name_sort = models.CharField(max_length=300, db_collation="C")
    initials = ArrayField(models.CharField(max_length=60), default=list)
    number_sealed = models.BinaryField(null=True)
    number_hash = models.BinaryField(null=True)
    last_four_hash = models.BinaryField(null=True)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex, null=True)
    born = models.DateField(_("出生日期"), null=True, help_text="以身份证为准")
    born_in_hukou_book = models.DateField(_("户口簿出生日期"), null=True, blank=True)
    marital = models.CharField(_("婚姻状况"), max_length=10, choices=Marital, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "number_hash"], name="number_is_recorded_once_in_a_county"),
            models.CheckConstraint(
                condition=Q(number_sealed__isnull=True, number_hash__isnull=True, last_four_hash__isnull=True)
                | Q(number_sealed__isnull=False, number_hash__isnull=False, last_four_hash__isnull=False),
                name="number_is_sealed_with_its_hashes",
            ),
        ]
        indexes = [
            models.Index(fields=["division_code", "name_sort"], name="person_by_name"),
            models.Index(fields=["name"], opclasses=["text_pattern_ops"], name="person_by_first_characters"),
            models.Index(fields=["last_four_hash"], name="person_by_last_four"),
            # One index a spelling: containment in an array is not leakproof, so under a policy no GIN index answers it.
            *[models.Index(OpClass(models.F(f"initials__{n}"), name="text_pattern_ops"), name=f"person_by_initials_{n}") for n in range(3)],
        ]

    def __str__(self):
        return self.name

    def number(self):
        """The ID number in clear, None when not recorded. The caller masks it or journals why not."""
        return crypto.open(self.number_sealed, about=self.key) if self.number_sealed else None


class Death(PersonFact):
    """死亡: `since` is the day. Proof and who confirmed it (公安、法院、医疗机构、村居委会)."""

    confirmed_by_unit = models.CharField(max_length=60, default="", blank=True)

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="death_by_person")]


class Hukou(PersonFact):
    """户口性质与所在地: place is empty when it is the family's own county."""

    class Kind(models.TextChoices):
        RURAL = "rural", _("农业户口")
        URBAN = "urban", _("非农业户口")

    kind = models.CharField(max_length=5, choices=Kind)
    place = models.CharField(max_length=12, null=True, blank=True, db_collation="C")

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="hukou_by_person")]


class Residence(PersonFact):
    """现居住地, which need not be where the hukou is."""

    place = models.CharField(max_length=12, db_collation="C")

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="residence_by_person")]


class Disability(PersonFact):
    """残疾: grade 1–4 of the 残疾人证."""

    class Kind(models.TextChoices):
        VISUAL = "visual", _("视力")
        HEARING = "hearing", _("听力")
        SPEECH = "speech", _("言语")
        PHYSICAL = "physical", _("肢体")
        INTELLECTUAL = "intellectual", _("智力")
        MENTAL = "mental", _("精神")
        MULTIPLE = "multiple", _("多重")

    grade = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, null=True)
    lost_labour = models.BooleanField(null=True)
    certified = models.BooleanField(null=True)

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="disability_by_person")]
        constraints = [
            *PersonFact.Meta.constraints,
            models.CheckConstraint(condition=Q(grade__range=(1, 4)), name="disability_grade_is_one_to_four"),
        ]


class Complication(PersonFact):
    """计划生育手术并发症 appraisal, grade 1–4."""

    grade = models.PositiveSmallIntegerField()
    certified = models.BooleanField(null=True)

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="complication_by_person")]
        constraints = [
            *PersonFact.Meta.constraints,
            models.CheckConstraint(condition=Q(grade__range=(1, 4)), name="complication_grade_is_one_to_four"),
        ]


class Schooling(PersonFact):
    """在读学段."""

    class Stage(models.TextChoices):
        PRIMARY = "primary", _("小学")
        JUNIOR = "junior", _("初中")
        SENIOR = "senior", _("高中")
        VOCATIONAL = "vocational", _("中职")
        UNIVERSITY = "university", _("大学")

    stage = models.CharField(max_length=10, choices=Stage)

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="schooling_by_person")]


class Admission(PersonFact):
    """高校录取: `since` is the day."""

    class Level(models.TextChoices):
        BACHELOR = "bachelor", _("本科")
        ASSOCIATE = "associate", _("专科")

    level = models.CharField(max_length=10, choices=Level)
    full_time = models.BooleanField(null=True)

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="admission_by_person")]


class Exam(PersonFact):
    """升学考试: `since` is its first day."""

    class Kind(models.TextChoices):
        SENIOR_ENTRANCE = "senior_entrance", _("中考")

    kind = models.CharField(max_length=20, choices=Kind)

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="exam_by_person")]


class Pension(PersonFact):
    """参保类型."""

    class Kind(models.TextChoices):
        RESIDENT = "resident", _("城乡居民养老保险")
        EMPLOYEE = "employee", _("城镇职工养老保险")

    kind = models.CharField(max_length=10, choices=Kind)

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="pension_by_person")]


class VillagePost(PersonFact):
    """村级任职."""

    class Kind(models.TextChoices):
        DIRECTOR = "village_fp_director", _("村计生专职主任")

    kind = models.CharField(max_length=30, choices=Kind)

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="village_post_by_person")]


class Certificate(PersonFact):
    """证件: 独生子女父母光荣证; `since` is the day of issue, `person` the holder."""

    class Kind(models.TextChoices):
        ONLY_CHILD = "only_child", _("独生子女父母光荣证")

    since = models.DateField(null=True, blank=True, help_text="发证日；未录入时为空")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ONLY_CHILD)
    number = models.CharField(max_length=30, default="", blank=True)

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="certificate_by_person")]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Account(PersonFact):
    """收款账户: the account number is sealed; changes need a second look before they are paid to."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    holder_name = models.CharField(max_length=60)
    bank = models.CharField(max_length=60)
    number_sealed = models.BinaryField()
    number_hash = models.BinaryField()

    class Meta(PersonFact.Meta):
        indexes = [
            models.Index(fields=["person"], name="account_by_person"),
            models.Index(fields=["number_hash"], name="account_by_number"),
        ]

    def number(self):
        """The account number in clear; pages show its last four digits."""
        return crypto.open(self.number_sealed, about=self.key)

    def last_four(self):
        return self.number()[-4:]
