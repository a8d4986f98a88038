"""Places a trial can be made for."""
from django.db.models import Q

from accounts.models import Jurisdiction


def suggested(post):
    """[(code, name)] suggested: provinces, cities and counties on file, and the towns of the post's county."""
    return [(_short(place.code), place.name) for place in _rows(post)]


def codes_named(name, post):
    """The codes of the places that bear a name."""
    return [_short(place.code) for place in _rows(post) if place.name == name]


def name_of(code):
    """What the nearest place on file is called, "" when there is none."""
    lineage = [code[:length].ljust(12, "0") for length in (12, 9, 6, 4, 2) if len(code) >= length or length <= 6]
    known = Jurisdiction.objects.in_bulk(lineage)
    return next((known[place].name for place in lineage if place in known), "")


def _rows(post):
    here = Q(parent_id=post.county_code) if post.county_code else Q(pk=None)
    return Jurisdiction.objects.filter(Q(level__lte=Jurisdiction.Level.COUNTY) | here).order_by("level", "code")


def _short(code):
    """A county or what is above it by its first six digits."""
    return code[:6] if code.endswith("000000") else code
