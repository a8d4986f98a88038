"""Places a trial can be made for."""
from django.db.models import Q

from accounts.models import Jurisdiction
from households import pinyin


def suggested(post):
    """[(code, name)] suggested: provinces, cities and counties on file, and the towns of the post's county."""
    return [(_short(place.code), place.name) for place in _rows(post)]


def codes_named(typed, post):
    """The codes of the places meant by a name, 贵阳市 or 贵阳, or by its initials gys, gy."""
    rows = list(_rows(post))
    whole = [place for place in rows if place.name == typed]
    return [_short(place.code) for place in whole or [row for row in rows if typed.lower() in _spellings(row.name)]]


def name_of(code):
    """What the nearest place on file is called, "" when there is none."""
    lineage = [code[:length].ljust(12, "0") for length in (12, 9, 6, 4, 2) if len(code) >= length or length <= 6]
    known = Jurisdiction.objects.in_bulk(lineage)
    return next((known[place].name for place in lineage if place in known), "")


def _rows(post):
    here = Q(parent_id=post.county_code) if post.county_code else Q(pk=None)
    return Jurisdiction.objects.filter(Q(level__lte=Jurisdiction.Level.COUNTY) | here).order_by("level", "code")


def _spellings(name):
    return {spelling for form in (name, name[:-1]) for spelling in (form, *pinyin.initials(form))}


def _short(code):
    """A county or what is above it by its first six digits."""
    return code[:6] if code.endswith("000000") else code
