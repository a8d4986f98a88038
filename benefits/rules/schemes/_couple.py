"""What is given once to a couple that declared something: in the month of the declaration, or of the county's confirmation where that comes later.

The declaration is an entry of the household's status. Births and adoptions of both count, those before the marriage too. The couple is at home where
the wife's hukou lies.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, Confirmed, Greatest, LatestOf, Truth
from benefits.rules.facts import CHILD, COUPLE, OFFSPRING, STATUS_ROW, STATUSES, F, household, husband, me, wife
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, HERE, LAST_DAY, Children, began, by_choice, hukou_was, never_given, reached
from benefits.rules.scheme import Condition, Policies
from benefits.rules.sentences import say


class Declared:
    """A declaration of the household's couple, with the scheme's own policy values."""

    def __init__(self, code: str, status: str):
        self.code, self.status, self.policies = code, status, Policies(code)
        made = (STATUS_ROW.kind == status) & (STATUS_ROW.since <= LAST_DAY)
        self.made = household(AnyOf(STATUSES, made))
        self.on = household(LatestOf(STATUSES, made, STATUS_ROW.since))
        self.due_on = by_choice("PC-36", none=Greatest(self.on, Confirmed(code)), from_qualifying_date=self.on)
        self.children = Children(joined_by=self.on, lost_by=self.on, family=True)
        self.in_month = (self.due_on >= FIRST_DAY) & (self.due_on <= LAST_DAY)

    def conditions(self, sentence: str, *more: Condition) -> tuple[Condition, ...]:
        """The conditions, with what the document says of the declaration and of the children."""
        younger_than = self.policies.years("wife_younger_than")
        together = (COUPLE.married <= self.on) & (COUPLE.ended > self.on) & (husband(F.died) > self.on) & (wife(F.died) > self.on)
        of_age = reached(F.born, younger_than)
        return (
            Condition(sentence, self.made, self._found),
            Condition("夫妻双方在世，婚姻存续", together, words.marriage),
            Condition("女方户籍在本县（市、区）", wife(hukou_was(HERE, DAY_BEFORE, LAST_DAY)), lambda v: words.hukou(v.of("wife"), LAST_DAY)),
            Condition(
                lambda v: say("女方未满%(years)s周岁", years=v.number(younger_than) or ""),
                wife(of_age) > self.on,
                lambda v: words.comes_of_age(v.of("wife"), of_age, younger_than),
                cite=younger_than,
            ),
            *more,
            Condition("一次性发放，此前未发放", never_given(self.code), lambda v: words.given(v, self.code)),
            Condition("发生在当月（县级确认晚于声明的，在确认当月）", self.in_month, self._found),
        )

    def born_later(self) -> Truth:
        """Both have had or adopted a child after the declaration."""
        later = AnyOf(OFFSPRING, ((CHILD.origin == "birth") | (CHILD.origin == "adoption")) & (began(CHILD) > me(self.on, "parent")))
        return husband(later) & wife(later)

    def _found(self, view) -> str:
        return words.declared(view, self.status)
