"""Writes of accounts: what a person chooses for themselves, and the events of signing in and out."""
import secrets

from django.db import transaction
from django.utils import timezone

from accounts import locks
from accounts.models import Post, User
from accounts.refusal import NotAllowed
from accounts.roles import ADMINISTRATORS
from accounts.stored import gettext as _
from audits import journal

_PASSWORD_BYTES = 12  # 16 characters


def choose_type_size(*, user, large, by, at):
    """Keep the reading size (标准 or 大字) for the user."""
    with transaction.atomic():
        before = user.large_type
        user.large_type = large
        user.save(update_fields=["large_type"])
        journal.record("user.type_size_chosen", by=by, at=at, subject=user, before={"large": before}, after={"large": large})


def change_password(*, user, password, by, at):
    """The user replaces their password by one that only they know; the User, whose other sessions are over."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        was_temporary = user.password_is_temporary
        user.set_password(password)
        user.password_is_temporary = False
        user.save(update_fields=["password", "password_is_temporary"])
        journal.record("user.password_changed", by=by, at=at, subject=user, after={"was_temporary": was_temporary})
    return user


def act_as(*, post, held, at):
    """Act through one of the posts the user holds from now on."""
    if post not in held:
        raise NotAllowed(_("您没有这个任职，请从列表中选择。"), event="post.chosen")
    with transaction.atomic():
        journal.record("post.chosen", by=post, at=at, subject=post)


def appoint_first_administrators(*, place, people, at):
    """三员分立: the first administrators of a county, three different people; `people` is {role: (name, staff number)}.

    [(Post, password)]; a password is told here and kept nowhere. Refused once the county has an administrator.
    """
    with transaction.atomic():
        locks.exclusive(place)
        if Post.objects.filter(jurisdiction=place, role__in=ADMINISTRATORS).exists():
            raise NotAllowed(_("本县已有管理员，不能再用初始化的办法任命。请由现任管理员办理。"), event="administrators.appointed")
        if len({staff_no for _name, staff_no in people.values()}) < len(people):
            raise NotAllowed(_("三名管理员须由三个不同的人担任，请核对工号。"), event="administrators.appointed")
        made = [_appointed(place, role, *person, on=timezone.localdate(at)) for role, person in people.items()]
        told = {post.role: [post.user.username, post.staff_no] for post, _password in made}
        journal.record("administrators.appointed", by=None, at=at, after=told, division_code=place)
    return made


def _appointed(place, role, name, staff_no, *, on):
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    user = User.objects.create_user(username=f"{place[:6]}.{role}", name=name, staff_no=staff_no, password=password)
    return Post.objects.create(user=user, role=role, jurisdiction_id=place, since=on), password
