"""The text that names a beneficiary: person:12, household:7 or couple:1+2."""


def people(beneficiary):
    """Ids of the persons the text names, in order; none for a household."""
    kind, _, ids = beneficiary.partition(":")
    return [] if kind == "household" else [int(number) for number in ids.split("+")]
