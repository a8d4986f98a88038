from django.db.models import Q

from accounts.models import Jurisdiction, Post
from accounts.scope import within


def posts_held(user, *, on):
    """The posts a user holds on a day, highest place first."""
    return (
        Post.objects.filter(user=user, since__lte=on)
        .filter(Q(until__isnull=True) | Q(until__gt=on))
        .select_related("user", "jurisdiction")
        .order_by("jurisdiction_id", "role", "id")
    )


def villages_of(post):
    """Villages inside the post's place."""
    return within(Jurisdiction.objects.filter(level=Jurisdiction.Level.VILLAGE), post.division_code, "code").select_related("parent")


def townships_of(post):
    """Townships of the post's county that the post may see."""
    return within(Jurisdiction.objects.filter(level=Jurisdiction.Level.TOWNSHIP), post.division_code, "code")
