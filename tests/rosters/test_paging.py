"""Rows onto pages."""
import pytest
from hypothesis import given
from hypothesis import strategies as some

from benefits.rosters import paging


class Row:
    def __init__(self, fen):
        self.fen = fen


def lay(heights, room=100, last_room=60):
    return paging.pages([Row(1) for _ in heights], heights=heights, room=room, last_room=last_room, sums=("fen",))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(0, [0]), (1, [1]), (6, [6]), (7, [3, 4]), (10, [5, 5]), (11, [10, 1]), (16, [10, 6]), (17, [10, 3, 4]), (20, [10, 5, 5])],
)
def test_the_last_page_leaves_room_for_signatures(rows, expected):
    assert [len(page.rows) for page in lay([10] * rows)] == expected


def test_a_high_row_moves_on():
    assert [len(page.rows) for page in lay([10] * 9 + [30] + [10] * 3)] == [9, 4]


@given(some.lists(some.integers(10, 60), max_size=60))
def test_every_row_stands_once_and_no_page_is_too_full(heights):
    laid = lay(heights)

    assert sum(len(page.rows) for page in laid) == len(heights)
    starts = [sum(len(page.rows) for page in laid[:at]) for at in range(len(laid))]
    for page, start in zip(laid, starts, strict=True):
        assert sum(heights[start : start + len(page.rows)]) <= (60 if page.last else 100)
        assert page.rows or len(laid) == 1
    assert laid[-1].running["fen"] == len(heights)
    assert [page.last for page in laid] == [False] * (len(laid) - 1) + [True]
