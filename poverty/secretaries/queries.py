"""Questions about first secretaries."""
from poverty.models import FirstSecretary


def of_village(village):
    """First secretaries of a village as they stand on record, the present one first."""
    return FirstSecretary.objects.filter(division_code=village, withdrawn_at=None).select_related("recorded_by__user").order_by("-since")
