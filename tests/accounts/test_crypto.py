"""Numbers lie sealed: opened only for the row they belong to, found only by keyed hashes."""
import uuid

import pytest

from accounts import crypto

NUMBER = "999001196503020013"


def test_a_sealed_number_opens_for_its_row():
    row = uuid.uuid4()

    assert crypto.open(crypto.seal(NUMBER, about=row), about=row) == NUMBER


def test_a_sealed_number_does_not_open_for_another_row():
    sealed = crypto.seal(NUMBER, about=uuid.uuid4())

    with pytest.raises(crypto.CannotOpen):
        crypto.open(sealed, about=uuid.uuid4())


@pytest.mark.parametrize("position", [0, 1, 5, 20, -1])
def test_one_changed_byte_does_not_open(position):
    row = uuid.uuid4()
    sealed = bytearray(crypto.seal(NUMBER, about=row))
    sealed[position] ^= 1

    with pytest.raises(crypto.CannotOpen):
        crypto.open(bytes(sealed), about=row)


def test_two_seals_of_one_number_differ_and_hold_no_digit():
    row = uuid.uuid4()
    first, second = crypto.seal(NUMBER, about=row), crypto.seal(NUMBER, about=row)

    assert first != second
    assert NUMBER.encode() not in first and NUMBER[-4:].encode() not in first


def test_equal_numbers_have_equal_hashes_and_last_four_only_inside_a_county():
    assert crypto.number_hash(NUMBER) == crypto.number_hash(NUMBER)
    assert len(crypto.number_hash(NUMBER)) == 16
    here, there = (crypto.last_four_hash(NUMBER, county_code=county) for county in ("370303000000", "520115000000"))
    assert here != there
    assert here == crypto.last_four_hash("0013", county_code="370303000000")
