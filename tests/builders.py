"""Objects for tests, made the way the product makes them: people with posts, and rows inside a place."""
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import scope
from accounts.models import Post, User

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
ZHANGDIAN, GUANSHANHU, JIEFANG, JINTA = "370303000000", "520115000000", "410802000000", "620921000000"
QINGSHI = "370303100000"  # a township of 张店
LIUGOU = "370303100201"  # a village of it
SHANGPING = "370303100202"
ELSEWHERE = "520115100201"  # a village of 观山湖
PASSWORD = "correct-horse-battery"

_serial = count(1)


def a_post(role, place=ZHANGDIAN, *, staff_no=None, since=date(2020, 1, 1), password=PASSWORD):
    """A new user holding one post."""
    number = next(_serial)
    known = {"username": f"official{number}", "name": f"官员{number}", "staff_no": staff_no or f"T{number:04d}"}
    user = User.objects.create(**known, password=hashed(password))
    return Post.objects.create(user=user, role=role, jurisdiction_id=place, since=since)


@cache
def hashed(password):
    """Slow on purpose, so done once for all who have the same one."""
    return make_password(password)


@contextmanager
def inside(place):
    """A transaction under the scope of a place."""
    with transaction.atomic(), scope.entered(place):
        yield
