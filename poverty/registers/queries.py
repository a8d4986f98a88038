"""Questions about the registers: rows of facts as they stand on a day, filtered by the address."""
from django.db.models import Q
from django.utils.dateparse import parse_date

from accounts import scope
from households.models import Membership, Relation
from poverty.models import MinimumLiving


def on_the_day(found, on):
    """Rows of a fact that hold on a day and nobody has withdrawn."""
    return found.filter(Q(until=None) | Q(until__gt=on), since__lte=on, withdrawn_at=None)


def placed(found, post, chosen):
    """Those of the post's place, or of the township or village the address names inside it."""
    found = scope.within(found, post.division_code)
    place = chosen.get("place", "")
    return scope.within(found, place) if len(place) == 12 and place.isdigit() else found


def day(chosen, today):
    """The day the address names, today otherwise."""
    try:
        return parse_date(chosen.get("on", "")) or today
    except ValueError:
        return today


def minimum_livings(post, chosen, *, on):
    """低保 of a day; filters: place, kind, category."""
    found = placed(on_the_day(MinimumLiving.objects.all(), on), post, chosen)
    if chosen.get("kind") in MinimumLiving.Kind.values:
        found = found.filter(kind=chosen["kind"])
    if chosen.get("category") in MinimumLiving.Category.values:
        found = found.filter(category=chosen["category"])
    if chosen.get("category") == "none":
        found = found.filter(category="")
    return found.select_related("household").prefetch_related("members").order_by("id")


def rows(register, post, chosen, *, on):
    """Rows of a register: those that hold on a day, or were given in the year of it; filters: place, only."""
    every = register.model.objects.all()
    found = every.filter(since__year=on.year, since__lte=on, withdrawn_at=None) if register.on_a_day else on_the_day(every, on)
    if chosen.get("only") in dict(register.choices):
        found = found.filter(**{register.filtered: chosen["only"]})
    return placed(found, post, chosen).select_related("household").order_by("id")


def heads(rows):
    """{household id: name of its householder} of rows about families."""
    of = Membership.objects.filter(household__in={row.household_id for row in rows}, relation=Relation.HEAD, withdrawn_at=None)
    return dict(of.values_list("household", "person__name"))
