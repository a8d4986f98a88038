"""The sample families: the same in every seed, every kind in every county, about three thousand of them."""
from random import Random

from benefits.management.commands import seed
from benefits.sample import families, rows
from benefits.sample.counties import RECORDED_AT, SEED

SEALED = {"number_sealed"}  # sealed with another nonce each time


def written(count):
    """The rows of so many families drawn as a county's are, what is sealed left out."""
    random, batch = Random(f"{SEED} 样例"), rows.Rows(at=RECORDED_AT)
    for number in range(count):
        village = f"370303004{200 + number % 7:03d}"
        families.write(batch, random, families.Family(id=number + 1, village=village, clerk=1, urban=number % 2 == 0, group=1))
    return {table: [{name: row[name] for name in row.keys() - SEALED} for row in made] for table, made in batch.tables.items()}


def test_the_same_families_come_out_of_every_seed():
    assert written(60) == written(60)


def test_the_sample_is_of_about_three_thousand_families():
    people = len(written(400)["households_person"]) / 400

    assert 2_800 < seed.PEOPLE / people < 3_200
