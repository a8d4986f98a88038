"""Pages being typed."""
import json
from dataclasses import dataclass, field

from households.cells import read, show
from households.models import Draft, Household
from households.queries import places
from households.queries.family import entry_of, family


@dataclass(frozen=True)
class Typed:
    """A page being typed: the stored cells, and of the family being amended its entry and revision."""

    cells: dict
    household: Household | None = None
    base: object = None
    elsewhere: dict = field(default_factory=dict)  # number hash in hex -> known in another county
    revision: int | None = None  # of the household when it was opened
    draft: Draft | None = None

    def page(self, post, *, on, cells=None):
        """What the cells say: households.cells.read.Page."""
        return read.read(self.cells if cells is None else cells, villages=places.villages(post), on=on, base=self.base)


def typed(draft_id, post, *, household_id=None, revision=None, village=""):
    """The page of this draft as its own author left it; a new one, empty or with a recorded family, when it was never saved."""
    draft = Draft.objects.select_related("household").filter(pk=draft_id, post=post).first()
    if draft is None:
        return _new(household_id, revision, village)
    content = json.loads(draft.text())
    known = family(draft.household_id) if draft.household_id else None
    return Typed(content["cells"], draft.household, entry_of(known) if known else None, content["elsewhere"], content["revision"], draft)


def registered_as(draft_id):
    """The record a page became, or None: submitting it again finds this."""
    return Household.objects.filter(entered_as=draft_id).first()


def drafts_of(post):
    """A post's unfinished pages, the last first."""
    return Draft.objects.filter(post=post).select_related("household").defer("content").order_by("-saved_at")


def _new(household_id, revision, village):
    if household_id is None:
        return Typed({"village": places.village_name(village)} if village else {})
    known = family(household_id)
    base = entry_of(known)
    cells = show.cells_of(base, village=places.village_name(base.village))
    return Typed(cells, known.household, base, revision=revision or known.household.revision)
