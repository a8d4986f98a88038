"""Three-valued logic and bounded numbers: what the arrays say is what every completion of the unknown would say."""
import itertools
import operator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from benefits.rules import assess, months
from benefits.rules.expr import Always, Both, Const, CountOf, Either, Greatest, If, LatestOf, Least, MostAtOnce, Opposite, Share
from benefits.rules.facts import CHILD, OFFSPRING, F, child
from benefits.rules.meaning import MEANINGS, WIDE
from benefits.rules.money import SCALE, fen, rounded, yuan
from benefits.rules.scheme import Policies, choice
from tests.rules import chance, stacking
from tests.rules import given as on_file

TRUTHS = {True: (True, False), False: (False, True), None: (False, False)}


class Fixed:
    """Nodes by name with given answers, in a frame of one cell."""

    name = "fixed"

    def __init__(self, answers):
        self._answers = {id(node): tuple(np.array([part]) for part in answer) for node, answer in answers.items()}

    def truth(self, node, frame):
        return self._answers[id(node)] if id(node) in self._answers else MEANINGS[type(node)](self, node, frame)

    number = truth

    def __len__(self):
        return 1


def _word(answer):
    yes, no = (bool(part[0]) for part in answer)
    assert not (yes and no)
    return True if yes else False if no else None


def _evaluated(node, answers):
    fixed = Fixed(answers)
    return fixed.truth(node, fixed)


A, B, C = Always(), Always(), Always()
FORMULAS = [A & B, A | B, ~A, (A & B) | ~C, ~(A | B) & C, (A | B) & (~A | C), ~(~A & (B | C))]


def _plain(node, world):
    match node:
        case Both():
            return _plain(node.a, world) and _plain(node.b, world)
        case Either():
            return _plain(node.a, world) or _plain(node.b, world)
        case Opposite():
            return not _plain(node.a, world)
    return world[id(node)]


@pytest.mark.parametrize("formula", FORMULAS, ids=range(len(FORMULAS)))
@pytest.mark.parametrize("known", list(itertools.product([True, False, None], repeat=3)), ids=str)
def test_an_answer_holds_in_every_world_that_agrees_with_what_is_known(formula, known):
    answer = _word(_evaluated(formula, {node: TRUTHS[truth] for node, truth in zip((A, B, C), known, strict=True)}))

    worlds = itertools.product(*[[truth] if truth is not None else [True, False] for truth in known])
    outcomes = {_plain(formula, {id(node): truth for node, truth in zip((A, B, C), world, strict=True)}) for world in worlds}
    assert answer is None or outcomes == {answer}
    assert None in known or answer is not None


