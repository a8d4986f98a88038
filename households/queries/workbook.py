"""The list of families as a workbook."""
from django.utils.translation import gettext as _

from accounts import workbooks
from households import identity
from households.queries import listing, places

MOST_ROWS = 20_000
_CHUNK = 500


def of_households(post, filters):
    """(bytes, number of rows) of the filtered list. Four digits of an ID number stand there, and therefore no birth date."""
    couple = [_("户主"), _("户主身份证号"), _("配偶"), _("配偶身份证号")]
    titles = [_("档案号"), _("村（居）"), _("组"), *couple, _("家庭类型"), _("生育"), _("现存"), _("待补待核")]
    with listing.sight(post):
        found = listing.households(post, filters)[: MOST_ROWS + 1]
        rows = list(found)
        content, _written = workbooks.made(_("家庭档案"), titles, _rows(rows[:MOST_ROWS]))
        return content, len(rows)


def _rows(households):
    villages = places.names({household.division_code for household in households})
    for start in range(0, len(households), _CHUNK):
        for line in listing.lines(households[start : start + _CHUNK]):
            yield _row(line, villages[line.division_code])


def _row(line, village):
    couple = [*line.people[:2], None, None][:2]
    people = [text for person in couple for text in (person.name if person else "", _masked(person))]
    counts = ["" if count is None else count for count in (line.births, line.living)]
    return [line.number, village, line.group, *people, line.kind, *counts, _("、").join(map(str, line.missing))]


def _masked(person):
    number = person.number() if person else None
    return identity.mask(number, with_birth=False) if number else ""
