"""筑委厅字〔2013〕89号 三(二)12, what its sums share: "所需资金由市、区（市、县）各承担 50%".

Whether the sentence speaks of the whole item or of the last sum before it is PC-32; then the city bears the others.
"""
from benefits.rules.expr import Const, InMonth, Policy
from benefits.rules.family import by_choice


def levels(city_share: Policy | InMonth, *, of_last_sum: bool = False):
    """The levels of government that bear a sum: the city its share, half up; the county the rest."""
    share = city_share if of_last_sum else by_choice("PC-32", whole_item=city_share, last_sentence=Const(100_00))
    return (("city", share), ("county", None))