X, Y = Const(0), Const(1)
bounds = some.tuples(some.integers(-20, 20), some.integers(0, 5)).map(lambda pair: (pair[0], pair[0] + pair[1]))
COMPARISONS = {"==": operator.eq, "<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt, "!=": operator.ne}


@settings(deadline=None, max_examples=60)
@given(x=bounds, y=bounds, sign=some.sampled_from(sorted(COMPARISONS)))
def test_a_comparison_is_decided_exactly_where_all_numbers_between_the_bounds_agree(x, y, sign):
    compare = COMPARISONS[sign]

    answer = _word(_evaluated(compare(X, Y), {X: x, Y: y}))

    outcomes = {compare(a, b) for a in range(x[0], x[1] + 1) for b in range(y[0], y[1] + 1)}
    assert answer == (outcomes.pop() if len(outcomes) == 1 else None)


@settings(deadline=None, max_examples=60)
@given(x=bounds, y=bounds, truth=some.sampled_from([True, False, None]))
def test_bounds_hold_for_sums_extremes_and_alternatives(x, y, truth):
    answers = {X: x, Y: y, A: TRUTHS[truth]}
    made = {X + Y: operator.add, X - Y: operator.sub, Least(X, Y): min, Greatest(X, Y): max}

    for node, operation in made.items():
        low, high = (int(part[0]) for part in _evaluated(node, answers))
        outcomes = [operation(a, b) for a in x for b in y]
        assert (low, high) == (min(outcomes), max(outcomes))

    low, high = (int(part[0]) for part in _evaluated(If(A, X, Y), answers))
    assert (low, high) == {True: x, False: y, None: (min(x[0], y[0]), max(x[1], y[1]))}[truth]


def test_what_is_added_to_the_unknown_is_unknown():
    low, high = _evaluated(X + Y, {X: (-WIDE, WIDE), Y: (5, 5)})

    assert (low[0], high[0]) == (-WIDE, WIDE)


@settings(deadline=None, max_examples=80)
@given(amount=some.integers(0, 10_000_000), percent=some.integers(1, 10_000), count=some.integers(1, 24))
def test_money_is_exact_until_it_is_rounded_once_half_up(amount, percent, count):
    rate, _ = _evaluated(Share(X, Y), {X: (amount * SCALE // 12, amount * SCALE // 12), Y: (percent, percent)})

    exact = 2 * amount * percent * count + 12 * 10_000
    assert rounded(int(rate[0]), count) == exact // (2 * 12 * 10_000)


def test_yuan_and_fen():
    assert [fen(text) for text in ("0.00", "960.00", "0.05", "12345678.90")] == [0, 96000, 5, 1234567890]
    assert [yuan(amount) for amount in (0, 96000, 5, -84000)] == ["0.00", "960.00", "0.05", "-840.00"]
    for wrong in ("960", "960.0", "9,60.00", "-1.00", "1.005", "", " 1.00", 960, None):
        with pytest.raises(ValueError):
            fen(wrong)


def test_rules_are_never_asked_for_a_truth_value_never_divide_and_know_no_floats():
    age = F.born

    for misuse in (
        lambda: bool(A), lambda: A and B, lambda: age == 1 or A, lambda: age in [F.died], lambda: age / 2, lambda: age // 2, lambda: 2 / age,
        lambda: age % 2, lambda: age + 0.5, lambda: age == 1.0, lambda: age <= True, lambda: A & True, lambda: F.born == "male",
    ):  # fmt: skip
        with pytest.raises((TypeError, ValueError)):
            misuse()


def test_a_node_is_itself_and_no_other():
    assert len({F.born, F.died, F.born}) == 2
    assert Policies("rural_reward").money("rate") is Policies("rural_reward").money("rate")
    assert choice("PC-01") is choice("PC-01")


def test_a_fact_is_asked_of_its_own_table_only():
    tables, _ = stacking.of_cases([chance.family(1)])
    results = assess(tables, values=on_file.book(), since=months.parse("2012-01"), until=months.parse("2013-01"))

    with pytest.raises(ValueError, match=r"children\.origin is asked of persons"):
        results.evaluation.truth(CHILD.origin == "birth", results.evaluation.frames["persons"])


def test_children_are_counted_between_bounds():
    family = chance.family(3)
    family["household"]["children"] = [
        {"child": member["id"], "parents": ["husband"], "origin": "birth", "since": None, "within_policy": True, "custody": None}
        for member in family["household"]["members"][2:]
    ]
    del family["household"]["children"][0]["origin"]
    tables, _ = stacking.of_cases([family])
    results = assess(tables, values=on_file.book(), since=months.parse("2012-01"), until=months.parse("2013-01"))
    own = CountOf(OFFSPRING, (CHILD.origin == "birth") & child(F.born >= 0))

    low, high = results.evaluation.number(own, results.evaluation.frames["persons"])
    sure = len([member for member in family["household"]["members"][3:] if member["born"] >= "1970"])
    assert low[0] == sure
    assert high[0] == sure + (family["household"]["members"][2]["born"] >= "1970")


def test_children_that_are_not_recorded_may_be_any_number():
    family = chance.family(3)
    del family["household"]["children"]
    tables, _ = stacking.of_cases([family])
    results = assess(tables, values=on_file.book(), since=months.parse("2012-01"), until=months.parse("2013-01"))
    born = child(F.born >= 0)

    for counted in (CountOf(OFFSPRING, born), MostAtOnce(OFFSPRING, born, child(F.born), child(F.died)), LatestOf(OFFSPRING, born, child(F.died))):
        _, high = results.evaluation.number(counted, results.evaluation.frames["persons"])
        assert (high == WIDE).all()


def test_equal_words_are_one_word_and_others_are_not():
    assert (F.born <= 3) & (F.sex == "female") is (F.born <= 3) & (F.sex == "female")
    assert len({F.born <= 3, F.born < 3, F.born <= 4, F.died <= 3, ~(F.born <= 3), Const(3), Const(1), Always(True)}) == 8
