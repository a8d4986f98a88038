"""Who may act, where: divisions, users and the posts they hold."""
import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


class Jurisdiction(models.Model):
    """区划: a place of the 12-digit statistical division code (2-2-2-3-3), from the nation to a village."""

    class Level(models.IntegerChoices):
        NATION = 0, _("国家")
        PROVINCE = 1, _("省")
        CITY = 2, _("市")
        COUNTY = 3, _("县（区）")
        TOWNSHIP = 4, _("乡镇（街道）")
        VILLAGE = 5, _("村（居）")

    code = models.CharField(max_length=12, primary_key=True, db_collation="C")
    name = models.CharField(max_length=50)
    level = models.SmallIntegerField(choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    sample = models.BooleanField(default=False, help_text="名称为样例，非真实地名")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{12}$"), name="division_code_has_twelve_digits"),
        ]

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, *, username, name, staff_no, password, temporary=True):
        user = self.model(username=username, name=name, staff_no=staff_no)
        user.set_password(password)
        user.password_is_temporary = temporary
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """用户: an account. Two accounts of one human being share the staff number, which separation of duties compares."""

    username = models.CharField(_("用户名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    staff_no = models.CharField(_("工号"), max_length=20)
    is_active = models.BooleanField(default=True)
    large_type = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    password_is_temporary = models.BooleanField(default=False, help_text="somebody else set it: no page opens until the person has replaced it")

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "staff_no"], name="a_user_has_one_staff_number")]

    def __str__(self):
        return self.name

    def set_password(self, raw_password):
        """Whoever sets a password knows it; `commands.change_password` is how a person chooses their own."""
        super().set_password(raw_password)
        self.password_is_temporary = True


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Post(models.Model):
    """任职: a role in a jurisdiction from a day until a day (half-open)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=Role)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="posts")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    address = ""  # where the request came from; set by the middleware for the journal

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="post_ends_after_it_begins"),
            models.UniqueConstraint(fields=["user", "role", "jurisdiction", "since"], name="post_is_given_once"),
        ]

    def __str__(self):
        return f"{self.user.name} {self.jurisdiction.name}{self.get_role_display()}"

    @property
    def division_code(self):
        """The place this post may see, as a 12-digit code."""
        return self.jurisdiction_id

    @property
    def county_code(self):
        return self.jurisdiction_id[:6] + "000000"

    @property
    def staff_no(self):
        return self.user.staff_no
