"""The one table of measures 措施: what every document grants, orders or aims at, and where each of them lives in the product.

A file a place, a row a measure, in the order of the document. A measure has one home or several: a scheme, a published calculation,
an item of the register 登记, an indicator, a fund, a step of the work, or none, with the reason and the decision record.
"""
from benefits.measures.table import HOMES, MONEY, Home, Item, Measure, item, items, items_of, measures

__all__ = ["HOMES", "MONEY", "Home", "Item", "Measure", "item", "items", "items_of", "measures"]
