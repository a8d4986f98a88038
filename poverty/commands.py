"""Writes of poverty."""
from poverty.models import MinimumLiving, MinimumLivingMember


def record_minimum_living(values, common):
    """One 低保 period with the people counted in it, as part of a household command."""
    plain = {name: value for name, value in values.items() if name != "members"}
    row = MinimumLiving.objects.create(**plain, **common)
    MinimumLivingMember.objects.bulk_create(
        MinimumLivingMember(minimum_living=row, person_id=person, division_code=row.division_code) for person in sorted(values["members"])
    )
    return row
