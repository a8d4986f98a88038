"""Schemes come after those they look at; a circle is refused."""
from dataclasses import replace

import pytest

from benefits.rules import SCHEMES, registry
from benefits.rules.expr import Meets
from benefits.rules.scheme import Condition


def _looking_at(code, other):
    """A scheme with one more condition: that the person does not meet another scheme."""
    scheme = SCHEMES[code]
    claim = scheme.claims[0]
    condition = Condition("另一项目", ~Meets(other), lambda view: "")
    return replace(scheme, claims=(replace(claim, conditions=(*claim.conditions, condition)),))


def test_a_scheme_comes_after_those_it_looks_at():
    order = list(SCHEMES)

    assert order.index("special_assistance_disability") < order.index("special_assistance_death")


def test_a_circle_is_refused():
    schemes = SCHEMES | {"special_assistance_disability": _looking_at("special_assistance_disability", "special_assistance_death")}

    with pytest.raises(ValueError, match="in a circle"):
        registry.in_order(schemes)
