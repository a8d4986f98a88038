"""How amounts and symbols are written on pages."""
from decimal import Decimal

import pytest

from accounts.templatetags import interface


@pytest.mark.parametrize(
    ("amount_fen", "written"),
    [(0, "0.00"), (5, "0.05"), (96000, "960.00"), (1204032000, "12,040,320.00"), (-96000, "−960.00"), (-5, "−0.05"), (None, "—")],
)
def test_fen_are_written_as_yuan(amount_fen, written):
    assert interface.yuan(amount_fen) == written


def test_a_difference_carries_its_sign():
    assert [interface.signed_yuan(fen) for fen in (23136000, 0, -105)] == ["+231,360.00", "0.00", "−1.05"]


def test_amounts_of_a_sentence_are_grouped_and_dates_and_numbers_of_documents_are_not():
    said = "30000.00 + 960.00 = 30960.00，自 2013-06-09 起，2013.05.12，财教〔2011〕623号"

    assert interface.figures(said) == "30,000.00 + 960.00 = 30,960.00，自 2013-06-09 起，2013.05.12，财教〔2011〕623号"


@pytest.mark.parametrize("amount", [960.0, Decimal("960.00"), "960"])
def test_what_is_not_fen_is_refused(amount):
    with pytest.raises(TypeError):
        interface.yuan(amount)


def test_counts_are_grouped_by_three_in_chinese_too():
    assert interface.grouped(12301) == "12,301"


def test_a_symbol_is_decoration_unless_it_has_a_name():
    assert 'aria-hidden="true"' in interface.icon("check")
    assert 'role="img" aria-label="满足"' in interface.icon("check", label="满足")
