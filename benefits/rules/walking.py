"""What a word of a rule is made of (`expr.py`)."""
from __future__ import annotations

import functools
from collections.abc import Mapping

from benefits.rules import expr
from benefits.rules.expr import Node


@functools.cache
def children(node: Node) -> tuple[Node, ...]:
    """The nodes a node is made of."""
    parts = [getattr(node, name) for name in getattr(node, "__slots__", ())]
    return tuple(part for value in parts for part in (value.values() if isinstance(value, Mapping) else [value]) if isinstance(part, Node))


@functools.cache
def rests_on_policy(node: Node, kinds: tuple[str, ...]) -> bool:
    """Whether some policy value of these kinds is part of a node."""
    return node.kind in kinds if isinstance(node, expr.Policy) else bool(resting_on_policy(node, kinds))


@functools.cache
def resting_on_policy(node: Node, kinds: tuple[str, ...]) -> tuple[Node, ...]:
    """The parts of a node that do."""
    return tuple(part for part in children(node) if rests_on_policy(part, kinds))


_OF_PLACE = (
    expr.Always | expr.Both | expr.Either | expr.Opposite | expr.Compare | expr.Const | expr.Policy | expr.InMonth | expr.InForceSince | expr.Stated
    | expr.Includes | expr.Within | expr.Day | expr.Rounded | expr.Reached | expr.Least | expr.Greatest | expr.Sum | expr.Negative | expr.Times
    | expr.Share | expr.If | expr.Choose | expr.Decide
)  # fmt: skip


@functools.cache
def is_of_place(node: Node) -> bool:
    """Whether a node rests on the place and the month alone, whoever is asked."""
    return isinstance(node, _OF_PLACE) and all(map(is_of_place, children(node)))


@functools.cache
def parts_of(node: expr.Both | expr.Either) -> tuple[expr.Truth, ...]:
    """What a chain of `&` or of `|` joins, in order."""
    return tuple(part for side in (node.a, node.b) for part in (parts_of(side) if type(side) is type(node) else [side]))


def walk(*roots: Node) -> list[Node]:
    """The nodes and everything they are made of, each once."""
    seen: dict[int, Node] = {}
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen[id(node)] = node
            waiting.extend(children(node))
    return list(seen.values())
